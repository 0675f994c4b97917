using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;

namespace Courses.Attendance.Features;

/// <summary>Hours, messages of illness, papers and what waits for an answer come over. Facts stay as they were written: the register reads them by the alias.</summary>
internal sealed class FollowPerson(CoursesDb db, ITimetable timetable) : IFollowsPerson
{
    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows(merged, kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(merged, kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    /// <summary>What was attended in a class that both know stays where its seat stays; nobody sits in one session twice.</summary>
    private IOwnedRows[] Rows(Guid merged, Guid kept) =>
    [
        Handover.Of<Mark>(
            mark => mark.ParticipantId,
            mark => !db.Set<Mark>().Any(mine => mine.ParticipantId == kept && mine.SessionId == mark.SessionId)
                && !(timetable.Enrolments.Any(theirs => theirs.ParticipantId == merged && theirs.GroupId == mark.GroupId) && timetable.Enrolments.Any(mine => mine.ParticipantId == kept && mine.GroupId == mark.GroupId))),
        Handover.Of<CheckIn>(checkIn => checkIn.ParticipantId, checkIn => !db.Set<CheckIn>().Any(mine => mine.ParticipantId == kept && mine.SessionId == checkIn.SessionId)),
        Handover.Of<IllnessReport>(report => report.ParticipantId),
        Handover.Of<IllnessCase>(one => one.ParticipantId),
        Handover.Of<Confirmation>(confirmation => confirmation.ParticipantId),
        Handover.OfSome<Review>(review => review.ParticipantId),
    ];
}
