using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>What a person answered by name, for the coach who advises them.</summary>
[Audience(Roles.Coach)]
internal sealed class PersonAnswersModel(CoursesDb db, IParticipants participants) : CoursesPage, IShowsPeople
{
    private const int Most = 50;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public ParticipantRow Person { get; private set; } = null!;

    public IReadOnlyList<AnsweredSheet> Sheets { get; private set; } = [];

    /// <summary>What can be filled in with the person.</summary>
    public IReadOnlyList<QuestionnaireTerms> ByName { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        var id = Id;
        Person = await participants.People.SingleOrDefaultAsync(person => person.Id == id, Cancel) ?? throw new NotFound("The person");
        var sheets = await db.Set<PersonSheet>().AsNoTracking().Include(sheet => sheet.Answers).Where(sheet => sheet.ParticipantId == id).OrderByDescending(sheet => sheet.AnsweredOn).ThenBy(sheet => sheet.Id).Take(Most).ToListAsync(Cancel);
        var ids = sheets.Select(sheet => sheet.EditionId).Distinct().ToArray();
        var editions = (await db.Set<Edition>().AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id)).ToListAsync(Cancel)).ToDictionary(row => row.Id, row => row.Terms);
        Sheets = [.. sheets.Select(sheet => new AnsweredSheet(editions[sheet.EditionId], sheet.AnsweredOn, sheet.TypedByName, sheet.Answers))];
        ByName =
        [
            .. (await (
                from edition in db.Set<Edition>().AsNoTracking()
                join questionnaire in db.Set<Questionnaire>() on edition.QuestionnaireId equals questionnaire.Id
                where !questionnaire.IsAnonymous && questionnaire.OpenedOn != null && questionnaire.ClosedOn == null && !db.Set<Edition>().Any(later => later.QuestionnaireId == edition.QuestionnaireId && later.Number > edition.Number)
                orderby questionnaire.Code
                select edition).ToListAsync(Cancel)).Select(edition => edition.Terms),
        ];
    }
}
