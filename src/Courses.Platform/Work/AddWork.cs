using System.Text.Json;
using Courses.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Courses.Platform.Work;

/// <summary>
/// What a person asks for and waits for: an import, a report, one person worked out anew. It runs on whichever node is free, in the name of who asked, and may run again
/// from the start after a node died, so it goes on from what it has written.
/// </summary>
public interface IWork
{
    /// <summary>Does it and answers what to tell the person. A <see cref="Errors.RuleBroken"/> is told as its sentence.</summary>
    Task<WorkDone> Run(WorkOrder order, CancellationToken cancel);

    /// <summary>It ends without being run: it was cancelled while it waited, or was begun too often. What says elsewhere that it is on its way says so no longer.</summary>
    Task GiveUp(WorkOrder order, CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>The sentence for who asked, and where the result stands.</summary>
public sealed record WorkDone(string Code, string? Link, params IReadOnlyList<object> Details);

/// <summary>What was asked, and where to tell how far it is.</summary>
public sealed class WorkOrder
{
    private readonly string arguments;
    private readonly Func<int, int, Task> report;

    internal WorkOrder(Guid id, string arguments, Func<int, int, Task> report) => (Id, this.arguments, this.report) = (id, arguments, report);

    /// <summary>The same however often it runs.</summary>
    public Guid Id { get; }

    public T Read<T>() => JsonSerializer.Deserialize<T>(arguments)!;

    /// <summary>Tells how far it is; cheap enough for each batch.</summary>
    public Task Report(int done, int total) => report(done, total);
}

/// <summary>
/// A kind of work as its module registered it. The name is stable; its title for people stands under <c>work.kind.{Name}</c> in the module's words.
/// Kinds of the same turn run one at a time for each person: who sends ten lists has them taken in one after the other.
/// </summary>
public sealed record WorkDefinition(string Name, Type Work, Retries Retries, string? Turn);

public static class WorkRegistration
{
    /// <summary>Registers a kind of work. What fails is tried again as <paramref name="retries"/> says, by itself not at all: the person is told and may start it again.</summary>
    public static IServiceCollection AddWork<T>(this IServiceCollection services, string name, Retries? retries = null, string? turn = null)
        where T : class, IWork
    {
        services.TryAddScoped<T>();
        return services.AddSingleton(new WorkDefinition(name, typeof(T), retries ?? Retries.None, turn));
    }
}
