using Courses.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Attendance;

/// <summary>Where the tablets' deliveries meet: one commit takes those of several tablets.</summary>
internal sealed class FactIntake(IServiceScopeFactory scopes, IEngine engine)
{
    private readonly Intake<Delivery, IReadOnlyList<Answer>> intake = new(
        scopes,
        engine,
        new(delivery => delivery.Facts.Count, MostInOneCommit: 1000, WorthAnotherCommit: 300),
        async (services, deliveries) => await services.GetRequiredService<RegisterBook>().Record(deliveries, CancellationToken.None));

    /// <summary>A caller who goes away gets no answer; what was handed over is stored all the same.</summary>
    public Task<IReadOnlyList<Answer>> Record(IReadOnlyList<AttendanceFact> facts, Recorder recorder, CancellationToken cancel) =>
        intake.Take(new(facts, recorder), cancel);
}
