using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Features;

/// <summary>One vote a person, that they change as often as they like until the vote ends. Under the activity's lock: whoever counts the votes waits for those that are being cast, and a second tap is the same vote.</summary>
internal sealed class CastVote(CoursesDb db, Votes votes, Caller caller, CityTime city)
{
    /// <summary>Broken rules: <c>vote.not-yours</c>, <c>vote.closed</c>.</summary>
    public Task Cast(Guid topicId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activityId = await db.Set<ActivityTopic>().Where(topic => topic.Id == topicId).Select(topic => (Guid?)topic.ActivityId).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The topic");
            var activity = await db.Lock<Activity>(activityId, cancel) ?? throw new NotFound("The activity");
            if (!activity.VoteIsOpen(city.Today))
            {
                throw new RuleBroken("vote.closed");
            }

            if (!await votes.Of(caller.Id).AnyAsync(one => one.Id == activityId, cancel))
            {
                throw new RuleBroken("vote.not-yours");
            }

            var mine = await db.Set<ActivityVote>().SingleOrDefaultAsync(vote => vote.ActivityId == activityId && vote.ParticipantId == caller.Id, cancel);
            if (mine is null)
            {
                db.Add(new ActivityVote { ActivityId = activityId, ParticipantId = caller.Id, TopicId = topicId, CastOn = city.Today });
            }
            else
            {
                (mine.TopicId, mine.CastOn) = (topicId, city.Today);
            }
        },
        cancel);
}
