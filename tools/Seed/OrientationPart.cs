using Courses.Contracts.Timetable;
using Courses.Orientation;
using Courses.Timetable;

namespace Courses.Seed;

/// <summary>Runs of the orientation modules: past ones with those who finished them, and coming ones to book. The topics are those that come with the programmes.</summary>
internal sealed class OrientationPart(World world, IReadOnlyList<SeededProvider> providers, IReadOnlyList<Person> people, Cast cast)
{
    private const int Seats = 15;
    private const string StartCoaching = "start-coaching";
    private const string Housing = "housing";
    private static readonly string[] PromisedLanguages = ["ar", "uk", "en"];
    private readonly List<Group> groups = [];
    private readonly List<ModuleRun> runs = [];
    private readonly List<Session> sessions = [];
    private readonly List<Enrolment> enrolments = [];
    private readonly Dictionary<Guid, Completion> completions = [];

    /// <summary>The runs, by the group that each is in the timetable.</summary>
    public IReadOnlyList<(Group Group, ModuleRun Run)> Runs => [.. groups.Zip(runs)];

    public IReadOnlyList<Session> Sessions => sessions;

    /// <summary>Answers who has finished which topic, since vouchers wait for that.</summary>
    public async Task<IReadOnlyList<Completion>> Load(Action<string> say)
    {
        var topics = StandardTopics.All.OrderBy(topic => topic.Code, StringComparer.Ordinal).ToArray();
        var modules = topics.Where(topic => topic.Code is not (StartCoaching or "needs-assessment") && topic.Minutes <= 360).ToArray();
        foreach (var person in people.Where(_ => world.Chance(0.7)))
        {
            Finish(person, StartCoaching, Earlier(person.Registered.AddDays(world.Dice.Next(3, 40))), null);
        }

        for (var i = 0; i < world.Scaled(120); i++)
        {
            var day = world.Today.AddDays(world.Dice.Next(-500, 45));
            var language = world.PickWeighted(Origin.All, origin => origin.Weight).Language;
            var guests = people.Where(person => person.Language == language && person.Registered <= day).OrderBy(_ => world.Dice.Next()).Take(world.Dice.Next(4, Seats)).ToArray();
            AddRun(world.Pick(modules), language, day, guests);
        }

        var housing = topics.Single(topic => topic.Code == Housing);
        foreach (var (language, number) in PromisedLanguages.Select((language, number) => (language, number)))
        {
            AddRun(housing, language, World.WorkingDay(world.Today.AddDays(5 + (number * 2))), []);
        }

        AddRun(housing, "en", World.WorkingDay(world.Today.AddDays(-60)), cast.Shown);
        foreach (var person in cast.Paid)
        {
            Finish(person, Housing, person.Registered.AddDays(20), null);
        }

        await world.Rows.Insert(groups);
        await world.Rows.Insert(runs);
        await world.Rows.Insert(sessions);
        await world.Rows.Insert(enrolments);
        await world.Rows.Insert(enrolments.SelectMany(world.Keys.GiveStays).ToArray());
        await world.Rows.Insert(completions.Values.ToArray());
        say($"{runs.Count:N0} module runs, {completions.Count:N0} modules finished");
        return [.. completions.Values];
    }

    private void AddRun(StandardTopic topic, string language, DateOnly day, IReadOnlyList<Person> guests)
    {
        var provider = world.Pick(providers);
        var from = topic.Minutes > 180 ? new TimeOnly(9, 0) : new TimeOnly(16, 0);
        var session = new NewSession(day, from, from.AddMinutes(topic.Minutes), topic.Minutes);
        var group = world.Keys.Give(Group.Create(
            new NewGroup
            {
                Kind = GroupKind.OrientationRun,
                Name = topic.Names["en"],
                ProviderId = provider.Id,
                VenueId = world.Pick(provider.VenueIds),
                Capacity = Seats,
                HelpLanguage = language,
                Sessions = [session],
            },
            World.TimeZone,
            world.At(day.AddDays(-30))));
        foreach (var guest in guests)
        {
            var enrolment = world.Keys.Give(new Enrolment { GroupId = group.Id, ParticipantId = guest.Id, CreatedAt = world.At(day.AddDays(-5)) });
            enrolment.Enrol(topic.Programme, day, StayBegin.Booked, world.At(day.AddDays(-5)), Guid.Empty);
            enrolments.Add(enrolment);
            if (day < world.Today && (guest.HasAPart || world.Chance(0.85)))
            {
                Finish(guest, topic.Code, day, group.Id);
            }
        }

        group.SeatsTaken = guests.Count;
        groups.Add(group);
        sessions.Add(world.Keys.Give(Session.Create(group, session)));
        runs.Add(new() { Id = group.Id, TopicCode = topic.Code, Language = language });
    }

    private void Finish(Person person, string topicCode, DateOnly on, Guid? runId)
    {
        var id = Completion.IdOf(person.Id, topicCode);
        completions.TryAdd(id, new() { Id = id, ParticipantId = person.Id, TopicCode = topicCode, CompletedOn = on, RunId = runId, RecordedBy = Guid.Empty, RecordedAt = world.At(on, 18) });
    }

    private DateOnly Earlier(DateOnly day) => day < world.Today ? day : world.Today.AddDays(-1);
}
