using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Features;

/// <summary>Whoever meets somebody under a template that demands a check hears a month before theirs runs out. Once for each check.</summary>
internal sealed class RemindOfChecks(CoursesDb db, PairTemplates templates, IStaff staff, IMessages messages, CityTime city) : ISweep
{
    public const string Letter = "check-runs-out";
    public const int DaysBefore = 30;

    public async Task<int> Run(CancellationToken cancel)
    {
        var due = await Due(cancel);
        return await db.EachAlone(due.Keys, async id => await Remind(id, due[id], cancel), cancel);
    }

    /// <summary>The helpers whose check runs out soon or has run out, with the last day on which it is good.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateOnly>> Due(CancellationToken cancel)
    {
        var terms = await templates.Terms(cancel);
        var open = await db.Set<Pair>().Where(pair => pair.State == PairState.Active || pair.State == PairState.Proposed).Select(pair => new { pair.HelperId, pair.TemplateId }).Distinct().ToListAsync(cancel);
        var months = open.Where(pair => terms[pair.TemplateId].CheckMonths is not null).GroupBy(pair => pair.HelperId).ToDictionary(group => group.Key, group => group.Min(pair => terms[pair.TemplateId].CheckMonths!.Value));
        var ids = months.Keys.ToArray();
        var helpers = await db.Set<Helper>().AsNoTracking().Include(helper => helper.Proofs).Where(helper => EF.Parameter(ids).Contains(helper.Id)).ToListAsync(cancel);
        return helpers.Select(helper => (helper.Id, Until: helper.CheckedUntil(months[helper.Id]))).Where(one => one.Until <= city.Today.AddDays(DaysBefore)).ToDictionary(one => one.Id, one => one.Until!.Value);
    }

    private Task<int> Remind(Guid helperId, DateOnly until, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var account = await db.Set<Helper>().Where(helper => helper.Id == helperId).Select(helper => helper.AccountId).SingleAsync(cancel);
            if (account is null || await staff.Now(account.Value, cancel) is not { } now)
            {
                return 0;
            }

            var day = until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await messages.QueueForStaff(new() { Email = now.Email, Kind = Letter, OnceKey = $"{Letter}:{helperId}:{day}", Details = [day], Link = "/mentor" }, cancel);
            return 1;
        },
        cancel);
}
