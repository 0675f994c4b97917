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
        var lessons = await Lessons(since, cancel);
        var found = WithoutScans(lessons).Concat(TooFull(lessons)).Concat(await AlwaysFull(lessons, cancel)).Concat(Marks(lessons)).Concat(SignedLate(lessons)).Concat(await OneHand(lessons, cancel)).Concat(AtOnce(lessons))
            .Concat(await Scans(since, cancel)).Concat(await Instant(since, cancel)).ToLookup(row => row.ProviderId, row => row.Reason);
        var names = await providers.Providers.ToDictionaryAsync(provider => provider.Id, provider => provider.Name, cancel);
        return [.. found.Select(reasons => new Watched(reasons.Key, names.GetValueOrDefault(reasons.Key, ""), [.. reasons.OrderByDescending(reason => reason.Points)])).OrderByDescending(watched => watched.Score)];
    }

    /// <summary>A lesson whose register was signed, with what its marks come to. The signs look at the same lessons, so the engine is asked once for all of them.</summary>
    private sealed record Lesson
    {
        public required Guid SessionId { get; init; }

        public required Guid ProviderId { get; init; }

        public required Guid GroupId { get; init; }

        public required string Name { get; init; }

        public required Guid? TeacherId { get; init; }

        public required int RoomCapacity { get; init; }

        public required DateTimeOffset StartsAt { get; init; }

        public required DateTimeOffset EndsAt { get; init; }

        public required bool IsCancelled { get; init; }

        public required DateTimeOffset SignedOffAt { get; init; }

        public required Guid? SignedOffById { get; init; }

        public int Marks { get; init; }

        public int Present { get; init; }

        /// <summary>Marks that say anything else than that the person was there all the time.</summary>
        public int NotWhole { get; init; }

        public int Scanned { get; init; }

        public int Excused { get; init; }

        public int Corrected { get; init; }
    }

    private async Task<List<Lesson>> Lessons(DateTimeOffset since, CancellationToken cancel)
    {
        // Registers of earlier versions that nobody has counted yet.
        var counts = await (
            from register in attendance.Registers
            where register.SignedOffAt >= since && register.Marks == null
            join mark in attendance.Marks on register.SessionId equals mark.SessionId
            group mark by mark.SessionId into marks
            select new
            {
                SessionId = marks.Key,
                Marks = marks.Count(),
                Present = marks.Sum(mark => mark.PresentMinutes > 0 ? 1 : 0),
                NotWhole = marks.Sum(mark => mark.State == MarkState.Present ? 0 : 1),
                Scanned = marks.Sum(mark => mark.Scanned ? 1 : 0),
                Excused = marks.Sum(mark => mark.State == MarkState.Excused ? 1 : 0),
                Corrected = marks.Sum(mark => mark.CorrectedAfterSignOff ? 1 : 0),
            }).ToDictionaryAsync(row => row.SessionId, cancel);
        var lessons = await (
            from register in attendance.Registers
            where register.SignedOffAt >= since
            join session in timetable.Sessions on register.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            join venue in providers.Venues on @group.VenueId equals venue.Id
            select new Lesson
            {
                SessionId = session.Id,
                ProviderId = session.ProviderId,
                GroupId = session.GroupId,
                Name = @group.Name,
                TeacherId = @group.TeacherId,
                RoomCapacity = venue.RoomCapacity,
                StartsAt = session.StartsAt,
                EndsAt = session.EndsAt,
                IsCancelled = session.CancelledAt != null,
                SignedOffAt = register.SignedOffAt,
                SignedOffById = register.SignedOffById,
                Marks = register.Marks ?? 0,
                Present = register.InRoom ?? 0,
                NotWhole = register.NotWhole ?? 0,
                Scanned = register.Scanned ?? 0,
                Excused = register.Excused ?? 0,
                Corrected = register.Corrected ?? 0,
            }).ToListAsync(cancel);
        return
        [
            .. lessons.Select(lesson => counts.GetValueOrDefault(lesson.SessionId) is { } count
                ? lesson with { Marks = count.Marks, Present = count.Present, NotWhole = count.NotWhole, Scanned = count.Scanned, Excused = count.Excused, Corrected = count.Corrected }
                : lesson),
        ];
    }

    private IEnumerable<(Guid ProviderId, WatchReason Reason)> WithoutScans(List<Lesson> lessons) => lessons.Where(lesson => lesson.Present > 0).GroupBy(lesson => lesson.ProviderId)
        .Select(rows => (ProviderId: rows.Key, All: rows.Count(), Without: rows.Where(lesson => lesson.Scanned == 0).Select(lesson => lesson.Name).ToList()))
        .Where(row => row.All >= FewestRegisters && row.Without.Count * 2 > row.All)
        .Select(row => (row.ProviderId, Why(30 * row.Without.Count / row.All, "watch.reason.no-scans", Few(row.Without), row.Without.Count, row.All)));

    private IEnumerable<(Guid ProviderId, WatchReason Reason)> TooFull(List<Lesson> lessons) => lessons.Where(lesson => lesson.RoomCapacity > 0 && lesson.Present > lesson.RoomCapacity)
        .GroupBy(lesson => lesson.ProviderId).Select(rows =>
        {
            var fullest = rows.MaxBy(lesson => lesson.Present - lesson.RoomCapacity)!;
            return (rows.Key, Why(Math.Min(60, 30 + (5 * rows.Count())), "watch.reason.too-full", Few(rows.Select(lesson => lesson.Name)), rows.Count(), $"{fullest.Present}/{fullest.RoomCapacity}"));
        });

    /// <summary>Of all lessons that the class ever had: few come into question, and only those are looked at.</summary>
    private async Task<IEnumerable<(Guid ProviderId, WatchReason Reason)>> AlwaysFull(List<Lesson> lessons, CancellationToken cancel)
    {
        var classes = lessons.GroupBy(lesson => lesson.GroupId).Select(rows => (GroupId: rows.Key, First: rows.First(), Signed: rows.Count(), NotWhole: rows.Sum(lesson => lesson.NotWhole)))
            .Where(row => row.Signed >= FewestSessions && row.NotWhole == 0).ToList();
        var ids = classes.Select(row => row.GroupId).ToArray();
        var marks = ids is [] ? [] : await attendance.Marks.Where(mark => ids.Contains(mark.GroupId)).GroupBy(mark => mark.GroupId)
            .Select(rows => new { rows.Key, Count = rows.Count(), NotWhole = rows.Sum(mark => mark.State == MarkState.Present ? 0 : 1) }).ToDictionaryAsync(rows => rows.Key, cancel);
        return classes.Where(row => marks.GetValueOrDefault(row.GroupId) is { NotWhole: 0 } all && all.Count >= row.Signed * 5).GroupBy(row => row.First.ProviderId)
            .Select(rows => (rows.Key, Why(Math.Min(40, 15 * rows.Count()), "watch.reason.always-full", Few(rows.Select(row => row.First.Name)), rows.Count(), FewestSessions)));
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
    private IEnumerable<(Guid ProviderId, WatchReason Reason)> Marks(List<Lesson> lessons)
    {
        var schools = lessons.GroupBy(lesson => lesson.ProviderId).Select(rows => (ProviderId: rows.Key, All: rows.Sum(lesson => lesson.Marks), Classes: rows
            .GroupBy(lesson => lesson.GroupId).Select(of => (of.First().Name, Excused: of.Sum(lesson => lesson.Excused), Corrected: of.Sum(lesson => lesson.Corrected))).ToList())).Where(school => school.All >= FewestMarks).ToList();
        return schools.Select(school => (school.ProviderId, Count: school.Classes.Sum(row => row.Excused), school.All, Classes: Few(school.Classes.Where(row => row.Excused > 0).OrderByDescending(row => row.Excused).Select(row => row.Name))))
            .Where(row => row.Count * 100 >= row.All * ExcusedPercent)
            .Select(row => (row.ProviderId, Why(Math.Min(40, row.Count * 60 / row.All), "watch.reason.excused", row.Classes, row.Count, row.All)))
            .Concat(schools.Select(school => (school.ProviderId, Count: school.Classes.Sum(row => row.Corrected), school.All, Classes: Few(school.Classes.Where(row => row.Corrected > 0).OrderByDescending(row => row.Corrected).Select(row => row.Name))))
                .Where(row => row.Count * 100 >= row.All * CorrectedPercent)
                .Select(row => (row.ProviderId, Why(Math.Min(40, row.Count * 100 / row.All), "watch.reason.corrected", row.Classes, row.Count, row.All))));
    }

    private IEnumerable<(Guid ProviderId, WatchReason Reason)> SignedLate(List<Lesson> lessons) => lessons.GroupBy(lesson => lesson.ProviderId)
        .Select(rows => (ProviderId: rows.Key, All: rows.Count(), Late: rows.Where(lesson => lesson.SignedOffAt - lesson.EndsAt > InTime).Select(lesson => lesson.Name).ToList()))
        .Where(row => row.All >= FewestRegisters && row.Late.Count * 100 >= row.All * LatePercent)
        .Select(row => (row.ProviderId, Why(Math.Min(30, row.Late.Count * 30 / row.All), "watch.reason.late", Few(row.Late), row.Late.Count, row.All, (int)InTime.TotalHours)));

    /// <summary>Somebody signs for a teacher who is ill; whoever signs for most of them was in none of the rooms. A tablet is in the room, and signs for whoever holds it.</summary>
    private async Task<IEnumerable<(Guid ProviderId, WatchReason Reason)>> OneHand(List<Lesson> lessons, CancellationToken cancel)
    {
        var taught = lessons.Where(lesson => lesson.TeacherId is not null).ToList();
        var others = taught.Where(lesson => lesson.SignedOffById is not null && lesson.SignedOffById != lesson.TeacherId).ToList();
        var hands = others.Select(lesson => lesson.SignedOffById!.Value).Distinct().ToArray();
        var people = hands is [] ? [] : await staff.Staff.Where(member => hands.Contains(member.Id)).Select(member => member.Id).ToHashSetAsync(cancel);
        var all = taught.CountBy(lesson => lesson.ProviderId).ToDictionary();
        return others.Where(lesson => people.Contains(lesson.SignedOffById!.Value)).GroupBy(lesson => (lesson.ProviderId, lesson.SignedOffById))
            .Select(rows => (rows.Key.ProviderId, Count: rows.Count(), Teachers: rows.Select(lesson => lesson.TeacherId).Distinct().Count(), Classes: Few(rows.Select(lesson => lesson.Name))))
            .Where(row => row.Teachers >= FewestTeachers && row.Count >= FewestRegisters && row.Count * 100 >= all[row.ProviderId] * OneHandPercent)
            .Select(row => (row.ProviderId, Why(Math.Min(40, row.Count * 40 / all[row.ProviderId]), "watch.reason.one-hand", row.Classes, row.Count, row.Teachers, all[row.ProviderId])));
    }

    /// <summary>Signed lessons of one teacher that were held at the same time, at whichever provider: each hears of its own.</summary>
    private IEnumerable<(Guid ProviderId, WatchReason Reason)> AtOnce(List<Lesson> lessons)
    {
        var held = lessons.Where(lesson => lesson.TeacherId is not null && !lesson.IsCancelled).OrderBy(lesson => lesson.TeacherId).ThenBy(lesson => lesson.StartsAt).ThenBy(lesson => lesson.SessionId).ToList();
        return held.Zip(held.Skip(1)).Where(pair => pair.First.TeacherId == pair.Second.TeacherId && pair.First.EndsAt - pair.Second.StartsAt >= Overlap)
            .SelectMany(pair => new[] { (pair.First.ProviderId, pair.First.Name), (pair.Second.ProviderId, pair.Second.Name) }.DistinctBy(lesson => lesson.ProviderId))
            .GroupBy(lesson => lesson.ProviderId)
            .Where(pairs => pairs.Count() >= FewestAtOnce)
            .Select(pairs => (pairs.Key, Why(Math.Min(50, 10 * pairs.Count()), "watch.reason.at-once", Few(pairs.Select(lesson => lesson.Name)), pairs.Count())));
    }

    private WatchReason Why(int points, string code, IReadOnlyList<string> classes, params object[] details) => new(points, code, words.Say(code, details), classes);

    private static string[] Few(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Take(3)];
}
