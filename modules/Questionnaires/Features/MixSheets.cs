using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Features;

/// <summary>
/// Each night writes all sheets of a questionnaire that are not mixed yet anew, and its tickets, in one transaction, with other keys and in the order of these: neither keys nor the place of a row nor the number
/// of a transaction then tell which sheet came with which ticket, also of those that wait for company. Five or more about the same thing are mixed with that, come under one month and count from then on, so no
/// figure ever grows by fewer than five. What is not mixed yet is shown to nobody.
/// </summary>
internal sealed class MixSheets(CoursesDb db, CityTime city) : ISweep
{
    public const string Name = "questionnaire-sheets";

    /// <summary>So long sheets wait for others about the same class; then they count without it.</summary>
    private const int MonthsToWait = 2;

    /// <summary>So many are held in memory with their answers. Which of them are mixed is decided before, of all of them.</summary>
    private const int AtOnce = 1000;

    public async Task<int> Run(CancellationToken cancel)
    {
        var waiting = await (
            from sheet in db.Set<Sheet>()
            join edition in db.Set<Edition>() on sheet.EditionId equals edition.Id
            where !sheet.IsMixed
            select edition.QuestionnaireId).Union(db.Set<UsedTicket>().Where(ticket => !ticket.IsMixed).Select(ticket => ticket.QuestionnaireId)).ToListAsync(cancel);
        return await db.EachAlone(waiting, questionnaire => Mix(questionnaire, cancel), cancel);
    }

    private async Task<int> Mix(Guid questionnaire, CancellationToken cancel)
    {
        await db.Lock<Questionnaire>(questionnaire, cancel);
        var late = new DateOnly(city.Today.Year, city.Today.Month, 1).AddMonths(-MonthsToWait);
        var sheets = await (
            from sheet in db.Set<Sheet>()
            join edition in db.Set<Edition>() on sheet.EditionId equals edition.Id
            where edition.QuestionnaireId == questionnaire && !sheet.IsMixed
            select new { sheet.Id, sheet.EditionId, sheet.SubjectId, sheet.ProviderId, sheet.Month, sheet.IsTyped }).ToListAsync(cancel);
        List<Sheet> anew = [];
        Dictionary<Guid, Guid> before = [];
        foreach (var group in sheets.GroupBy(sheet => (sheet.EditionId, SubjectId: sheet.Month > late ? sheet.SubjectId : null, sheet.IsTyped)))
        {
            var isMixed = group.Count() >= SmallCounts.Fewest;
            var last = group.Max(sheet => sheet.Month);
            foreach (var sheet in group)
            {
                var id = Guid.NewGuid();
                before[id] = sheet.Id;
                anew.Add(new()
                {
                    Id = id,
                    EditionId = sheet.EditionId,
                    SubjectId = group.Key.SubjectId,
                    ProviderId = group.Key.SubjectId is null ? null : sheet.ProviderId,
                    Month = isMixed ? last : sheet.Month,
                    IsMixed = isMixed,
                    IsTyped = !isMixed && sheet.IsTyped,
                });
            }
        }

        foreach (var some in anew.OrderBy(sheet => sheet.Id, db.Engine.KeyOrder).Chunk(AtOnce))
        {
            await Write(some, before, cancel);
        }

        await WriteTickets(questionnaire, cancel);
        return anew.Count(sheet => sheet.IsMixed);
    }

    private async Task Write(Sheet[] sheets, Dictionary<Guid, Guid> before, CancellationToken cancel)
    {
        var old = Array.ConvertAll(sheets, sheet => before[sheet.Id]);
        var answers = (await db.Set<SheetAnswer>().AsNoTracking().Where(answer => EF.Parameter(old).Contains(answer.SheetId)).ToListAsync(cancel)).ToLookup(answer => answer.SheetId);
        await db.Set<SheetAnswer>().Where(answer => EF.Parameter(old).Contains(answer.SheetId)).ExecuteDeleteAsync(cancel);
        await db.Set<Sheet>().Where(sheet => EF.Parameter(old).Contains(sheet.Id)).ExecuteDeleteAsync(cancel);
        await db.Engine.BulkInsert(db, sheets, cancel);
        var written = sheets.SelectMany(sheet => answers[before[sheet.Id]].Select(answer => new SheetAnswer { Id = Guid.NewGuid(), SheetId = sheet.Id, Question = answer.Question, Choice = answer.Choice, Written = answer.Written }));
        await db.Engine.BulkInsert(db, written.OrderBy(answer => answer.Id, db.Engine.KeyOrder).ToList(), cancel);
    }

    /// <summary>Tickets of sheets that wait go along: more of them than sheets tells less, not more. They too stay behind together or not at all.</summary>
    private async Task WriteTickets(Guid questionnaire, CancellationToken cancel)
    {
        var hashes = await db.Set<UsedTicket>().Where(ticket => ticket.QuestionnaireId == questionnaire && !ticket.IsMixed).Select(ticket => ticket.Hash).ToListAsync(cancel);
        foreach (var some in hashes.Order(StringComparer.Ordinal).Chunk(AtOnce))
        {
            await db.Set<UsedTicket>().Where(ticket => EF.Parameter(some).Contains(ticket.Hash)).ExecuteDeleteAsync(cancel);
            await db.Engine.BulkInsert(db, some.Select(hash => new UsedTicket { Hash = hash, QuestionnaireId = questionnaire, IsMixed = hashes.Count >= SmallCounts.Fewest }).ToList(), cancel);
        }
    }
}
