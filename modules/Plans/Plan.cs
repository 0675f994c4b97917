using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Plans;

internal enum AimState
{
    Open,
    Reached,
    Dropped,
}

internal enum StepState
{
    Open,
    Done,
    Dropped,
}

internal enum ReviewKind
{
    Review,

    /// <summary>What is known goes over to whoever comes next, with the person in the room.</summary>
    Transition,
}

internal enum CloseReason
{
    Finished,
    Moved,
    Wished,
    NewPlan,
    Other,
}

/// <summary>
/// What a newcomer and the city want to reach together. Everything that happens to it is a row of its history, from which it can be told anew; the columns say what they come to. Its row is the lock of all that belongs to it.
/// A change of aims or steps is another edition, and both sides are asked again.
/// </summary>
internal sealed class Plan : IVersioned
{
    public const int LongestText = 500;
    public const int LongestSaid = 2000;
    public const int MostAims = 60;

    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public Guid TemplateId { get; private set; }

    public required string TemplateCode { get; init; }

    public required string? ProgrammeCode { get; init; }

    /// <summary>The responsible coach: nobody else at the desk sees the plan.</summary>
    public Guid CoachId { get; private set; }

    public string CoachName { get; private set; } = "";

    public required Guid MadeBy { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required DateOnly MadeOn { get; init; }

    /// <summary>From the arrival, or where that is not known from the registration.</summary>
    public required int DaysAfterArrival { get; init; }

    public int Edition { get; private set; }

    /// <summary>The edition to which the city's side said yes last; 0 for none. So the next one.</summary>
    public int CityAgreed { get; private set; }

    public int PersonAgreed { get; private set; }

    /// <summary>When both had agreed to this edition.</summary>
    public DateTimeOffset? AgreedAt { get; private set; }

    /// <summary>The person says that something is wrong, and nobody has answered yet.</summary>
    public DateTimeOffset? ObjectedAt { get; private set; }

    public DateTimeOffset? OtherWishedAt { get; private set; }

    public DateOnly? NextReviewOn { get; private set; }

    public ReviewKind? NextReviewKind { get; private set; }

    /// <summary>The day of the transition meeting, as long as it was not held.</summary>
    public DateOnly? TransitionOn { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public CloseReason? CloseReason { get; private set; }

    /// <summary>So many rows its history has.</summary>
    public int EventCount { get; private set; }

    public int Version { get; set; }

    public List<PlanAim> Aims { get; } = [];

    public List<PlanStep> Steps { get; } = [];

    public List<PlanEvent> Events { get; } = [];

    public List<PlanAgreement> Agreements { get; } = [];

    public bool IsOpen => ClosedOn is null;

    public bool CityHasAgreed => CityAgreed == Edition;

    public bool PersonHasAgreed => PersonAgreed == Edition;

    public static Plan Make(Guid participantId, PlanTemplate template, Doer coach, DateOnly arrivedOn, DateOnly today)
    {
        var terms = template.Terms;
        var plan = new Plan
        {
            ParticipantId = participantId,
            TemplateId = template.Id,
            TemplateCode = terms.Code,
            ProgrammeCode = terms.Programme,
            CoachId = coach.Id,
            CoachName = coach.Name,
            MadeBy = coach.Id,
            MadeAt = coach.At,
            MadeOn = today,
            DaysAfterArrival = Math.Max(0, today.DayNumber - arrivedOn.DayNumber),
            Edition = 1,
            TransitionOn = terms.TransitionMonths is { } months ? arrivedOn.AddMonths(months) : null,
        };
        plan.PlanReview(terms, today, null);
        plan.Tell(PlanAct.Made, coach, null, new Made(template.Id, coach.Id, coach.Name, plan.NextReviewOn, plan.NextReviewKind));
        return plan;
    }

    /// <summary>Adds an aim, or changes one. What says the same changes nothing.</summary>
    public PlanAim SetAim(PlanAim? known, AimTerms terms, string text, DateOnly? due, Doer by)
    {
        MustBeOpen();
        if (known is { State: AimState.Dropped })
        {
            throw new RuleBroken("plan.changed");
        }

        if (known is null)
        {
            if (Aims.Count >= MostAims)
            {
                throw new RuleBroken("plan.too-many", MostAims);
            }

            known = new(terms.Code, terms.Kind, terms.Measure) { Id = by.NewKey() };
            Aims.Add(known);
        }
        else if ((known.Part, known.Target, known.Text, known.DueOn) == (terms.Part, terms.Target, text, due))
        {
            return known;
        }

        // What was reached was another aim.
        (known.Part, known.Target, known.Text, known.DueOn, known.State) = (terms.Part, terms.Target, text, due, AimState.Open);
        (known.ReachedOn, known.EvidenceCode, known.Evidence) = (null, null, "");
        Change();
        Tell(PlanAct.AimSet, by, known);
        return known;
    }

    public void DropAim(PlanAim aim, Doer by)
    {
        MustBeOpen();
        if (aim.State == AimState.Dropped)
        {
            return;
        }

        aim.State = AimState.Dropped;
        Change();
        Tell(PlanAct.AimDropped, by, aim);
    }

    /// <returns>Whether it was not reached until now.</returns>
    public bool Reach(PlanAim aim, DateOnly on, string? evidenceCode, string evidence, Doer by)
    {
        MustBeOpen();
        if (aim.State != AimState.Open)
        {
            return false;
        }

        (aim.State, aim.ReachedOn, aim.EvidenceCode, aim.Evidence) = (AimState.Reached, on, evidenceCode, evidence);
        Tell(PlanAct.AimReached, by, aim);
        return true;
    }

    /// <summary>It was not so after all.</summary>
    public bool Reopen(PlanAim aim, Doer by)
    {
        MustBeOpen();
        if (aim.State != AimState.Reached)
        {
            return false;
        }

        (aim.State, aim.ReachedOn, aim.EvidenceCode, aim.Evidence) = (AimState.Open, null, null, "");
        Tell(PlanAct.AimReopened, by, aim);
        return true;
    }

    public PlanStep SetStep(PlanStep? known, string? code, string text, DateOnly? due, StepHelper who, Doer by)
    {
        MustBeOpen();
        if (known is { State: StepState.Dropped })
        {
            throw new RuleBroken("plan.changed");
        }

        if (known is null)
        {
            if (Steps.Count >= MostAims)
            {
                throw new RuleBroken("plan.too-many", MostAims);
            }

            known = new(code) { Id = by.NewKey() };
            Steps.Add(known);
        }
        else if ((known.Text, known.DueOn, known.Who) == (text, due, who))
        {
            return known;
        }

        (known.Text, known.DueOn, known.Who) = (text, due, who);
        Change();
        Tell(PlanAct.StepSet, by, known);
        return known;
    }

    public void DropStep(PlanStep step, Doer by)
    {
        MustBeOpen();
        if (step.State == StepState.Dropped)
        {
            return;
        }

        step.State = StepState.Dropped;
        Change();
        Tell(PlanAct.StepDropped, by, step);
    }

    /// <summary>Done, or not done after all. Said twice it is said once.</summary>
    public bool Mark(PlanStep step, bool done, DateOnly on, Doer by)
    {
        MustBeOpen();
        if (step.State == StepState.Dropped)
        {
            throw new RuleBroken("plan.changed");
        }

        if (done == (step.State == StepState.Done))
        {
            return false;
        }

        (step.State, step.DoneOn, step.DoneBy, step.DoneByName) = (done ? StepState.Done : StepState.Open, done ? on : null, done ? by.Id : null, done ? by.Name : "");
        Tell(done ? PlanAct.StepDone : PlanAct.StepReopened, by, step);
        return true;
    }

    /// <summary>One side says yes to this edition, in this wording.</summary>
    /// <returns>Whether it had not said so before.</returns>
    public bool Agree(PlanSide side, int edition, Wording wording, Doer by)
    {
        MustBeOpen();
        if (edition != Edition)
        {
            throw new RuleBroken("plan.changed");
        }

        if (side == PlanSide.City ? CityHasAgreed : PersonHasAgreed)
        {
            return false;
        }

        if (!Aims.Exists(aim => aim.State != AimState.Dropped))
        {
            throw new RuleBroken("plan.empty");
        }

        (CityAgreed, PersonAgreed) = side == PlanSide.City ? (Edition, PersonAgreed) : (CityAgreed, Edition);
        if (side == PlanSide.Person)
        {
            ObjectedAt = null;
        }

        AgreedAt = CityHasAgreed && PersonHasAgreed ? by.At : null;
        Agreements.Add(new() { Edition = Edition, Side = side, DoneBy = by.Id, DoneByName = by.Name, At = by.At, AtDesk = wording.AtDesk, Language = wording.Language, Text = wording.Text });
        Tell(side == PlanSide.City ? PlanAct.CityAgreed : PlanAct.PersonAgreed, by);
        return true;
    }

    /// <summary>The person says that something is wrong: somebody answers, or changes the plan.</summary>
    public void Object(string said, Doer by)
    {
        MustBeOpen();
        ObjectedAt ??= by.At;
        Tell(PlanAct.Objected, by, said: said);
    }

    public void AnswerObjection(string said, Doer by)
    {
        if (ObjectedAt is null)
        {
            throw new RuleBroken("plan.answered-already");
        }

        ObjectedAt = null;
        Tell(PlanAct.Answered, by, said: said);
    }

    /// <summary>Asked for twice it is asked for once.</summary>
    public bool WishForOther(string said, Doer by)
    {
        MustBeOpen();
        if (OtherWishedAt is not null)
        {
            return false;
        }

        OtherWishedAt = by.At;
        Tell(PlanAct.OtherWished, by, said: said);
        return true;
    }

    /// <summary>They talked, and go on.</summary>
    public void AnswerWish(string said, Doer by)
    {
        if (OtherWishedAt is null)
        {
            throw new RuleBroken("plan.answered-already");
        }

        OtherWishedAt = null;
        Tell(PlanAct.WishAnswered, by, said: said);
    }

    /// <summary>Both looked at it again.</summary>
    public void Review(DateOnly on, ReviewKind kind, string said, DateOnly? next, PlanTerms terms, Doer by)
    {
        MustBeOpen();
        if (kind == ReviewKind.Transition)
        {
            TransitionOn = null;
        }

        PlanReview(terms, on, next);
        Tell(PlanAct.Reviewed, by, null, new Reviewed(on, kind, NextReviewOn, NextReviewKind), said);
    }

    /// <summary>Another coach is responsible from now on. A plan that has ended is handed to nobody, but goes back when a yes is taken back: it is read no longer by whoever had it.</summary>
    public void HandTo(Guid coachId, string coachName, PlanAct act, Doer by, Guid? consentId = null)
    {
        if (act != PlanAct.HandedBack)
        {
            MustBeOpen();
        }

        var from = CoachName;
        (CoachId, CoachName, OtherWishedAt) = (coachId, coachName, null);
        Tell(act, by, null, new HandedTo(coachId, coachName, from, consentId));
    }

    /// <summary>What happened about a hand-over to a provider, for the history.</summary>
    public void TellOfHandover(PlanAct act, string whom, Doer by) => Tell(act, by, said: whom);

    /// <summary>The present wording of the agreement takes the place of an older one.</summary>
    public void TakeTemplate(PlanTemplate template, Doer by)
    {
        MustBeOpen();
        if (template.Id == TemplateId)
        {
            return;
        }

        TemplateId = template.Id;
        Change();
        Tell(PlanAct.WordingTaken, by, null, new WordingTaken(template.Id));
    }

    public void Close(CloseReason reason, string said, DateOnly on, Doer by)
    {
        MustBeOpen();
        (ClosedOn, CloseReason, NextReviewOn, NextReviewKind, ObjectedAt, OtherWishedAt) = (on, reason, null, null, null, null);
        Tell(PlanAct.Closed, by, null, new Closed(on, reason), said);
    }

    public PlanAim Aim(Guid? id) => Aims.Find(aim => aim.Id == id) ?? throw new NotFound("The aim");

    public PlanStep Step(Guid? id) => Steps.Find(step => step.Id == id) ?? throw new NotFound("The step");

    /// <summary>The next one as it was agreed, else as the template says; the transition meeting where it comes first.</summary>
    private void PlanReview(PlanTerms terms, DateOnly from, DateOnly? agreed)
    {
        var next = agreed ?? (terms.ReviewMonths is { } months ? from.AddMonths(months) : null);
        var isTransition = TransitionOn is { } transition && !(next < transition);
        NextReviewOn = isTransition ? TransitionOn : next;
        NextReviewKind = isTransition ? ReviewKind.Transition : next is null ? null : ReviewKind.Review;
    }

    private void Change()
    {
        Edition++;
        AgreedAt = null;
    }

    private void MustBeOpen()
    {
        if (!IsOpen)
        {
            throw new RuleBroken("plan.over");
        }
    }

    private void Tell(PlanAct act, Doer by, PlanAim aim) => Tell(act, by, aim.Id, aim.Values);

    private void Tell(PlanAct act, Doer by, PlanStep step) => Tell(act, by, step.Id, step.Values);

    private void Tell(PlanAct act, Doer by, Guid? subject = null, object? values = null, string said = "") => Events.Add(new()
    {
        Number = ++EventCount,
        Act = act,
        DoneBy = by.Id,
        DoneByName = by.Name,
        At = by.At,
        Edition = Edition,
        SubjectId = subject,
        Values = values is null ? "" : JsonSerializer.Serialize(values, PlanEvent.Json),
        Said = said,
        ReviewedOn = (values as Reviewed)?.On,
        ReviewKind = (values as Reviewed)?.Kind,
    });
}

/// <summary>Who does something, and when. A newcomer's name is not written beside what they do: the plan says whose it is.</summary>
internal sealed record Doer(Guid Id, string Name, DateTimeOffset At)
{
    /// <summary>Ids of what they add.</summary>
    public required Func<Guid> NewKey { get; init; }
}

internal enum PlanSide
{
    City,
    Person,
}

/// <summary>The text that stood before somebody's eyes when they agreed.</summary>
internal sealed record Wording(string Language, string Text, bool AtDesk = false);

/// <summary>What is to be reached.</summary>
internal sealed class PlanAim(string code, string kind, Measure measure)
{
    public Guid Id { get; init; }

    public Guid PlanId { get; private set; }

    /// <summary>The template's; empty for one that was written for this person alone.</summary>
    public string Code { get; private set; } = code;

    public string Kind { get; private set; } = kind;

    public Measure Measure { get; private set; } = measure;

    public string? Part { get; set; }

    public string? Target { get; set; }

    public string Text { get; set; } = "";

    public DateOnly? DueOn { get; set; }

    public AimState State { get; set; }

    public DateOnly? ReachedOn { get; set; }

    /// <summary>A sentence of ours, with the details in <see cref="Evidence"/>; null where somebody wrote it.</summary>
    public string? EvidenceCode { get; set; }

    public string Evidence { get; set; } = "";

    public AimValues Values => new(Code, Kind, Measure, Part, Target, Text, DueOn, State, ReachedOn, EvidenceCode, Evidence);
}

/// <summary>Something to do on the way.</summary>
internal sealed class PlanStep(string? code)
{
    public Guid Id { get; init; }

    public Guid PlanId { get; private set; }

    public string? Code { get; private set; } = code;

    public string Text { get; set; } = "";

    public DateOnly? DueOn { get; set; }

    public StepHelper Who { get; set; }

    public StepState State { get; set; }

    public DateOnly? DoneOn { get; set; }

    public Guid? DoneBy { get; set; }

    public string DoneByName { get; set; } = "";

    public StepValues Values => new(Code, Text, DueOn, Who, State, DoneOn);
}

internal enum PlanAct
{
    Made,
    AimSet,
    AimDropped,
    AimReached,
    AimReopened,
    StepSet,
    StepDropped,
    StepDone,
    StepReopened,
    CityAgreed,
    PersonAgreed,
    Objected,
    Answered,
    OtherWished,
    WishAnswered,
    Reviewed,
    WordingTaken,

    /// <summary>The person was asked whether somebody may have it.</summary>
    HandoverAsked,
    HandoverRefused,

    /// <summary>Another coach has it.</summary>
    HandedOver,

    /// <summary>The person took their yes back: the coach of before has it again.</summary>
    HandedBack,

    /// <summary>A provider may read it.</summary>
    Shown,
    ShownNoLonger,
    Closed,
}

/// <summary>One row of the history.</summary>
internal sealed class PlanEvent : IAppendOnly
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public Guid Id { get; private set; }

    public Guid PlanId { get; private set; }

    /// <summary>From 1 on, without a gap.</summary>
    public required int Number { get; init; }

    public required PlanAct Act { get; init; }

    public required Guid DoneBy { get; init; }

    public required string DoneByName { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Edition { get; init; }

    /// <summary>The aim or step.</summary>
    public required Guid? SubjectId { get; init; }

    /// <summary>As it stood afterwards, as JSON.</summary>
    public required string Values { get; init; }

    public required string Said { get; init; }

    /// <summary>The day of a review, and its kind: for reports.</summary>
    public DateOnly? ReviewedOn { get; init; }

    public ReviewKind? ReviewKind { get; init; }
}

/// <summary>Who agreed to which wording, and when.</summary>
internal sealed class PlanAgreement : IAppendOnly
{
    public Guid Id { get; private set; }

    public Guid PlanId { get; private set; }

    public required int Edition { get; init; }

    public required PlanSide Side { get; init; }

    public required Guid DoneBy { get; init; }

    public required string DoneByName { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The person said it at the desk, with the PIN.</summary>
    public required bool AtDesk { get; init; }

    public required string Language { get; init; }

    /// <summary>Rights, duties, aims and steps as they were read.</summary>
    public required string Text { get; init; }
}

/// <summary>Somebody is to have the plan, if the person wants it: another coach, or a provider. What was answered is the consent's to say.</summary>
internal sealed class PlanHandover
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    /// <summary>One of the two.</summary>
    public required Guid? ToCoachId { get; init; }

    public required Guid? ToProviderId { get; init; }

    public required string ToName { get; init; }

    /// <summary>Who was responsible until then.</summary>
    public required Guid FromCoachId { get; set; }

    public required string FromCoachName { get; set; }

    public required DateOnly? Until { get; init; }

    public Guid ConsentId { get; set; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>It became another coach's at that moment.</summary>
    public DateTimeOffset? TookOverAt { get; set; }
}

/// <summary>A coach who got the plan by a yes.</summary>
internal sealed record TookOver(Guid CoachId, string CoachName, DateTimeOffset At);

/// <summary>Where a plan goes when a yes is taken back: to whom a yes that stands gave it last, else to whom it was made with. Nobody else ever had a word from the person.</summary>
internal static class HandBack
{
    public static (Guid Id, string Name) To((Guid Id, string Name) maker, IEnumerable<TookOver> standing) => standing.OrderByDescending(one => one.At).FirstOrDefault() is { } last ? (last.CoachId, last.CoachName) : maker;
}

internal sealed record Made(Guid TemplateId, Guid CoachId, string CoachName, DateOnly? NextReviewOn, ReviewKind? NextReviewKind);

internal sealed record AimValues(string Code, string Kind, Measure Measure, string? Part, string? Target, string Text, DateOnly? DueOn, AimState State, DateOnly? ReachedOn, string? EvidenceCode, string Evidence);

internal sealed record StepValues(string? Code, string Text, DateOnly? DueOn, StepHelper Who, StepState State, DateOnly? DoneOn);

internal sealed record Reviewed(DateOnly On, ReviewKind Kind, DateOnly? NextReviewOn, ReviewKind? NextReviewKind);

/// <param name="CoachId">Who has it from now on.</param>
/// <param name="CoachName">As they were called then.</param>
/// <param name="FromName">Who had it; null in rows of earlier versions.</param>
/// <param name="ConsentId">The question to which the person said yes, or whose yes was taken back; null in rows of earlier versions.</param>
internal sealed record HandedTo(Guid CoachId, string CoachName, string? FromName = null, Guid? ConsentId = null);

internal sealed record WordingTaken(Guid TemplateId);

internal sealed record Closed(DateOnly On, CloseReason Reason);
