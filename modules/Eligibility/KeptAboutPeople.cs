using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>What was decided on the person, by which rule and on which facts, and what they said to it.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, Sentences sentences, CityTime city, Words words) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } = [new("decisions", Ground.Duty, Roles.Coach, Roles.Administrator, Roles.Auditor) { Page = "/my/decisions" }];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var decisions = db.Set<Decision>().Where(row => records.Contains(row.ParticipantId));
        return
        [
            KeptRows.Of(
                db,
                "decisions",
                decisions,
                async (_, cancel) =>
                {
                    var names = await Names(cancel);
                    return row => new(city.DayOf(row.DecidedAt), $"{Shown.Apart(names.GetValueOrDefault(row.ProgrammeCode, row.ProgrammeCode))}: {words[$"outcome.{row.Outcome}"]}. {Why(row)}");
                },
                nameof(Decision.Signature)),
            KeptRows.Of(
                db,
                "decisions",
                db.Set<Proposal>().Where(row => records.Contains(row.ParticipantId)),
                async (_, cancel) =>
                {
                    var names = await Names(cancel);
                    return row => new(
                        city.DayOf(row.ProposedAt),
                        string.Join(
                            " ",
                            new[]
                            {
                                $"{Shown.Apart(names.GetValueOrDefault(row.ProgrammeCode, row.ProgrammeCode))}: {words.Say(row.InWords(), Shown.Money(row.CutCents ?? 0))}", row.Reason.Code is { } code ? words[code] : null, row.Reason.Text,
                                row.Comment is { } comment ? words.Say("my.decisions.you-wrote", comment) : null, row.Appeal is { } appeal ? words.Say("my.decisions.you-wrote", appeal) : null,
                            }.OfType<string>()));
                }),
            KeptRows.Beside(db, "decisions", db.Set<DecisionReview>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "decisions", db.Set<SimulatedPerson>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "decisions", db.Set<Stale>().Where(row => records.Contains(row.ParticipantId))),
        ];
    }

    private string Why(Decision decision) => string.Join(' ', sentences.Deciding(JsonSerializer.Deserialize<Reason>(decision.Reasons, Terms.Json)!, CultureInfo.CurrentUICulture));

    private Task<Dictionary<string, string>> Names(CancellationToken cancel) => db.Set<Programme>().ToDictionaryAsync(row => row.Code, row => row.Name, cancel);
}
