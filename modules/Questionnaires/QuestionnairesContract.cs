using Courses.Contracts.Questionnaires;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires;

internal sealed class QuestionnairesContract(CoursesDb db) : IQuestionnaires
{
    public IQueryable<AnswerCountRow> Counts =>
        from answer in db.Set<SheetAnswer>()
        join sheet in db.Set<Sheet>() on answer.SheetId equals sheet.Id
        join edition in db.Set<Edition>() on sheet.EditionId equals edition.Id
        join questionnaire in db.Set<Questionnaire>() on edition.QuestionnaireId equals questionnaire.Id
        where questionnaire.IsAnonymous && sheet.IsMixed && answer.Choice != null
        group answer by new { questionnaire.Code, edition.Number, sheet.Month, answer.Question, answer.Choice } into same
        select new AnswerCountRow
        {
            Questionnaire = same.Key.Code,
            Edition = same.Key.Number,
            Month = same.Key.Month,
            Question = same.Key.Question,
            Choice = same.Key.Choice!,
            Sheets = same.Count(),
        };

    public IQueryable<GroupAnswerCountRow> CountsOfGroups =>
        from answer in db.Set<SheetAnswer>()
        join sheet in db.Set<Sheet>() on answer.SheetId equals sheet.Id
        join edition in db.Set<Edition>() on sheet.EditionId equals edition.Id
        join questionnaire in db.Set<Questionnaire>() on edition.QuestionnaireId equals questionnaire.Id
        where questionnaire.IsAnonymous && sheet.IsMixed && sheet.SubjectId != null && answer.Choice != null
        group answer by new { questionnaire.Code, sheet.SubjectId, sheet.Month, answer.Question, answer.Choice } into same
        select new GroupAnswerCountRow
        {
            Questionnaire = same.Key.Code,
            GroupId = same.Key.SubjectId!.Value,
            Month = same.Key.Month,
            Question = same.Key.Question,
            Choice = same.Key.Choice!,
            Sheets = same.Count(),
        };

    public async Task<bool> AskAfterModules(CancellationToken cancel)
    {
        var editions = await (
            from questionnaire in db.Set<Questionnaire>().AsNoTracking()
            where questionnaire.OpenedOn != null && questionnaire.ClosedOn == null
            join edition in db.Set<Edition>().AsNoTracking() on questionnaire.Id equals edition.QuestionnaireId
            where !db.Set<Edition>().Any(later => later.QuestionnaireId == questionnaire.Id && later.Number > edition.Number)
            select edition).ToListAsync(cancel);
        return editions.Exists(edition => edition.Terms.Occasion == Occasion.ModuleEnd);
    }
}
