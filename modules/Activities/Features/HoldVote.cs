using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Features;

/// <summary>Whoever holds an activity lets its people choose what it is about: writes down topics, opens the vote, ends it, reads how many chose what, and sets the topic.</summary>
internal sealed class HoldVote(CoursesDb db, IAudit audit, Caller caller, CityTime city)
{
    /// <summary>The same names a second time are the same tap. Broken rules: <c>vote.opened</c>, <c>vote.too-many-topics</c>, and those of <see cref="Activity.MustTakeVotes"/>.</summary>
    public Task AddTopic(Guid id, IReadOnlyDictionary<string, string> names, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await db.LockToChange(id, caller, cancel);
            activity.MustTakeVotes();
            MustNotBeOpened(activity);
            var topics = await TopicsOf(id, cancel);
            if (topics.Exists(topic => topic.Names.Count == names.Count && topic.Names.TrueForAll(name => names.GetValueOrDefault(name.Language) == name.Name)))
            {
                return;
            }

            if (topics.Count >= ActivityTopic.Most)
            {
                throw new RuleBroken("vote.too-many-topics", ActivityTopic.Most);
            }

            var added = new ActivityTopic { ActivityId = id, Number = topics.Count == 0 ? 1 : topics.Max(topic => topic.Number) + 1 };
            added.Names.AddRange(names.Select(name => new ActivityTopicName { Language = name.Key, Name = name.Value }));
            db.Add(added);
        },
        cancel);

    /// <summary>Broken rules: <c>vote.opened</c>.</summary>
    public Task RemoveTopic(Guid id, Guid topicId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            MustNotBeOpened(await db.LockToChange(id, caller, cancel));
            db.Remove(await TopicOf(id, topicId, cancel));
        },
        cancel);

    /// <summary>From now on people vote, until that day. Broken rules: those of <see cref="Activity.OpenVote"/>.</summary>
    public Task Open(Guid id, DateOnly until, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await db.LockToChange(id, caller, cancel);
            activity.OpenVote(until, await db.Set<ActivityTopic>().CountAsync(topic => topic.ActivityId == id, cancel), city.Today);
            audit.Record("activity.vote-opened", id, activity.Title);
        },
        cancel);

    /// <summary>It was opened by mistake; as long as nobody has voted. Broken rules: <c>vote.has-votes</c>, <c>vote.closed</c>.</summary>
    public Task TakeBack(Guid id, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await db.LockToChange(id, caller, cancel);
            activity.TakeBackVote(await db.Set<ActivityVote>().CountAsync(vote => vote.ActivityId == id, cancel), city.Today);
            audit.Record("activity.vote-taken-back", id, activity.Title);
        },
        cancel);

    /// <summary>Nobody votes any more. Broken rules: <c>vote.closed</c>.</summary>
    public Task End(Guid id, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await db.LockToChange(id, caller, cancel);
            activity.EndVote(city.Today, city.Now);
            audit.Record("activity.vote-ended", id, activity.Title);
        },
        cancel);

    /// <summary>The activity is about this. Counts stay, and who voted for what goes. Whoever was wrong sets another one. Broken rules: <c>vote.still-open</c>.</summary>
    public Task Choose(Guid id, Guid topicId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await db.LockToChange(id, caller, cancel);
            await TopicOf(id, topicId, cancel);
            var isFirst = activity.TopicId is null;
            activity.Choose(topicId, city.Today);
            if (isFirst)
            {
                var counts = await db.Set<ActivityVote>().Where(vote => vote.ActivityId == id).GroupBy(vote => vote.TopicId).Select(votes => new { votes.Key, Count = votes.Count() }).ToDictionaryAsync(votes => votes.Key, votes => votes.Count, cancel);
                foreach (var topic in await TopicsOf(id, cancel))
                {
                    topic.Votes = counts.GetValueOrDefault(topic.Id);
                }

                await db.Set<ActivityVote>().Where(vote => vote.ActivityId == id).ExecuteDeleteAsync(cancel);
            }

            audit.Record("activity.topic-set", id, activity.Title);
        },
        cancel);

    private static void MustNotBeOpened(Activity activity)
    {
        if (activity.VoteUntil is not null)
        {
            throw new RuleBroken("vote.opened");
        }
    }

    private Task<List<ActivityTopic>> TopicsOf(Guid id, CancellationToken cancel) => db.Set<ActivityTopic>().Include(topic => topic.Names).Where(topic => topic.ActivityId == id).ToListAsync(cancel);

    private async Task<ActivityTopic> TopicOf(Guid id, Guid topicId, CancellationToken cancel) =>
        await db.Set<ActivityTopic>().Include(topic => topic.Names).SingleOrDefaultAsync(topic => topic.Id == topicId && topic.ActivityId == id, cancel) ?? throw new NotFound("The topic");
}
