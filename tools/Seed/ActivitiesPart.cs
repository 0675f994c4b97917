using Courses.Activities;
using Courses.Attendance;
using Courses.Contracts.Timetable;
using Courses.Timetable;

namespace Courses.Seed;

/// <summary>Four reception centres with weekly sessions by age, a walk-in desk, excursions, appointments, an event by open call and one by invitation. It asks no dice.</summary>
internal sealed class ActivitiesPart(World world, IReadOnlyList<SeededProvider> providers)
{
    private const int WeeksBack = 8;
    private const int WeeksAhead = 6;

    private static readonly string[] CentreNames = ["Haus an der Donau", "Haus am Park", "Haus Sonnenhof", "Haus am Ring"];

    private static readonly (string Language, string Name)[][] SongTopics =
    [
        [("en", "Songs from home"), ("de", "Lieder von daheim"), ("lv", "Dzimtenes dziesmas"), ("uk", "Пісні з дому"), ("ru", "Песни с родины"), ("ar", "أغانٍ من الوطن"), ("fa", "ترانه‌های وطن"), ("tr", "Memleket şarkıları")],
        [("en", "Songs for children"), ("de", "Kinderlieder"), ("lv", "Bērnu dziesmas"), ("uk", "Дитячі пісні"), ("ru", "Детские песни"), ("ar", "أغانٍ للأطفال"), ("fa", "ترانه‌های کودکان"), ("tr", "Çocuk şarkıları")],
        [("en", "Waltzes from Vienna"), ("de", "Wiener Walzer"), ("lv", "Vīnes valši"), ("uk", "Віденські вальси"), ("ru", "Венские вальсы"), ("ar", "فالسات فيينا"), ("fa", "والس‌های وین"), ("tr", "Viyana valsleri")],
    ];

    private readonly List<Activity> activities = [];
    private readonly List<ActivityMeeting> meetings = [];
    private readonly List<ActivityInvitation> invitations = [];
    private readonly List<Group> groups = [];
    private readonly List<Session> sessions = [];
    private readonly List<Enrolment> enrolments = [];
    private readonly List<AttendanceFact> facts = [];
    private readonly List<Mark> marks = [];
    private readonly List<GuestCount> guests = [];
    private readonly List<Register> registers = [];
    private readonly List<Residence> residences = [];
    private readonly List<ActivityTopic> topics = [];
    private readonly List<ActivityVote> votes = [];
    private readonly Guid tablet = world.Keys.Next();
    private long sequence;

    public List<Centre> Centres { get; } = [];

    public IReadOnlyList<ActivityInvitation> Invitations => invitations;

    /// <summary>Each meeting with its activity.</summary>
    public IReadOnlyList<(Activity Activity, Group Group, Session Session)> Meetings =>
        [.. meetings.Select((meeting, i) => (activities.Single(activity => activity.Id == meeting.ActivityId), groups[i], sessions[i]))];

    public async Task Load(IReadOnlyList<Person> newcomers, Action<string> say)
    {
        // The first is run by the provider whose manager the demo has.
        SeededProvider[] hosts = [providers[0], .. providers.Skip(1).Where(provider => provider.VenueIds.Count > 1).Take(CentreNames.Length - 1)];
        var homes = newcomers.Where(person => person.Registered < world.Today.AddDays(-70)).OrderBy(person => person.Id).Take(CentreNames.Length * 16).ToArray();
        foreach (var (host, number) in hosts.Select((host, number) => (host, number)))
        {
            var centre = world.Keys.Give(new Centre { Name = CentreNames[number], ProviderId = host.Id, VenueId = host.VenueIds[^1], Places = 24, AddedAt = world.At(world.Today.AddDays(-300)), AddedBy = Guid.Empty });
            Centres.Add(centre);
            var residents = homes.Skip(number * 16).Take(16).ToArray();
            foreach (var (person, i) in residents.Select((person, i) => (person, i)))
            {
                var residence = world.Keys.Give(new Residence { CentreId = centre.Id, ParticipantId = person.Id, From = world.Today.AddDays(-65 + i), RecordedAt = world.At(world.Today.AddDays(-65 + i)), RecordedBy = Guid.Empty });
                if (i >= 13)
                {
                    residence.End(world.Today.AddDays(-10 + (i - 13)), world.At(world.Today.AddDays(-10 + (i - 13))), Guid.Empty);
                }

                residences.Add(residence);
            }

            var here = residents.Take(13).ToArray();
            Weekly(host, centre.VenueId, "leisure", "Malen und Spielen", DayOfWeek.Monday, 15, 90, 6, 13, [], ("6-13", "f", 6 + number), ("6-13", "m", 5));
            Weekly(host, centre.VenueId, "workshop", "Lernwerkstatt", DayOfWeek.Wednesday, 16, 90, 14, 17, [], ("14-17", "f", 5), ("14-17", "m", 7 + number));
            Weekly(host, centre.VenueId, "workshop", "Ankommen in der Stadt", DayOfWeek.Thursday, 17, 90, 18, null, here, ("18-30", "m", 3));
        }

        var (first, second) = (providers[0], providers[1]);
        var desk = Made(first, first.VenueIds[0], "walk-in-hour", "Offene Beratung", Admission.WalkIn, 9, 180);
        foreach (var day in Days(DayOfWeek.Tuesday).Concat(Days(DayOfWeek.Thursday)).Order())
        {
            var (group, session) = Meet(desk, first, day, 9, 180);
            Hold(group, session, [], ("18-30", "f", 2), ("31-45", "m", 4), ("46-60", "f", 1));
        }

        // Whoever likes animals: one that is over, one to sign up to.
        var zoo = Made(first, first.VenueIds[0], "excursion", "Tiergarten Schönbrunn", Admission.OpenCall, 10, 180, capacity: 20, languages: "de,fa", interpreters: "fa");
        var guestsOfTheZoo = newcomers.Where(person => person.HasPhone && person.Registered < world.Today.AddDays(-60)).OrderBy(person => person.Id).Skip(90).Take(14).ToArray();
        var (past, pastSession) = Meet(zoo, first, world.Today.AddDays(-21), 10, 180);
        Seat(past, pastSession, guestsOfTheZoo[..Math.Min(9, guestsOfTheZoo.Length)]);
        Hold(past, pastSession, guestsOfTheZoo[..Math.Min(8, guestsOfTheZoo.Length)], ("6-13", "f", 5));
        var (ahead, aheadSession) = Meet(zoo, first, world.Today.AddDays(6), 10, 180);
        Seat(ahead, aheadSession, guestsOfTheZoo[^Math.Min(5, guestsOfTheZoo.Length)..]);

        var advice = Made(first, first.VenueIds[0], "first-appointment", "Start-Coaching", Admission.Appointment, 13, 120, capacity: 1, slot: 30);
        var soon = World.WorkingDay(world.Today.AddDays(2));
        var next = World.WorkingDay(soon.AddDays(1));
        foreach (var day in new[] { soon, next, World.WorkingDay(next.AddDays(3)) })
        {
            foreach (var half in Enumerable.Range(0, 4))
            {
                Meet(advice, first, day, 13, 30, half * 30);
            }
        }

        var open = Made(second, second.VenueIds[0], "event", "Fest der Nachbarschaft", Admission.OpenCall, 16, 240, languages: "de,en", interpreters: "ar,uk", locals: true);
        Meet(open, second, world.Today.AddDays(12), 16, 240);
        var invited = Made(second, second.VenueIds[0], "event", "Abend mit dem Chor", Admission.Invitation, 18, 120, capacity: 30);
        Meet(invited, second, world.Today.AddDays(9), 18, 120);
        invitations.Add(world.Keys.Give(new ActivityInvitation { ActivityId = invited.Id, ProviderId = first.Id, Seats = 10, InvitedAt = world.At(world.Today.AddDays(-5)), InvitedBy = Guid.Empty }));

        // Its people choose what is sung; some of those who live in the centre of the partner have.
        LetVote(invited, residences.Where(residence => residence.CentreId == Centres[0].Id && residence.Until is null).Take(6).Select(residence => residence.ParticipantId), SongTopics);

        await world.Rows.Insert(activities.ToArray());
        await world.Rows.Insert(groups);
        await world.Rows.Insert(sessions);
        await world.Rows.Insert(meetings);
        await world.Rows.Insert(invitations);
        await world.Rows.Insert(enrolments);
        await world.Rows.Insert(enrolments.SelectMany(world.Keys.GiveStays).ToArray());
        await world.Rows.Insert(facts);
        await world.Rows.Insert(marks);
        await world.Rows.Insert(guests);
        await world.Rows.Insert(registers);
        await world.Rows.Insert(Centres);
        await world.Rows.Insert(residences);
        await world.Rows.Insert(topics);
        await world.Rows.Insert(topics.SelectMany(topic => topic.Names).ToArray());
        await world.Rows.Insert(votes);
        say($"{activities.Count} activities with {meetings.Count} meetings, {Centres.Count} centres with {residences.Count} residents of now or before");
    }

    private void LetVote(Activity activity, IEnumerable<Guid> voters, (string Language, string Name)[][] wordings)
    {
        foreach (var (names, i) in wordings.Select((names, i) => (names, i)))
        {
            var topic = world.Keys.Give(new ActivityTopic { ActivityId = activity.Id, Number = i + 1 });
            topic.Names.AddRange(names.Select(name => new ActivityTopicName { TopicId = topic.Id, Language = name.Language, Name = name.Name }));
            topics.Add(topic);
        }

        activity.OpenVote(world.Today.AddDays(5), wordings.Length, world.Today);
        votes.AddRange(voters.Select((person, i) => world.Keys.Give(new ActivityVote { ActivityId = activity.Id, ParticipantId = person, TopicId = topics[i % 3 == 2 ? 1 : 0].Id, CastOn = world.Today.AddDays(-(i % 3)) })));
    }

    private void Weekly(SeededProvider host, Guid venue, string kind, string title, DayOfWeek weekday, int hour, int minutes, int from, int? until, Person[] regulars, params (string Band, string Gender, int People)[] besides)
    {
        var activity = Made(host, venue, kind, title, Admission.WalkIn, hour, minutes, from: from, until: until);
        foreach (var (day, number) in Days(weekday).Select((day, number) => (day, number)))
        {
            var (group, session) = Meet(activity, host, day, hour, minutes);
            Hold(group, session, [.. regulars.Where((_, i) => (i + number) % 3 != 0)], [.. besides.Select(one => one with { People = Math.Max(0, one.People - (number % 3)) })]);
        }
    }

    private IEnumerable<DateOnly> Days(DayOfWeek weekday) => Enumerable.Range(-7 * WeeksBack, 7 * (WeeksBack + WeeksAhead)).Select(world.Today.AddDays).Where(day => day.DayOfWeek == weekday && !World.IsHoliday(day));

    private Activity Made(
        SeededProvider host, Guid venue, string kind, string title, Admission admission, int hour, int minutes, int? capacity = null, int? slot = null, int? from = null, int? until = null,
        string languages = "", string interpreters = "", bool locals = false)
    {
        var activity = new Activity
        {
            Id = world.Keys.Next(),
            KindCode = kind,
            ProviderId = host.Id,
            VenueId = venue,
            Title = title,
            About = "",
            Languages = languages,
            Interpreters = interpreters,
            AgeFrom = from,
            AgeUntil = until,
            Capacity = capacity,
            OpenToLocals = locals,
            Admission = admission,
            From = new(hour, 0),
            Until = new TimeOnly(hour, 0).AddMinutes(minutes),
            SlotMinutes = slot,
            MadeAt = world.At(world.Today.AddDays(-90)),
            MadeBy = Guid.Empty,
            MadeByName = "Johanna Berger",
        };
        activities.Add(activity);
        return activity;
    }

    private (Group Group, Session Session) Meet(Activity activity, SeededProvider host, DateOnly day, int hour, int minutes, int after = 0)
    {
        var from = new TimeOnly(hour, 0).AddMinutes(after);
        var meeting = new NewSession(day, from, from.AddMinutes(minutes), minutes);
        var group = world.Keys.Give(Group.Create(
            new() { Kind = GroupKind.Activity, Name = activity.Title, ProviderId = host.Id, VenueId = activity.VenueId, Capacity = activity.Capacity ?? 24, Bring = "", Sessions = [meeting] }, World.TimeZone, activity.MadeAt));
        var session = world.Keys.Give(Session.Create(group, meeting));
        groups.Add(group);
        sessions.Add(session);
        meetings.Add(new() { Id = group.Id, ActivityId = activity.Id });
        return (group, session);
    }

    private void Seat(Group group, Session session, Person[] people)
    {
        foreach (var person in people)
        {
            var at = world.At((session.LocalDate < world.Today ? session.LocalDate : world.Today).AddDays(-3));
            var enrolment = world.Keys.Give(new Enrolment { GroupId = group.Id, ParticipantId = person.Id, CreatedAt = at });
            enrolment.Enrol(null, DateOnly.FromDateTime(at.UtcDateTime), StayBegin.Booked, at, person.Id);
            enrolments.Add(enrolment);
        }

        group.SeatsTaken = people.Length;
    }

    /// <summary>It took place, as far as it is over: who was there, how many guests, and the signature.</summary>
    private void Hold(Group group, Session session, Person[] people, params (string Band, string Gender, int People)[] counted)
    {
        if (session.EndsAt >= world.Now)
        {
            return;
        }

        foreach (var person in people)
        {
            var fact = world.Keys.Give(Fact(session, FactKind.Present, FactSource.Scan, person.Id));
            var mark = world.Keys.Give(new Mark { SessionId = session.Id, GroupId = group.Id, ParticipantId = person.Id });
            mark.Set(Assessment.Of([fact], session.PlannedMinutes), session.EndsAt.AddMinutes(5));
            facts.Add(fact);
            marks.Add(mark);
        }

        foreach (var (band, gender, many) in counted.Where(one => one.People > 0))
        {
            var fact = world.Keys.Give(Fact(session, FactKind.Guests, FactSource.Hand, null, band, gender, many));
            facts.Add(fact);
            guests.Add(world.Keys.Give(new GuestCount { SessionId = session.Id, Band = band, Gender = gender, People = many, FactId = fact.FactId }));
        }

        var absent = enrolments.Where(enrolment => enrolment.GroupId == group.Id && !Array.Exists(people, person => person.Id == enrolment.ParticipantId));
        foreach (var enrolment in absent)
        {
            var mark = world.Keys.Give(new Mark { SessionId = session.Id, GroupId = group.Id, ParticipantId = enrolment.ParticipantId });
            mark.Set(null, session.EndsAt.AddMinutes(5));
            marks.Add(mark);
        }

        var register = new Register { Id = session.Id };
        register.SignOff(AttendancePart.SessionOf(session, group), "N. Kovač", Guid.Empty, session.EndsAt.AddMinutes(5));
        registers.Add(register);
    }

    private AttendanceFact Fact(Session session, FactKind kind, FactSource source, Guid? person, string? band = null, string? gender = null, int? many = null) => new()
    {
        FactId = world.Keys.Next(),
        SessionId = session.Id,
        ParticipantId = person,
        Kind = kind,
        Source = source,
        GuestBand = band,
        GuestGender = gender,
        Guests = many,
        DeviceId = tablet,
        DeviceSequence = ++sequence,
        DeviceTime = session.StartsAt.AddMinutes(5),
        ClockOffsetMs = 0,
        ReceivedAt = session.EndsAt.AddMinutes(2),
        RecordedBy = "N. Kovač",
    };
}
