using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities;

/// <summary>In which centre the person lived, and that they voted where it is not counted yet. Seats and hours of activities are kept where those of classes are.</summary>
internal sealed class KeptAboutPeople(CoursesDb db) : IKeepsAboutPeople
{
    public const string Rule = "residences";

    public const string VotesRule = "votes";

    public IReadOnlyList<KeptKind> Kinds { get; } =
    [
        new("residences", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Administrator) { Rule = Rule },
        new("votes", Ground.Task, Roles.Coach) { Rule = VotesRule, Page = "/my/activities" },
    ];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(
            db,
            "residences",
            db.Set<Residence>().Where(row => records.Contains(row.ParticipantId)),
            async (rows, cancel) =>
            {
                var ids = rows.Select(row => row.CentreId).Distinct().ToArray();
                var names = await db.Set<Centre>().Where(centre => ids.Contains(centre.Id)).ToDictionaryAsync(centre => centre.Id, centre => centre.Name, cancel);
                return row => new(row.From, names.GetValueOrDefault(row.CentreId, ""));
            }),
        KeptRows.Of(
            db,
            "votes",
            db.Set<ActivityVote>().Where(row => records.Contains(row.ParticipantId)),
            async (rows, cancel) =>
            {
                var ids = rows.Select(row => row.ActivityId).Distinct().ToArray();
                var titles = await db.Set<Activity>().Where(activity => ids.Contains(activity.Id)).ToDictionaryAsync(activity => activity.Id, activity => activity.Title, cancel);
                return row => new(row.CastOn, titles.GetValueOrDefault(row.ActivityId, ""));
            },

            // A coach makes this file for somebody at the desk, and what was chosen nobody else reads.
            nameof(ActivityVote.TopicId)),
    ];

    /// <summary>Nothing is added up from where somebody lived; a vote that is not counted yet is not counted.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records) =>
    [
        ErasedRows.Delete(db, "residences", db.Set<Residence>().Where(row => records.Contains(row.ParticipantId))),
        ErasedRows.Delete(db, "votes", db.Set<ActivityVote>().Where(row => records.Contains(row.ParticipantId))),
    ];
}
