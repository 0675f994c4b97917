using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>Answering, on the phone and without JavaScript. What is sent twice counts once; what has a fault comes back as it was written.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyQuestionnaireModel(CoursesDb db, Desk desk, Results results, CityTime city, Caller caller) : CoursesPage
{
    private Invitation invitation = null!;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public AnswerForm Form { get; private set; } = null!;

    public string About { get; private set; } = "";

    public bool IsAnonymous { get; private set; }

    public bool IsAnswered { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>Whoever had the form before them on the last day may send it on the next.</summary>
    private bool MaySend { get; set; }

    /// <summary>What came too late, so that it is not lost: the person can take it elsewhere.</summary>
    public IEnumerable<(Question Question, string Text)> Written => Form.Terms.Questions.Where(question => question.Kind == QuestionKind.Text).Select(question => (question, PlainText.Of(Form.Of(question.Key).FirstOrDefault()))).Where(one => one.Item2.Length > 0);

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        if (!IsAnswered)
        {
            Form = AnswerForm.Read(Form.Terms, Request.Form, Words);
            if (!MaySend)
            {
                Response.StatusCode = 409;
                return Page();
            }

            // It still counts, so a fault of it can still be mended.
            IsOver = false;
            foreach (var (field, sentence) in Form.Problems)
            {
                ModelState.AddModelError(field, sentence);
            }

            if (Form.Problems is not [] || Form.AsksMore)
            {
                Response.StatusCode = Form.Problems is [] ? 200 : 400;
                return Page();
            }

            await desk.AnswerMine(invitation, IsAnonymous, Form.Answers, Cancel);
        }

        Done = Words["questionnaire.thanks"];
        return Redirect("/my/questionnaires");
    }

    protected override async Task Load()
    {
        var (me, id) = (caller.Id, Id);
        invitation = await db.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.ParticipantId == me, Cancel) ?? throw new NotFound("The questionnaire");
        var questionnaire = await db.Set<Questionnaire>().AsNoTracking().SingleAsync(row => row.Id == invitation.QuestionnaireId, Cancel);
        var edition = await db.Set<Edition>().AsNoTracking().SingleAsync(row => row.Id == invitation.EditionId, Cancel);
        (IsAnonymous, Form) = (questionnaire.IsAnonymous, AnswerForm.Empty(edition.Terms));
        IsAnswered = IsAnonymous ? (await desk.Answered([invitation], Cancel)).Count > 0 : invitation.AnsweredOn is not null;
        (IsOver, MaySend) = (!questionnaire.IsOpen || invitation.AnswerUntil < city.Today, questionnaire.IsOpen && invitation.AnswerUntil.AddDays(1) >= city.Today);
        About = (await results.NamesOf([invitation.SubjectId], Cancel)).GetValueOrDefault(invitation.SubjectId, "");
    }
}
