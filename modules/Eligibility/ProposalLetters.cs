using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>The letter that something is proposed: true as long as the proposal is open, and the time to comment runs from its delivery. It is about the decision of the rule.</summary>
internal sealed class ProposalLetter(string kind, CoursesDb db) : IMessageCheck, IDeliveryHearer
{
    public const string OfKind = "decision-proposed";

    /// <summary>Of a rule that cuts a share.</summary>
    public const string OfCut = "cut-proposed";

    public static string KindOf(Proposal proposal) => proposal.CutCents is null ? OfKind : OfCut;

    public string Kind => kind;

    public async Task<IReadOnlyCollection<MessageToCheck>> NoLongerTrue(IReadOnlyCollection<MessageToCheck> messages, CancellationToken cancel)
    {
        var decisions = messages.Select(message => message.About).Distinct().ToArray();
        var open = (await db.Set<Proposal>().Where(row => EF.Parameter(decisions).Contains(row.DecisionId) && row.State == ProposalState.Open).Select(row => row.DecisionId).ToListAsync(cancel)).ToHashSet();
        return [.. messages.Where(message => !open.Contains(message.About))];
    }

    public async Task Heard(Delivered delivered, CancellationToken cancel) => (await About(delivered.About, cancel))?.Heard(ofDecision: false, delivered);

    public async Task CameBack(Guid about, CancellationToken cancel) => (await About(about, cancel))?.WasNotHeard(ofDecision: false);

    private async Task<Proposal?> About(Guid decisionId, CancellationToken cancel)
    {
        var id = await db.Set<Proposal>().Where(row => row.DecisionId == decisionId).Select(row => row.Id).SingleOrDefaultAsync(cancel);
        return await db.Lock<Proposal>(id, cancel);
    }
}

/// <summary>The letter that a benefit ended or is cut: the time to appeal runs from its delivery. It is about the proposal.</summary>
internal sealed class DecisionLetter(string kind, CoursesDb db) : IDeliveryHearer
{
    public const string OfKind = "benefit-ended";

    public const string OfCut = "benefit-cut";

    public static string KindOf(Proposal proposal) => proposal.CutCents is null ? OfKind : OfCut;

    /// <summary>What was written before times ran from delivery: still read under 'My letters'.</summary>
    public const string OfEarlierVersions = "decision";

    /// <summary>The benefit goes on: nothing to appeal against.</summary>
    public const string Kept = "benefit-kept";

    public string Kind => kind;

    public async Task Heard(Delivered delivered, CancellationToken cancel) => (await db.Lock<Proposal>(delivered.About, cancel))?.Heard(ofDecision: true, delivered);

    public async Task CameBack(Guid about, CancellationToken cancel) => (await db.Lock<Proposal>(about, cancel))?.WasNotHeard(ofDecision: true);
}
