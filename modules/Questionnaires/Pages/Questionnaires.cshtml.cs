using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Pages;

/// <summary>All questionnaires, with what the reader may do with each. There are few.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager, Roles.Teacher)]
internal sealed class QuestionnairesModel(CoursesDb db, Caller caller) : CoursesPage
{
    public IReadOnlyList<QuestionnaireLine> Lines { get; private set; } = [];

    public bool SeesNumbers => caller.Is(Roles.Administrator) || caller.Is(Roles.Auditor);

    public bool SeesResults => SeesNumbers || caller.Is(Roles.ProviderManager);

    public bool IsCoach => caller.Is(Roles.Coach);

    public bool TypesIn => IsCoach || caller.Is(Roles.Teacher);

    public async Task OnGetAsync()
    {
        var all = await db.Set<Questionnaire>().AsNoTracking().Where(row => SeesNumbers || row.OpenedOn != null).OrderBy(row => row.Code).ToListAsync(Cancel);
        var editions = (await db.NewestEditions().ToListAsync(Cancel)).ToDictionary(row => row.QuestionnaireId);
        var asked = !SeesNumbers ? [] : await db.Set<Invitation>().GroupBy(row => row.QuestionnaireId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, Cancel);
        Lines = [.. all.Select(row => new QuestionnaireLine(row, editions[row.Id].Terms, asked.GetValueOrDefault(row.Id)))];
    }
}

internal sealed record QuestionnaireLine(Questionnaire Questionnaire, QuestionnaireTerms Terms, int Asked);
