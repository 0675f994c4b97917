using Courses.Contracts.Timetable;
using Courses.Orientation;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.Seed;

/// <summary>Runs of the orientation modules: past ones with those who finished them, and coming ones to book. The topics come with the programmes.</summary>
internal sealed class OrientationPart(World world, IReadOnlyList<SeededProvider> providers, IReadOnlyList<Person> people)
{
    private const int Seats = 15;

    /// <summary>Answers who has finished which topic, since vouchers wait for that.</summary>
    public async Task<IReadOnlyList<Completion>> Load(Action<string> say)
    {
        var db = world.Db;
        var topics = await db.Set<Topic>().AsNoTracking().OrderBy(topic => topic.Code).ToListAsync();
        var modules = topics.Where(topic => topic.Code != "start-coaching" && topic.Code != "needs-assessment" && topic.PlannedMinutes <= 360).ToArray();
        var groups = new List<Group>();
        var runs = new List<ModuleRun>();
        var sessions = new List<Session>();
        var enrolments = new List<Enrolment>();
        var completions = new Dictionary<Guid, Completion>();
        foreach (var person in people.Where(_ => world.Chance(0.7)))
        {
            Finish(person, "start-coaching", Earlier(person.Registered.AddDays(world.Dice.Next(3, 40))), null);
        }

        for (var i = 0; i < world.Scaled(120) && modules.Length > 0; i++)
        {
            var topic = world.Pick(modules);
            var day = world.Today.AddDays(world.Dice.Next(-500, 45));
            var provider = world.Pick(providers);
            var language = world.PickWeighted(Origin.All, origin => origin.Weight).Language;
            var from = topic.PlannedMinutes > 180 ? new TimeOnly(9, 0) : new TimeOnly(16, 0);
            var group = world.Keys.Give(Group.Create(
                new NewGroup
                {
                    Kind = GroupKind.OrientationRun,
                    Name = topic.Name,
                    ProviderId = provider.Id,
                    VenueId = world.Pick(provider.VenueIds),
                    Capacity = Seats,
                    HelpLanguage = language,
                    Sessions = [new(day, from, from.AddMinutes(topic.PlannedMinutes), topic.PlannedMinutes)],
                },
                World.TimeZone,
                world.At(day.AddDays(-30))));
            var session = world.Keys.Give(Session.Create(group, new(day, from, from.AddMinutes(topic.PlannedMinutes), topic.PlannedMinutes)));
            var guests = people.Where(person => person.Language == language && person.Registered <= day).OrderBy(_ => world.Dice.Next()).Take(world.Dice.Next(4, Seats)).ToArray();
            foreach (var guest in guests)
            {
                var enrolment = world.Keys.Give(new Enrolment { GroupId = group.Id, ParticipantId = guest.Id, CreatedAt = world.At(day.AddDays(-5)) });
                enrolment.Enrol(topic.ProgrammeCode, day, StayBegin.Booked, world.At(day.AddDays(-5)), Guid.Empty);
                enrolments.Add(enrolment);
                if (day < world.Today && world.Chance(0.85))
                {
                    Finish(guest, topic.Code, day, group.Id);
                }
            }

            group.SeatsTaken = guests.Length;
            groups.Add(group);
            sessions.Add(session);
            runs.Add(new() { Id = group.Id, TopicCode = topic.Code, Language = language });
        }

        await db.Engine.BulkInsert(db, groups, CancellationToken.None);
        await db.Engine.BulkInsert(db, runs, CancellationToken.None);
        await db.Engine.BulkInsert(db, sessions, CancellationToken.None);
        await db.Engine.BulkInsert(db, enrolments, CancellationToken.None);
        await db.Engine.BulkInsert(db, enrolments.SelectMany(world.Keys.GiveStays).ToArray(), CancellationToken.None);
        await db.Engine.BulkInsert(db, completions.Values.ToArray(), CancellationToken.None);
        say($"{runs.Count:N0} module runs, {completions.Count:N0} modules finished");
        return [.. completions.Values];

        void Finish(Person person, string topicCode, DateOnly on, Guid? runId)
        {
            var id = Completion.IdOf(person.Id, topicCode);
            completions.TryAdd(id, new() { Id = id, ParticipantId = person.Id, TopicCode = topicCode, CompletedOn = on, RunId = runId, RecordedBy = Guid.Empty, RecordedAt = world.At(on, 18) });
        }
    }

    private DateOnly Earlier(DateOnly day) => day < world.Today ? day : world.Today.AddDays(-1);
}
