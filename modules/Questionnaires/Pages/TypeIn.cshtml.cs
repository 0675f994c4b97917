using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>Sheets of paper, one after the other; or what is by name, at the desk with the person. The next form stands there at once.</summary>
[Audience(Roles.Coach, Roles.Teacher)]
internal sealed class TypeInModel(CoursesDb db, Desk desk, Results results, IParticipants participants, Caller caller) : CoursesPage
{
    private const int MostSubjects = 200;

    private Edition edition = null!;

    [BindProperty(SupportsGet = true), StringLength(60)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public Guid? Subject { get; set; }

    [BindProperty(SupportsGet = true, Name = "pass"), StringLength(40)]
    public string? AskedPass { get; set; }

    [BindProperty, StringLength(40)]
    public string? PassNumber { get; set; }

    public Questionnaire Questionnaire { get; private set; } = null!;

    public AnswerForm Form { get; private set; } = null!;

    public IReadOnlyList<ResultSubject> Subjects { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await Load();
        PassNumber ??= AskedPass;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Form = AnswerForm.Read(Form.Terms, Request.Form, Words);
        foreach (var (field, sentence) in Form.Problems)
        {
            ModelState.AddModelError(field, sentence);
        }

        var number = (PassNumber ?? "").Trim().ToUpperInvariant();
        var person = Guid.Empty;
        if (!Questionnaire.IsAnonymous)
        {
            person = number.Length == 0 ? Guid.Empty : await participants.People.Where(row => row.PassNumber == number && !row.IsErased).Select(row => row.Id).SingleOrDefaultAsync(Cancel);
            if (person == Guid.Empty)
            {
                ModelState.AddModelError(nameof(PassNumber), Words[number.Length == 0 ? "error.field.required" : "questionnaires.no-such-pass"]);
            }
        }

        if (!ModelState.IsValid || Form.AsksMore)
        {
            Response.StatusCode = ModelState.IsValid ? 200 : 400;
            return Page();
        }

        if (Questionnaire.IsAnonymous)
        {
            var about = Subjects.FirstOrDefault(subject => subject.Id == Subject)?.Id ?? Guid.Empty;
            await desk.TypeIn(Questionnaire.Id, edition.Id, about, Form.Answers, Cancel);
            Done = Words["questionnaires.typed-in"];
            return Redirect($"/questionnaires/{Code}/type-in{(about == Guid.Empty ? "" : $"?subject={about}")}");
        }

        await desk.AnswerFor(person, Questionnaire.Id, edition.Id, Form.Answers, Cancel);
        Done = Words["questionnaires.typed-in"];
        return Redirect($"/coach/people/{person}/questionnaires");
    }

    protected override async Task Load()
    {
        (Questionnaire, edition) = await desk.Get(Code, Cancel);
        if (Questionnaire.OpenedOn is null || (!Questionnaire.IsAnonymous && !caller.Is(Roles.Coach)))
        {
            throw new NotFound("The questionnaire");
        }

        Form = AnswerForm.Empty(edition.Terms);
        if (Questionnaire.IsAnonymous)
        {
            var (id, own) = (Questionnaire.Id, caller.OrganisationId);
            var asked = await db.Set<Invitation>().Where(row => row.QuestionnaireId == id && row.SubjectId != Guid.Empty && (own == null || row.ProviderId == own))
                .GroupBy(row => row.SubjectId).Where(group => group.Count() >= SmallCounts.Fewest).OrderByDescending(group => group.Max(row => row.MadeOn)).Select(group => group.Key).Take(MostSubjects).ToListAsync(Cancel);
            var names = await results.NamesOf(asked, Cancel);
            Subjects = [.. asked.Where(names.ContainsKey).Select(subject => new ResultSubject(subject, names[subject])).OrderBy(subject => subject.Name, StringComparer.CurrentCulture)];
        }
    }
}
