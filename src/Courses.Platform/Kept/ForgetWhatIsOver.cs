using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Kept;

/// <summary>
/// Every night, rule by rule: what is over goes, some thousand rows in a commit, and a row stays that proves it. A rule that fails holds up no other; its proof says so, and the next run goes on where it stopped.
/// </summary>
public sealed class ForgetWhatIsOver(CoursesDb db, Retention retention, CityTime city, ILogger<ForgetWhatIsOver> log) : ISweep
{
    public const string Name = "forget";

    /// <summary>So many rows are locked at once.</summary>
    private const int AtOnce = 5_000;

    public async Task<int> Run(CancellationToken cancel)
    {
        var (gone, times, failed) = (0, await retention.Times(cancel), new List<Exception>());
        foreach (var rule in retention.Rules)
        {
            var (count, day) = (0, retention.FirstKept(times[rule.Code]));
            try
            {
                for (var some = AtOnce; some == AtOnce;)
                {
                    some = await rule.Forget(db, day, AtOnce, cancel);
                    count += some;
                }

                await Prove(rule, day, count, null, cancel);
            }
            catch (Exception error) when (db.IsOfTheItem(error))
            {
                log.LogError(error, "What is over by the rule {Rule} could not go", rule.Code);
                failed.Add(new InvalidOperationException($"{rule.Code}: {error.Message}", error));
                db.ChangeTracker.Clear();
                await Prove(rule, day, count, error.Message, cancel);
            }

            gone += count;
        }

        return failed is [] ? gone : throw new AggregateException(failed);
    }

    private async Task Prove(RetentionRule rule, RetentionDay day, int gone, string? error, CancellationToken cancel)
    {
        db.Add(new RetentionRun { Rule = rule.Code, At = city.Now, KeptFrom = day.First, Gone = gone, Error = error });
        await db.SaveChangesAsync(cancel);
    }
}
