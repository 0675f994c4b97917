using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Kept;

namespace Courses.Questionnaires;

/// <summary>What a person answered where that is theirs, and what they were asked. Of anonymous answers nobody knows whose they are, so they are no rows of anybody.</summary>
internal sealed class KeptAboutPeople(CoursesDb db) : IKeepsAboutPeople
{
    public const string Answers = "questionnaires";
    public const string Invitations = "questionnaire-invitations";

    public IReadOnlyList<KeptKind> Kinds { get; } =
    [
        new(Answers, Ground.Task, Roles.Coach) { Page = "/my/questionnaires", Rule = Answers },
        new(Invitations, Ground.Task, Roles.Coach) { Page = "/my/questionnaires", Rule = Invitations },
    ];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var sheets = Sheets(records);
        return
        [
            KeptRows.Of(
                db,
                Answers,
                sheets,
                async (rows, cancel) =>
                {
                    var terms = await db.TermsOf(rows.Select(row => row.EditionId), cancel);
                    return row => new(row.AnsweredOn, terms[row.EditionId].Name);
                },
                nameof(PersonSheet.TypedBy),
                nameof(PersonSheet.TypedByName)),
            KeptRows.Beside(db, Answers, db.Set<PersonAnswer>().Where(row => sheets.Any(sheet => sheet.Id == row.PersonSheetId))),
            KeptRows.Of(
                db,
                Invitations,
                Asked(records),
                async (rows, cancel) =>
                {
                    var terms = await db.TermsOf(rows.Select(row => row.EditionId), cancel);
                    return row => new(row.MadeOn, terms[row.EditionId].Name);
                }),
        ];
    }

    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var sheets = Sheets(records);
        return
        [
            ErasedRows.Delete(db, Answers, db.Set<PersonAnswer>().Where(row => sheets.Any(sheet => sheet.Id == row.PersonSheetId))),
            ErasedRows.Delete(db, Answers, sheets),
            ErasedRows.Delete(db, Invitations, Asked(records)),
        ];
    }

    private IQueryable<PersonSheet> Sheets(IReadOnlyList<Guid> records) => db.Set<PersonSheet>().Where(row => records.Contains(row.ParticipantId));

    private IQueryable<Invitation> Asked(IReadOnlyList<Guid> records) => db.Set<Invitation>().Where(row => records.Contains(row.ParticipantId));
}
