using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring;

/// <summary>Certificates of hours: asked for by helpers, written and withdrawn by the office, and written anew when the hours of their days change. Each act takes the helper's lock first.</summary>
internal sealed class HoursDesk(CoursesDb db, HelperHours hours, PaperDesk papers, IStaff staff, IMessages messages, IAudit audit, CityTime city, Caller caller, CityLanguage language)
{
    public const string PaperKind = "hours";
    public const string Letter = "hours-certified";
    public const string WithdrawnLetter = "hours-withdrawn";
    private const string Changed = "reason.hours.changed";

    /// <summary>The helper asks. Asked twice it is asked once. Broken rules: <c>hours.span</c>, <c>hours.none</c>.</summary>
    public Task<Guid> Ask(Guid helperId, DateOnly first, DateOnly last, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await Locked(helperId, cancel);
            return (await Asked(helperId, first, last, cancel)).Id;
        },
        cancel);

    /// <summary>The office writes what was asked for, or what nobody asked for. A second tap is the same paper; an hour stands on one paper. Broken rules: those of <see cref="Ask"/>, <c>hours.on-another-paper</c>.</summary>
    public Task Issue(Guid helperId, DateOnly first, DateOnly last, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var helper = await Locked(helperId, cancel);
            var asked = await Asked(helperId, first, last, cancel);
            if (await Standing(asked, cancel) is null)
            {
                await MustNotStandElsewhere(asked, cancel);
                await Write(helper, asked, cancel);
            }
        },
        cancel);

    /// <summary>The office withdraws one that is wrong. Broken rules: <c>paper.withdrawn-already</c>.</summary>
    public Task Withdraw(Guid helperId, Guid paperId, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var helper = await Locked(helperId, cancel);
            if (!await db.Set<Paper>().AnyAsync(row => row.Id == paperId && row.HolderId == helperId && row.Kind == PaperKind, cancel))
            {
                throw new NotFound("The paper");
            }

            await Withdraw(helper, paperId, why, cancel);
        },
        cancel);

    /// <summary>In the running unit of work that holds the helper's lock: papers whose hours are other ones now are withdrawn, and written anew.</summary>
    /// <returns>How many.</returns>
    public async Task<int> Follow(Helper helper, CancellationToken cancel)
    {
        var changed = 0;
        foreach (var asked in await db.Set<HoursPaper>().Where(row => row.HelperId == helper.Id && row.PaperId != null).OrderBy(row => row.FirstDay).ThenBy(row => row.Id).ToListAsync(cancel))
        {
            if (await Standing(asked, cancel) is not { } paper || (await Facts(helper, asked, cancel)).SequenceEqual(paper.Says()))
            {
                continue;
            }

            changed++;
            await Withdraw(helper, paper.Id, new(Changed, null, null), cancel);
            await db.SaveChangesAsync(cancel);
            if ((await hours.Of(helper.Id, asked.FirstDay, asked.LastDay, cancel)).Minutes > 0)
            {
                await Write(helper, asked, cancel);
            }
        }

        return changed;
    }

    /// <summary>The same by the helper's id, in a unit of work of its own.</summary>
    public Task<int> Follow(Guid helperId, CancellationToken cancel) => db.Transact(async () => await Follow(await Locked(helperId, cancel), cancel), cancel);

    private async Task MustNotStandElsewhere(HoursPaper asked, CancellationToken cancel)
    {
        var other = await (
            from row in db.Set<HoursPaper>()
            join paper in db.Set<Paper>() on row.Id equals paper.About
            where row.HelperId == asked.HelperId && row.Id != asked.Id && row.FirstDay <= asked.LastDay && row.LastDay >= asked.FirstDay && paper.Kind == PaperKind && paper.HolderId == asked.HelperId && paper.WithdrawnOn == null
            select paper.Number).FirstOrDefaultAsync(cancel);
        if (other is not null)
        {
            throw new RuleBroken("hours.on-another-paper", PaperNumber.Written(other));
        }
    }

    private Task<Paper?> Standing(HoursPaper asked, CancellationToken cancel) =>
        db.Set<Paper>().AsNoTracking().SingleOrDefaultAsync(row => row.Kind == PaperKind && row.HolderId == asked.HelperId && row.About == asked.Id && row.WithdrawnOn == null, cancel);

    private async Task<HoursPaper> Asked(Guid helperId, DateOnly first, DateOnly last, CancellationToken cancel)
    {
        if (first > last || last > city.Today || first.Year < 2000 || first < last.AddYears(-HoursPaper.LongestYears))
        {
            throw new RuleBroken("hours.span", HoursPaper.LongestYears);
        }

        if ((await hours.Of(helperId, first, last, cancel)).Minutes == 0)
        {
            throw new RuleBroken("hours.none");
        }

        if (await db.Set<HoursPaper>().SingleOrDefaultAsync(row => row.HelperId == helperId && row.FirstDay == first && row.LastDay == last, cancel) is { } known)
        {
            return known;
        }

        var asked = new HoursPaper { HelperId = helperId, FirstDay = first, LastDay = last, AskedBy = caller.Id, AskedAt = city.Now };
        db.Add(asked);
        await db.SaveChangesAsync(cancel);
        audit.Record("hours.asked", helperId, $"{Day(first)} {Day(last)}");
        return asked;
    }

    private async Task Write(Helper helper, HoursPaper asked, CancellationToken cancel)
    {
        var paper = await papers.Issue(
            new()
            {
                Kind = PaperKind,
                HolderId = helper.Id,
                About = asked.Id,
                HoldersLanguage = "en",
                OtherLanguage = language.Code,
                Facts = await Facts(helper, asked, cancel),
            },
            cancel);
        asked.PaperId = paper.Id;
        audit.Record("hours.certified", helper.Id, PaperNumber.Written(paper.Number));
        await Tell(helper, Letter, paper, cancel);
    }

    private async Task Withdraw(Helper helper, Guid paperId, GivenReason why, CancellationToken cancel)
    {
        var paper = (await papers.Withdraw(paperId, PaperKind, why, cancel))!;
        audit.Record("hours.withdrawn", helper.Id, PaperNumber.Written(paper.Number));
        await Tell(helper, WithdrawnLetter, paper, cancel);
    }

    /// <summary>A letter to the helper, at the account that accompanies or at the one that teaches; there may be none any more.</summary>
    private async Task Tell(Helper helper, string kind, Paper paper, CancellationToken cancel)
    {
        if ((await Now(helper.AccountId, cancel) ?? await Now(helper.TeacherId, cancel)) is { } now)
        {
            await messages.QueueForStaff(new() { Email = now.Email, Kind = kind, OnceKey = $"{kind}:{paper.Id:N}", Details = [PaperNumber.Written(paper.Number)], Link = "/mentor/hours" }, cancel);
        }
    }

    private async Task<StaffNow?> Now(Guid? account, CancellationToken cancel) => account is { } id ? await staff.Now(id, cancel) : null;

    private async Task<IReadOnlyList<PaperFact>> Facts(Helper helper, HoursPaper asked, CancellationToken cancel)
    {
        var sum = await hours.Of(helper.Id, asked.FirstDay, asked.LastDay, cancel);
        List<PaperFact> facts =
        [
            new("paper.name", helper.Name),
            new("paper.hours.as", $"word:paper.hours.as.{helper.Kind}"),
            new("paper.hours.span", $"say:paper.hours.from-until|{Day(asked.FirstDay)}|{Day(asked.LastDay)}"),
            .. sum.Kinds.Select(kind => new PaperFact($"support.{kind.Support}", $"say:paper.hours.meetings|{Hours(kind.Minutes)}|{Number(kind.Meetings)}")),
        ];
        if (sum.Lessons > 0)
        {
            facts.Add(new("paper.hours.taught", $"say:paper.hours.lessons|{Hours(sum.LessonMinutes)}|{Number(sum.Lessons)}"));
        }

        facts.Add(new("paper.hours.total", $"say:paper.hours.hours|{Hours(sum.Minutes)}"));
        if (sum.Points is { } points)
        {
            facts.Add(new("paper.hours.points", points.ToString("0.0", CultureInfo.InvariantCulture)));
        }

        if (helper.Done(ProofKind.Training) is { } trained && trained <= asked.LastDay)
        {
            facts.Add(new("paper.hours.trained", Day(trained)));
        }

        // A promise stands on the paper once it was kept.
        var kept = await db.Set<Engagement>().AsNoTracking().Where(row => row.HelperId == helper.Id && row.BoundUntil <= asked.LastDay && (row.EndedOn == null || row.EndedOn >= row.BoundUntil)).OrderBy(row => row.StartedOn).ToListAsync(cancel);
        facts.AddRange(kept.Select(row => new PaperFact("paper.hours.promise", $"say:paper.hours.from-until|{Day(row.StartedOn)}|{Day(row.BoundUntil!.Value)}")));
        return facts;
    }

    private async Task<Helper> Locked(Guid helperId, CancellationToken cancel)
    {
        var helper = await db.Lock<Helper>(helperId, cancel) ?? throw new NotFound("The helper");
        await db.Entry(helper).Collection(row => row.Proofs).LoadAsync(cancel);
        return helper;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Hours(int minutes) => Math.Round(minutes / 60m, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
