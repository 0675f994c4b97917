using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants;

/// <summary>Who the person is, what they can and need, their passes, what was written down about them, and what they wrote to us.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, IAudit audit, CityTime city, Words words) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } =
    [
        new("person", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Teacher, Roles.Administrator) { Page = "/my/pass" },
        new("statuses", Ground.Task, Roles.Coach, Roles.Administrator),
        new("levels", Ground.Task, Roles.Coach, Roles.ProviderManager, Roles.Teacher) { Page = "/my/find/level" },
        new("needs", Ground.Health, Roles.Coach, Roles.ProviderManager, Roles.Teacher),
        new("passes", Ground.Task, Roles.Coach, Roles.Teacher) { Page = "/my/pass" },
        new("notes", Ground.Task, Roles.Coach, Roles.ProviderManager) { Rule = "person-notes" },
        new("complaints", Ground.Wish, Roles.Coach, Roles.Administrator) { Page = "/my/help", Rule = "complaints" },
        new("referral", Ground.Task, Roles.Coach),
        new("doubles", Ground.Task, Roles.Coach),
        new("erasure", Ground.Duty, Roles.Coach, Roles.Administrator, Roles.Auditor) { Page = "/my/erasure" },
        new("consents", Ground.Wish, Roles.Coach, Roles.Administrator) { Page = "/my/data", Rule = "consents" },
        new("copies", Ground.Duty, Roles.Coach, Roles.Administrator) { Page = "/my/data", Rule = "person-files" },
    ];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(
            db,
            "person",
            db.Set<Participant>().Where(row => records.Contains(row.Id)),
            row => new(null, Said(row)),
            nameof(Participant.SearchName),
            nameof(Participant.IndexedAs),
            nameof(Participant.ComparedAs)),
        KeptRows.Beside(db, "person", db.Set<SearchKey>().Where(row => records.Contains(row.ParticipantId))),
        KeptRows.Of(db, "statuses", db.Set<StatusPeriod>().Where(row => records.Contains(row.ParticipantId)), row => new(row.From, words[$"rule.name.{row.Status}"])),
        KeptRows.Of(db, "levels", db.Set<SkillLevel>().Where(row => records.Contains(row.ParticipantId)), row => new(row.AssessedOn, $"{words[$"rule.skill.{row.Skill}"]}: {(row.FirstLevel is { } first && first != row.Level ? $"{first} → {row.Level}" : row.Level)}")),
        KeptRows.Of(db, "needs", db.Set<PersonalNeed>().Where(row => records.Contains(row.ParticipantId)), row => new(null, words[$"kept.need.{row.Need}"])),
        KeptRows.Of(db, "passes", db.Set<Pass>().Where(row => records.Contains(row.ParticipantId)), row => new(city.DayOf(row.IssuedAt), row.Number)),
        KeptRows.Of(db, "notes", db.Set<PersonNote>().Where(row => records.Contains(row.ParticipantId)), row => new(row.WrittenOn, row.Text)),
        KeptRows.Of(
            db,
            "complaints",
            db.Set<Complaint>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value)),
            row => new(row.SentOn, string.Join(" – ", new[] { row.Text, row.OutcomeCode is { } code ? words[code] : "", row.Outcome }.Where(said => said.Length > 0)))),
        KeptRows.Of(
            db,
            "referral",
            db.Set<Referral>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value)),
            row => new(row.ReferredOn, Shown.List(CultureInfo.CurrentUICulture, [row.Office, row.CaseNumber])),
            nameof(Referral.SearchName)),
        KeptRows.Of(db, "doubles", db.Set<Merge>().Where(row => records.Contains(row.KeptId)), row => new(city.DayOf(row.At), row.Reason)),
        KeptRows.Beside(db, "doubles", db.Set<LikelyDouble>().Where(row => records.Contains(row.FirstId) || records.Contains(row.SecondId)), nameof(LikelyDouble.FirstId), nameof(LikelyDouble.SecondId)),
        KeptRows.Of(db, "erasure", db.Set<Erasure>().Where(row => records.Contains(row.ParticipantId)), row => new(city.DayOf(row.AskedAt), words["my.erasure.asked"])),
        KeptRows.Beside(db, "erasure", db.Set<LegalHold>().Where(row => records.Contains(row.ParticipantId))),
        KeptRows.Of(db, "consents", db.Set<Consent>().Where(row => records.Contains(row.ParticipantId)), row => new(city.DayOf(row.AskedAt), Shown.List(CultureInfo.CurrentUICulture, [Shown.Apart(row.Whom), words[$"consent.state.{row.State}"]]))),
        KeptRows.Beside(db, "consents", db.Set<ConsentWord>().Where(row => db.Set<Consent>().Any(consent => consent.Id == row.ConsentId && records.Contains(consent.ParticipantId)))),
        KeptRows.Of(db, "copies", db.Set<PersonFile>().Where(row => records.Contains(row.ParticipantId)), row => new(city.DayOf(row.AskedAt), words["my.data.file"])),
    ];

    /// <summary>The record itself last, so that who it was can be read until the others are done.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var referrals = db.Set<Referral>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value));
        return
        [
            ErasedRows.Keep<StatusPeriod>(db, "statuses"),
            ErasedRows.Keep<SkillLevel>(db, "levels"),
            ErasedRows.Delete(db, "needs", db.Set<PersonalNeed>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Delete(db, "passes", db.Set<Pass>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Delete(db, "notes", db.Set<PersonNote>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Empty<Complaint>(
                db,
                "complaints",
                async cancel =>
                {
                    var asked = db.Set<Complaint>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value) && row.Text != "");
                    await audit.Empty(await asked.Select(row => row.Id).ToListAsync(cancel), cancel);
                    return await asked.ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, "").SetProperty(row => row.Outcome, ""), cancel);
                }),
            ErasedRows.Empty<Referral>(db, "referral", cancel => Referred(referrals, cancel)),
            ErasedRows.Empty<Merge>(
                db,
                "doubles",
                cancel => db.Set<Merge>().Where(row => (records.Contains(row.KeptId) || records.Contains(row.MergedId)) && row.Reason != "").ExecuteUpdateAsync(set => set.SetProperty(row => row.Reason, ""), cancel)),
            ErasedRows.Delete(db, "doubles", db.Set<LikelyDouble>().Where(row => records.Contains(row.FirstId) || records.Contains(row.SecondId))),
            ErasedRows.Delete(db, "consents", db.Set<ConsentWord>().Where(row => db.Set<Consent>().Any(consent => consent.Id == row.ConsentId && records.Contains(consent.ParticipantId)))),
            ErasedRows.Delete(db, "consents", db.Set<Consent>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Delete(db, "copies", db.Set<PersonFile>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Empty<WorkItem>(
                db,
                "copies",
                cancel => db.Set<WorkItem>().Where(row => records.Contains(row.AskedBy) && row.AskedByName != "").ExecuteUpdateAsync(set => set.SetProperty(row => row.AskedByName, ""), cancel)),
            ErasedRows.Keep<Erasure>(db, "erasure"),
            ErasedRows.Delete(db, "erasure", db.Set<LegalHold>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Empty<SearchWord>(db, "person", cancel => ForgetWords(records, cancel)),
            ErasedRows.Delete(db, "person", db.Set<SearchKey>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Empty<Participant>(db, "person", cancel => db.Set<Participant>().CountAsync(row => records.Contains(row.Id), cancel)),
        ];
    }

    public async Task<IReadOnlyList<ErasureHold>> Holds(IReadOnlyList<Guid> records, CancellationToken cancel)
    {
        var today = city.Today;
        var until = await db.Set<LegalHold>().Where(row => records.Contains(row.ParticipantId) && row.EndedAt == null && row.Until >= today).OrderByDescending(row => row.Until).Select(row => (DateOnly?)row.Until).FirstOrDefaultAsync(cancel);
        return until is { } day ? [new("erasure.hold.law", day)] : [];
    }

    /// <summary>That somebody was sent, when, and that they came, is what the uptake counts.</summary>
    private async Task<int> Referred(IQueryable<Referral> referrals, CancellationToken cancel)
    {
        var count = 0;
        foreach (var one in await referrals.Where(row => row.SearchName != "").Select(row => new { row.Id, row.BirthDate }).ToListAsync(cancel))
        {
            await audit.Empty([one.Id], cancel);
            var (born, number) = (new DateOnly(one.BirthDate.Year, 1, 1), one.Id.ToString());
            count += await db.Set<Referral>().Where(row => row.Id == one.Id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.GivenName, "").SetProperty(row => row.FamilyName, "").SetProperty(row => row.SearchName, "").SetProperty(row => row.Email, (string?)null)
                    .SetProperty(row => row.CaseNumber, number).SetProperty(row => row.BirthDate, born).SetProperty(row => row.BirthParts, PartialDate.Year),
                cancel);
        }

        return count;
    }

    /// <summary>Words of a name that nobody else has are learned by heart no longer.</summary>
    private async Task<int> ForgetWords(IReadOnlyList<Guid> records, CancellationToken cancel)
    {
        var people = await db.Set<Participant>().AsNoTracking().Where(row => records.Contains(row.Id) && row.ErasedAt == null).ToListAsync(cancel);
        var known = people.SelectMany(person => SearchKeys.WordsOf(person)).Distinct(StringComparer.Ordinal).ToDictionary(SearchKeys.OfWord);
        var keys = known.Keys.ToArray();
        var others = await db.Set<SearchKey>().Where(row => EF.Parameter(keys).Contains(row.Key) && !records.Contains(row.ParticipantId)).Select(row => row.Key).Distinct().ToListAsync(cancel);
        var alone = known.Where(word => !others.Contains(word.Key)).Select(word => word.Value).ToArray();
        return await db.Set<SearchWord>().Where(row => EF.Parameter(alone).Contains(row.Word)).ExecuteDeleteAsync(cancel);
    }

    private string Said(Participant person)
    {
        string YesOrNo(bool yes) => words[yes ? "kept.yes" : "kept.no"];
        var lines = new List<string?>
        {
            Shown.Apart(person.FullName),
            person.LatinName is { } latin ? Shown.Apart(latin) : null,
            Shown.DateOrPart(person.Born),
            person.Gender.Length > 0 ? words[$"kept.gender.{person.Gender}"] : null,
            Shown.LanguageName(person.Language),
            person.Email,
            person.Phone is { } phone ? $"\u2066{phone}\u2069" : null,
            person.Address?.ReplaceLineEndings(", "),
            person.ResidenceCentre,
            person.FirstPermitOn is { } permit ? words.Say("kept.person.permit", Shown.Date(permit)) : null,
            person.ArrivedOn is { } arrived ? words.Say("kept.person.arrived", Shown.Date(arrived)) : null,
            person.IsFamilyMember is { } family ? words.Say("kept.person.family", YesOrNo(family)) : null,
            person.IsRegisteredInCity is { } registered ? words.Say("kept.person.registered", YesOrNo(registered)) : null,
            person.Works is { } works ? words.Say("kept.person.works", YesOrNo(works)) : null,
        };
        return string.Join("; ", lines.OfType<string>());
    }
}
