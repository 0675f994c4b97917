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
/// Adds up the attendance of all months anew, and writes what is different. A correction of a register of last year, an hour that found its programme, a birthday: whatever changed, the next run has it. The engine is asked
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
            var now = await Sums(cancel);
            var before = await db.Set<AddedUp>().AsNoTracking().ToDictionaryAsync(row => row.Id, cancel);
            AddedUp[] written = [.. now.Where(row => before.GetValueOrDefault(row.Id) != row)];
            Guid[] gone = [.. before.Keys.Except(now.Select(row => row.Id)), .. written.Select(row => row.Id).Where(before.ContainsKey)];
            foreach (var some in gone.Chunk(AtATime))
            {
                await db.Set<AddedUp>().Where(row => some.Contains(row.Id)).ExecuteDeleteAsync(cancel);
            }

            await db.Engine.BulkInsert(db, written, cancel);
            if (await db.Set<AddedUpAt>().SingleOrDefaultAsync(cancel) is { } at)
            {
                at.TrueAt = trueAt;
            }
            else
            {
                db.Add(new AddedUpAt { Id = AddedUpAt.Only, TrueAt = trueAt });
            }

            await db.SaveChangesAsync(cancel);
            return written.Length + gone.Length;
        },
        cancel);

    private async Task<IReadOnlyCollection<AddedUp>> Sums(CancellationToken cancel)
    {
        var people = await rows.OfTheWholeCity().Participants.Select(person => new { person.Id, person.Level, person.Gender, person.AgeBand }).ToDictionaryAsync(person => person.Id, cancel);
        var marks =
            from mark in attendance.Marks
            join session in timetable.Sessions on mark.SessionId equals session.Id
            join register in attendance.Registers on session.Id equals register.SessionId
            where session.CancelledAt == null
            from stay in timetable.Stays
                .Where(stay => stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)).DefaultIfEmpty()
            select new { mark.ParticipantId, Programme = (string?)stay.ProgrammeCode, session.ProviderId, session.LocalDate.Year, session.LocalDate.Month, mark.State, mark.Excuse, mark.PresentMinutes, session.PlannedMinutes };
        var byPerson = marks.GroupBy(mark => new { mark.ParticipantId, mark.Programme, mark.ProviderId, mark.Year, mark.Month }).Select(group => new
        {
            group.Key.ParticipantId,
            group.Key.Programme,
            group.Key.ProviderId,
            group.Key.Year,
            group.Key.Month,
            Came = group.Sum(mark => mark.State == MarkState.Absent ? 0 : 1),
            Held = group.Sum(mark => mark.State == MarkState.Excused ? 0L : mark.PlannedMinutes),
            Attended = group.Sum(mark => mark.State == MarkState.Excused ? 0L : mark.PresentMinutes),
            ByWord = group.Sum(mark => mark.State == MarkState.Excused && mark.Excuse == ExcuseProof.Word ? (long)mark.PlannedMinutes : 0L),
            ByCertificate = group.Sum(mark => mark.State == MarkState.Excused && mark.Excuse == ExcuseProof.Certificate ? (long)mark.PlannedMinutes : 0L),
        });
        var cells = new Dictionary<Cell, long[]>();
        await foreach (var row in byPerson.AsAsyncEnumerable().WithCancellation(cancel))
        {
            var person = people.GetValueOrDefault(row.ParticipantId);
            ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(cells, new(row.Year, row.Month, row.Programme, row.ProviderId, person?.Level, person?.Gender ?? "", person?.AgeBand ?? ""), out _);
            Add(sums ??= new long[5], row.Came > 0 ? 1 : 0, row.Held, row.Attended, row.ByWord, row.ByCertificate);
        }

        return [.. cells.Select(cell => cell.Key.Row(cell.Value))];
    }

    private static void Add(long[] sums, params ReadOnlySpan<long> values)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Cell(int Year, int Month, string? Programme, Guid Provider, string? Level, string Gender, string AgeBand)
    {
        public AddedUp Row(long[] sums) => new()
        {
            Id = new(SHA256.HashData(Encoding.UTF8.GetBytes($"{Year}-{Month}|{Programme}|{Programme is null}|{Provider}|{Level}|{Level is null}|{Gender}|{AgeBand}")).AsSpan(0, 16)),
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
