using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Features;

/// <summary>
/// Writes new sheets anew, at least five together, with other keys, in the order of these, in one transaction and under one month. After it neither keys nor the place of a row nor the number of a transaction
/// tell which sheet came with which ticket, and no figure ever grows by fewer than five. What is not mixed yet is shown to nobody.
/// </summary>
internal sealed class MixSheets(CoursesDb db, CityTime city) : ISweep
{
    public const string Name = "questionnaire-sheets";

    /// <summary>So long sheets wait for others about the same class; then they count without it.</summary>
    private const int MonthsToWait = 2;

    public async Task<int> Run(CancellationToken cancel)
    {
        var late = new DateOnly(city.Today.Year, city.Today.Month, 1).AddMonths(-MonthsToWait);
        await db.Set<Sheet>().Where(sheet => !sheet.IsMixed && sheet.SubjectId != null && sheet.Month <= late)
            .ExecuteUpdateAsync(set => set.SetProperty(sheet => sheet.SubjectId, (Guid?)null).SetProperty(sheet => sheet.ProviderId, (Guid?)null), cancel);
        var ready = await db.Set<Sheet>().Where(sheet => !sheet.IsMixed).GroupBy(sheet => new { sheet.EditionId, sheet.SubjectId })
            .Where(sheets => sheets.Count() >= SmallCounts.Fewest).Select(sheets => new { sheets.Key.EditionId, sheets.Key.SubjectId }).ToListAsync(cancel);
        return await db.EachAlone(ready, one => Mix(one.EditionId, one.SubjectId, cancel), cancel);
    }

    private async Task<int> Mix(Guid edition, Guid? subject, CancellationToken cancel)
    {
        var questionnaire = await db.Set<Edition>().Where(row => row.Id == edition).Select(row => row.QuestionnaireId).SingleAsync(cancel);
        await db.Lock<Questionnaire>(questionnaire, cancel);
        var sheets = await db.Set<Sheet>().AsNoTracking().Include(sheet => sheet.Answers).Where(sheet => !sheet.IsMixed && sheet.EditionId == edition && sheet.SubjectId == subject).ToListAsync(cancel);
        if (sheets.Count < SmallCounts.Fewest)
        {
            return 0;
        }

        var month = sheets.Max(sheet => sheet.Month);
        var mixed = sheets.ConvertAll(sheet => Anew(sheet, month)).OrderBy(sheet => sheet.Id, db.Engine.KeyOrder).ToList();
        var old = sheets.ConvertAll(sheet => sheet.Id).ToArray();
        await db.Set<SheetAnswer>().Where(answer => EF.Parameter(old).Contains(answer.SheetId)).ExecuteDeleteAsync(cancel);
        await db.Set<Sheet>().Where(sheet => EF.Parameter(old).Contains(sheet.Id)).ExecuteDeleteAsync(cancel);
        await db.Engine.BulkInsert(db, mixed, cancel);
        await db.Engine.BulkInsert(db, mixed.SelectMany(sheet => sheet.Answers).OrderBy(answer => answer.Id, db.Engine.KeyOrder).ToList(), cancel);

        // Tickets of sheets that wait for others go along: more of them than sheets tells less, not more.
        var tickets = await db.Set<UsedTicket>().AsNoTracking().Where(ticket => ticket.QuestionnaireId == questionnaire && !ticket.IsMixed).ToListAsync(cancel);
        var hashes = tickets.ConvertAll(ticket => ticket.Hash).ToArray();
        await db.Set<UsedTicket>().Where(ticket => EF.Parameter(hashes).Contains(ticket.Hash)).ExecuteDeleteAsync(cancel);
        await db.Engine.BulkInsert(db, hashes.Order(StringComparer.Ordinal).Select(hash => new UsedTicket { Hash = hash, QuestionnaireId = questionnaire, IsMixed = true }).ToList(), cancel);
        return mixed.Count;
    }

    private static Sheet Anew(Sheet sheet, DateOnly month)
    {
        var id = Desk.RandomKey();
        return new()
        {
            Id = id,
            EditionId = sheet.EditionId,
            SubjectId = sheet.SubjectId,
            ProviderId = sheet.ProviderId,
            Month = month,
            IsMixed = true,
            Answers = [.. sheet.Answers.Select(answer => new SheetAnswer { Id = Desk.RandomKey(), SheetId = id, Question = answer.Question, Choice = answer.Choice, Written = answer.Written })],
        };
    }
}
