using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;

namespace Courses.Participants;

/// <summary>Who the person is, what they can and need, their passes, what was written down about them, and what they wrote to us.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, CityTime city, Words words) : IKeepsAboutPeople
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
        KeptRows.Of(db, "levels", db.Set<SkillLevel>().Where(row => records.Contains(row.ParticipantId)), row => new(row.AssessedOn, $"{words[$"rule.skill.{row.Skill}"]}: {row.Level}")),
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
        KeptRows.Of(db, "copies", db.Set<PersonFile>().Where(row => records.Contains(row.ParticipantId)), row => new(city.DayOf(row.AskedAt), words["my.data.file"])),
    ];

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
