using System.Collections.Concurrent;
using Courses.Platform.Database;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Courses.Access.Looks;

/// <summary>
/// Writes looks down when the reader has the page, those of several readers in one commit. A node that is stopped ends when they are written; what one that is killed can lose stands in docs/decisions/0030-who-looked.md.
/// </summary>
internal sealed partial class LookBook(IServiceScopeFactory scopes, IEngine engine, ILogger<LookBook> log) : IHostedService
{
    private readonly Intake<Look, bool> intake = new(scopes, engine, new(look => 1 + look.People.Count, MostInOneCommit: 5000, WorthAnotherCommit: 1000), Commit);
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> open = [];

    public void WriteAfter(HttpResponse answer, Look look)
    {
        // From here on somebody waits for it, so that no end of the node comes between.
        open[look.Id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        answer.OnCompleted(() =>
        {
            // The connection is free for the next page meanwhile.
            _ = Write(look);
            return Task.CompletedTask;
        });
    }

    /// <summary>Everything that was shown before is written, or cannot be.</summary>
    public Task Settled() => Task.WhenAll(open.Values.Select(look => look.Task));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Settled().WaitAsync(cancellationToken);

    private async Task Write(Look look)
    {
        try
        {
            await intake.Take(look, CancellationToken.None);
        }
        catch (Exception error)
        {
            NotWritten(log, error.GetType().Name, look.AccountId, look.Page, look.People.Count);
        }
        finally
        {
            if (open.TryRemove(look.Id, out var waiting))
            {
                waiting.SetResult();
            }
        }
    }

    private static async Task<IReadOnlyList<bool>> Commit(IServiceProvider services, IReadOnlyList<Look> looks)
    {
        var db = services.GetRequiredService<CoursesDb>();
        await db.Transact(
            async () =>
            {
                await db.Engine.BulkInsert(db, looks, CancellationToken.None);
                await db.Engine.BulkInsert(db, [.. looks.SelectMany(look => look.People)], CancellationToken.None);
            },
            CancellationToken.None);
        return [.. looks.Select(_ => true)];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A look was not written ({Error}): account {Account}, page {Page}, {People} people")]
    private static partial void NotWritten(ILogger log, string error, Guid account, string page, int people);
}
