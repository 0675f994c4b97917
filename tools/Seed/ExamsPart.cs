using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Courses.Exams;
using Courses.Exams.Features;
using Courses.LanguageCourses;
using Courses.Platform.Papers;

namespace Courses.Seed;

/// <summary>Exams that are over, with results and papers, one that waits for its results, some ahead, one cancelled. It asks no dice, so the rest of the city is the same with and without it.</summary>
internal sealed class ExamsPart(World world, IReadOnlyList<SeededProvider> providers, Cast cast)
{
    private const string Examiner = "Nikola Kovač";
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string Skills = "reading,listening,writing,speaking";
    private const int Sat = 12;
    private readonly List<Exam> exams = [];
    private readonly List<ExamRegistration> registrations = [];
    private readonly List<ExamResult> results = [];
    private readonly List<ExamPass> passes = [];
    private readonly List<Certificate> certificates = [];
    private readonly List<Paper> papers = [];

    public IReadOnlyList<Exam> Exams => exams;

    public IReadOnlyList<ExamPass> Passes => passes;

    public async Task Load(IReadOnlyList<Person> people, IReadOnlyList<SeededClass> classes, Action<string> say)
    {
        var candidates = people.Where((person, number) => number % 5 == 2 && person.Level is "B1" or "A2" && person.Registered < world.Today.AddDays(-90)).ToArray();
        var over = Make(providers[0], "A1", -60, Skills);
        foreach (var (person, number) in candidates.Take(Sat).Select((person, number) => (person, number)))
        {
            Sit(over, person, part => number % 6 == 5 && part == "listening" ? Outcome.Absent : number % 4 == 3 && part == "writing" ? Outcome.Failed : Outcome.Passed);
        }

        Sit(over, cast.Paid[0] with { Name = "Grace Mensah", Born = Cast.Born }, _ => Outcome.Passed);
        var trial = Make(providers[0], "B1", -20, Skills, practice: true);
        foreach (var person in cast.Shown)
        {
            Sit(trial, person, part => part == "writing" ? Outcome.Failed : Outcome.Passed);
        }

        var waits = Make(providers[0], "A2", -1, Skills);
        foreach (var person in candidates.Skip(Sat).Take(5))
        {
            Register(waits, person);
        }

        var ahead = Make(providers[0], "B1", 24, Skills);
        foreach (var person in cast.Shown)
        {
            Register(ahead, person);
        }

        Make(providers[1], "A2", 30, Skills + ",society");
        Make(providers[1], "B1", 11, Skills, practice: true);
        Make(providers[1], "B2", 17, Skills).Cancel(new("reason.exam.too-few", null, null), "Johanna Berger", world.Now);

        // Estonia's course ends with an exam, at the school that gives it.
        if (classes.FirstOrDefault(one => one.Class.ProgrammeCode == Line.Welcoming) is { } course)
        {
            var final = Make(providers.Single(provider => provider.Id == course.Group.ProviderId), course.Course.Level, course.Group.EndsOn.AddDays(7).DayNumber - world.Today.DayNumber, Skills);
            foreach (var member in course.Members.Where(member => member.Enrolment.State == Contracts.Timetable.EnrolmentState.Enrolled))
            {
                Register(final, member.Person);
            }
        }

        await world.Rows.Insert(exams);
        await world.Rows.Insert(registrations);
        await world.Rows.Insert(results);
        await world.Rows.Insert(passes);
        await world.Rows.Insert(certificates);
        await world.Rows.Insert(papers);
        say($"{exams.Count:N0} exams, {results.Count:N0} results, {papers.Count:N0} papers");
    }

    private Exam Make(SeededProvider provider, string level, int inDays, string parts, bool practice = false)
    {
        var on = inDays > 0 ? World.WorkingDay(world.Today.AddDays(inDays)) : world.Today.AddDays(inDays);
        var exam = world.Keys.Give(new Exam
        {
            ProviderId = provider.Id,
            VenueId = provider.VenueIds[0],
            Language = "de",
            Level = level,
            Parts = parts,
            On = on,
            From = new(9, 0),
            Until = new(13, 0),
            Seats = 20,
            RegisterUntil = on.AddDays(-7),
            IsPractice = practice,
            MadeAt = world.At(on.AddDays(-60)),
            MadeBy = Guid.Empty,
            MadeByName = "Renate Wolf",
        });
        exams.Add(exam);
        return exam;
    }

    private ExamRegistration Register(Exam exam, Person person)
    {
        exam.SeatsTaken++;
        var registration = world.Keys.Give(new ExamRegistration { ExamId = exam.Id, ParticipantId = person.Id, Parts = exam.Parts, RegisteredAt = world.At(exam.RegisterUntil.AddDays(-20) < world.Today ? exam.RegisterUntil.AddDays(-20) : world.Today.AddDays(-1)), RegisteredBy = Guid.Empty });
        registrations.Add(registration);
        return registration;
    }

    private void Sit(Exam exam, Person person, Func<string, Outcome> how)
    {
        var registration = Register(exam, person);
        var entered = world.At(exam.On, 15);
        foreach (var (part, number) in exam.PartCodes.Select((part, number) => (part, number)))
        {
            var outcome = how(part);
            results.Add(world.Keys.Give(new ExamResult
            {
                RegistrationId = registration.Id,
                Part = part,
                Outcome = outcome,
                Points = outcome == Outcome.Absent ? null : outcome == Outcome.Failed ? 41 + number : 68 + (7 * number),
                EnteredAt = entered,
                EnteredBy = Guid.Empty,
                EnteredByName = Examiner,
            }));
        }

        if (!exam.IsPractice && exam.PartCodes.All(part => how(part) == Outcome.Passed))
        {
            Pass(exam, person, entered);
        }
    }

    /// <summary>Their records say more than A1 already, so no level rises.</summary>
    private void Pass(Exam exam, Person person, DateTimeOffset at)
    {
        var pass = world.Keys.Give(new ExamPass { ParticipantId = person.Id, Language = exam.Language, Level = exam.Level, ExamId = exam.Id, PassedOn = exam.On, Raised = "[]" });
        var other = person.Language == "de" ? "en" : "de";
        var paper = world.Keys.Give(new Paper
        {
            Number = NumberFor(pass.Id),
            Kind = PassLevels.PaperKind,
            HolderId = person.Id,
            About = pass.Id,
            FirstLanguage = person.Language,
            SecondLanguage = other,
            Facts = JsonSerializer.Serialize(new PaperFact[]
            {
                new("paper.name", person.Name), new("paper.born", InWords(person.Born)), new("paper.exam.what", $"Deutsch {exam.Level}"), new("paper.exam.parts", RegisterForExam.PartsInWords(exam.PartCodes)),
                new("paper.exam.on", InWords(exam.On)), new("paper.exam.by", providers[0].Name),
            }),
            IssuedOn = exam.On,
            IssuedBy = Guid.Empty,
            IssuedByName = Examiner,
        });
        pass.PaperId = paper.Id;
        passes.Add(pass);
        papers.Add(paper);
        if (cast.Paid.Any(paid => paid.Id == person.Id))
        {
            certificates.Add(world.Keys.Give(new Certificate { ParticipantId = person.Id, Language = exam.Language, Level = exam.Level, IssuedOn = exam.On, RecordedBy = Guid.Empty, RecordedAt = at }));
        }
    }

    /// <summary>The same city every time has the same numbers; nobody guesses them all the same.</summary>
    private static string NumberFor(Guid pass) => string.Concat(SHA256.HashData(pass.ToByteArray()).Take(PaperNumber.Length).Select(one => Letters[one % Letters.Length]));

    private static string InWords(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
