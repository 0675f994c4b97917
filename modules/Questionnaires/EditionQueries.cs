using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires;

internal static class EditionQueries
{
    /// <summary>The newest one of each questionnaire.</summary>
    public static IQueryable<Edition> NewestEditions(this CoursesDb db) =>
        db.Set<Edition>().AsNoTracking().Where(row => !db.Set<Edition>().Any(later => later.QuestionnaireId == row.QuestionnaireId && later.Number > row.Number));

    public static async Task<Dictionary<Guid, QuestionnaireTerms>> TermsOf(this CoursesDb db, IEnumerable<Guid> editions, CancellationToken cancel)
    {
        var ids = editions.Distinct().ToArray();
        return (await db.Set<Edition>().AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id)).ToListAsync(cancel)).ToDictionary(row => row.Id, row => row.Terms);
    }
}
