using System.Text.Json;

namespace Courses.Plans;

/// <summary>A plan as its history tells it. The columns must say the same.</summary>
internal sealed record PlanAsTold
{
    public Guid TemplateId { get; private set; }

    public Guid CoachId { get; private set; }

    public string CoachName { get; private set; } = "";

    public int Edition { get; private set; }

    public int CityAgreed { get; private set; }

    public int PersonAgreed { get; private set; }

    public DateTimeOffset? AgreedAt { get; private set; }

    public DateTimeOffset? ObjectedAt { get; private set; }

    public DateTimeOffset? OtherWishedAt { get; private set; }

    public DateOnly? NextReviewOn { get; private set; }

    public ReviewKind? NextReviewKind { get; private set; }

    public DateOnly? ClosedOn { get; private set; }

    public CloseReason? CloseReason { get; private set; }

    public SortedDictionary<Guid, AimValues> Aims { get; } = [];

    public SortedDictionary<Guid, StepValues> Steps { get; } = [];

    public static PlanAsTold By(IEnumerable<PlanEvent> history)
    {
        var told = new PlanAsTold();
        foreach (var act in history.OrderBy(act => act.Number))
        {
            told.Hear(act);
        }

        return told;
    }

    public static PlanAsTold As(Plan plan)
    {
        var stands = new PlanAsTold
        {
            TemplateId = plan.TemplateId,
            CoachId = plan.CoachId,
            CoachName = plan.CoachName,
            Edition = plan.Edition,
            CityAgreed = plan.CityAgreed,
            PersonAgreed = plan.PersonAgreed,
            AgreedAt = plan.AgreedAt,
            ObjectedAt = plan.ObjectedAt,
            OtherWishedAt = plan.OtherWishedAt,
            NextReviewOn = plan.NextReviewOn,
            NextReviewKind = plan.NextReviewKind,
            ClosedOn = plan.ClosedOn,
            CloseReason = plan.CloseReason,
        };
        plan.Aims.ForEach(aim => stands.Aims[aim.Id] = aim.Values);
        plan.Steps.ForEach(step => stands.Steps[step.Id] = step.Values);
        return stands;
    }

    /// <summary>All of it in one text, to be compared.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, PlanEvent.Json);

    private void Hear(PlanEvent act)
    {
        if (act.Edition != Edition)
        {
            (Edition, AgreedAt) = (act.Edition, null);
        }

        switch (act.Act)
        {
            case PlanAct.Made:
                var made = Of<Made>(act);
                (TemplateId, CoachId, CoachName, NextReviewOn, NextReviewKind) = (made.TemplateId, made.CoachId, made.CoachName, made.NextReviewOn, made.NextReviewKind);
                break;
            case PlanAct.AimSet or PlanAct.AimDropped or PlanAct.AimReached or PlanAct.AimReopened:
                Aims[act.SubjectId!.Value] = Of<AimValues>(act);
                break;
            case PlanAct.StepSet or PlanAct.StepDropped or PlanAct.StepDone or PlanAct.StepReopened:
                Steps[act.SubjectId!.Value] = Of<StepValues>(act);
                break;
            case PlanAct.CityAgreed:
                CityAgreed = Edition;
                AgreedAt = PersonAgreed == Edition ? act.At : null;
                break;
            case PlanAct.PersonAgreed:
                (PersonAgreed, ObjectedAt) = (Edition, null);
                AgreedAt = CityAgreed == Edition ? act.At : null;
                break;
            case PlanAct.Objected:
                ObjectedAt ??= act.At;
                break;
            case PlanAct.Answered:
                ObjectedAt = null;
                break;
            case PlanAct.OtherWished:
                OtherWishedAt = act.At;
                break;
            case PlanAct.WishAnswered:
                OtherWishedAt = null;
                break;
            case PlanAct.Reviewed:
                var review = Of<Reviewed>(act);
                (NextReviewOn, NextReviewKind) = (review.NextReviewOn, review.NextReviewKind);
                break;
            case PlanAct.HandedOver or PlanAct.HandedBack:
                var to = Of<HandedTo>(act);
                (CoachId, CoachName, OtherWishedAt) = (to.CoachId, to.CoachName, null);
                break;
            case PlanAct.WordingTaken:
                TemplateId = Of<WordingTaken>(act).TemplateId;
                break;
            case PlanAct.Closed:
                var closed = Of<Closed>(act);
                (ClosedOn, CloseReason, NextReviewOn, NextReviewKind, ObjectedAt, OtherWishedAt) = (closed.On, closed.Reason, null, null, null, null);
                break;
        }
    }

    private static T Of<T>(PlanEvent act) => JsonSerializer.Deserialize<T>(act.Values, PlanEvent.Json)!;
}
