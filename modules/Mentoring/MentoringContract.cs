using Courses.Contracts.Mentoring;
using Courses.Platform.Database;

namespace Courses.Mentoring;

internal sealed class MentoringContract(CoursesDb db) : IMentoring
{
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
        };
}
