using Courses.Orientation;
using Courses.Questionnaires;

namespace Courses.Seed;

/// <summary>A rating of modules that is over, with comments and what came of it; a survey that is open, with what was said half a year ago; what two people need. It asks no dice.</summary>
internal sealed class QuestionnairesPart(World world, IReadOnlyList<(Timetable.Group Group, ModuleRun Run)> runs, IReadOnlyList<Completion> completions)
{
    private const string Administrator = "Johanna Berger";

    private const int SheetsOfTheSurvey = 26;
    private static readonly string[] Steps = ["5", "4", "3", "2"];
    private static readonly int[] SheetsOfRuns = [12, 10, 8];
    private static readonly string?[] Suggestions =
    [
        "Bitte mehr Zeit für Fragen.", null, "Bir gün daha olsa iyi olurdu.", null, "أود أن أعرف المزيد عن السكن.", null, null, "Будь ласка, більше прикладів.", "Please send the slides before.", null,
    ];

    private readonly Random random = new(47);
    private readonly List<Sheet> sheets = [];

    public List<Questionnaire> Questionnaires { get; } = [];

    public List<Invitation> Invitations { get; } = [];

    public List<PersonSheet> ByName { get; } = [];

    public IReadOnlyList<Sheet> Sheets => sheets;

    public async Task Load(IReadOnlyList<Person> newcomers, Cast cast, Action<string> say)
    {
        var editions = new Dictionary<string, Edition>(StringComparer.Ordinal);
        foreach (var json in Templates.Shipped)
        {
            // In a demo people are asked when somebody says so: nobody gets a letter by itself.
            var shipped = QuestionnaireTerms.Read(json).Terms!;
            var terms = shipped.Code == "module-rating" ? shipped : shipped with { Occasion = Occasion.ByHand };
            var questionnaire = new Questionnaire { Id = world.Keys.Next(), Code = terms.Code, IsAnonymous = terms.Anonymous };
            Questionnaires.Add(questionnaire);
            editions[terms.Code] = world.Keys.Give(new Edition { QuestionnaireId = questionnaire.Id, Number = 1, Json = QuestionnaireTerms.Write(terms), MadeAt = world.At(world.Today.AddDays(-200)), MadeBy = Guid.Empty, MadeByName = Administrator });
        }

        var rating = editions["module-rating"];
        Of(rating).Open(world.Today.AddDays(-120));
        Of(rating).Close(world.Today.AddDays(-10));
        var rated = runs.Where(run => run.Group.EndsOn < world.Today.AddDays(-10) && run.Group.CancelledAt is null).DistinctBy(run => run.Run.TopicCode).Where(run => completions.Count(done => done.TopicCode == run.Run.TopicCode) >= SheetsOfRuns[0]).Take(SheetsOfRuns.Length).ToArray();
        foreach (var ((group, run), i) in rated.Select((run, i) => (run, i)))
        {
            foreach (var done in completions.Where(done => done.TopicCode == run.TopicCode).DistinctBy(done => done.ParticipantId).OrderBy(done => done.ParticipantId).Take(SheetsOfRuns[i] + 3))
            {
                Ask(rating, done.ParticipantId, group.Id, group.ProviderId, daysAgo: 40, days: 21);
            }

            for (var number = 0; number < SheetsOfRuns[i]; number++)
            {
                Rate(rating, group, number + i);
            }
        }

        // Of the programme whose report has a line for each module.
        var welcoming = StandardTopics.All.Where(topic => topic.Programme == Line.Welcoming).Select(topic => topic.Code).Except(rated.Select(run => run.Run.TopicCode)).ToHashSet(StringComparer.Ordinal);
        foreach (var (group, run) in runs.Where(run => welcoming.Contains(run.Run.TopicCode) && run.Group.EndsOn < world.Today.AddDays(-10) && run.Group.CancelledAt is null).DistinctBy(run => run.Run.TopicCode))
        {
            var finished = completions.Where(done => done.TopicCode == run.TopicCode).DistinctBy(done => done.ParticipantId).OrderBy(done => done.ParticipantId).Take(SheetsOfRuns[^1] + 2).ToArray();
            if (finished.Length > SheetsOfRuns[^1])
            {
                foreach (var done in finished)
                {
                    Ask(rating, done.ParticipantId, group.Id, group.ProviderId, daysAgo: 40, days: 21);
                }

                for (var number = 0; number < SheetsOfRuns[^1]; number++)
                {
                    Rate(rating, group, number);
                }
            }
        }

        // Twice a year: what was said half a year ago, and who is asked now.
        var survey = editions["service-quality"];
        Of(survey).Open(world.Today.AddDays(-190));
        for (var number = 0; number < SheetsOfTheSurvey; number++)
        {
            Judge(survey, number);
        }

        var asked = newcomers.Where(person => person.HasPhone).OrderBy(person => person.Id).Skip(20).Take(40).Concat([cast.Near, cast.Under, .. cast.Shown]).DistinctBy(person => person.Id);
        foreach (var person in asked)
        {
            Ask(survey, person.Id, Guid.Empty, null, daysAgo: 5, days: 30);
        }

        // By name: one is answered, one waits.
        var needs = editions["needs-assessment"];
        Of(needs).Open(world.Today.AddDays(-150));
        Ask(needs, cast.Near.Id, Guid.Empty, null, daysAgo: 60, days: 90).AnsweredOn = world.Today.AddDays(-58);
        Tell(needs, Invitations[^1], 58, ("needs", "housing", null), ("needs", "school", null), ("work", "looking", null), ("job", null, "Ich war Köchin und suche Arbeit in einer Küche."), ("children", "2", null), ("goal", null, "Eine Wohnung mit zwei Zimmern."));
        Ask(needs, cast.Shown[0].Id, Guid.Empty, null, daysAgo: 10, days: 60);
        Of(editions["self-assessment"]).Open(world.Today.AddDays(-30));

        await world.Rows.Insert(Questionnaires);
        await world.Rows.Insert(editions.Values.ToArray());
        await world.Rows.Insert(Invitations);

        // As the night would leave them: in the order of random keys.
        sheets.Sort((one, other) => one.Id.CompareTo(other.Id));
        await world.Rows.Insert(sheets);
        await world.Rows.Insert(sheets.SelectMany(sheet => sheet.Answers).OrderBy(answer => answer.Id).ToArray());
        await world.Rows.Insert(ByName);
        await world.Rows.Insert(ByName.SelectMany(sheet => sheet.Answers).ToArray());
        var comments = sheets.SelectMany(sheet => sheet.Answers).Where(answer => answer.Written is not null).OrderBy(answer => answer.Id).ToArray();
        await world.Rows.Insert(comments.Take(1).Select(comment => new CommentNote { AnswerId = comment.Id, QuestionnaireId = rating.QuestionnaireId, Reply = "Danke. Ab dem nächsten Monat ist eine halbe Stunde mehr für Fragen da.", ShowsComment = true, At = world.At(world.Today.AddDays(-8)), DoneBy = Guid.Empty, DoneByName = Administrator }).ToArray());
        await world.Rows.Insert<Outcome>(
        [
            Came("en", "You asked for more time for questions and for housing: each module is half an hour longer now, and housing is offered in six languages."),
            Came("de", "Sie wünschten mehr Zeit für Fragen und mehr über Wohnen: jedes Modul dauert jetzt eine halbe Stunde länger, und Wohnen gibt es in sechs Sprachen."),
            Came("ar", "طلبتم وقتاً أكثر للأسئلة ومعلومات أكثر عن السكن: أصبحت كل وحدة أطول بنصف ساعة، وموضوع السكن متاح بست لغات."),
        ]);
        say($"{Questionnaires.Count} questionnaires, {sheets.Count} anonymous sheets, {Invitations.Count} people asked");

        Questionnaire Of(Edition edition) => Questionnaires.Single(questionnaire => questionnaire.Id == edition.QuestionnaireId);

        Outcome Came(string language, string content) => new() { QuestionnaireId = rating.QuestionnaireId, Language = language, Content = content, PublishedOn = world.Today.AddDays(-7), PublishedBy = Guid.Empty, PublishedByName = Administrator };
    }

    private Invitation Ask(Edition edition, Guid person, Guid subject, Guid? provider, int daysAgo, int days)
    {
        var invitation = world.Keys.Give(new Invitation
        {
            ParticipantId = person,
            QuestionnaireId = edition.QuestionnaireId,
            EditionId = edition.Id,
            SubjectId = subject,
            ProviderId = provider,
            Round = "",
            MadeOn = world.Today.AddDays(-daysAgo),
            AnswerUntil = world.Today.AddDays(days - daysAgo),
        });
        Invitations.Add(invitation);
        return invitation;
    }

    private void Rate(Edition edition, Timetable.Group group, int number)
    {
        var month = world.Today.AddDays(-20);
        var sheet = new Sheet { Id = Key(), EditionId = edition.Id, SubjectId = group.Id, ProviderId = group.ProviderId, Month = new(month.Year, month.Month, 1), IsMixed = true, IsTyped = false };
        var useful = (number % 10) switch { < 7 => "very", < 9 => "partly", _ => "not" };
        Answer("useful", useful);
        Answer("lecturer-respect", number % 4 == 0 ? "4" : "5");
        Answer("lecturer-answers", number % 3 == 0 ? "3" : "5");
        Answer("helped", number % 5 == 0 ? "partly" : "yes");
        Answer("recommend", number % 9 == 0 ? "no" : "yes");
        Answer("topics", number % 2 == 0 ? "housing" : "work");
        if (useful == "not")
        {
            Answer("why-not", null, "Ich wusste das schon.");
        }

        if (Suggestions[number % Suggestions.Length] is { } said)
        {
            Answer("suggestions", null, said);
        }

        sheets.Add(sheet);

        void Answer(string question, string? choice, string? written = null) => sheet.Answers.Add(new() { Id = Key(), SheetId = sheet.Id, Question = question, Choice = choice, Written = written });
    }

    /// <summary>One of the seven marks is not given by everybody.</summary>
    private void Judge(Edition edition, int number)
    {
        var month = world.Today.AddMonths(-6);
        var sheet = new Sheet { Id = Key(), EditionId = edition.Id, SubjectId = null, ProviderId = null, Month = new(month.Year, month.Month, 1), IsMixed = true, IsTyped = false };
        string[] questions = ["attitude", "information", "explanation", "advocacy", "psychosocial", "other-support", "satisfaction"];
        sheet.Answers.AddRange(questions.Where((_, place) => place < 3 || place == 6 || number % place != 0)
            .Select((question, place) => new SheetAnswer { Id = Key(), SheetId = sheet.Id, Question = question, Choice = Steps[(number + place) % (place + 2) % Steps.Length], Written = null }));
        sheets.Add(sheet);
    }

    private void Tell(Edition edition, Invitation invitation, int daysAgo, params (string Question, string? Choice, string? Written)[] answers)
    {
        var sheet = world.Keys.Give(new PersonSheet { ParticipantId = invitation.ParticipantId, EditionId = edition.Id, InvitationId = invitation.Id, AnsweredOn = world.Today.AddDays(-daysAgo), TypedBy = null, TypedByName = "" });
        sheet.Answers.AddRange(answers.Select(answer => world.Keys.Give(new PersonAnswer { PersonSheetId = sheet.Id, Question = answer.Question, Choice = answer.Choice, Written = answer.Written })));
        ByName.Add(sheet);
    }

    /// <summary>Random as those of the product, and the same at every run.</summary>
    private Guid Key()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }
}
