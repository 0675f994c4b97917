using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Database;

/// <summary>What only looks: it may be answered from the copy, where there is one. What decides or pays, or shows what was just written, does not carry this.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsCopyAttribute : Attribute
{
    /// <summary>Nothing below the address writes, whatever the method.</summary>
    public bool WhateverTheMethod { get; init; }
}

/// <summary>From which database this scope reads: as a rule the one in which it writes.</summary>
public sealed class ReadingPlace(IDbContextFactory<CoursesDb> database)
{
    private IDbContextFactory<CoursesDb> contexts = database;

    /// <summary>The copy holds what was written until then; null where the scope does not read from it.</summary>
    public DateTimeOffset? AsOf { get; private set; }

    /// <summary>Another context on the database from which the scope reads.</summary>
    public CoursesDb Open() => contexts.CreateDbContext();

    internal void MoveTo(IDbContextFactory<CoursesDb> copy, DateTimeOffset asOf) => (contexts, AsOf) = (copy, asOf);
}

/// <summary>
/// A copy that follows the database: a standby of PostgreSQL or a readable secondary of SQL Server, at COURSES_READ_CONNECTION. It takes the long questions off the server on which people book and teachers sign.
/// Where it is away, or further behind than COURSES_READ_MAX_LAG seconds, the database itself answers as if there were none.
/// </summary>
public sealed partial class ReadCopy
{
    /// <summary>The answer says with it how old it is.</summary>
    public const string Header = "Courses-As-Of";

    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeftAloneFor = TimeSpan.FromSeconds(15);

    private readonly PooledDbContextFactory<CoursesDb>? contexts;
    private readonly IServiceScopeFactory scopes;
    private readonly IEngine engine;
    private readonly TimeProvider clock;
    private readonly ILogger<ReadCopy> log;
    private readonly TimeSpan mostBehind;

    // When it was away: readers do not wait for it anew each time. Another node finds out by itself.
    private long awayAt;

    public ReadCopy(IEngine engine, IConfiguration configuration, IServiceProvider services, TimeProvider clock, ILogger<ReadCopy> log)
    {
        (this.engine, this.clock, this.log, scopes) = (engine, clock, log, services.GetRequiredService<IServiceScopeFactory>());
        mostBehind = TimeSpan.FromSeconds(configuration.GetValue("COURSES_READ_MAX_LAG", 300));
        if (configuration["COURSES_READ_CONNECTION"] is { Length: > 0 } connection)
        {
            var options = new DbContextOptionsBuilder<CoursesDb>();
            options.UseApplicationServiceProvider(services).UseDatabase(connection, services);
            contexts = new(options.Options);
        }
    }

    public bool Exists => contexts is not null;

    /// <summary>A scope that reads from the copy; null when that must not be now.</summary>
    public async Task<AsyncServiceScope?> Open(CancellationToken cancel)
    {
        if (contexts is null || await Behind(contexts, cancel) is not { } behind)
        {
            return null;
        }

        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ReadingPlace>().MoveTo(contexts, clock.GetUtcNow() - behind);
        return scope;
    }

    /// <summary>Answers the rest of this request from the copy, where it is marked so and the copy is there.</summary>
    internal async Task Answer(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ReadsCopyAttribute>() is not { } reads
            || !(reads.WhateverTheMethod || HttpMethods.IsGet(http.Request.Method))
            || await Open(http.RequestAborted) is not { } scope)
        {
            await next(http);
            return;
        }

        var services = http.RequestServices;
        await using (scope)
        {
            http.RequestServices = scope.ServiceProvider;
            http.Response.Headers[Header] = scope.ServiceProvider.GetRequiredService<ReadingPlace>().AsOf?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            try
            {
                await next(http);
            }
            finally
            {
                http.RequestServices = services;
            }
        }
    }

    /// <summary>By how much the copy is behind; null when it is too far, cannot tell, or is away.</summary>
    private async Task<TimeSpan?> Behind(PooledDbContextFactory<CoursesDb> copy, CancellationToken cancel)
    {
        var since = Volatile.Read(ref awayAt);
        if (since != 0 && clock.GetElapsedTime(since) < LeftAloneFor)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(LongestQuestion);
        try
        {
            await using var db = await copy.CreateDbContextAsync(limit.Token);
            var milliseconds = await db.AskOnce(engine.BehindQuestion, limit.Token);
            Volatile.Write(ref awayAt, 0);
            if (milliseconds is long behind && behind <= mostBehind.TotalMilliseconds)
            {
                return TimeSpan.FromMilliseconds(Math.Max(0, behind));
            }

            TooFar(log, milliseconds as long?);
            return null;
        }
        catch (Exception error) when ((error is DbException or OperationCanceledException || engine.IsAway(error)) && !cancel.IsCancellationRequested)
        {
            Volatile.Write(ref awayAt, clock.GetTimestamp());
            Away(log, error.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The copy is not read: it is {Milliseconds} ms behind, or does not know how far")]
    private static partial void TooFar(ILogger log, long? milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The copy is not read: it does not answer ({Error})")]
    private static partial void Away(ILogger log, string error);
}

public static class ReadCopyMiddleware
{
    /// <summary>After sign-in and rights, which are always those of the database itself.</summary>
    public static IApplicationBuilder UseReadCopy(this IApplicationBuilder app) =>
        app.ApplicationServices.GetRequiredService<ReadCopy>() is { Exists: true } copy ? app.Use(copy.Answer) : app;
}
