using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>
/// What signed registers say of people, month by month. Kept rows answer for everybody of whom nothing changed since they were written; of the others the marks are asked, so the answer is always
/// what the marks say. Whatever changes it marks the person stale in the same commit: <see cref="IEligibility.MarkStale"/>.
/// </summary>
internal sealed class Months(CoursesDb db, ITimetable timetable, IEligibility eligibility)
{
    /// <summary>Where more people wait than these, everybody's marks are asked: a list of them would be slower.</summary>
    private const int FewPeople = 2_000;

    private const int AtATime = 2_000;

    /// <summary>As they are now; who became stale meanwhile is as they were a moment before.</summary>
    public async Task<IQueryable<MonthRow>> Rows(CancellationToken cancel)
    {
        var stale = await eligibility.Stale.Distinct().OrderBy(person => person).Take(FewPeople + 1).ToArrayAsync(cancel);
        return stale.Length switch
        {
            0 => Kept,
            > FewPeople => InMarks(db.Set<Mark>()),
            _ => Kept.Where(month => !EF.Parameter(stale).Contains(month.ParticipantId)).Concat(InMarks(db.Set<Mark>().Where(mark => EF.Parameter(stale).Contains(mark.ParticipantId)))),
        };
    }

    /// <summary>Writes what is different from the marks of these people, in the running transaction. Who calls it lets nobody else do so meanwhile.</summary>
    public async Task AddUp(IEnumerable<Guid> people, CancellationToken cancel)
    {
        foreach (var some in people.Chunk(AtATime))
        {
            var (gone, news) = await Compare(some, cancel);
            if (gone is not [])
            {
                var ids = gone.Select(month => month.Id).ToArray();
                await db.Set<MonthInClass>().Where(month => EF.Parameter(ids).Contains(month.Id)).ExecuteDeleteAsync(cancel);
            }

            if (news is not [])
            {
                await db.Engine.BulkInsert(db, news, cancel);
            }
        }
    }

    /// <summary>Whose kept months are not what the marks say at this moment: whoever is stale, and nobody else.</summary>
    public async Task<IReadOnlyCollection<Guid>> WhoDiffers(Guid[] people, CancellationToken cancel)
    {
        var (gone, news) = await Compare(people, cancel);
        return [.. gone.Concat(news).Select(month => month.ParticipantId).Distinct()];
    }

    private async Task<(MonthInClass[] Gone, MonthInClass[] News)> Compare(Guid[] people, CancellationToken cancel)
    {
        var kept = await db.Set<MonthInClass>().AsNoTracking().Where(month => EF.Parameter(people).Contains(month.ParticipantId)).ToListAsync(cancel);
        var before = kept.ToLookup(month => month with { Id = default });
        var now = await InMarks(db.Set<Mark>().Where(mark => EF.Parameter(people).Contains(mark.ParticipantId))).Select(month => new MonthInClass
        {
            ParticipantId = month.ParticipantId,
            GroupId = month.GroupId,
            ProviderId = month.ProviderId,
            StayId = month.StayId,
            ProgrammeCode = month.ProgrammeCode,
            Month = month.Month,
            Lessons = month.Lessons,
            Absent = month.Absent,
            Excused = month.Excused,
            InRoom = month.InRoom,
            HeldMinutes = month.HeldMinutes,
            AttendedMinutes = month.AttendedMinutes,
            ExcusedByWordMinutes = month.ExcusedByWordMinutes,
            ExcusedByCertificateMinutes = month.ExcusedByCertificateMinutes,
            WrittenMinutes = month.WrittenMinutes,
            SaidMinutes = month.SaidMinutes,
            SeenMinutes = month.SeenMinutes,
        }).ToHashSetAsync(cancel);

        // A month that is there twice goes once.
        return ([.. before.SelectMany(rows => now.Contains(rows.Key) ? rows.Skip(1) : rows)], [.. now.Where(month => !before.Contains(month))]);
    }

    private IQueryable<MonthRow> Kept => db.Set<MonthInClass>().Select(month => new MonthRow
    {
        ParticipantId = month.ParticipantId,
        GroupId = month.GroupId,
        ProviderId = month.ProviderId,
        StayId = month.StayId,
        ProgrammeCode = month.ProgrammeCode,
        Month = month.Month,
        Lessons = month.Lessons,
        Absent = month.Absent,
        Excused = month.Excused,
        InRoom = month.InRoom,
        HeldMinutes = month.HeldMinutes,
        AttendedMinutes = month.AttendedMinutes,
        ExcusedByWordMinutes = month.ExcusedByWordMinutes,
        ExcusedByCertificateMinutes = month.ExcusedByCertificateMinutes,
        WrittenMinutes = month.WrittenMinutes,
        SaidMinutes = month.SaidMinutes,
        SeenMinutes = month.SeenMinutes,
    });

    private IQueryable<MonthRow> InMarks(IQueryable<Mark> marks) =>
        from mark in marks
        join session in timetable.Sessions on mark.SessionId equals session.Id
        join register in db.Set<Register>() on session.Id equals register.Id
        where session.CancelledAt == null && register.SignedOffAt != null
        from stay in timetable.Stays
            .Where(stay => stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)).DefaultIfEmpty()
        group new
        {
            mark.PresentMinutes,
            session.PlannedMinutes,
            IsAbsent = mark.State == MarkState.Absent,
            IsExcused = mark.State == MarkState.Excused,
            IsCertified = mark.Excuse == ExcuseProof.Certificate,
            Proof = mark.State == MarkState.Absent || mark.State == MarkState.Excused ? null : (ProofGrade?)(mark.Proof ?? (mark.Scanned ? ProofGrade.Shown : ProofGrade.Said)),
        }
        by new { mark.ParticipantId, mark.GroupId, session.ProviderId, StayId = (Guid?)stay.Id, ProgrammeCode = (string?)stay.ProgrammeCode, Month = (session.LocalDate.Year * 12) + session.LocalDate.Month - 1 } into month
        select new MonthRow
        {
            ParticipantId = month.Key.ParticipantId,
            GroupId = month.Key.GroupId,
            ProviderId = month.Key.ProviderId,
            StayId = month.Key.StayId,
            ProgrammeCode = month.Key.ProgrammeCode,
            Month = month.Key.Month,
            Lessons = month.Count(),
            Absent = month.Sum(mark => mark.IsAbsent ? 1 : 0),
            Excused = month.Sum(mark => mark.IsExcused ? 1 : 0),
            InRoom = month.Sum(mark => !mark.IsExcused && mark.PresentMinutes > 0 ? 1 : 0),
            HeldMinutes = month.Sum(mark => mark.IsExcused ? 0 : mark.PlannedMinutes),
            AttendedMinutes = month.Sum(mark => mark.IsExcused ? 0 : mark.PresentMinutes),
            ExcusedByWordMinutes = month.Sum(mark => mark.IsExcused && !mark.IsCertified ? mark.PlannedMinutes : 0),
            ExcusedByCertificateMinutes = month.Sum(mark => mark.IsExcused && mark.IsCertified ? mark.PlannedMinutes : 0),
            WrittenMinutes = month.Sum(mark => mark.Proof == ProofGrade.Written ? mark.PresentMinutes : 0),
            SaidMinutes = month.Sum(mark => mark.Proof == ProofGrade.Said ? mark.PresentMinutes : 0),
            SeenMinutes = month.Sum(mark => mark.Proof == ProofGrade.Seen ? mark.PresentMinutes : 0),
        };
}
