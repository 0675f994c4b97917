using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Plans;
using Courses.Platform.Errors;

namespace Courses.Tests.Plans;

/// <summary>A thousand made-up plans and hand-overs. What the history tells is what the columns say, after every single act; and nobody has a plan whom the person did not say yes to.</summary>
public sealed class PlanHistoriesTests
{
    private static readonly DateTimeOffset Start = new(2027, 1, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2027, 1, 4);
    private static readonly Guid Person = Guid.NewGuid();
    private static readonly PlanTemplate[] Templates = [.. PlanTemplates.Shipped.Select(json => new PlanTemplate { Code = PlanTerms.Read(json).Terms!.Code, Json = json, LoadedBy = Guid.Empty, LoadedByName = "", LoadedAt = Start })];
    private static readonly ConsentPurpose Purpose = new() { Code = "plan-coach", Json = ConsentDesk.Shipped[0], LoadedBy = Guid.Empty, LoadedByName = "", LoadedAt = Start };

    [Fact]
    public void The_history_tells_what_the_plan_is_and_nobody_has_it_without_a_yes()
    {
        var (acts, changedHands) = (0, 0);
        for (var seed = 0; seed < 1_000; seed++)
        {
            var told = new Town(seed);
            for (var step = 0; step < told.Length; step++)
            {
                told.Step(step);
                Assert.True(PlanAsTold.As(told.Plan).ToString() == PlanAsTold.By(told.Plan.Events).ToString(), $"History {seed}, step {step}:\n{PlanAsTold.As(told.Plan)}\n{PlanAsTold.By(told.Plan.Events)}");
                Assert.Equal(Enumerable.Range(1, told.Plan.EventCount), told.Plan.Events.Select(act => act.Number));
                Assert.True(told.MayHaveIt(told.Plan.CoachId), $"History {seed}, step {step}: {told.Plan.CoachName} has the plan, and the person said no yes that stands.");
            }

            acts += told.Plan.EventCount;
            changedHands += told.Plan.Events.Count(act => act.Act is PlanAct.HandedOver);
        }

        Assert.True(acts > 20_000 && changedHands > 1_000, $"{acts} acts, {changedHands} hand-overs: the histories are too short to show anything.");
    }

    /// <summary>The canary: a column that changes without a row of the history is noticed, and so is a coach whom nobody said yes to.</summary>
    [Fact]
    public void A_change_that_left_no_trace_and_a_hand_over_without_a_yes_are_noticed()
    {
        var told = new Town(7);
        told.Plan.SetAim(null, Templates[0].Terms.Aims[0], "", Day, told.Now(1));
        told.Plan.Aims[0].DueOn = Day.AddDays(1);
        Assert.NotEqual(PlanAsTold.As(told.Plan).ToString(), PlanAsTold.By(told.Plan.Events).ToString());
        told.Plan.HandTo(Guid.NewGuid(), "Nobody said yes", PlanAct.HandedOver, told.Now(2));
        Assert.False(told.MayHaveIt(told.Plan.CoachId));
    }

    [Fact]
    public void A_yes_to_another_edition_is_no_yes_to_this_one()
    {
        var told = new Town(3);
        var plan = told.Plan;
        plan.SetAim(null, Templates[0].Terms.Aims[0], "", Day, told.Now(1));
        var seen = plan.Edition;
        Assert.True(plan.Agree(PlanSide.City, seen, new("de", "Text"), told.Now(2)));
        plan.SetAim(plan.Aims[0], Templates[0].Terms.Aims[0] with { Target = "C1" }, "", Day, told.Now(3));
        Assert.Equal("plan.changed", Assert.Throws<RuleBroken>(() => plan.Agree(PlanSide.Person, seen, new("ar", "Text"), told.Now(4))).Code);
        Assert.False(plan.CityHasAgreed);
        Assert.True(plan.Agree(PlanSide.Person, plan.Edition, new("ar", "Text"), told.Now(5)));
        Assert.Null(plan.AgreedAt);
        Assert.True(plan.Agree(PlanSide.City, plan.Edition, new("de", "Text"), told.Now(6)));
        Assert.NotNull(plan.AgreedAt);
        Assert.Equal([1, 2], plan.Agreements.Select(row => row.Edition - seen + 1).Distinct());
    }

    [Fact]
    public void Every_shipped_template_is_read_and_speaks_every_language()
    {
        Assert.Equal(4, Templates.Length);
        foreach (var terms in Templates.Select(template => template.Terms))
        {
            var said = terms.Aims.Select(aim => aim.Names).OfType<IReadOnlyDictionary<string, string>>().Concat(terms.Steps.Select(step => step.Names)).Concat(terms.OfTheCity).Concat(terms.OfThePerson).Concat(terms.Kinds.Values).Append(terms.Names).ToArray();
            Assert.All(said, names => Assert.Equal(8, names.Count));
            Assert.NotEmpty(terms.OfTheCity);
            Assert.NotEmpty(terms.OfThePerson);
        }

        Assert.All(ConsentDesk.Shipped, json => Assert.Empty(ConsentTerms.Read(json).Problems));
    }

    private sealed class Town
    {
        private readonly Random dice;
        private readonly (Guid Id, string Name)[] coaches = [.. Enumerable.Range(0, 4).Select(number => (Guid.NewGuid(), $"Coach {number}"))];
        private readonly List<(Consent Consent, Guid Coach, DateTimeOffset? TookOver)> asked = [];
        private readonly Guid first;
        private readonly PlanTemplate template;

        public Town(int seed)
        {
            dice = new(seed);
            template = Templates[seed % Templates.Length];
            first = coaches[0].Id;
            Length = dice.Next(10, 80);
            Plan = Plan.Make(Person, template, new(first, coaches[0].Name, Start) { NewKey = Guid.NewGuid }, Day.AddDays(-5), Day);
        }

        public Plan Plan { get; }

        public int Length { get; }

        public Doer Now(int step) => new(coaches[dice.Next(coaches.Length)].Id, "", Start.AddHours(step)) { NewKey = Guid.NewGuid };

        /// <summary>The one who made it, or whom a yes that was not taken back gave it; told by the consents alone.</summary>
        public bool MayHaveIt(Guid coach) => coach == first || asked.Exists(one => one.Coach == coach && one.Consent.State == ConsentState.Given);

        public void Step(int step)
        {
            var (by, open, terms) = (Now(step), Plan.IsOpen, template.Terms);
            try
            {
                switch (dice.Next(16))
                {
                    case 0 or 1:
                        Plan.SetAim(Some(Plan.Aims), terms.Aims[dice.Next(terms.Aims.Count)], dice.Next(2) == 0 ? "" : "words", Day.AddDays(dice.Next(100)), by);
                        break;
                    case 2 when Some(Plan.Aims) is { } aim:
                        Plan.DropAim(aim, by);
                        break;
                    case 3 or 4 when Some(Plan.Aims) is { } aim:
                        Plan.Reach(aim, Day, dice.Next(2) == 0 ? null : "plan.known.work", "said", by);
                        break;
                    case 5 when Some(Plan.Aims) is { } aim:
                        Plan.Reopen(aim, by);
                        break;
                    case 6:
                        Plan.SetStep(Some(Plan.Steps), null, $"step {dice.Next(9)}", null, (StepHelper)dice.Next(4), by);
                        break;
                    case 7 when Some(Plan.Steps) is { } one:
                        Plan.Mark(one, dice.Next(2) == 0, Day, by);
                        break;
                    case 8 or 9:
                        Plan.Agree((PlanSide)dice.Next(2), Plan.Edition - (dice.Next(5) == 0 ? 1 : 0), new("ar", "text"), by);
                        break;
                    case 10:
                        Plan.Object("wrong", by);
                        break;
                    case 11:
                        Plan.AnswerObjection("said", by);
                        break;
                    case 12:
                        Plan.WishForOther("", by);
                        break;
                    case 13:
                        Plan.Review(Day, (ReviewKind)dice.Next(2), "said", null, terms, by);
                        break;
                    case 14 when step > 30 && dice.Next(10) == 0:
                        Plan.Close(CloseReason.Moved, "", Day, by);
                        break;
                    default:
                        Hand(by);
                        break;
                }
            }
            catch (RuleBroken)
            {
                // A rule that says no leaves everything as it was: the comparison after this step sees to it.
                Assert.Equal(open, Plan.IsOpen);
            }
        }

        /// <summary>Asks, answers or takes back, and does with the plan what the hearer of the answers does.</summary>
        private void Hand(Doer by)
        {
            var to = coaches[dice.Next(coaches.Length)];
            if (asked.Count == 0 || dice.Next(3) == 0)
            {
                asked.Add((Consent.Ask(new() { ParticipantId = Person, Purpose = "plan-coach", About = Guid.NewGuid(), Whom = to.Name }, Purpose, by.Id, by.At), to.Id, null));
                Plan.TellOfHandover(PlanAct.HandoverAsked, to.Name, by);
                return;
            }

            var which = dice.Next(asked.Count);
            var (consent, coach, _) = asked[which];
            var said = new Said(Person, by.At, ConsentWay.Phone, "ar", "text");
            if (dice.Next(3) == 0 && consent.State == ConsentState.Given)
            {
                Assert.True(consent.Withdraw(said));
                if (Plan.CoachId == coach)
                {
                    var (back, name) = HandBack.To((first, coaches[0].Name), asked.Where(one => one is { Consent.State: ConsentState.Given, TookOver: not null }).Select(one => new TookOver(one.Coach, NameOf(one.Coach), one.TookOver!.Value)));
                    Plan.HandTo(back, name, PlanAct.HandedBack, by);
                }
            }
            else if (Plan.IsOpen && coach != Plan.CoachId && consent.Answer(dice.Next(4) > 0, said, Day) && consent.State == ConsentState.Given)
            {
                asked[which] = (consent, coach, by.At);
                Plan.HandTo(coach, NameOf(coach), PlanAct.HandedOver, by);
            }
        }

        private string NameOf(Guid coach) => coaches.Single(one => one.Id == coach).Name;

        private T? Some<T>(List<T> from)
            where T : class => from.Count == 0 || dice.Next(3) == 0 ? null : from[dice.Next(from.Count)];
    }
}
