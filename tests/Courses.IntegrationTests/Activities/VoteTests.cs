using System.Net;
using Courses.Activities;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Participants.Features;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Activities;

/// <summary>People choose what an activity is about: one vote each, that they change until it ends and that nobody else reads.</summary>
public sealed class VoteTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Who_signed_up_votes_once_changes_it_and_the_organiser_reads_counts_when_it_is_over()
    {
        var school = await city.HasSchool();
        var activity = await city.HasActivity(school, ("Kind", "event"), ("Subject", "Bread"));
        var meeting = Assert.Single(await city.MeetingsOf(activity));
        var (page, manager) = ($"/activities/{activity}", city.As(Roles.ProviderManager, school.ProviderId));
        await HasTopic(manager, page, ("en", "Bread of home"), ("fa", "نان خانه"));
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(page, "OpenVote", ("VoteUntil", "2026-11-20"))).StatusCode);
        await HasTopic(manager, page, ("en", "Salt dough"));
        await HasTopic(manager, page, ("en", "Salt dough"));
        var topics = await Topics(activity);
        Assert.Equal(2, topics.Length);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(page, "OpenVote", ("VoteUntil", "2026-11-15"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.Act(page, "OpenVote")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "OpenVote", ("VoteUntil", "2026-11-20"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(page, "AddTopic", ("Topic[en]", "Late"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(page, "RemoveTopic", ("TopicId", topics[0].ToString()))).StatusCode);

        // Whoever only reads the list has no say.
        var (person, other) = (await city.HasPerson("Amal", "fa"), await city.HasPerson());
        Assert.DoesNotContain("data-vote", await city.AsNewcomer(person).GetStringAsync("/my/activities"), StringComparison.Ordinal);
        var refused = await Votes(person, topics[0]);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("signed up or are invited", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await city.HasSignedUp(person, meeting.Id);
        var shown = WebUtility.HtmlDecode(await city.AsNewcomer(person, "fa").GetStringAsync("/my/activities"));
        Assert.Contains("نان خانه", shown, StringComparison.Ordinal);
        Assert.Contains("Salt dough", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Bread of home", shown, StringComparison.Ordinal);

        Assert.All(await Task.WhenAll(Votes(person, topics[0]), Votes(person, topics[0]), Votes(person, topics[1])), answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(HttpStatusCode.Redirect, (await Votes(person, topics[1])).StatusCode);
        Assert.Equal([topics[1]], await VotesIn(activity));
        Assert.Equal(HttpStatusCode.BadRequest, (await Votes(person, null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Votes(person, Guid.NewGuid())).StatusCode);

        // Not before it is over: whoever looked after each vote would know whose it is.
        var open = await manager.GetStringAsync(page);
        Assert.Contains("People who have voted: 1", open, StringComparison.Ordinal);
        Assert.DoesNotContain("data-votes", open, StringComparison.Ordinal);
        Assert.Contains("voted already", await (await manager.Act(page, "TakeBackVote")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("still goes on", await (await manager.Act(page, "ChooseTopic", ("TopicId", topics[1].ToString()))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await city.HasSignedUp(other, meeting.Id);
        Assert.Equal(HttpStatusCode.Redirect, (await Votes(other, topics[1])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "EndVote")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Votes(other, topics[0])).StatusCode);
        Assert.Contains("The vote is over", await city.AsNewcomer(other).GetStringAsync("/my/activities"), StringComparison.Ordinal);
        Assert.Contains("data-votes=\"2\"", await manager.GetStringAsync(page), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "ChooseTopic", ("TopicId", topics[0].ToString()))).StatusCode);
        Assert.Empty(await VotesIn(activity));

        // It was a mistake: another one is set, and the counts are those that were counted.
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "ChooseTopic", ("TopicId", topics[1].ToString()))).StatusCode);
        Assert.Equal([0, 2], await city.InDatabase(db => db.Set<ActivityTopic>().Where(topic => topic.ActivityId == activity).OrderBy(topic => topic.Number).Select(topic => topic.Votes ?? -1).ToListAsync()));
        var after = await city.AsNewcomer(person).GetStringAsync("/my/activities");
        Assert.Contains("data-chosen", after, StringComparison.Ordinal);
        Assert.Contains("Salt dough", after, StringComparison.Ordinal);
        Assert.Contains("\"Topic\":\"Salt dough\"", await city.As(Roles.ProviderManager, school.ProviderId).GetStringAsync($"/odata/Activities?$filter=SeriesId eq {activity}&$select=Topic"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_invited_votes_and_another_organisation_changes_nothing()
    {
        var (host, partner, stranger) = (await city.HasSchool("Host"), await city.HasSchool("Partner"), await city.HasSchool("Stranger"));
        var activity = await city.HasActivity(host, ("Admission", "Invitation"), ($"Seats[{partner.ProviderId}]", "2"), ("Subject", "By invitation"));
        var (page, manager) = ($"/activities/{activity}", city.As(Roles.ProviderManager, host.ProviderId));
        await HasTopic(manager, page, ("en", "Songs"));
        await HasTopic(manager, page, ("de", "Tänze"));
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "OpenVote", ("VoteUntil", "2026-11-16"))).StatusCode);
        var topics = await Topics(activity);
        var (theirs, outsider) = (await city.HasPerson("Theirs"), await city.HasPerson("Outside"));
        var classOfPartner = await city.HasClass(partner, capacity: 5);
        await city.Ask<ITimetable, Seat>(timetable => timetable.TakeSeat(classOfPartner, theirs, null, default));
        Assert.Contains("Tänze", WebUtility.HtmlDecode(await city.AsNewcomer(theirs).GetStringAsync("/my/activities")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Votes(theirs, topics[0])).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Votes(outsider, topics[0])).StatusCode);

        // Whoever is invited sees the activity and holds no vote; others see nothing of it.
        foreach (var provider in new[] { partner.ProviderId, stranger.ProviderId })
        {
            var colleague = city.As(Roles.ProviderManager, provider);
            var form = await colleague.GetStringAsync("/activities/edit");
            foreach (var (handler, fields) in new (string, (string, string)[])[]
            {
                ("AddTopic", [("Topic[en]", "Mine")]), ("RemoveTopic", [("TopicId", topics[0].ToString())]), ("OpenVote", [("VoteUntil", "2026-11-20")]), ("TakeBackVote", []), ("EndVote", []), ("ChooseTopic", [("TopicId", topics[0].ToString())]),
            })
            {
                Assert.Equal(HttpStatusCode.NotFound, (await colleague.PostTo($"{page}?handler={handler}", form, fields)).StatusCode);
            }
        }

        Assert.DoesNotContain("id=\"vote\"", await city.As(Roles.ProviderManager, partner.ProviderId).GetStringAsync(page), StringComparison.Ordinal);

        // A topic belongs to its activity.
        var second = await city.HasActivity(host, ("Subject", "Another"));
        Assert.Equal(HttpStatusCode.NotFound, (await manager.Act($"/activities/{second}", "RemoveTopic", ("TopicId", topics[0].ToString()))).StatusCode);

        // A coach of the city holds it, too.
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Act(page, "EndVote")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await coach.Act(page, "EndVote")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await coach.Act(page, "ChooseTopic", ("TopicId", Guid.NewGuid().ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await coach.Act(page, "ChooseTopic", ("TopicId", topics[0].ToString()))).StatusCode);
    }

    [Fact]
    public async Task Odd_topics_are_said_at_the_field_and_where_nobody_signs_up_nobody_votes()
    {
        var school = await city.HasSchool();
        var (page, manager) = ($"/activities/{await city.HasActivity(school)}", city.As(Roles.ProviderManager, school.ProviderId));
        foreach (var (name, value) in new[] { ("Topic[en]", " "), ("Topic[en]", new string('x', 121)), ("Topic[xx]", "Klingon"), ("Nothing", "") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await manager.Act(page, "AddTopic", (name, value))).StatusCode);
        }

        for (var number = 1; number <= ActivityTopic.Most; number++)
        {
            await HasTopic(manager, page, ("en", $"Topic {number}"));
        }

        var more = await manager.Act(page, "AddTopic", ("Topic[en]", "One more"), ("Topic[lv]", "Vēl viens"));
        Assert.Equal(HttpStatusCode.Conflict, more.StatusCode);
        Assert.Contains("value=\"One more\"", await more.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "RemoveTopic", ("TopicId", (await Topics(Guid.Parse(page[12..])))[0].ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "OpenVote", ("VoteUntil", "2026-12-01"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "TakeBackVote")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "OpenVote", ("VoteUntil", "2026-12-02"))).StatusCode);

        foreach (var way in new[] { "WalkIn", "Appointment" })
        {
            var closed = $"/activities/{await city.HasActivity(school, ("Admission", way), ("First", "2026-12-01"))}";
            Assert.DoesNotContain("id=\"vote\"", await manager.GetStringAsync(closed), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Conflict, (await manager.Act(closed, "AddTopic", ("Topic[en]", "Bread"))).StatusCode);
        }
    }

    [Fact]
    public async Task A_vote_ends_on_its_day_comes_over_at_a_merge_is_told_to_the_person_alone_and_goes_by_its_rule_and_at_an_erasure()
    {
        var own = await City.New();
        await using var closes = own;
        var school = await own.HasSchool();
        var activity = await own.HasActivity(school, ("Subject", "Bread"));
        var meeting = Assert.Single(await own.MeetingsOf(activity));
        var (page, manager) = ($"/activities/{activity}", own.As(Roles.ProviderManager, school.ProviderId));
        await HasTopic(manager, page, ("en", "Rye"));
        await HasTopic(manager, page, ("en", "Wheat"));
        Assert.Equal(HttpStatusCode.Redirect, (await manager.Act(page, "OpenVote", ("VoteUntil", "2026-11-18"))).StatusCode);
        var topics = await own.InDatabase(db => db.Set<ActivityTopic>().OrderBy(topic => topic.Number).Select(topic => topic.Id).ToArrayAsync());
        var (kept, closed) = (await own.HasPerson("Kept"), await own.HasPerson("Closed"));
        await own.HasSignedUp(closed, meeting.Id);
        var phone = own.AsNewcomer(closed);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Act("/my/activities", "Vote", ("TopicId", topics[1].ToString()))).StatusCode);

        Task<List<Guid>> Voters() => own.InDatabase(db => db.Set<ActivityVote>().Select(vote => vote.ParticipantId).ToListAsync());
        var merge = await own.InScope(services => services.GetRequiredService<MergePeople>().Merge(closed, kept, "Same passport", default));
        Assert.Equal([kept], await Voters());
        await own.InScope(services => services.GetRequiredService<MergePeople>().Undo(merge, default));
        Assert.Equal([closed], await Voters());

        // Where they voted is told, and not what.
        await own.InScope(async services =>
        {
            var module = services.GetServices<IKeepsAboutPeople>().Single(one => one.Kinds.Any(kind => kind.Code == "votes"));
            var row = Assert.Single(await module.RowsOf([closed]).Single(rows => rows.Kind == "votes").Read(default));
            Assert.Equal("Bread", row.Says);
            Assert.DoesNotContain("topicId", row.Fields.Keys);
            return true;
        });

        own.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(HttpStatusCode.Conflict, (await phone.PostTo("/my/activities?handler=Vote", await phone.GetStringAsync("/my/leave"), ("TopicId", topics[0].ToString()))).StatusCode);
        Assert.Contains("data-votes=\"1\"", await manager.GetStringAsync(page), StringComparison.Ordinal);
        await own.InScope(async services =>
        {
            var module = services.GetServices<IKeepsAboutPeople>().Single(one => one.Kinds.Any(kind => kind.Code == "votes"));
            Assert.Equal(1, await module.Erasing([closed]).Single(rows => rows.Kind == "votes").Erase(default));
            return true;
        });
        Assert.Empty(await Voters());
        await own.InDatabase(async db =>
        {
            db.Add(new ActivityVote { ActivityId = activity, ParticipantId = kept, TopicId = topics[0], CastOn = new(2026, 11, 17) });
            await db.SaveChangesAsync();
        });
        own.Clock.Advance(TimeSpan.FromDays(80));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Equal([kept], await Voters());
        own.Clock.Advance(TimeSpan.FromDays(15));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Empty(await Voters());
    }

    private static async Task HasTopic(HttpClient manager, string page, params (string Language, string Name)[] names)
    {
        var added = await manager.Act(page, "AddTopic", [.. names.Select(name => ($"Topic[{name.Language}]", name.Name))]);
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
    }

    private Task<Guid[]> Topics(Guid activity) => city.InDatabase(db => db.Set<ActivityTopic>().Where(topic => topic.ActivityId == activity).OrderBy(topic => topic.Number).Select(topic => topic.Id).ToArrayAsync());

    private Task<List<Guid>> VotesIn(Guid activity) => city.InDatabase(db => db.Set<ActivityVote>().Where(vote => vote.ActivityId == activity).Select(vote => vote.TopicId).ToListAsync());

    private async Task<HttpResponseMessage> Votes(Guid person, Guid? topic)
    {
        var phone = city.AsNewcomer(person);
        return await phone.PostTo("/my/activities?handler=Vote", await phone.GetStringAsync("/my/leave"), topic is { } chosen ? [("TopicId", chosen.ToString())] : []);
    }
}
