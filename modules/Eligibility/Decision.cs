using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;

namespace Courses.Eligibility;

/// <summary>What was decided on a person, under which rule, on which facts and why. Written when the outcome or the reason changes, and never changed after.</summary>
internal sealed class Decision
{
    public const string Entry = "entry";
    public const string Benefit = "benefit";

    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required int RuleVersion { get; init; }

    public required string Subject { get; init; }

    /// <summary>The period that it is about; empty for the whole time. A new period has decisions of its own and leaves these alone.</summary>
    public required string Period { get; init; }

    public required Outcome Outcome { get; init; }

    public required string Forecast { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    /// <summary>The tree of reasons as JSON.</summary>
    public required string Reasons { get; init; }

    /// <summary>The facts it was taken on, as JSON.</summary>
    public required string Facts { get; init; }

    /// <summary>Fingerprint of outcome and reason: the same one makes no new row.</summary>
    public required string Signature { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public DateTimeOffset? SupersededAt { get; private set; }
}

internal enum ProposalState
{
    /// <summary>Waits for a person.</summary>
    Open,

    /// <summary>A person agreed: the benefit ends, or is cut.</summary>
    Confirmed,

    /// <summary>A person disagreed: the benefit goes on.</summary>
    Rejected,

    /// <summary>The facts were corrected before anybody decided.</summary>
    Settled,

    /// <summary>The facts were corrected after it was confirmed: somebody looks again, and both stay on record.</summary>
    Reopened,
}

/// <summary>What a binding rule proposes. A person decides; the newcomer is told, may comment and may appeal.</summary>
internal sealed class Proposal : IVersioned
{
    public const int MostSaid = 2000;

    /// <summary>Settled long ago, and somebody's own words are still there; the oldest first. Codes, amounts and days stay: they are what was decided.</summary>
    public static IQueryable<Proposal> WordsOver(CoursesDb db, DateTimeOffset before) => db.Set<Proposal>()
        .Where(row => row.ProposedAt < before && row.State != ProposalState.Open && row.State != ProposalState.Reopened && (row.AppealedAt == null || row.AppealDecidedAt != null)
            && (row.Comment != null || row.Appeal != null || row.DecisionReason != null))
        .OrderBy(row => row.ProposedAt);


    /// <summary>How long a decision may be appealed against, in working days from its delivery: four weeks.</summary>
    public const int AppealWorkingDays = 20;

    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    /// <summary>The period of that decision.</summary>
    public required string Period { get; init; }

    /// <summary>The decision of the rule that it rests on.</summary>
    public required Guid DecisionId { get; init; }

    public required Forecast Forecast { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    public required int LinePercent { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>How long the newcomer may comment, in working days from the day on which they hear of it.</summary>
    public required int CommentWorkingDays { get; init; }

    /// <summary>The newcomer may comment until the end of this day; null as long as nobody knows that they heard of it.</summary>
    public DateOnly? CommentUntil { get; private set; }

    public DateOnly? ToldOn { get; private set; }

    /// <summary>How the newcomer heard of it: the code of a channel, or of what somebody noted.</summary>
    public string? ToldHow { get; private set; }

    /// <summary>Who told, where it was a person.</summary>
    public string? ToldBy { get; private set; }

    /// <summary>What the benefit of the period would be cut by; null where it would end.</summary>
    public long? CutCents { get; init; }

    /// <summary>Below the size set in the programme it counts by itself when the time to comment is over.</summary>
    public required bool NeedsPerson { get; init; }

    public ProposalState State { get; private set; }

    public string? DecidedBy { get; private set; }

    /// <summary>The account that decided; an appeal is decided by another one.</summary>
    public Guid? DecidedById { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The prepared sentence that was chosen, as its key.</summary>
    public string? DecisionReasonCode { get; private set; }

    /// <summary>What the person who decided wrote, and in which language.</summary>
    public string? DecisionReason { get; private set; }

    public string? DecisionReasonLanguage { get; private set; }

    public GivenReason Reason => new(DecisionReasonCode, DecisionReason is { Length: > 0 } own ? own : null, DecisionReasonLanguage);

    /// <summary>The decision may be appealed against until the end of this day; null as long as nobody knows that it arrived.</summary>
    public DateOnly? AppealUntil { get; private set; }

    public string? Comment { get; private set; }

    public DateTimeOffset? CommentedAt { get; private set; }

    /// <summary>The person has said all there is to say: nobody needs to wait for more.</summary>
    public DateTimeOffset? SaidAllAt { get; private set; }

    public string? Appeal { get; private set; }

    public DateTimeOffset? AppealedAt { get; private set; }

    public DateTimeOffset? AppealDecidedAt { get; private set; }

    public int Version { get; set; }

    /// <summary>It is open, or it holds and corrected facts would open it again.</summary>
    public bool IsRunning => State is ProposalState.Open or ProposalState.Confirmed or ProposalState.Reopened;

    public bool WaitsForPerson => State is ProposalState.Open or ProposalState.Reopened || AppealIsOpen;

    public bool AppealIsOpen => State == ProposalState.Confirmed && AppealedAt is not null && AppealDecidedAt is null;

    /// <summary>What the newcomer reads of it, as the sentence's key.</summary>
    public string InWords() => State switch
    {
        ProposalState.Confirmed => CutCents is null ? "my.decisions.confirmed" : "my.decisions.cut",
        ProposalState.Open or ProposalState.Reopened => "my.decisions.open",
        _ => "my.decisions.kept",
    };

    public void Confirm(GivenReason reason, string by, Guid byId, DateTimeOffset at, DateOnly today)
    {
        MustWait();
        if (ToldOn is null && AppealedAt is null)
        {
            throw new RuleBroken("proposal.not-told");
        }

        if (State == ProposalState.Open && today <= CommentUntil && SaidAllAt is null)
        {
            throw new RuleBroken("proposal.time-to-comment", Shown.Date(CommentUntil.Value));
        }

        Decide(ProposalState.Confirmed, reason, by, byId, at);
    }

    public void Reject(GivenReason reason, string by, Guid byId, DateTimeOffset at)
    {
        MustWait();
        Decide(ProposalState.Rejected, reason, by, byId, at);
    }

    /// <summary>The newcomer knows of the proposal, or of the decision: from now on the time to comment or to appeal runs. What was known first counts.</summary>
    public void Heard(bool ofDecision, Delivered delivered)
    {
        if (ofDecision)
        {
            AppealUntil ??= State == ProposalState.Confirmed ? delivered.AnswerUntil : null;
        }
        else if (ToldOn is null)
        {
            (ToldOn, ToldHow, CommentUntil) = (delivered.On, delivered.How, delivered.AnswerUntil);
        }
    }

    /// <summary>The mail that said it came back: nobody knows that the newcomer heard of it, unless they answered or somebody decided meanwhile.</summary>
    public void WasNotHeard(bool ofDecision)
    {
        if (ofDecision)
        {
            AppealUntil = State == ProposalState.Confirmed && AppealedAt is null ? null : AppealUntil;
        }
        else if (State == ProposalState.Open && ToldHow == Delivered.ByMail && CommentedAt is null && SaidAllAt is null)
        {
            (ToldOn, ToldHow, CommentUntil) = (null, null, null);
        }
    }

    /// <summary>Somebody answers for it that the newcomer knows, where no letter does.</summary>
    public void WasTold(string how, string by) => ToldBy ??= ToldHow == how ? by : null;

    public bool MayAppealOn(DateOnly today) => State == ProposalState.Confirmed && AppealedAt is null && !(today > AppealUntil);

    public void SayWhy(string comment, DateTimeOffset at)
    {
        if (State is not (ProposalState.Open or ProposalState.Reopened))
        {
            throw new RuleBroken("proposal.already-decided");
        }

        // Who writes twice adds to what was said.
        (Comment, CommentedAt) = (Comment is null ? comment : $"{Comment}\n{comment}", at);
        if (Comment.Length > MostSaid)
        {
            throw new RuleBroken("proposal.said-too-much", MostSaid);
        }
    }

    public void SayThatThisIsAll(DateTimeOffset at)
    {
        if (State is not (ProposalState.Open or ProposalState.Reopened))
        {
            throw new RuleBroken("proposal.already-decided");
        }

        SaidAllAt ??= at;
    }

    /// <summary>Within the time that runs from delivery; a person looks at it again.</summary>
    public void AppealAgainst(string text, DateTimeOffset at, DateOnly today)
    {
        if (State != ProposalState.Confirmed || AppealedAt is not null)
        {
            throw new RuleBroken("proposal.nothing-to-appeal");
        }

        if (!MayAppealOn(today))
        {
            throw new RuleBroken("proposal.appeal-too-late", Shown.Date(AppealUntil!.Value));
        }

        (Appeal, AppealedAt) = (text, at);
    }

    /// <summary>The facts changed: an open proposal is settled, a confirmed one is opened again and waits until a person has looked at it.</summary>
    public void FactsWereCorrected(DateTimeOffset at)
    {
        if (State == ProposalState.Confirmed)
        {
            State = ProposalState.Reopened;
        }
        else if (State == ProposalState.Open)
        {
            State = ProposalState.Settled;
            DecidedAt = at;
        }
    }

    private void MustWait()
    {
        if (!WaitsForPerson)
        {
            throw new RuleBroken("proposal.already-decided");
        }
    }

    private void Decide(ProposalState state, GivenReason reason, string by, Guid byId, DateTimeOffset at)
    {
        if (AppealIsOpen && byId == DecidedById)
        {
            throw new RuleBroken("proposal.appeal-by-another");
        }

        AppealDecidedAt = AppealIsOpen ? at : AppealDecidedAt;
        State = state;
        DecidedBy = by;
        DecidedById = byId;
        DecidedAt = at;
        (DecisionReasonCode, DecisionReason, DecisionReasonLanguage) = (reason.Code, reason.Text, reason.Language);
        AppealUntil = null;
    }
}

/// <summary>Facts of this person changed. Many rows a person are fine: adding one never waits for another transaction.</summary>
internal sealed class Stale
{
    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required DateTimeOffset MarkedAt { get; init; }
}

/// <summary>A person whose facts break the evaluation: set aside until they are set right, while the others go on.</summary>
internal sealed class SetAside
{
    /// <summary>The person's id.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required string Why { get; init; }
}

/// <summary>One row, locked by whoever recomputes: the incremental and the nightly run never work on the same person at once.</summary>
internal sealed class RecomputeGate : IVersioned
{
    public static readonly Guid TheOne = new("5e1ec7ed-0000-0000-0000-000000000001");

    public Guid Id { get; init; }

    public int Version { get; set; }
}
