using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring;

/// <summary>Who accompanied the person, when they met, and what both said of it.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, Words words) : IKeepsAboutPeople
{
    public const string Rule = "mentoring";

    public IReadOnlyList<KeptKind> Kinds { get; } = [new("mentoring", Ground.Task, Roles.Coach, Roles.Mentor, Roles.Administrator, Roles.Auditor) { Page = "/my/mentor", Rule = Rule }];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var pairs = db.Set<Pair>().Where(row => records.Contains(row.ParticipantId));
        var meetings = db.Set<Meeting>().Where(row => pairs.Any(pair => pair.Id == row.PairId));
        return
        [
            KeptRows.Of(
                db,
                "mentoring",
                pairs,
                async (rows, cancel) =>
                {
                    var ids = rows.Select(row => row.HelperId).ToArray();
                    var names = await db.Set<Helper>().Where(helper => ids.Contains(helper.Id)).ToDictionaryAsync(helper => helper.Id, helper => helper.Name, cancel);
                    return row => new(row.StartedOn, Shown.Apart(names.GetValueOrDefault(row.HelperId, "")));
                }),
            KeptRows.Of(db, "mentoring", meetings, row => new(row.On, words.Say("mentor.minutes", row.Minutes))),
            KeptRows.Beside(db, "mentoring", db.Set<PairEvent>().Where(row => pairs.Any(pair => pair.Id == row.PairId))),
            KeptRows.Beside(db, "mentoring", db.Set<MeetingWord>().Where(row => meetings.Any(meeting => meeting.Id == row.MeetingId))),
        ];
    }
}
