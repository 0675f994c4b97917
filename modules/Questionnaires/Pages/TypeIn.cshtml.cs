using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>Sheets of paper, one after the other: the next form stands there at once. What is by name is filled in at the desk with the person, whose name is shown before.</summary>
[Audience(Roles.Coach, Roles.Teacher)]
internal sealed class TypeInModel(CoursesDb db, Desk desk, Results results, IParticipants participants, Caller caller) : CoursesPage, IShowsPeople
{
    private const int MostSubjects = 50;

    private Edition edition = null!;

    [BindProperty(SupportsGet = true), StringLength(60)]
    public string Code { get; set; } = "";

    /// <summary>That of the paper; the newest one where nothing is said.</summary>
    [BindProperty(SupportsGet = true, Name = "edition"), StringLength(10)]
    public string? EditionNumber { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Subject { get; set; }

    /// <summary>Of what is by name: whose answers these are.</summary>
    [BindProperty(SupportsGet = true, Name = "person")]
    public Guid? Of { get; set; }

    [BindProperty, StringLength(40)]
    public string? PassNumber { get; set; }

    /// <summary>Another one for each form: sent twice, it counts once.</summary>
    [BindProperty]
    public Guid? FormId { get; set; }

    public Questionnaire Questionnaire { get; private set; } = null!;

    public AnswerForm Form { get; private set; } = null!;

    public IReadOnlyList<ResultSubject> Subjects { get; private set; } = [];

    public ParticipantRow? Person { get; private set; }

    /// <summary>First it is said whose answers they are.</summary>
    public bool AsksWhose => !Questionnaire.IsAnonymous && Person is null;

    public IEnumerable<Guid> PeopleShown => Person is null ? [] : [Person.Id];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostWhoseAsync() => Act(async () =>
    {
        await Load();
        var number = (PassNumber ?? "").Trim().ToUpperInvariant();
        var person = number.Length == 0 ? Guid.Empty : await participants.People.Where(row => row.PassNumber == number && !row.IsErased).Select(row => row.Id).SingleOrDefaultAsync(Cancel);
        return person == Guid.Empty
            ? throw new InvalidField(nameof(PassNumber), Words[number.Length == 0 ? "error.field.required" : "questionnaires.no-such-pass"])
            : Redirect(Address(("person", person.ToString())));
    });

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        await Load();
        if (AsksWhose)
        {
            throw new InvalidField(nameof(PassNumber), Words["error.field.required"]);
        }

        Form = AnswerForm.Read(Form.Terms, Request.Form, Words);
        foreach (var (field, sentence) in Form.Problems)
        {
            ModelState.AddModelError(field, sentence);
        }

        if (Subject is { } about && Questionnaire.IsAnonymous && Subjects.All(subject => subject.Id != about))
        {
            ModelState.AddModelError(nameof(Subject), Words["questionnaires.about-gone"]);
        }

        if (!ModelState.IsValid || Form.AsksMore)
        {
            Response.StatusCode = ModelState.IsValid ? 200 : 400;
            return Page();
        }

        var form = FormId ?? throw new InvalidField("", Words["error.field.required"]);
        if (Person is { } person)
        {
            await desk.AnswerFor(form, person.Id, Questionnaire.Id, edition.Id, Form.Answers, Cancel);
            Done = Words["questionnaires.typed-in"];
            return Redirect($"/coach/people/{person.Id}/questionnaires");
        }

        await desk.TypeIn(form, Questionnaire.Id, edition.Id, Subject ?? Guid.Empty, Form.Answers, Cancel);
        Done = Words["questionnaires.typed-in"];
        return Redirect(Address(("subject", Subject?.ToString())));
    });

    protected override async Task Load()
    {
        (Questionnaire, edition) = await desk.Get(Code, Cancel);
        if (Questionnaire.OpenedOn is null || (!Questionnaire.IsAnonymous && !caller.Is(Roles.Coach)))
        {
            throw new NotFound("The questionnaire");
        }

        if (!string.IsNullOrEmpty(EditionNumber))
        {
            edition = int.TryParse(EditionNumber, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? await desk.Editions(Questionnaire.Id).SingleOrDefaultAsync(row => row.Number == number, Cancel) ?? throw new NotFound("The edition")
                : throw new NotFound("The edition");
        }

        Form ??= AnswerForm.Empty(edition.Terms);
        FormId ??= Guid.NewGuid();
        if (!Questionnaire.IsAnonymous && Of is { } whose)
        {
            Person = await participants.People.SingleOrDefaultAsync(row => row.Id == whose && !row.IsErased, Cancel) ?? throw new NotFound("The person");
        }

        if (Questionnaire.IsAnonymous)
        {
            var (id, own) = (Questionnaire.Id, caller.OrganisationId);
            var asked = await db.Set<Invitation>().Where(row => row.QuestionnaireId == id && row.SubjectId != Guid.Empty && (own == null || row.ProviderId == own))
                .GroupBy(row => row.SubjectId).Where(group => group.Count() >= SmallCounts.Fewest).OrderByDescending(group => group.Max(row => row.MadeOn)).Select(group => group.Key).Take(MostSubjects).ToListAsync(Cancel);
            var names = await results.NamesOf(asked, Cancel);
            Subjects = [.. asked.Where(names.ContainsKey).Select(subject => new ResultSubject(subject, names[subject])).OrderBy(subject => subject.Name, StringComparer.CurrentCulture)];
        }
    }

    private string Address((string Name, string? Value) beside) =>
        $"/questionnaires/{Code}/type-in" + QueryString.Create(new Dictionary<string, string?> { ["edition"] = EditionNumber, [beside.Name] = beside.Value }.Where(one => !string.IsNullOrEmpty(one.Value)));
}
