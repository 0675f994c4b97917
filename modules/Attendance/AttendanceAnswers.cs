using Courses.Attendance.Features;
using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Attendance;

// The timetable is asked for when a session moved, and asks itself.
internal sealed class AttendanceAnswers(CoursesDb db, IServiceProvider services) : IAttendance
{
    public async Task SessionMoved(Guid sessionId, CancellationToken cancel) => await services.GetRequiredService<FollowMovedLesson>().Handle(
        await SessionInfos.Of(services.GetRequiredService<ITimetable>()).SingleAsync(session => session.Id == sessionId, cancel), cancel);

    public Task<IQueryable<MonthRow>> Months(CancellationToken cancel) => services.GetRequiredService<Months>().Rows(cancel);

    public Task AddUp(IReadOnlyCollection<Guid> people, CancellationToken cancel) => services.GetRequiredService<Months>().AddUp(people, cancel);

    public IQueryable<MarkRow> Marks => db.Set<Mark>().Select(mark => new MarkRow
    {
        SessionId = mark.SessionId,
        GroupId = mark.GroupId,
        ParticipantId = mark.ParticipantId,
        State = mark.State,
        PresentMinutes = mark.PresentMinutes,
        Scanned = mark.Scanned,
        Proof = mark.State == MarkState.Absent || mark.State == MarkState.Excused ? null : (ProofGrade?)(mark.Proof ?? (mark.Scanned ? ProofGrade.Shown : ProofGrade.Said)),
        Excuse = mark.State == MarkState.Excused ? (ExcuseProof?)(mark.Excuse ?? ExcuseProof.Word) : null,
        CorrectedAfterSignOff = mark.CorrectedAfterSignOff,
        AssessedAt = mark.AssessedAt,
        FactId = mark.FactId,
    });

    public IQueryable<FactRow> Facts => db.Set<AttendanceFact>().Select(fact => new FactRow
    {
        Id = fact.Id,
        SessionId = fact.SessionId,
        ParticipantId = fact.ParticipantId,
        FactId = fact.FactId,
        DeviceId = fact.DeviceId,
        DeviceTime = fact.DeviceTime,
        ClockOffsetMs = fact.ClockOffsetMs,
    });

    public IQueryable<GuestCountRow> Guests => db.Set<GuestCount>().Where(count => count.People > 0).Select(count => new GuestCountRow
    {
        SessionId = count.SessionId,
        Band = count.Band,
        Gender = count.Gender,
        People = count.People,
    });

    public IQueryable<RegisterRow> Registers => db.Set<Register>().Where(register => register.SignedOffAt != null).Select(register => new RegisterRow
    {
        SessionId = register.Id,
        SignedOffAt = register.SignedOffAt!.Value,
        SignedOffBy = register.SignedOffBy,
        SignedOffById = register.SignedOffById,
        Marks = register.Marks,
        InRoom = register.InRoom,
        NotWhole = register.NotWhole,
        Scanned = register.Scanned,
        Excused = register.Excused,
        Corrected = register.Corrected,
    });

    public IQueryable<MissingRegisterRow> MissingRegisters(DateTimeOffset endedBefore) =>
        services.GetRequiredService<MissingRegisters>().Among(SessionInfos.Of(services.GetRequiredService<ITimetable>()).Where(session => session.EndsAt < endedBefore))
            .Select(session => new MissingRegisterRow { SessionId = session.Id, ProviderId = session.ProviderId });

    public IQueryable<ConfirmationRow> Confirmations => db.Set<Confirmation>().Select(paper => new ConfirmationRow
    {
        Id = paper.Id,
        ParticipantId = paper.ParticipantId,
        GroupId = paper.GroupId,
        From = paper.From,
        Until = paper.Until,
        AttendedMinutes = paper.AttendedMinutes,
        HeldMinutes = paper.HeldMinutes,
        IssuedOn = paper.IssuedOn,
        WithdrawnOn = paper.WithdrawnOn,
    });

    public IQueryable<CorrectionRow> Corrections =>
        from mark in db.Set<Mark>()
        join fact in db.Set<AttendanceFact>() on mark.FactId equals fact.FactId
        where mark.CorrectedAfterSignOff
        select new CorrectionRow { SessionId = mark.SessionId, ParticipantId = mark.ParticipantId, State = mark.State, At = mark.AssessedAt, By = fact.RecordedBy, Note = fact.Note };

    public IQueryable<SuspicionRow> Suspicions => db.Set<Review>()
        .Where(review => review.Code == ReviewCodes.Burst || review.Code == ReviewCodes.TwoPlaces || review.Code == ReviewCodes.TabletElsewhere || review.Code == ReviewCodes.OneDevice || review.Code == ReviewCodes.NotAsMarked)
        .Select(review => new SuspicionRow
        {
            Id = review.Id,
            Kind = review.Code == ReviewCodes.Burst ? SuspicionKind.Burst : review.Code == ReviewCodes.TwoPlaces ? SuspicionKind.PassInTwoPlaces : review.Code == ReviewCodes.OneDevice ? SuspicionKind.OneDevice
                : review.Code == ReviewCodes.NotAsMarked ? SuspicionKind.NotAsMarked : SuspicionKind.TabletInTwoPlaces,
            ProviderId = review.ProviderId,
            SessionId = review.SessionId,
            ParticipantId = review.ParticipantId,
            DeviceId = review.DeviceId,
            NoticedAt = review.At,
            SettledAt = review.SettledAt,
        });

    public IQueryable<IllnessRow> Illness => db.Set<IllnessCase>().AsNoTracking().Where(one => one.Report.TakenBackAt == null).Select(one => new IllnessRow
    {
        Id = one.Id,
        ReportId = one.ReportId,
        ParticipantId = one.ParticipantId,
        ProviderId = one.ProviderId,
        From = one.Report.From,
        Until = one.Report.Until,
        SentAt = one.Report.SentAt,
        IsLate = one.IsLate,
        State = one.State,
        DecidedAt = one.DecidedAt,
        DecidedBy = one.DecidedByName,
        Proof = one.Proof,
        ExcusedLessons = one.ExcusedLessons,
        Lessons = one.Lessons,
        HadNote = one.Report.NoteSentAt != null,
        HasNote = db.Set<IllnessNote>().Any(note => note.ReportId == one.ReportId),
    });
}
