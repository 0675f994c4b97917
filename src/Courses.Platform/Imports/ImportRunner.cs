using System.Collections.Concurrent;
using System.Security.Claims;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Imports;

/// <summary>Writes lists one after the other beside the requests, in the name of the person who started it.</summary>
public sealed class ImportRunner(IServiceScopeFactory scopes, ILogger<ImportRunner> log) : BackgroundService
{
    private readonly Channel<(Guid FileId, ClaimsPrincipal By)> queue = Channel.CreateUnbounded<(Guid, ClaimsPrincipal)>();
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();

    /// <summary>Queues the file and waits for it a moment: short lists are done before the answer goes out.</summary>
    public async Task Start(Guid fileId, ClaimsPrincipal by, TimeSpan patience)
    {
        var done = waiting.GetOrAdd(fileId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        await queue.Writer.WriteAsync((fileId, new ClaimsPrincipal(by.Identities.Select(identity => identity.Clone()))));
        await Task.WhenAny(done.Task, Task.Delay(patience));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (fileId, by) in queue.Reader.ReadAllAsync(stoppingToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                // The caller is read from the request; here the request is over and its person stays.
                scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = by, RequestServices = scope.ServiceProvider };
                await scope.ServiceProvider.GetRequiredService<Importing>().Run(fileId, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.LogError(error, "The import {File} stopped", fileId);
                await Stop(fileId);
            }
            finally
            {
                scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = null;
                if (waiting.TryRemove(fileId, out var done))
                {
                    done.SetResult();
                }
            }
        }
    }

    private async Task Stop(Guid fileId)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Importing>().Stop(fileId, CancellationToken.None);
        }
        catch (Exception error)
        {
            // The database is away: whoever opens the page starts it again.
            log.LogError(error, "The import {File} could not be marked as stopped", fileId);
        }
    }
}

public static class ImportRegistration
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddScoped<Importing>()
        .AddSingleton<ImportRunner>()
        .AddHostedService(provider => provider.GetRequiredService<ImportRunner>());

    /// <summary>Adds a kind of list that a module takes in.</summary>
    public static IServiceCollection AddImportKind<T>(this IServiceCollection services)
        where T : class, IImportKind =>
        services.AddScoped<IImportKind, T>();
}
