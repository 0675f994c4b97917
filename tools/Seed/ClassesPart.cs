using Courses.Contracts.Timetable;
using Courses.LanguageCourses;
using Courses.Timetable;

namespace Courses.Seed;

/// <summary>A class with its people and sessions, as the parts after it need to know it.</summary>
internal sealed record SeededClass(Group Group, Course Course, Class Class, Line Line, IReadOnlyList<Session> Sessions, IReadOnlyList<(Enrolment Enrolment, Person Person)> Members)
{
    public bool IsOfTheStory => Members.Any(member => member.Person.HasAPart);
}

/// <summary>The catalogue, the classes of two years, who is in them, and the minutes that people were in the room.</summary>
internal sealed class ClassesPart(World world, IReadOnlyList<SeededProvider> providers, IReadOnlyList<Person> people, Cast cast, Guid teacherId)
{
    /// <summary>The first promised class begins so soon, each further one a few days later.</summary>
    private const int DaysToThePromisedClasses = 8;
    private const int DaysSinceThePaidClass = 40;
    private const int DaysSinceTheOneClassBegan = 40;

    /// <summary>So many sessions of the watched class are over: one more absence decides.</summary>
    public const int WatchedSessions = 7;
    private static readonly string[] HelpLanguages = ["en", "uk", "ar", "fa", "tr", "ru"];
    private readonly List<(Course Course, Line Line, SeededProvider Provider)> catalogue = [];
    private readonly HashSet<Guid> busyNow = [];
    private int number = 1000;

    public async Task<IReadOnlyList<SeededClass>> Load(Action<string> say)
    {
        await AddCatalogue();
        var classes = new List<SeededClass>();
        foreach (var (age, count) in new[] { (ClassAge.Finished, world.Scaled(200)), (ClassAge.Running, world.Scaled(60)) })
        {
            // The demo's teacher has a class for every pattern of the week, and so something to do on each working day, in a small city too.
            classes.AddRange(Pattern.All.Select(pattern => Make(age, providers[0], pattern)));
            classes.AddRange(Repeat(Math.Max(0, count - Pattern.All.Length), () => Make(age)));
        }

        classes.AddRange(Repeat(world.Scaled(30), () => Make(ClassAge.Upcoming)));
        classes.AddRange(MakePromised());
        classes.Add(MakePaid());
        classes.Add(MakeWatched());
        classes.Add(MakeOfInlt());
        classes.AddRange(Line.OfOneClass.Select(MakeOfOne));
        GiveToTheStudent(classes);
        await Write(classes);
        say($"{classes.Count} classes with {classes.Sum(one => one.Sessions.Count):N0} sessions and {classes.Sum(one => one.Members.Count):N0} enrolments");
        return classes;
    }

    /// <summary>A class that is over was taught by a student, whose hours are certified.</summary>
    private void GiveToTheStudent(IEnumerable<SeededClass> classes)
    {
        var over = classes.Where(one => one.Group.ProviderId == providers[0].Id && one.Group.EndsOn < world.Today && one.Members.All(member => cast.Paid.All(paid => paid.Id != member.Person.Id)));
        if (over.MaxBy(one => (one.Group.EndsOn, one.Group.Id)) is { } taught)
        {
            taught.Group.TeacherId = MentorsPart.StudentAccountId;
        }
    }

    private enum ClassAge
    {
        Finished,
        Running,
        Upcoming,

        /// <summary>Upcoming, and half of its seats are free.</summary>
        Promised,
    }

    private async Task AddCatalogue()
    {
        foreach (var provider in providers)
        {
            var own = Line.OfOneClass.Where((_, number) => providers[1 + number] == provider);
            foreach (var line in Line.All.OrderByDescending(line => (line.IsWatched || line.IsPromised) && provider == providers[0]).ThenBy(_ => world.Dice.Next()).Take(7).OrderBy(line => line.Name, StringComparer.Ordinal).Concat(own))
            {
                catalogue.Add((
                    world.Keys.Give(new Course
                    {
                        ProviderId = provider.Id,
                        Name = line.Name,
                        Language = "de",
                        Level = line.Level,
                        AcademicHours = line.AcademicHours,
                        IsIntegrationCourse = line.Programme is null,
                    }),
                    line,
                    provider));
            }
        }

        await Insert(catalogue.Select(entry => entry.Course));
    }

    private SeededClass Make(ClassAge age, SeededProvider? at = null, Pattern? meeting = null)
    {
        var (course, line, provider) = world.PickWeighted([.. catalogue.Where(entry => at is null || entry.Provider == at)], entry => entry.Line.Weight);
        var pattern = meeting ?? world.Pick(Pattern.All);
        var weeks = pattern.Weeks(line.AcademicHours);
        var firstDay = age switch
        {
            ClassAge.Finished => world.Today.AddDays(-(weeks * 7) - 10 - world.Dice.Next(700 - (weeks * 7))),
            ClassAge.Running => world.Today.AddDays(-7 * world.Dice.Next(1, Math.Max(2, weeks - 1))),
            _ => world.Today.AddDays(world.Dice.Next(4, 50)),
        };
        return Build(course, line, provider, pattern, firstDay, age, []);
    }

    /// <summary>Classes that begin soon, take vouchers and have free seats: what a new voucher is good for.</summary>
    private IEnumerable<SeededClass> MakePromised() =>
        Line.All.Where(line => line.IsPromised).Select((wanted, number) =>
        {
            var (course, line, provider) = catalogue.First(entry => entry.Provider == providers[0] && entry.Line == wanted);
            return Build(course, line, provider, Pattern.All[number], world.Today.AddDays(DaysToThePromisedClasses + (number * 3)), ClassAge.Promised, []);
        });

    /// <summary>A class of InLT that begins soon and has free seats: whoever may join books it and pays nothing.</summary>
    private SeededClass MakeOfInlt()
    {
        var (course, line, provider) = catalogue.First(entry => entry.Provider == providers[0] && entry.Line.IsWatched);
        return Build(course, line, provider, Pattern.All[3], world.Today.AddDays(DaysToThePromisedClasses), ClassAge.Promised, []);
    }

    private SeededClass MakeOfOne(Line wanted)
    {
        var (course, line, provider) = catalogue.First(entry => entry.Line == wanted);
        return Build(course, line, provider, line.Programme == Line.Welcoming ? Pattern.AtWeekends : Pattern.All[5], world.Today.AddDays(-DaysSinceTheOneClassBegan), ClassAge.Running, []);
    }

    /// <summary>A class that is over and was paid with vouchers: what the demo's manager is owed.</summary>
    private SeededClass MakePaid()
    {
        var (course, line, provider) = catalogue.First(entry => entry.Provider == providers[0] && entry.Line.IsPromised);
        var pattern = Pattern.All[1];
        return Build(course, line, provider, pattern, world.Today.AddDays(-(pattern.Weeks(line.AcademicHours) * 7) - DaysSinceThePaidClass), ClassAge.Finished, cast.Paid);
    }

    /// <summary>The class of the story: in it are those whom one more absence brings near the line of attendance, and under it.</summary>
    private SeededClass MakeWatched()
    {
        var (course, line, provider) = catalogue.First(entry => entry.Provider == providers[0] && entry.Line.IsWatched);
        var pattern = Pattern.All.MaxBy(pattern => pattern.Days.Length)!;
        var firstDay = world.Today;
        for (var over = 0; over < WatchedSessions;)
        {
            firstDay = firstDay.AddDays(-1);
            over += pattern.Days.Contains(firstDay.DayOfWeek) && !World.IsHoliday(firstDay) ? 1 : 0;
        }

        return Build(course, line, provider, pattern, firstDay, ClassAge.Running, cast.Watched);
    }

    private SeededClass Build(Course course, Line line, SeededProvider provider, Pattern pattern, DateOnly firstDay, ClassAge age, IReadOnlyList<Person> always)
    {
        var wanted = pattern.Sessions(firstDay, line.AcademicHours, World.IsHoliday).ToArray();
        var group = world.Keys.Give(Group.Create(
            new NewGroup
            {
                Kind = GroupKind.LanguageClass,
                Name = line.Name,
                ProviderId = provider.Id,
                VenueId = world.Pick(provider.VenueIds),
                TeacherId = provider == providers[0] ? teacherId : null,
                Capacity = line.Capacity,
                Childcare = world.Chance(0.25),
                HelpLanguage = world.Chance(0.6) ? world.Pick(HelpLanguages) : null,
                Sessions = wanted,
            },
            World.TimeZone,
            world.At(firstDay.AddDays(-40))));
        var sessions = wanted.Select(session => world.Keys.Give(Session.Create(group, session))).ToArray();
        foreach (var dropped in sessions.Where(session => session.LocalDate < world.Today && always.Count == 0 && world.Chance(0.012)))
        {
            dropped.Cancel("Lehrkraft erkrankt", false, dropped.StartsAt.AddHours(-3), Guid.Empty);
        }

        group.Follow(sessions);
        var wantedMembers = age switch
        {
            ClassAge.Promised => line.Capacity / 2,
            ClassAge.Upcoming => world.Dice.Next(line.Capacity / 3, line.Capacity),
            _ => Math.Max(4, line.Capacity - world.Dice.Next(5)),
        };
        var members = always.Concat(Choose(line, wantedMembers - always.Count, group, age)).Select(person => (Enrol(person, line, group), person)).ToArray();
        group.SeatsTaken = members.Count(member => member.Item1.State == EnrolmentState.Enrolled);
        return new(group, course, new Class { Id = group.Id, CourseId = course.Id, ProviderId = provider.Id, Number = $"DE-{number++}", PriceCents = line.PriceCents, ProgrammeCode = line.Programme }, line, sessions, members);
    }

    private List<Person> Choose(Line line, int count, Group group, ClassAge age)
    {
        var chosen = new List<Person>();
        for (var tries = 0; chosen.Count < count && tries < count * 30; tries++)
        {
            var person = world.Pick(people);
            var fits = line.Programme switch
            {
                "inlt" => person.Status is Contracts.Participants.LegalStatus.Refugee or Contracts.Participants.LegalStatus.SubsidiaryProtection or Contracts.Participants.LegalStatus.ThirdCountryNational,
                Line.Welcoming => person.Status is not Contracts.Participants.LegalStatus.AsylumSeeker,
                Line.Prime => person.Born <= group.StartsOn.AddYears(-18) && person.Born > group.EndsOn.AddYears(-31),
                _ => true,
            };
            if (fits && person.Registered <= group.StartsOn && !chosen.Contains(person) && (age == ClassAge.Finished || busyNow.Add(person.Id)))
            {
                chosen.Add(person);
            }
        }

        return chosen;
    }

    private Enrolment Enrol(Person person, Line line, Group group)
    {
        var booked = new[] { group.StartsOn, world.Today }.Min().AddDays(-world.Dice.Next(2, 30));
        var from = !person.HasAPart && world.Chance(0.1) ? group.StartsOn.AddDays(world.Dice.Next(3, 15)) : group.StartsOn;
        var enrolment = world.Keys.Give(new Enrolment { GroupId = group.Id, ParticipantId = person.Id, CreatedAt = world.At(booked) });
        enrolment.Enrol(line.Programme ?? (MoneyPart.IsGuest(person) ? MoneyPart.ProgrammeCode : null), from < world.Today ? from : group.StartsOn, StayBegin.Booked, world.At(booked), Guid.Empty);
        var leaves = group.StartsOn.AddDays(world.Dice.Next(14, 60));
        if (leaves < world.Today && leaves < group.EndsOn && !person.HasAPart && world.Chance(0.04))
        {
            enrolment.Withdraw("Umzug", StayEnd.Left, leaves, world.At(leaves), Guid.Empty);
        }

        return enrolment;
    }

    private async Task Write(List<SeededClass> classes)
    {
        await Insert(classes.Select(one => one.Group));
        await Insert(classes.Select(one => one.Class));
        await Insert(classes.SelectMany(one => one.Sessions));
        await Insert(classes.SelectMany(one => one.Sessions).SelectMany(session => session.Changes.Select(change => Keys.Set(world.Keys.Give(change), nameof(SessionChange.SessionId), session.Id))));
        await Insert(classes.SelectMany(one => one.Members).Select(member => member.Enrolment));
        await Insert(classes.SelectMany(one => one.Members).SelectMany(member => world.Keys.GiveStays(member.Enrolment)));
        await Insert(classes.SelectMany(one => one.Members).SelectMany(member => member.Enrolment.Changes.Select(change => Keys.Set(world.Keys.Give(change), nameof(EnrolmentChange.EnrolmentId), member.Enrolment.Id))));
    }

    private async Task Insert<T>(IEnumerable<T> rows)
        where T : class
    {
        var bulk = new Bulk<T>(world.Rows);
        await bulk.Add(rows);
        await bulk.Flush();
    }

    private static IEnumerable<T> Repeat<T>(int times, Func<T> make) => Enumerable.Range(0, times).Select(_ => make());
}
