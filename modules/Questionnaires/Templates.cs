using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires;

/// <summary>Questionnaires as data: as they are shipped, and as an administrator changes them.</summary>
internal sealed class Templates(CoursesDb db, IAudit audit, CityTime city, Caller caller)
{
    public const string Changed = "questionnaire-edit.changed-meanwhile";

    public static IReadOnlyList<string> Shipped { get; } = ShippedFiles.Of(typeof(Templates));

    /// <summary>Another edition, or the first one; the last one is changed in place as long as nobody can have been asked with it. Broken rules: <c>questionnaire.anonymity-fixed</c>, <c>questionnaire-edit.changed-meanwhile</c>, <c>questionnaire.too-long</c>.</summary>
    /// <param name="terms">What it is to be.</param>
    /// <param name="json">The same as it is kept.</param>
    /// <param name="seen">The edition and its version as the reader had it; null for whatever it is.</param>
    /// <param name="cancel">Stops.</param>
    public Task Save(QuestionnaireTerms terms, string json, string? seen, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (json.Length > Edition.LongestJson)
            {
                throw new RuleBroken("questionnaire.too-long", Edition.LongestJson);
            }

            var known = await db.Set<Questionnaire>().AsNoTracking().Where(row => row.Code == terms.Code).Select(row => row.Id).SingleOrDefaultAsync(cancel);
            var questionnaire = known == Guid.Empty ? null : await db.Lock<Questionnaire>(known, cancel);
            if (questionnaire is null)
            {
                questionnaire = new() { Id = db.Engine.NewKey(), Code = terms.Code, IsAnonymous = terms.Anonymous };
                db.Add(questionnaire);
            }

            if (questionnaire.IsAnonymous != terms.Anonymous)
            {
                throw new RuleBroken("questionnaire.anonymity-fixed");
            }

            var last = await db.Set<Edition>().Where(row => row.QuestionnaireId == questionnaire.Id).OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancel);
            if (seen is not null && seen != SeenAs(last))
            {
                throw new RuleBroken(Changed);
            }

            if (last is not null && !await IsUsed(questionnaire, last.Id, cancel))
            {
                (last.Json, last.MadeAt, last.MadeBy, last.MadeByName) = (json, city.Now, caller.Id, caller.Name);
            }
            else
            {
                db.Add(new Edition { QuestionnaireId = questionnaire.Id, Number = (last?.Number ?? 0) + 1, Json = json, MadeAt = city.Now, MadeBy = caller.Id, MadeByName = caller.Name });
            }

            audit.Record("questionnaire.saved", questionnaire.Id, terms.Code);
        },
        cancel);

    public static string SeenAs(Edition? edition) => edition is null ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{edition.Number}.{edition.Version}");

    /// <summary>Is somebody asked with it, or may somebody be at this moment?</summary>
    public async Task<bool> IsUsed(Questionnaire questionnaire, Guid edition, CancellationToken cancel) =>
        questionnaire.IsOpen
        || await db.Set<Invitation>().AnyAsync(row => row.EditionId == edition, cancel)
        || await db.Set<Sheet>().AnyAsync(row => row.EditionId == edition, cancel)
        || await db.Set<PersonSheet>().AnyAsync(row => row.EditionId == edition, cancel);
}
