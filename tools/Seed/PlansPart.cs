using System.Globalization;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Plans;
using Courses.Platform.Languages;

namespace Courses.Seed;

/// <summary>Plans with people in all their states, and who may see them. It asks no dice.</summary>
internal sealed class PlansPart(World world, IReadOnlyList<SeededProvider> providers)
{
    private readonly Dictionary<string, PlanTemplate> templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConsentPurpose> purposes = new(StringComparer.Ordinal);

    /// <summary>The accounts of the two coaches.</summary>
    public Guid CoachId { get; } = world.Keys.Next();

    public Guid SecondCoachId { get; } = world.Keys.Next();

    public List<Plan> Plans { get; } = [];

    public List<PlanHandover> Handovers { get; } = [];

    public List<Consent> Consents { get; } = [];

    public async Task Load(IReadOnlyList<Person> newcomers, Cast cast, Action<string> say)
    {
        foreach (var json in PlanTemplates.Shipped)
        {
            var code = PlanTerms.Read(json).Terms!.Code;
            templates[code] = world.Keys.Give(new PlanTemplate { Code = code, Json = json, LoadedBy = Guid.Empty, LoadedByName = "Johanna Berger", LoadedAt = world.At(world.Today.AddDays(-400)) });
        }

        foreach (var json in ConsentDesk.Shipped)
        {
            var code = ConsentTerms.Read(json).Terms!.Code;
            purposes[code] = world.Keys.Give(new ConsentPurpose { Code = code, Json = json, LoadedBy = Guid.Empty, LoadedByName = "Johanna Berger", LoadedAt = world.At(world.Today.AddDays(-400)) });
        }

        // Agreed by both, and her school reads it.
        var near = Make(cast.Near, "introduction-agreement", 60);
        Agree(near, cast.Near, 58);
        near.Mark(near.Steps[0], done: true, world.Today.AddDays(-40), Doer(cast.Near.Id, 40));
        near.Mark(near.Steps[1], done: true, world.Today.AddDays(-35), Coach(35));
        near.Reach(near.Aims.Single(aim => aim.Code == "children"), world.Today.AddDays(-20), null, "Volksschule Favoriten, 2b", Coach(20));
        Ask(near, "plan-provider", null, providers[0].Id, providers[0].Name, world.Today.AddMonths(10), cast.Near.Id, 30, yesDaysAgo: 29);

        // He wishes for another contact person.
        var under = Make(cast.Under, "first-days", 95);
        Agree(under, cast.Under, 93);
        under.Review(world.Today.AddDays(-30), ReviewKind.Review, "A flat was found; the children wait for a place at school.", world.Today.AddDays(-2), templates["first-days"].Terms, Coach(30));
        under.WishForOther("أفضل أن أتحدث مع امرأة.", Doer(cast.Under.Id, 3));

        // The city has agreed, and she was asked.
        var below = Make(cast.Below, "introduction-agreement", 10);
        below.Agree(PlanSide.City, below.Edition, Wording(below, "de"), Coach(9));

        // Exams per skill; one of the two is asked whether another coach may have it.
        foreach (var person in cast.Shown)
        {
            Agree(Make(person, "plan-to-b1", 120), person, 118);
        }

        Ask(Plans[^1], "plan-coach", SecondCoachId, null, "Theo Lindner", null, cast.Shown[^1].Id, 1, yesDaysAgo: null);

        // Something in it is wrong, says the person.
        var wrong = Make(cast.Paid[0], "three-years", 200);
        Agree(wrong, cast.Paid[0], 199);
        wrong.Object("I do not look for work any more: I began a training.", Doer(cast.Paid[0].Id, 2));

        // Of everybody else every ninth has one, as far back as plans go.
        foreach (var (person, number) in newcomers.Where((_, number) => number % 9 == 4).Select((person, number) => (person, number)))
        {
            var daysAgo = world.Today.DayNumber - person.Registered.DayNumber - (number % 5 * 8);
            if (daysAgo is > 3 and < 540)
            {
                var plan = Make(person, number % 3 == 0 ? "first-days" : number % 3 == 1 ? "introduction-agreement" : "plan-to-b1", daysAgo);
                if (number % 4 != 3)
                {
                    Agree(plan, person, daysAgo - 1);
                }

                // Work or a home was found, in this year and the one before.
                if (number % 2 == 0 && daysAgo > 60 && plan.Aims.Find(aim => aim.Code is "job" or "home") is { } found)
                {
                    var since = 20 + (number * 37 % (daysAgo - 40));
                    plan.Reach(found, world.Today.AddDays(-since), null, found.Code == "job" ? "Arbeitsvertrag" : "Mietvertrag", Coach(since));
                }

                if (number % 11 == 10 && daysAgo > 200)
                {
                    plan.Close(CloseReason.Moved, "", world.Today.AddDays(-100), Coach(100));
                }
            }
        }

        await world.Rows.Insert(templates.Values.ToArray());
        await world.Rows.Insert(purposes.Values.ToArray());
        await world.Rows.Insert(Plans);
        await world.Rows.Insert(Plans.SelectMany(plan => plan.Aims.Select(aim => Keys.Set(aim, nameof(PlanAim.PlanId), plan.Id))).ToArray());
        await world.Rows.Insert(Plans.SelectMany(plan => plan.Steps.Select(step => Keys.Set(step, nameof(PlanStep.PlanId), plan.Id))).ToArray());
        await world.Rows.Insert(Plans.SelectMany(plan => plan.Events.Select(act => Of(act, nameof(PlanEvent.PlanId), plan.Id))).ToArray());
        await world.Rows.Insert(Plans.SelectMany(plan => plan.Agreements.Select(agreement => Of(agreement, nameof(PlanAgreement.PlanId), plan.Id))).ToArray());
        await world.Rows.Insert(Consents);
        await world.Rows.Insert(Consents.SelectMany(consent => consent.Words.Select(word => Of(word, nameof(ConsentWord.ConsentId), consent.Id))).ToArray());
        await world.Rows.Insert(Handovers);
        say($"{Plans.Count} plans of people");
    }

    private Plan Make(Person person, string template, int daysAgo)
    {
        var (on, coach, chosen) = (world.Today.AddDays(-daysAgo), Coach(daysAgo), templates[template]);
        var plan = world.Keys.Give(Plan.Make(person.Id, chosen, coach, person.Registered, on));
        foreach (var aim in chosen.Terms.Aims)
        {
            plan.SetAim(null, aim, "", aim.DueMonths is { } months ? on.AddMonths(months) : null, coach);
        }

        foreach (var step in chosen.Terms.Steps)
        {
            plan.SetStep(null, step.Code, "", step.DueDays is { } days ? on.AddDays(days) : null, step.Who, coach);
        }

        Plans.Add(plan);
        return plan;
    }

    private void Agree(Plan plan, Person person, int daysAgo)
    {
        plan.Agree(PlanSide.City, plan.Edition, Wording(plan, "de"), Coach(daysAgo + 1));
        plan.Agree(PlanSide.Person, plan.Edition, Wording(plan, person.Language), Doer(person.Id, daysAgo));
    }

    private void Ask(Plan plan, string purpose, Guid? coach, Guid? provider, string whom, DateOnly? until, Guid person, int daysAgo, int? yesDaysAgo)
    {
        var handover = new PlanHandover
        {
            Id = world.Keys.Next(),
            PlanId = plan.Id,
            ToCoachId = coach,
            ToProviderId = provider,
            ToName = whom,
            FromCoachId = plan.CoachId,
            FromCoachName = plan.CoachName,
            Until = until,
            AskedAt = world.At(world.Today.AddDays(-daysAgo)),
        };
        var consent = world.Keys.Give(Consent.Ask(new() { ParticipantId = person, Purpose = purpose, About = handover.Id, Whom = whom, Until = until }, purposes[purpose], CoachId, handover.AskedAt));
        plan.TellOfHandover(PlanAct.HandoverAsked, whom, Coach(daysAgo));
        if (yesDaysAgo is { } days)
        {
            var language = Language.Of("fa");
            consent.Answer(yes: true, new(person, world.At(world.Today.AddDays(-days)), ConsentWay.Phone, language.Code, purposes[purpose].Terms.TextIn(language.Culture, whom)), world.Today.AddDays(-days));
            plan.TellOfHandover(PlanAct.Shown, whom, Doer(person, days));
        }

        handover.ConsentId = consent.Id;
        Handovers.Add(handover);
        Consents.Add(consent);
    }

    /// <summary>Rights and duties as they are read; aims and steps are said by the product, which is not here.</summary>
    private Wording Wording(Plan plan, string code)
    {
        var (language, terms) = (Language.Of(code), templates[plan.TemplateCode].Terms);
        CultureInfo culture = language.Culture;
        return new(language.Code, string.Join('\n', new[] { PlanTerms.In(terms.Names, culture) }.Concat(terms.OfTheCity.Concat(terms.OfThePerson).Select(line => "- " + PlanTerms.In(line, culture)))));
    }

    private Doer Coach(int daysAgo) => new(CoachId, "Samira Haddad", world.At(world.Today.AddDays(-daysAgo), 9)) { NewKey = world.Keys.Next };

    private Doer Doer(Guid person, int daysAgo) => new(person, "", world.At(world.Today.AddDays(-daysAgo), 15)) { NewKey = world.Keys.Next };

    private T Of<T>(T row, string property, Guid value)
        where T : class => world.Keys.Give(Keys.Set(row, property, value));
}
