using System.Globalization;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Features;

/// <summary>
/// Below the size that the programme sets, what the rule proposes counts by itself once the time to comment is over. Whoever commented is always heard by a person.
/// </summary>
internal sealed class SettleSmallProposals(CoursesDb db, DecideProposal decide, CityTime city) : ISweep
{
    private static readonly GivenReason ByTheRule = new("message.decision.rule", null, null);

    public async Task<int> Run(CancellationToken cancel)
    {
        var today = city.Today;
        var due = await db.Set<Proposal>().Where(row => row.State == ProposalState.Open && !row.NeedsPerson && row.Comment == null && row.ToldOn != null && row.CommentUntil < today).Select(row => row.Id).ToListAsync(cancel);
        return await db.EachAlone(
            due,
            async id =>
            {
                await decide.Confirm(id, ByTheRule, "rule", Guid.Empty, cancel);
                return 1;
            },
            cancel);
    }
}

/// <summary>A person (or, for small ones, the rule) decides on a proposal; the newcomer is told, and the audit trail keeps it.</summary>
internal sealed class DecideProposal(CoursesDb db, IMessages messages, Contracts.Access.IAudit audit, CityTime city, TimeProvider clock)
{
    public Task Confirm(Guid id, GivenReason reason, string by, Guid byId, CancellationToken cancel) => Decide(id, (proposal, now) => proposal.Confirm(reason, by, byId, now, city.Today), Withdrawn, reason, cancel);

    public Task Reject(Guid id, GivenReason reason, string by, Guid byId, CancellationToken cancel) => Decide(id, (proposal, now) => proposal.Reject(reason, by, byId, now), "kept", reason, cancel);

    private const string Withdrawn = "withdrawn";

    private Task Decide(Guid id, Action<Proposal, DateTimeOffset> verb, string outcome, GivenReason reason, CancellationToken cancel) =>
        db.Transact(
            async () =>
            {
                var proposal = await db.Lock<Proposal>(id, cancel) ?? throw new Platform.Errors.NotFound("proposal");
                var now = clock.GetUtcNow();
                verb(proposal, now);
                var cut = outcome == Withdrawn ? proposal.CutCents : null;
                audit.Record(cut is null ? $"proposal.{outcome}" : "proposal.cut", proposal.ParticipantId, $"{proposal.ProgrammeCode}: {reason.Code} {reason.Text}".Trim());
                var ends = proposal.State == ProposalState.Confirmed;
                await messages.Queue(
                    new()
                    {
                        ParticipantId = proposal.ParticipantId,
                        Kind = ends ? DecisionLetter.KindOf(proposal) : DecisionLetter.Kept,
                        OnceKey = $"decision:{proposal.Id:N}:{now.ToUnixTimeMilliseconds()}",
                        About = proposal.Id,
                        Link = "/my/decisions",
                        Details = [ProgrammeNames.InLetters(proposal.ProgrammeCode), cut is { } cents ? (cents / 100m).ToString("0.##", CultureInfo.InvariantCulture) : $"word:message.decision.{outcome}", reason.AsDetail(), NewMessage.LastDayToAnswer],
                        AnswerWorkingDays = ends ? Proposal.AppealWorkingDays : null,
                    },
                    cancel);
            },
            cancel);
}
