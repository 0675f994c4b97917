using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Eligibility;
using Courses.Orientation;
using Courses.Vouchers;

namespace Courses.Seed;

/// <summary>Vouchers as the programme gave them at the time: issued, unlocked, redeemed for seats. Every cent goes through the voucher's own verbs.</summary>
internal sealed class MoneyPart(World world, Programme startWien, IReadOnlyList<SeededProvider> providers, IReadOnlyList<Completion> completions)
{
    public const string ProgrammeCode = "start-wien";
    private readonly List<Voucher> vouchers = [];
    private readonly List<Redemption> redemptions = [];
    private int number;

    public IReadOnlyList<Voucher> Vouchers => vouchers;

    public IReadOnlyList<Redemption> Redemptions => redemptions;

    /// <summary>May this person have come to Start Wien? The rules decide for good; this only keeps the demo city plausible.</summary>
    public static bool IsGuest(Person person) => person.Status is LegalStatus.ThirdCountryNational or LegalStatus.FamilyMember;

    public async Task Load(IReadOnlyList<SeededClass> classes, IReadOnlyList<Person> people, Action<string> say)
    {
        var done = completions.GroupBy(completion => completion.ParticipantId).ToDictionary(group => group.Key, group => group.OrderBy(completion => completion.CompletedOn).ToArray());
        var seats = classes
            .SelectMany(one => one.Members.Where(member => member.Enrolment.ProgrammeCode == ProgrammeCode && one.Class.PriceCents > 0).Select(member => (Class: one, member.Enrolment, member.Person)))
            .GroupBy(seat => seat.Person.Id)
            .ToDictionary(group => group.Key, group => group.OrderBy(seat => seat.Enrolment.CreatedAt).ToArray());
        foreach (var person in people.Where(person => IsGuest(person) && (person.HasAPart || seats.ContainsKey(person.Id) || world.Chance(0.5))))
        {
            var issuedOn = person.Registered.AddDays(world.Dice.Next(1, 20));
            if (issuedOn >= world.Today || startWien.InForce(issuedOn) is not { } version || version.Terms.Vouchers?.AsTerms(version.Number) is not { } terms)
            {
                continue;
            }

            Live(person, terms with { FirstTopic = version.Terms.FirstStep?.TopicCode }, issuedOn, done.GetValueOrDefault(person.Id, []), seats.GetValueOrDefault(person.Id, []));
            if (vouchers.Count % 500 == 0)
            {
                await world.Rows.Save();
            }
        }

        await world.Rows.Save();
        say($"{vouchers.Count:N0} vouchers, EUR {redemptions.Sum(redemption => redemption.AmountCents) / 100:N0} redeemed");
    }

    private void Live(Person person, VoucherTerms terms, DateOnly issuedOn, Completion[] completed, (SeededClass Class, Timetable.Enrolment Enrolment, Person Person)[] seats)
    {
        var allowance = world.Keys.Give(Allowance.Grant(person.Id, ProgrammeCode, terms, world.At(issuedOn)));
        world.Rows.Add(allowance);
        var open = new Queue<(SeededClass Class, Timetable.Enrolment Enrolment, Person Person)>(seats);
        for (var ordinal = 1; ordinal <= terms.Count; ordinal++)
        {
            var (voucher, moved) = Voucher.Issue(allowance, ordinal, terms, Number(), On(issuedOn));
            Keep(voucher, moved);
            if (completed.FirstOrDefault(completion => voucher.WaitsFor(completion.TopicCode, isModule: completion.TopicCode != terms.FirstTopic)) is { } key)
            {
                Keep(voucher, voucher.Unlock(key.TopicCode, On(key.CompletedOn < issuedOn ? issuedOn : key.CompletedOn)));
            }

            while (open.TryDequeue(out var seat))
            {
                var paidOn = DateOnly.FromDateTime(seat.Enrolment.CreatedAt.Date);
                var facts = FactsOf(seat.Class);
                if (paidOn <= world.Today && !voucher.RefusalsFor(person.Id, facts, paidOn < issuedOn ? issuedOn : paidOn).Any())
                {
                    Keep(voucher, voucher.Pay(allowance, facts, person.Id, seat.Enrolment.Id, waiting: false, On(paidOn < issuedOn ? issuedOn : paidOn)));
                    break;
                }
            }
        }
    }

    private void Keep(Voucher voucher, Moved moved)
    {
        if (voucher.Id == Guid.Empty)
        {
            world.Rows.Add(world.Keys.Give(voucher));
            vouchers.Add(voucher);
        }

        if (moved.Redemption is { } redemption && redemption.Id == Guid.Empty)
        {
            world.Rows.Add(world.Keys.Give(redemption));
            redemptions.Add(redemption);
        }

        world.Rows.Add(world.Keys.Give(moved.Event));
        world.Rows.Add([.. moved.Ledger.Select(world.Keys.Give)]);
    }

    private ClassFacts FactsOf(SeededClass one)
    {
        var provider = providers.First(provider => provider.Id == one.Group.ProviderId);
        return new()
        {
            GroupId = one.Group.Id,
            Name = one.Group.Name,
            ProviderId = provider.Id,
            ProviderName = provider.Name,
            AccreditedFrom = provider.AccreditedFrom,
            AccreditedUntil = null,
            CommitmentSignedOn = provider.AccreditedFrom,
            StartsOn = one.Group.StartsOn,
            EndsOn = one.Group.EndsOn,
            IsCancelled = false,
            PlannedMinutes = one.Group.PlannedMinutes,
            Level = one.Course.Level,
            IsIntegrationCourse = one.Course.IsIntegrationCourse,
            PriceCents = one.Class.PriceCents,
            EnrolledFrom = one.Group.StartsOn,
        };
    }

    private Act On(DateOnly day) => new(world.At(day), day, Guid.Empty, "");

    private string Number()
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var ten = new char[10];
        for (var (i, rest) = (9, ++number * 7919L); i >= 0; i--, rest /= 32)
        {
            ten[i] = Alphabet[(int)(rest % 32)];
        }

        return VoucherNumber.Of(new string(ten));
    }
}
