using Courses.Contracts.Exams;
using Courses.Platform.Database;

namespace Courses.Exams;

internal sealed class ExamsContract(CoursesDb db) : IExams
{
    public IQueryable<ExamRow> Exams => db.Set<Exam>().Select(exam => new ExamRow
    {
        Id = exam.Id,
        ProviderId = exam.ProviderId,
        Language = exam.Language,
        Level = exam.Level,
        Parts = exam.Parts,
        On = exam.On,
        Seats = exam.Seats,
        SeatsTaken = exam.SeatsTaken,
        IsPractice = exam.IsPractice,
        CancelledAt = exam.CancelledAt,
    });

    public IQueryable<ExamResultRow> Results =>
        from result in db.Standing()
        join registration in db.Set<ExamRegistration>() on result.RegistrationId equals registration.Id
        select new ExamResultRow
        {
            Id = result.Id,
            ExamId = registration.ExamId,
            ParticipantId = registration.ParticipantId,
            Part = result.Part,
            Outcome = result.Outcome == Outcome.Passed ? "Passed" : result.Outcome == Outcome.Failed ? "Failed" : "Absent",
            Points = result.Points,
            EnteredAt = result.EnteredAt,
        };

    public IQueryable<ExamRegisteredRow> Registered =>
        from registration in db.Set<ExamRegistration>()
        join exam in db.Set<Exam>() on registration.ExamId equals exam.Id
        where exam.CancelledAt == null && registration.WithdrawnAt == null
        select new ExamRegisteredRow { ExamId = exam.Id, IsPractice = exam.IsPractice, Parts = registration.Parts, ProviderId = exam.ProviderId, ParticipantId = registration.ParticipantId, Language = exam.Language, Level = exam.Level, On = exam.On };

    public IQueryable<ExamTakenRow> Taken =>
        from registration in db.Set<ExamRegistration>()
        join exam in db.Set<Exam>() on registration.ExamId equals exam.Id
        where !exam.IsPractice && registration.WithdrawnAt == null && db.Standing().Any(result => result.RegistrationId == registration.Id && result.Outcome != Outcome.Absent)
        select new ExamTakenRow
        {
            ExamId = exam.Id,
            ProviderId = exam.ProviderId,
            ParticipantId = registration.ParticipantId,
            Language = exam.Language,
            Level = exam.Level,
            On = exam.On,
            IsComplete = db.Set<ExamPass>().Any(pass => pass.ExamId == exam.Id && pass.ParticipantId == registration.ParticipantId && pass.WithdrawnAt == null),
        };

    public IQueryable<ExamPassRow> Passed =>
        from pass in db.Set<ExamPass>()
        join exam in db.Set<Exam>() on pass.ExamId equals exam.Id
        where pass.WithdrawnAt == null
        select new ExamPassRow
        {
            ExamId = exam.Id,
            ProviderId = exam.ProviderId,
            ParticipantId = pass.ParticipantId,
            Language = pass.Language,
            Level = pass.Level,
            On = pass.PassedOn,
            ExaminedBy = db.Standing().Where(result => db.Set<ExamRegistration>().Any(registration => registration.Id == result.RegistrationId && registration.ExamId == exam.Id && registration.ParticipantId == pass.ParticipantId))
                .OrderByDescending(result => result.EnteredAt).ThenBy(result => result.Id).Select(result => result.EnteredByName).FirstOrDefault(),
            RaisedTheRecord = pass.Raised != ExamPass.RaisedNothing,
        };
}
