using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>Why a provider deserves a look: points, the code of the sign, a sentence, and the classes it was seen in.</summary>
internal sealed record WatchReason(int Points, string Code, string Sentence, IReadOnlyList<string> Classes);

internal sealed record Watched(Guid ProviderId, string Name, IReadOnlyList<WatchReason> Reasons)
{
    public int Score => Reasons.Sum(reason => reason.Points);
}

/// <summary>
/// Patterns that deserve a person's look, never a punishment: registers signed without one scan, sessions with more people than the room holds, classes in which nobody
/// is ever missing, passes scanned faster than people can walk, passes and tablets in two places at once, people who say that they were not there, vouchers redeemed within seconds of one another; many excuses, many corrections of signed registers,
/// registers that are signed days later, one hand that signs for several teachers, teachers who hold two classes at once.
/// Only the last 90 days count. That the provider has settled such a case for itself takes nothing away here.
/// </summary>
internal sealed class WatchList(CoursesDb db, ITimetable timetable, IAttendance attendance, IProviders providers, IStaff staff, CityTime time, Words words)
{
    private const int Days = 90;
    private const int FewestRegisters = 5;
    private const int FewestSessions = 10;
    private const int Seconds = 10;
    private const int FewestInstant = 5;
    private const int FewestMarks = 40;
    private const int ExcusedPercent = 30;
    private const int CorrectedPercent = 10;
    private const int LatePercent = 25;
    private const int FewestTeachers = 3;
    private const int OneHandPercent = 40;
    private const int FewestAtOnce = 3;

    /// <summary>One lesson may begin while the one before is being left.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan InTime = TimeSpan.FromHours(48);

    public async Task<IReadOnlyList<Watched>> Of(CancellationToken cancel)
    {
        var since = time.Now.AddDays(-Days);
        var found = (await WithoutScans(since, cancel)).Concat(await TooFull(since, cancel)).Concat(await AlwaysFull(since, cancel))
            .Concat(await Scans(since, cancel)).Concat(await Instant(since, cancel)).Concat(await Marks(since, cancel)).Concat(await SignedLate(since, cancel))
            .Concat(await OneHand(since, cancel)).Concat(await AtOnce(since, cancel)).ToLookup(row => row.ProviderId, row => row.Reason);
        var names = await providers.Providers.ToDictionaryAsync(provider => provider.Id, provider => provider.Name, cancel);
        return [.. found.Select(reasons => new Watched(reasons.Key, names.GetValueOrDefault(reasons.Key, ""), [.. reasons.OrderByDescending(reason => reason.Points)])).OrderByDescending(watched => watched.Score)];
    }

    private async Task<List<(Guid ProviderId, WatchReason Reason)>> WithoutScans(DateTimeOffset since, CancellationToken cancel)
    {
        var registers = await (
            from register in attendance.Registers
            join session in timetable.Sessions on register.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            where register.SignedOffAt >= since && attendance.Marks.Any(mark => mark.SessionId == session.Id && mark.PresentMinutes > 0)
            select new { session.ProviderId, @group.Name, HasScan = attendance.Marks.Any(mark => mark.SessionId == session.Id && mark.Scanned) }).ToListAsync(cancel);
        return
        [
            .. registers.GroupBy(row => row.ProviderId)
                .Select(rows => (ProviderId: rows.Key, All: rows.Count(), Without: rows.Where(row => !row.HasScan).Select(row => row.Name).ToList()))
                .Where(row => row.All >= FewestRegisters && row.Without.Count * 2 > row.All)
                .Select(row => (row.ProviderId, Why(30 * row.Without.Count / row.All, "watch.reason.no-scans", Few(row.Without), row.Without.Count, row.All))),
        ];
    }

    private async Task<List<(Guid ProviderId, WatchReason Reason)>> TooFull(DateTimeOffset since, CancellationToken cancel)
    {
        var sessions = await (
            from register in attendance.Registers
            join session in timetable.Sessions on register.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            join venue in providers.Venues on @group.VenueId equals venue.Id
            let present = attendance.Marks.Count(mark => mark.SessionId == session.Id && mark.PresentMinutes > 0)
            where register.SignedOffAt >= since && venue.RoomCapacity > 0 && present > venue.RoomCapacity
            select new { session.ProviderId, @group.Name, venue.RoomCapacity, Present = present }).ToListAsync(cancel);
        return
        [
            .. sessions.GroupBy(row => row.ProviderId).Select(rows =>
            {
                var fullest = rows.MaxBy(row => row.Present - row.RoomCapacity)!;
                return (rows.Key, Why(Math.Min(60, 30 + (5 * rows.Count())), "watch.reason.too-full", Few(rows.Select(row => row.Name)), rows.Count(), $"{fullest.Present}/{fullest.RoomCapacity}"));
            }),
        ];
    }

    private async Task<List<(Guid ProviderId, WatchReason Reason)>> AlwaysFull(DateTimeOffset since, CancellationToken cancel)
    {
        var classes = await (
            from @group in timetable.Groups
            let signed = timetable.Sessions.Count(session => session.GroupId == @group.Id && attendance.Registers.Any(register => register.SessionId == session.Id && register.SignedOffAt >= since))
            where signed >= FewestSessions
                && !attendance.Marks.Any(mark => mark.GroupId == @group.Id && mark.State != MarkState.Present)
                && attendance.Marks.Count(mark => mark.GroupId == @group.Id) >= signed * 5
            select new { @group.ProviderId, @group.Name }).ToListAsync(cancel);
        return [.. classes.GroupBy(row => row.ProviderId).Select(rows => (rows.Key, Why(Math.Min(40, 15 * rows.Count()), "watch.reason.always-full", Few(rows.Select(row => row.Name)), rows.Count(), FewestSessions)))];
    }

    private async Task<List<(Guid ProviderId, WatchReason Reason)>> Scans(DateTimeOffset since, CancellationToken cancel)
    {
        var seen = await (
            from suspicion in attendance.Suspicions
            join session in timetable.Sessions on suspicion.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            where session.StartsAt >= since
            orderby session.StartsAt descending
            select new { suspicion.Kind, suspicion.ProviderId, @group.Name }).ToListAsync(cancel);
        return [.. seen.GroupBy(row => (row.ProviderId, Reason: ReasonOf(row.Kind)))
            .Select(rows => (rows.Key.ProviderId, Why(Math.Min(60, 20 * rows.Count()), rows.Key.Reason, Few(rows.Select(row => row.Name)), rows.Count())))];
    }

    private static string ReasonOf(SuspicionKind kind) => kind switch
    {
        SuspicionKind.Burst => "watch.reason.bursts",
        SuspicionKind.OneDevice => "watch.reason.one-device",
        SuspicionKind.NotAsMarked => "watch.reason.not-as-marked",
        _ => "watch.reason.two-places",
    };

    private async Task<List<(Guid ProviderId, WatchReason Reason)>> Instant(DateTimeOffset since, CancellationToken cancel)
    {
        var made = await (
            from redemption in db.Set<Redemption>()
            join @group in timetable.Groups on redemption.GroupId equals @group.Id
            where redemption.MadeAt >= since
            orderby redemption.ProviderId, redemption.MadeAt
            select new { redemption.ProviderId, redemption.ParticipantId, redemption.MadeAt, @group.Name }).ToListAsync(cancel);
        return
        [
            .. made.Zip(made.Skip(1))
                .Where(pair => pair.First.ProviderId == pair.Second.ProviderId && pair.First.ParticipantId != pair.Second.ParticipantId && pair.Second.MadeAt - pair.First.MadeAt <= TimeSpan.FromSeconds(Seconds))
                .GroupBy(pair => pair.First.ProviderId)
                .Where(pairs => pairs.Count() >= FewestInstant)
                .Select(pairs => (pairs.Key, Why(Math.Min(40, 4 * pairs.Count()), "watch.reason.instant", Few(pairs.Select(pair => pair.Second.Name)), pairs.Count(), Seconds))),
        ];
    }

    /// <summary>What is excused is paid up to the programme's share, and what is corrected after the signature nobody else has seen.</summary>
    private async Task<List<(Guid ProviderId, WatchReason Reason)>> Marks(DateTimeOffset since, CancellationToken cancel)
    {
        var classes = await (
            from register in attendance.Registers
            where register.SignedOffAt >= since
            join session in timetable.Sessions on register.SessionId equals session.Id
            join mark in attendance.Marks on session.Id equals mark.SessionId
            join @group in timetable.Groups on session.GroupId equals @group.Id
            select new { session.ProviderId, session.GroupId, @group.Name, IsExcused = mark.State == MarkState.Excused, mark.CorrectedAfterSignOff })
            .GroupBy(row => new { row.ProviderId, row.GroupId, row.Name })
            .Select(rows => new { rows.Key.ProviderId, rows.Key.Name, All = rows.Count(), Excused = rows.Count(row => row.IsExcused), Corrected = rows.Count(row => row.CorrectedAfterSignOff) })
            .ToListAsync(cancel);
        var schools = classes.GroupBy(row => row.ProviderId).Select(rows => (ProviderId: rows.Key, Rows: rows.ToList(), All: rows.Sum(row => row.All))).Where(school => school.All >= FewestMarks).ToList();
        return
        [
            .. schools.Select(school => (school.ProviderId, Count: school.Rows.Sum(row => row.Excused), school.All, Classes: Few(school.Rows.Where(row => row.Excused > 0).OrderByDescending(row => row.Excused).Select(row => row.Name))))
                .Where(row => row.Count * 100 >= row.All * ExcusedPercent)
                .Select(row => (row.ProviderId, Why(Math.Min(40, row.Count * 60 / row.All), "watch.reason.excused", row.Classes, row.Count, row.All))),
            .. schools.Select(school => (school.ProviderId, Count: school.Rows.Sum(row => row.Corrected), school.All, Classes: Few(school.Rows.Where(row => row.Corrected > 0).OrderByDescending(row => row.Corrected).Select(row => row.Name))))
                .Where(row => row.Count * 100 >= row.All * CorrectedPercent)
                .Select(row => (row.ProviderId, Why(Math.Min(40, row.Count * 100 / row.All), "watch.reason.corrected", row.Classes, row.Count, row.All))),
        ];
    }

    private async Task<List<(Guid ProviderId, WatchReason Reason)>> SignedLate(DateTimeOffset since, CancellationToken cancel)
    {
        var registers = await (
            from register in attendance.Registers
            where register.SignedOffAt >= since
            join session in timetable.Sessions on register.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            select new { session.ProviderId, @group.Name, session.EndsAt, register.SignedOffAt }).ToListAsync(cancel);
        return
        [
            .. registers.GroupBy(row => row.ProviderId)
                .Select(rows => (ProviderId: rows.Key, All: rows.Count(), Late: rows.Where(row => row.SignedOffAt - row.EndsAt > InTime).Select(row => row.Name).ToList()))
                .Where(row => row.All >= FewestRegisters && row.Late.Count * 100 >= row.All * LatePercent)
                .Select(row => (row.ProviderId, Why(Math.Min(30, row.Late.Count * 30 / row.All), "watch.reason.late", Few(row.Late), row.Late.Count, row.All, (int)InTime.TotalHours))),
        ];
    }

    /// <summary>Somebody signs for a teacher who is ill; whoever signs for most of them was in none of the rooms. A tablet is in the room, and signs for whoever holds it.</summary>
    private async Task<List<(Guid ProviderId, WatchReason Reason)>> OneHand(DateTimeOffset since, CancellationToken cancel)
    {
        var registers = await (
            from register in attendance.Registers
            where register.SignedOffAt >= since
            join session in timetable.Sessions on register.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            where @group.TeacherId != null
            select new { session.ProviderId, @group.Name, @group.TeacherId, Hand = register.SignedOffById, IsOther = register.SignedOffById != @group.TeacherId && staff.Staff.Any(member => member.Id == register.SignedOffById) }).ToListAsync(cancel);
        var all = registers.CountBy(row => row.ProviderId).ToDictionary();
        return
        [
            .. registers.Where(row => row.IsOther).GroupBy(row => (row.ProviderId, row.Hand))
                .Select(rows => (rows.Key.ProviderId, Count: rows.Count(), Teachers: rows.Select(row => row.TeacherId).Distinct().Count(), Classes: Few(rows.Select(row => row.Name))))
                .Where(row => row.Teachers >= FewestTeachers && row.Count >= FewestRegisters && row.Count * 100 >= all[row.ProviderId] * OneHandPercent)
                .Select(row => (row.ProviderId, Why(Math.Min(40, row.Count * 40 / all[row.ProviderId]), "watch.reason.one-hand", row.Classes, row.Count, row.Teachers, all[row.ProviderId]))),
        ];
    }

    /// <summary>Signed lessons of one teacher that were held at the same time, at whichever provider: each hears of its own.</summary>
    private async Task<List<(Guid ProviderId, WatchReason Reason)>> AtOnce(DateTimeOffset since, CancellationToken cancel)
    {
        var lessons = await (
            from register in attendance.Registers
            where register.SignedOffAt >= since
            join session in timetable.Sessions on register.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            where @group.TeacherId != null && session.CancelledAt == null
            orderby @group.TeacherId, session.StartsAt, session.Id
            select new { session.ProviderId, @group.Name, @group.TeacherId, session.StartsAt, session.EndsAt }).ToListAsync(cancel);
        return
        [
            .. lessons.Zip(lessons.Skip(1)).Where(pair => pair.First.TeacherId == pair.Second.TeacherId && pair.First.EndsAt - pair.Second.StartsAt >= Overlap)
                .SelectMany(pair => new[] { (pair.First.ProviderId, pair.First.Name), (pair.Second.ProviderId, pair.Second.Name) }.DistinctBy(lesson => lesson.ProviderId))
                .GroupBy(lesson => lesson.ProviderId)
                .Where(pairs => pairs.Count() >= FewestAtOnce)
                .Select(pairs => (pairs.Key, Why(Math.Min(50, 10 * pairs.Count()), "watch.reason.at-once", Few(pairs.Select(lesson => lesson.Name)), pairs.Count()))),
        ];
    }

    private WatchReason Why(int points, string code, IReadOnlyList<string> classes, params object[] details) => new(points, code, words.Say(code, details), classes);

    private static string[] Few(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Take(3)];
}
