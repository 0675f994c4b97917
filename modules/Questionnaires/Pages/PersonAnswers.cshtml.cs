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

/// <summary>What a person answered by name and what of it waits for an answer, for the coach who advises them. Of what is anonymous it shows nothing, not even that somebody was asked.</summary>
[Audience(Roles.Coach)]
internal sealed class PersonAnswersModel(CoursesDb db, Desk desk, IParticipants participants, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    private const int Most = 50;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid? Sheet { get; set; }

    public ParticipantRow Person { get; private set; } = null!;

    public IReadOnlyList<AnsweredSheet> Sheets { get; private set; } = [];

    public IReadOnlyList<OpenQuestionnaire> Waiting { get; private set; } = [];

    /// <summary>What can be filled in with the person.</summary>
    public IReadOnlyList<QuestionnaireTerms> ByName { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGetAsync() => Load();

    /// <summary>What I typed in today, for the wrong person.</summary>
    public Task<IActionResult> OnPostRemoveAsync() => Act(async () =>
    {
        await desk.Remove(Sheet ?? throw new NotFound("The sheet"), Id, Cancel);
        Done = Words["questionnaires.sheet-removed"];
        return Redirect($"/coach/people/{Id}/questionnaires");
    });

    protected override async Task Load()
    {
        var (id, today) = (Id, city.Today);
        Person = await participants.People.SingleOrDefaultAsync(person => person.Id == id, Cancel) ?? throw new NotFound("The person");
        var sheets = await db.Set<PersonSheet>().AsNoTracking().Include(sheet => sheet.Answers).Where(sheet => sheet.ParticipantId == id).OrderByDescending(sheet => sheet.AnsweredOn).ThenBy(sheet => sheet.Id).Take(Most).ToListAsync(Cancel);
        var waiting = await (
            from invitation in db.Set<Invitation>().AsNoTracking()
            join questionnaire in db.Set<Questionnaire>() on invitation.QuestionnaireId equals questionnaire.Id
            where invitation.ParticipantId == id && !questionnaire.IsAnonymous && invitation.AnsweredOn == null && invitation.AnswerUntil >= today && questionnaire.OpenedOn != null && questionnaire.ClosedOn == null
            orderby invitation.AnswerUntil, invitation.Id
            select invitation).Take(Most).ToListAsync(Cancel);
        var terms = await db.TermsOf(sheets.Select(sheet => sheet.EditionId).Concat(waiting.Select(one => one.EditionId)), Cancel);
        Sheets = [.. sheets.Select(sheet => new AnsweredSheet(sheet.Id, terms[sheet.EditionId], sheet.AnsweredOn, sheet.TypedByName, sheet.Answers) { MayGo = sheet.TypedBy == caller.Id && sheet.AnsweredOn == today })];
        Waiting = [.. waiting.Select(one => new OpenQuestionnaire(one.Id, terms[one.EditionId], "", one.AnswerUntil, false))];
        ByName =
        [
            .. (await (
                from edition in db.NewestEditions()
                join questionnaire in db.Set<Questionnaire>() on edition.QuestionnaireId equals questionnaire.Id
                where !questionnaire.IsAnonymous && questionnaire.OpenedOn != null && questionnaire.ClosedOn == null
                orderby questionnaire.Code
                select edition).ToListAsync(Cancel)).Select(edition => edition.Terms),
        ];
    }
}
