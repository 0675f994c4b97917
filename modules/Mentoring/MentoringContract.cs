using Courses.Contracts.Mentoring;
using Courses.Platform.Database;

namespace Courses.Mentoring;

internal sealed class MentoringContract(CoursesDb db, HelperHours hours) : IMentoring
{
    public IQueryable<HelperRow> Helpers => db.Set<Helper>().Select(helper => new HelperRow
    {
        Id = helper.Id,
        Kind = helper.Kind == HelperKind.Volunteer ? "Volunteer" : helper.Kind == HelperKind.Mentor ? "Mentor" : "Student",
        TrainedOn = db.Set<HelperProof>().Where(proof => proof.HelperId == helper.Id && proof.Kind == ProofKind.Training).OrderByDescending(proof => proof.RecordedAt).Select(proof => (DateOnly?)proof.On).FirstOrDefault(),
        PromisedFrom = db.Set<Engagement>().Where(row => row.HelperId == helper.Id).OrderByDescending(row => row.StartedOn).Select(row => (DateOnly?)row.StartedOn).FirstOrDefault(),
        BoundUntil = db.Set<Engagement>().Where(row => row.HelperId == helper.Id).OrderByDescending(row => row.StartedOn).Select(row => row.BoundUntil).FirstOrDefault(),
        LeftOn = helper.LeftOn,
    });

    public IQueryable<HelperLessonRow> Lessons => hours.Lessons;

    public IQueryable<PairRow> Pairs => db.Set<Pair>().Select(pair => new PairRow
    {
        Id = pair.Id,
        HelperId = pair.HelperId,
        ParticipantId = pair.ParticipantId,
        Template = pair.TemplateCode,
        ProgrammeCode = pair.ProgrammeCode,
        State = pair.State,
        ProposedAt = pair.ProposedAt,
        StartedOn = pair.StartedOn,
        EndedOn = pair.EndedOn,
        EndReason = pair.EndReason,
    });

    public IQueryable<MeetingRow> Meetings =>
        from meeting in db.Set<Meeting>()
        where meeting.State != MeetingState.Corrected && meeting.State != MeetingState.TakenBack
        join pair in db.Set<Pair>() on meeting.PairId equals pair.Id
        select new MeetingRow
        {
            Id = meeting.Id,
            PairId = pair.Id,
            HelperId = meeting.HelperId,
            ParticipantId = pair.ParticipantId,
            ProgrammeCode = pair.ProgrammeCode,
            On = meeting.On,
            Minutes = meeting.Minutes,
            Support = meeting.Support,
            Difficulty = meeting.Difficulty,
            State = meeting.State,
            SaidAt = meeting.Words.OrderByDescending(word => word.At).Select(word => (DateTimeOffset?)word.At).FirstOrDefault(),
        };
}
