using Courses.Contracts.Mentoring;
using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Mentoring;

internal enum PairAct
{
    Proposed,
    HelperAccepted,
    HelperDeclined,
    NewcomerAccepted,
    NewcomerDeclined,
    Ended,
    OtherWished,
    WishAnswered,

    /// <summary>Asked once more, some time after the end.</summary>
    ContactedAgain,
}

/// <summary>A helper and a newcomer who meet. Who did what to it, when and why are its events; the columns say what they come to.</summary>
internal sealed class Pair
{
    public const int LongestReason = 1000;

    public Guid Id { get; private set; }

    public required Guid HelperId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid TemplateId { get; init; }

    public required string TemplateCode { get; init; }

    public required string? ProgrammeCode { get; init; }

    public PairState State { get; private set; }

    public required DateTimeOffset ProposedAt { get; init; }

    public DateTimeOffset? HelperAcceptedAt { get; private set; }

    public DateTimeOffset? NewcomerAcceptedAt { get; private set; }

    public DateOnly? StartedOn { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    public EndReason? EndReason { get; private set; }

    /// <summary>The newcomer asked for another contact person, and nobody has answered yet.</summary>
    public DateTimeOffset? OtherWishedAt { get; private set; }

    /// <summary>When they are to be asked once more; null when that is done, or not agreed.</summary>
    public DateOnly? ContactOn { get; private set; }

    public List<PairEvent> Events { get; } = [];

    public bool IsOpen => State is PairState.Proposed or PairState.Active;

    public static Pair Propose(Helper helper, Guid participantId, PairTemplate template, Guid by, DateTimeOffset at)
    {
        var terms = template.Terms;
        var pair = new Pair { HelperId = helper.Id, ParticipantId = participantId, TemplateId = template.Id, TemplateCode = terms.Code, ProgrammeCode = terms.Programme, ProposedAt = at };
        pair.Add(PairAct.Proposed, by, at);
        return pair;
    }

    /// <summary>One side says yes. Said twice it is said once; when the other has said so before, they begin.</summary>
    /// <returns>Whether something changed.</returns>
    public bool Accept(bool isHelper, Helper helper, PairTerms terms, Guid by, DateOnly on, DateTimeOffset at)
    {
        if (State == PairState.Active || (State == PairState.Proposed && (isHelper ? HelperAcceptedAt : NewcomerAcceptedAt) is not null))
        {
            return false;
        }

        if (State != PairState.Proposed)
        {
            throw new RuleBroken("pair.over");
        }

        if (isHelper)
        {
            HelperAcceptedAt = at;
        }
        else
        {
            NewcomerAcceptedAt = at;
        }

        Add(isHelper ? PairAct.HelperAccepted : PairAct.NewcomerAccepted, by, at);
        if (HelperAcceptedAt is not null && NewcomerAcceptedAt is not null)
        {
            if (helper.LeftOn is not null)
            {
                throw new RuleBroken("pair.helper-left");
            }

            helper.Demand(terms, on);
            (State, StartedOn) = (PairState.Active, on);
        }

        return true;
    }

    public bool Decline(bool isHelper, Guid by, DateOnly on, DateTimeOffset at)
    {
        if (State == PairState.Declined)
        {
            return false;
        }

        if (State != PairState.Proposed)
        {
            throw new RuleBroken(State == PairState.Active ? "pair.runs" : "pair.over");
        }

        (State, EndedOn) = (PairState.Declined, on);
        Add(isHelper ? PairAct.HelperDeclined : PairAct.NewcomerDeclined, by, at);
        return true;
    }

    /// <summary>Ends what runs, or takes a proposal back.</summary>
    public void End(EndReason reason, string said, PairTerms terms, Guid by, DateOnly on, DateTimeOffset at)
    {
        if (!IsOpen)
        {
            throw new RuleBroken("pair.over");
        }

        ContactOn = State == PairState.Active && terms.ContactAfterMonths is { } months ? on.AddMonths(months) : null;
        (State, EndedOn, EndReason, OtherWishedAt) = (PairState.Ended, on, reason, null);
        Add(PairAct.Ended, by, at, said);
    }

    /// <summary>Asked for twice it is asked for once.</summary>
    public bool WishForOther(string said, Guid by, DateTimeOffset at)
    {
        if (!IsOpen)
        {
            throw new RuleBroken("pair.over");
        }

        if (OtherWishedAt is not null)
        {
            return false;
        }

        OtherWishedAt = at;
        Add(PairAct.OtherWished, by, at, said);
        return true;
    }

    /// <summary>The wish was talked over, and they go on.</summary>
    public void AnswerWish(string said, Guid by, DateTimeOffset at)
    {
        if (OtherWishedAt is null)
        {
            throw new RuleBroken("pair.no-wish");
        }

        OtherWishedAt = null;
        Add(PairAct.WishAnswered, by, at, said);
    }

    public void ContactAgain(string said, Guid by, DateTimeOffset at)
    {
        if (ContactOn is null)
        {
            throw new RuleBroken("pair.no-contact");
        }

        ContactOn = null;
        Add(PairAct.ContactedAgain, by, at, said);
    }

    private void Add(PairAct act, Guid by, DateTimeOffset at, string said = "") => Events.Add(new() { Act = act, DoneBy = by, At = at, Said = said });
}

internal sealed class PairEvent : IAppendOnly
{
    public Guid Id { get; private set; }

    public Guid PairId { get; private set; }

    public required PairAct Act { get; init; }

    public required Guid DoneBy { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Said { get; init; }
}
