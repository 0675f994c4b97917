using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Reporting.Sets;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Features;

/// <summary>
/// Adds up the attendance of all months, classes and weeks anew, and writes what is different. A correction of a register of last year, an hour that found its programme, a birthday: whatever changed, the next run has it. The engine is asked
/// once for each person and month, and people are told apart here.
/// </summary>
internal sealed class AddUpAttendance(CoursesDb db, ReportRows rows, ITimetable timetable, IAttendance attendance, TimeProvider clock) : ISweep
{
    public const string Name = "attendance-sums";
    private const int AtATime = 2000;

    /// <summary>Answers how many rows were written or removed.</summary>
    public Task<int> Run(CancellationToken cancel) => db.Transact(
        async () =>
        {
            var trueAt = clock.GetUtcNow();
            await db.Engine.ReadWhole(db, cancel);
            var people = await rows.OfTheWholeCity().Participants.Select(person => new Person(person.Id, person.Level, person.Gender, person.AgeBand, person.Language, person.Status)).ToDictionaryAsync(person => person.Id, cancel);
            var changed = await Write(await Sums(people, cancel), cancel) + await Write(await Uptake(people, cancel), cancel) + await Write(await Classes(cancel), cancel) + await Write(await Weeks(cancel), cancel);
            if (await db.Set<AddedUpAt>().SingleOrDefaultAsync(cancel) is { } at)
            {
                at.TrueAt = trueAt;
            }
            else
            {
                db.Add(new AddedUpAt { Id = AddedUpAt.Only, TrueAt = trueAt });
            }

            await db.SaveChangesAsync(cancel);
            return changed;
        },
        cancel);

    /// <summary>Writes what is different from before, and takes away what is no more.</summary>
    private async Task<int> Write<T>(IReadOnlyCollection<T> now, CancellationToken cancel)
        where T : class, IAddedUp
    {
        var before = await db.Set<T>().AsNoTracking().ToDictionaryAsync(row => row.Id, cancel);
        T[] written = [.. now.Where(row => !row.Equals(before.GetValueOrDefault(row.Id)))];
        Guid[] gone = [.. before.Keys.Except(now.Select(row => row.Id)), .. written.Select(row => row.Id).Where(before.ContainsKey)];
        foreach (var some in gone.Chunk(AtATime))
        {
            await db.Set<T>().Where(row => some.Contains(row.Id)).ExecuteDeleteAsync(cancel);
        }

        await db.Engine.BulkInsert(db, written, cancel);
        return written.Length + gone.Length;
    }

    private async Task<IReadOnlyCollection<AddedUpClass>> Classes(CancellationToken cancel)
    {
        var marks =
            from mark in attendance.Marks
            join session in timetable.Sessions on mark.SessionId equals session.Id
            join register in attendance.Registers on session.Id equals register.SessionId
            where session.CancelledAt == null
            group new { mark.State, mark.Excuse, mark.PresentMinutes, session.PlannedMinutes } by new { session.GroupId, session.LocalDate.Year, session.LocalDate.Month };
        var months = await marks.Select(month => new
        {
            month.Key.GroupId,
            month.Key.Year,
            month.Key.Month,
            Marks = month.Count(),
            Present = month.Sum(mark => mark.State == MarkState.Present ? 1 : 0),
            Late = month.Sum(mark => mark.State == MarkState.Late || mark.State == MarkState.LeftEarly ? 1 : 0),
            Excused = month.Sum(mark => mark.State == MarkState.Excused ? 1 : 0),
            ExcusedByCertificate = month.Sum(mark => mark.Excuse == ExcuseProof.Certificate ? 1 : 0),
            Absent = month.Sum(mark => mark.State == MarkState.Absent ? 1 : 0),
            AttendedMinutes = month.Sum(mark => (long)mark.PresentMinutes),
            HeldMinutes = month.Sum(mark => mark.State == MarkState.Excused ? 0L : mark.PlannedMinutes),
        }).ToListAsync(cancel);
        return
        [
            .. months.Select(row => new AddedUpClass
            {
                Id = IdOf($"{row.Year}-{row.Month}|{row.GroupId}"),
                Year = row.Year,
                Month = row.Month,
                GroupId = row.GroupId,
                Marks = row.Marks,
                Present = row.Present,
                Late = row.Late,
                Excused = row.Excused,
                ExcusedByCertificate = row.ExcusedByCertificate,
                Absent = row.Absent,
                AttendedMinutes = row.AttendedMinutes,
                HeldMinutes = row.HeldMinutes,
            }),
        ];
    }

    private async Task<IReadOnlyCollection<AddedUpWeek>> Weeks(CancellationToken cancel)
    {
        // No engine is asked when a week begins.
        var days = await Signed.Where(mark => mark.State != MarkState.Excused).GroupBy(mark => new { mark.Programme, mark.ProviderId, mark.LocalDate })
            .Select(day => new { day.Key.Programme, day.Key.ProviderId, day.Key.LocalDate, Held = day.Sum(mark => mark.PlannedMinutes), Attended = day.Sum(mark => mark.PresentMinutes) }).ToListAsync(cancel);
        return
        [
            .. days.GroupBy(day => (day.Programme, day.ProviderId, Monday: MondayOf(day.LocalDate))).Select(week => new AddedUpWeek
            {
                Id = IdOf(string.Create(CultureInfo.InvariantCulture, $"{week.Key.Monday:yyyy-MM-dd}|{week.Key.Programme}|{week.Key.Programme is null}|{week.Key.ProviderId}")),
                Monday = week.Key.Monday,
                ProgrammeCode = week.Key.Programme,
                ProviderId = week.Key.ProviderId,
                HeldMinutes = week.Sum(day => (long)day.Held),
                AttendedMinutes = week.Sum(day => (long)day.Attended),
            }),
        ];
    }

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>What signed registers say, with the programme whose hours they are.</summary>
    private IQueryable<SignedMark> Signed =>
        from mark in attendance.Marks
        join session in timetable.Sessions on mark.SessionId equals session.Id
        join register in attendance.Registers on session.Id equals register.SessionId
        where session.CancelledAt == null && !timetable.Groups.Any(one => one.Id == session.GroupId && one.Kind == GroupKind.Activity)
        from stay in timetable.Stays
            .Where(stay => stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)).DefaultIfEmpty()
        select new SignedMark
        {
            Programme = (string?)stay.ProgrammeCode,
            ProviderId = session.ProviderId,
            LocalDate = session.LocalDate,
            State = mark.State,
            PresentMinutes = mark.PresentMinutes,
            PlannedMinutes = session.PlannedMinutes,
        };

    private async Task<IReadOnlyCollection<AddedUpPeople>> Uptake(Dictionary<Guid, Person> people, CancellationToken cancel)
    {
        var seated = await timetable.Stays.Where(stay => !timetable.Groups.Any(one => one.Id == stay.GroupId && one.Kind == GroupKind.Activity)).Select(stay => stay.ParticipantId).Distinct().ToHashSetAsync(cancel);
        return
        [
            .. people.Values.GroupBy(person => (person.Language, person.Status)).Select(group => new AddedUpPeople
            {
                Id = IdOf($"uptake|{group.Key.Language}|{group.Key.Status}|{group.Key.Status is null}"),
                Language = group.Key.Language,
                Status = group.Key.Status,
                Registered = group.Count(),
                TookPart = group.Count(person => seated.Contains(person.Id)),
            }),
        ];
    }

    private async Task<IReadOnlyCollection<AddedUp>> Sums(Dictionary<Guid, Person> people, CancellationToken cancel)
    {
        // Somebody may have had several stays in one class, or several classes of one provider.
        var byPerson = (await attendance.Months(cancel)).Where(month => !timetable.Groups.Any(one => one.Id == month.GroupId && one.Kind == GroupKind.Activity))
            .GroupBy(month => new { month.ParticipantId, month.ProgrammeCode, month.ProviderId, month.Month }).Select(of => new
            {
                of.Key.ParticipantId,
                of.Key.ProgrammeCode,
                of.Key.ProviderId,
                of.Key.Month,
                Came = of.Sum(month => month.Lessons - month.Absent),
                Held = of.Sum(month => month.HeldMinutes),
                Attended = of.Sum(month => month.AttendedMinutes),
                ByWord = of.Sum(month => month.ExcusedByWordMinutes),
                ByCertificate = of.Sum(month => month.ExcusedByCertificateMinutes),
            });
        var cells = new Dictionary<Cell, long[]>();
        await foreach (var row in byPerson.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var person = people.GetValueOrDefault(row.ParticipantId);
            ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, new(MonthRow.Year(row.Month), MonthRow.MonthOfYear(row.Month), row.ProgrammeCode, row.ProviderId, person?.Level, person?.Gender ?? "", person?.AgeBand ?? ""), out _);
            Add(sums ??= new long[5], row.Came > 0 ? 1 : 0, row.Held, row.Attended, row.ByWord, row.ByCertificate);
        }

        return [.. cells.Select(cell => cell.Key.Row(cell.Value))];
    }

    private static Guid IdOf(string what) => new(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16));

    private static void Add(long[] sums, params ReadOnlySpan<long> values)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }

    private sealed record Person(Guid Id, string? Level, string Gender, string AgeBand, string Language, string? Status);

    private sealed record SignedMark
    {
        public required string? Programme { get; init; }

        public required Guid ProviderId { get; init; }

        public required DateOnly LocalDate { get; init; }

        public required MarkState State { get; init; }

        public required int PresentMinutes { get; init; }

        public required int PlannedMinutes { get; init; }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Cell(int Year, int Month, string? Programme, Guid Provider, string? Level, string Gender, string AgeBand)
    {
        public AddedUp Row(long[] sums) => new()
        {
            Id = IdOf($"{Year}-{Month}|{Programme}|{Programme is null}|{Provider}|{Level}|{Level is null}|{Gender}|{AgeBand}"),
            Year = Year,
            Month = Month,
            ProgrammeCode = Programme,
            ProviderId = Provider,
            Level = Level,
            Gender = Gender,
            AgeBand = AgeBand,
            People = (int)sums[0],
            HeldMinutes = sums[1],
            AttendedMinutes = sums[2],
            ExcusedByWordMinutes = sums[3],
            ExcusedByCertificateMinutes = sums[4],
        };
    }
}
