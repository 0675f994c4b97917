using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>What was decided on the person, by which rule and on which facts, and what they said to it.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, ChainEraser eraser, Sentences sentences, CityTime city, Words words, CityNames names) : IKeepsAboutPeople
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
                row => new(city.DayOf(row.DecidedAt), $"{Shown.Apart(NameOf(row.ProgrammeCode))}: {words[$"outcome.{row.Outcome}"]}. {Why(row)}"),
                nameof(Decision.Signature)),
            KeptRows.Of(
                db,
                "decisions",
                db.Set<Proposal>().Where(row => records.Contains(row.ParticipantId)),
                row => new(
                    city.DayOf(row.ProposedAt),
                    string.Join(
                        " ",
                        new[]
                        {
                            $"{Shown.Apart(NameOf(row.ProgrammeCode))}: {words.Say(row.InWords(), Shown.Money(row.CutCents ?? 0))}", row.Reason.Code is { } code ? words[code] : null, row.Reason.Text,
                            row.Comment is { } comment ? words.Say("my.decisions.you-wrote", comment) : null, row.Appeal is { } appeal ? words.Say("my.decisions.you-wrote", appeal) : null,
                        }.OfType<string>()))),
            KeptRows.Beside(db, "decisions", db.Set<DecisionReview>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "decisions", db.Set<SimulatedPerson>().Where(row => records.Contains(row.ParticipantId))),
            KeptRows.Beside(db, "decisions", db.Set<Stale>().Where(row => records.Contains(row.ParticipantId))),
        ];
    }

    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records) =>
    [
        // What was decided, by which rule and why, stays; of the facts the day of birth and the residence go.
        ErasedRows.Empty<Decision>(
            db,
            "decisions",
            async cancel => await eraser.Empty(
                "decisions",
                await db.Set<Decision>().Where(row => records.Contains(row.ParticipantId)).Select(row => row.Id).ToListAsync(cancel),
                async some =>
                {
                    foreach (var decision in await db.Set<Decision>().Where(row => EF.Parameter(some).Contains(row.Id)).Select(row => new { row.Id, row.Facts }).ToListAsync(cancel))
                    {
                        var facts = Facts.WithoutPerson(decision.Facts);
                        if (facts != decision.Facts)
                        {
                            await db.Set<Decision>().Where(row => row.Id == decision.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Facts, facts), cancel);
                        }
                    }
                },
                cancel),
            stays: true),
        ErasedRows.Empty<Proposal>(
            db,
            "decisions",
            cancel => db.Set<Proposal>().Where(row => records.Contains(row.ParticipantId) && (row.Comment != null || row.Appeal != null || row.DecisionReason != null))
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Comment, (string?)null).SetProperty(row => row.Appeal, (string?)null).SetProperty(row => row.DecisionReason, (string?)null), cancel)),
        ErasedRows.Empty<DecisionReview>(
            db, "decisions", cancel => db.Set<DecisionReview>().Where(row => records.Contains(row.ParticipantId) && row.Note != null).ExecuteUpdateAsync(set => set.SetProperty(row => row.Note, (string?)null), cancel)),
        ErasedRows.Delete(db, "decisions", db.Set<SimulatedPerson>().Where(row => records.Contains(row.ParticipantId))),
        ErasedRows.Delete(db, "decisions", db.Set<Stale>().Where(row => records.Contains(row.ParticipantId))),
        ErasedRows.Delete(db, "decisions", db.Set<SetAside>().Where(row => records.Contains(row.Id))),
    ];

    public async Task<IReadOnlyList<ErasureHold>> Holds(IReadOnlyList<Guid> records, CancellationToken cancel)
    {
        var holds = new List<ErasureHold>();
        foreach (var proposal in await db.Set<Proposal>().AsNoTracking().Where(row => records.Contains(row.ParticipantId)).ToListAsync(cancel))
        {
            if (proposal.WaitsForPerson)
            {
                holds.Add(new("erasure.hold.decision"));
            }
            else if (proposal.MayAppealOn(city.Today))
            {
                // Until it has reached the person, nobody knows the last day.
                holds.Add(proposal.AppealUntil is { } day ? new("erasure.hold.appeal", day) : new("erasure.hold.decision"));
            }
        }

        return holds;
    }

    private string Why(Decision decision) => string.Join(' ', sentences.Deciding(JsonSerializer.Deserialize<Reason>(decision.Reasons, Terms.Json)!, CultureInfo.CurrentUICulture));

    private string NameOf(string programmeCode) => names.OfProgramme(CultureInfo.CurrentUICulture, programmeCode);
}
