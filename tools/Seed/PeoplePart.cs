using Courses.Contracts.Participants;
using Courses.Participants;

namespace Courses.Seed;

/// <summary>A provider as the other parts need to know it.</summary>
internal sealed record SeededProvider(Guid Id, string Name, DateOnly AccreditedFrom, IReadOnlyList<Guid> VenueIds);

/// <summary>Providers with their rooms, newcomers with their statuses, levels, needs and passes, and who was referred but has not come.</summary>
internal sealed class PeoplePart(World world, PassTokens tokens)
{
    private const string Coach = "Samira Haddad";

    /// <summary>One of so many was registered a second time by somebody who did not find them.</summary>
    private const int PeopleADouble = 130;

    private readonly List<Participant> twice = [];

    private static readonly (LegalStatus Status, int Weight)[] Statuses =
    [
        (LegalStatus.ThirdCountryNational, 34), (LegalStatus.FamilyMember, 18), (LegalStatus.TemporaryProtection, 18), (LegalStatus.Refugee, 12),
        (LegalStatus.SubsidiaryProtection, 8), (LegalStatus.AsylumSeeker, 6), (LegalStatus.EuCitizen, 4),
    ];

    private static readonly string[] Streets = ["Quellenstraße", "Brünner Straße", "Meidlinger Hauptstraße", "Lerchenfelder Gürtel", "Prager Straße"];

    private static readonly (string? Level, int Weight)[] Levels = [(null, 6), ("Alpha", 8), ("A1", 36), ("A2", 26), ("B1", 16), ("B2", 6), ("C1", 2)];

    public async Task<IReadOnlyList<SeededProvider>> AddProviders()
    {
        var providers = new List<Provider>();
        var venues = new List<Venue>();
        foreach (var ((name, email, iban), index) in Places.Providers.Select((provider, index) => (provider, index)))
        {
            var provider = world.Keys.Give(new Provider { Name = name, Email = email, CreatedAt = world.At(world.Today.AddYears(-3)) });
            provider.Accredit(world.Today.AddYears(-3), null, world.Today.AddYears(-3));
            provider.PayTo(iban);
            providers.Add(provider);
            for (var i = 0; i < 1 + (index % 3); i++)
            {
                var (district, address, latitude, longitude) = Places.Venues[(index + (i * 5)) % Places.Venues.Length];
                venues.Add(world.Keys.Give(new Venue
                {
                    ProviderId = provider.Id,
                    Name = i == 0 ? "Haupthaus" : $"Standort {i + 1}",
                    Address = address,
                    District = district,
                    TimeZone = World.TimeZone,
                    Latitude = latitude,
                    Longitude = longitude,
                    WheelchairAccess = world.Chance(0.6),
                    RoomCapacity = 24,
                }));
            }
        }

        await world.Rows.Insert(providers);
        await world.Rows.Insert(venues);
        return [.. providers.Select(provider => new SeededProvider(provider.Id, provider.Name, provider.AccreditedFrom!.Value, [.. venues.Where(venue => venue.ProviderId == provider.Id).Select(venue => venue.Id)]))];
    }

    public async Task<IReadOnlyList<Person>> AddPeople(Action<string> say)
    {
        var people = new List<Person>(world.PeopleCount);
        var rows = new Rows(world);
        for (var i = 1; i <= world.PeopleCount; i++)
        {
            var (participant, person) = Make(i);
            people.Add(person);
            if (i % PeopleADouble == 0)
            {
                twice.Add(participant);
            }

            await rows.Add(participant);
            if (i % 10_000 == 0 || i == world.PeopleCount)
            {
                await rows.Flush();
            }
        }

        say($"{people.Count:N0} newcomers with their passes");
        return people;
    }

    /// <summary>The same people once more, as another coach wrote them down the day before yesterday, and that somebody should look at the pair. It asks no dice.</summary>
    public async Task AddDoubles(Action<string> say)
    {
        var rows = new Rows(world);
        var pairs = new List<LikelyDouble>();
        var registered = world.Today.AddDays(-2);
        foreach (var known in twice)
        {
            var again = world.Keys.Give(Participant.Register(
                new() { GivenName = known.GivenName, FamilyName = known.FamilyName, BirthDate = known.BirthDate, Gender = known.Gender, Language = known.Language, Phone = known.Phone },
                known.CurrentStatus!.Status,
                known.CurrentStatus.From,
                registered,
                world.At(registered),
                "Theo Lindner"));
            again.HandOutPass(tokens, world.At(registered), "Theo Lindner");
            await rows.Add(again);
            pairs.Add(LikelyDouble.Of(known.Id, again.Id, known.Phone is null ? [Reason.SameName, Reason.SameBirthDate] : [Reason.SameName, Reason.SameBirthDate, Reason.SamePhone], world.At(registered, 22)));
        }

        await rows.Flush();
        await world.Rows.Insert(pairs);
        say($"{pairs.Count:N0} people who were registered twice");
    }

    /// <summary>Those who have a part in the demo's story.</summary>
    public async Task<Cast> AddCast()
    {
        var rows = new Rows(world);
        var cast = new Cast
        {
            Near = await Add("نرگس", "رحیمی", "f", "fa", DemoAccounts.NearTheLine, LegalStatus.Refugee, "ppapaap"),
            Under = await Add("يوسف", "قاسم", "m", "ar", DemoAccounts.UnderTheLine, LegalStatus.SubsidiaryProtection, "paapaap"),
            Below = await Add("Хава", "Исаева", "f", "ru", DemoAccounts.BelowTheLine, LegalStatus.SubsidiaryProtection, "paaapaa"),
            OnTrack =
            [
                await Add("Hodan", "Warsame", "f", "en", "hodan@newcomer.example", LegalStatus.SubsidiaryProtection, ""),
                await Add("حسن", "منصور", "m", "ar", "hasan@newcomer.example", LegalStatus.SubsidiaryProtection, ""),
                await Add("شیرین", "نوری", "f", "fa", "shirin@newcomer.example", LegalStatus.SubsidiaryProtection, ""),
                await Add("Абдулла", "Мусаев", "m", "ru", "abdulla@newcomer.example", LegalStatus.SubsidiaryProtection, ""),
                await Add("رنا", "شاهين", "f", "ar", "rana@newcomer.example", LegalStatus.SubsidiaryProtection, ""),
            ],
            Shown =
            [
                await Add("Elif", "Şahin", "f", "tr", "elif@newcomer.example", LegalStatus.ThirdCountryNational, ""),
                await Add("Arjun", "Nair", "m", "en", "arjun@newcomer.example", LegalStatus.ThirdCountryNational, ""),
            ],
            Paid =
            [
                await Add("Grace", "Mensah", "f", "en", "grace@newcomer.example", LegalStatus.ThirdCountryNational, "", registeredDaysAgo: 330),
                await Add("Emre", "Kılıç", "m", "tr", "emre@newcomer.example", LegalStatus.ThirdCountryNational, "", registeredDaysAgo: 330),
            ],
        };
        await rows.Flush();
        return cast;

        async Task<Person> Add(string given, string family, string gender, string language, string email, LegalStatus status, string history, int registeredDaysAgo = 90)
        {
            var registered = world.Today.AddDays(-registeredDaysAgo);
            var permit = registered.AddDays(-20);
            var participant = world.Keys.Give(Participant.Register(
                new() { GivenName = given, FamilyName = family, BirthDate = Cast.Born, Gender = gender, Language = language, Email = email, FirstPermitOn = permit },
                status,
                permit,
                registered,
                world.At(registered),
                Coach));
            Know(participant, "A1", registered);
            participant.HandOutPass(tokens, world.At(registered), Coach);
            await rows.Add(participant);
            return new(participant.Id, status, registered, permit, "A1", language, 0.5) { History = history };
        }
    }

    /// <summary>The list of the immigration office: three of four have come.</summary>
    public async Task<IReadOnlyList<Referral>> AddReferrals(IReadOnlyList<Person> people)
    {
        var referrals = Enumerable.Range(1, world.Scaled(240)).Select(i =>
        {
            var origin = world.PickWeighted(Origin.All, one => one.Weight);
            var woman = world.Chance(0.5);
            var (given, family) = (world.Pick(woman ? origin.Women : origin.Men), origin.FamilyName(world.Dice, woman));
            var referral = world.Keys.Give(new Referral
            {
                Office = "MA 35",
                CaseNumber = $"35/{world.Today.Year}/{i:00000}",
                GivenName = given,
                FamilyName = family,
                SearchName = SearchName.Of(given, family),
                BirthDate = BirthDate(),
                Language = origin.Language,
                Status = world.Chance(0.7) ? LegalStatus.ThirdCountryNational : LegalStatus.FamilyMember,
                ReferredOn = world.Today.AddDays(-world.Dice.Next(1, 60)),
            });
            if (i % 4 != 0)
            {
                referral.Came(world.Pick(people).Id, world.At(referral.ReferredOn.AddDays(world.Dice.Next(1, 20))));
            }

            return referral;
        }).ToArray();
        await world.Rows.Insert(referrals);
        return referrals;
    }

    private (Participant Participant, Person Person) Make(int number)
    {
        var origin = world.PickWeighted(Origin.All, one => one.Weight);
        var woman = world.Chance(0.54);
        var status = origin.Language == "uk" && world.Chance(0.7) ? LegalStatus.TemporaryProtection : world.PickWeighted(Statuses, one => one.Weight).Status;
        var registered = world.Today.AddDays(-world.Dice.Next(4, 720));
        var permit = registered.AddDays(-world.Dice.Next(3, 60));
        var birth = BirthDate();
        var participant = world.Keys.Give(Participant.Register(
            new()
            {
                GivenName = world.Pick(woman ? origin.Women : origin.Men),
                FamilyName = origin.FamilyName(world.Dice, woman),
                BirthDate = birth,
                Gender = woman ? "f" : "m",
                Language = origin.Language,
                Email = world.Chance(0.85) ? $"p{number}@newcomer.example" : null,
                Phone = world.Chance(0.9) ? $"+43 660 {1000000 + number}" : null,
                Address = number % 7 == 0 ? null : $"{Streets[number % Streets.Length]} {(number % 160) + 1}/{(number % 24) + 1}\n{1010 + (10 * (number % 23))} Wien",
                FirstPermitOn = permit,
                ArrivedOn = permit.AddDays(-world.Dice.Next(0, 200)),
                IsFamilyMember = Known(number, 11, unknown: 8),
                IsRegisteredInCity = !Known(number, 9, unknown: 10),
                Works = Known(number, 5, unknown: 7),
            },
            status,
            permit > birth ? permit : birth,
            registered,
            world.At(registered),
            Coach));
        var level = world.PickWeighted(Levels, one => one.Weight).Level;
        if (level is not null)
        {
            var assessed = registered;

            // Some could not read when they came, and were assessed again later: what an exam gives them is a rise.
            if (number % 2 == 0 && (level is "A2" or "B1") && registered < world.Today.AddDays(-120))
            {
                Know(participant, "Alpha", registered);
                assessed = registered.AddDays(40);
            }

            Know(participant, level, assessed, writesLess: number % 3 == 0);
        }

        participant.SetNeeds([.. Enum.GetValues<Need>().Where(_ => world.Chance(0.06))]);
        participant.HandOutPass(tokens, world.At(registered), Coach);
        return (participant, new(participant.Id, status, registered, permit, level ?? "Alpha", origin.Language, Diligence()) { Name = participant.FullName, Born = participant.BirthDate, HasMail = participant.Email is not null, HasPhone = participant.Phone is not null });
    }

    /// <summary>So for every so-manieth, and of some others nobody has recorded it.</summary>
    private static bool? Known(int number, int every, int unknown) => number % every == 0 ? true : number % unknown == 0 ? null : false;

    /// <summary>Many speak better than they write.</summary>
    private static void Know(Participant participant, string level, DateOnly on, bool writesLess = false)
    {
        var written = writesLess ? CefrLevels.WithLiteracy.TakeWhile(one => one != level).LastOrDefault(level) : level;
        foreach (var skill in Enum.GetValues<Skill>())
        {
            participant.Assess(skill, skill is Skill.Reading or Skill.Writing ? written : level, on, Coach);
        }
    }

    private DateOnly BirthDate() => world.Today.AddDays(-(int)(365.25 * (17 + (world.Dice.NextDouble() * world.Dice.NextDouble() * 55))) - world.Dice.Next(365));

    /// <summary>Most come nearly always; some come half the time, and a few are about to lose a benefit.</summary>
    private double Diligence() => world.Dice.NextDouble() switch
    {
        < 0.72 => 0.86 + (world.Dice.NextDouble() * 0.13),
        < 0.88 => 0.58 + (world.Dice.NextDouble() * 0.25),
        < 0.95 => 0.42 + (world.Dice.NextDouble() * 0.10),
        _ => 0.15 + (world.Dice.NextDouble() * 0.22),
    };

    /// <summary>Newcomers on their way into the tables.</summary>
    private sealed class Rows(World world)
    {
        private readonly Bulk<Participant> participants = new(world.Rows, int.MaxValue);
        private readonly Bulk<StatusPeriod> statuses = new(world.Rows, int.MaxValue);
        private readonly Bulk<SkillLevel> levels = new(world.Rows, int.MaxValue);
        private readonly Bulk<PersonalNeed> needs = new(world.Rows, int.MaxValue);
        private readonly Bulk<Pass> passes = new(world.Rows, int.MaxValue);

        public async Task Add(Participant participant)
        {
            await participants.Add(participant);
            await statuses.Add(participant.Statuses.Select(row => Keys.Set(world.Keys.Give(row), nameof(row.ParticipantId), participant.Id)));
            await levels.Add(participant.Levels.Select(row => Keys.Set(world.Keys.Give(row), nameof(row.ParticipantId), participant.Id)));
            await needs.Add(participant.Needs.Select(row => Keys.Set(world.Keys.Give(row), nameof(row.ParticipantId), participant.Id)));
            await passes.Add(participant.Passes.Select(row => Keys.Set(world.Keys.Give(row), nameof(row.ParticipantId), participant.Id)));
        }

        public async Task Flush()
        {
            await participants.Flush();
            await statuses.Flush();
            await levels.Flush();
            await needs.Flush();
            await passes.Flush();
        }
    }
}
