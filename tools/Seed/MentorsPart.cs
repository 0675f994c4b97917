using Courses.Contracts.Mentoring;
using Courses.Mentoring;

namespace Courses.Seed;

/// <summary>People who help, whom they accompany, and how often they met. It asks no dice.</summary>
internal sealed class MentorsPart(World world)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(World.TimeZone);
    public const string StudentName = "Marta Bērziņa";

    /// <summary>It is not the next key: the keys of all others stay what they were.</summary>
    public static readonly Guid StudentAccountId = new("019a0000-0000-7000-8000-00000000a11c");

    private readonly List<HelperProof> proofs = [];
    private readonly List<Engagement> promises = [];
    private readonly Dictionary<string, PairTemplate> templates = new(StringComparer.Ordinal);

    /// <summary>The account of the first helper.</summary>
    public Guid AccountId { get; } = world.Keys.Next();

    /// <summary>The student who taught a class, since when; null where the city has no class that is over.</summary>
    public (Guid Id, DateOnly Since)? Student { get; private set; }

    public List<Pair> Pairs { get; } = [];

    public List<Meeting> Meetings { get; } = [];

    public async Task Load(IReadOnlyList<Person> newcomers, Cast cast, IReadOnlyList<SeededClass> classes, Action<string> say)
    {
        foreach (var json in PairTemplates.Shipped)
        {
            var code = PairTerms.Read(json).Terms!.Code;
            templates[code] = world.Keys.Give(new PairTemplate { Code = code, Json = json, LoadedBy = Guid.Empty, LoadedByName = "Johanna Berger", LoadedAt = world.At(world.Today.AddDays(-400)) });
        }

        var lena = Helper("Lena Maier", HelperKind.Volunteer, "de,en,fa", 1993, AccountId, trained: 120, seen: 100, free: 0b100_100_000_100_000_000_000);
        var jonas = Helper("Jonas Huber", HelperKind.Mentor, "de,en,ar", 1985, null, trained: 500, seen: 350, free: 0b010_010_010_010_010);
        var iryna = Helper("Iryna Melnyk", HelperKind.Volunteer, "de,uk,ru", 1979, null, trained: 380, seen: 370, free: 0b111_111_000_000_000_000_000);
        var ahmet = Helper("Ahmet Yıldız", HelperKind.Mentor, "tr,de", 1972, null, trained: 300, seen: 290, free: 0b001_001_001_001_001);
        var liga = Helper("Līga Ozola", HelperKind.Student, "lv,ru,de", 2003, null, trained: null, seen: null, free: 0b100_100_100_100_100);

        Promise(lena, "volunteer", 95, null);
        Promise(iryna, "volunteer", 300, 215);

        // She taught a class, and her hours count for her studies.
        var hers = classes.FirstOrDefault(one => one.Group.TeacherId == StudentAccountId);
        var since = hers?.Group.StartsOn ?? world.Today.AddDays(-60);
        var marta = Helper(StudentName, HelperKind.Student, "lv,de,en", 2002, null, trained: world.Today.DayNumber - since.DayNumber + 10, seen: null, free: 0b010_010_010_010_010);
        marta.TeacherId = StudentAccountId;
        Promise(marta, "teaching-practice", world.Today.DayNumber - since.DayNumber, null);
        Student = hers is null ? null : (marta.Id, since);
        var asked = world.Keys.Give(new HoursPaper { HelperId = lena.Id, FirstDay = world.Today.AddDays(-95), LastDay = world.Today.AddDays(-7), AskedBy = AccountId, AskedAt = world.At(world.Today.AddDays(-2), 18) });

        // Ten meetings in ten weeks, half way: one that she has not confirmed yet, one that was not so.
        var near = Begin(lena, cast.Near, "language-pairs", daysAgo: 38);
        foreach (var (week, state) in new[] { (5, MeetingState.Confirmed), (4, MeetingState.Confirmed), (3, MeetingState.NotSo), (2, MeetingState.Confirmed), (1, MeetingState.Entered) })
        {
            Meet(near, week * 7, 17, week % 2 == 0 ? 90 : 60, week == 2 ? Support.Office : Support.Language, week == 2 ? Difficulty.High : Difficulty.Low, state);
        }

        // A newcomer has said yes, the helper has not.
        var offered = Propose(lena, cast.OnTrack[0], "volunteer", daysAgo: 2);
        offered.Accept(isHelper: false, lena, templates["volunteer"].Terms, cast.OnTrack[0].Id, world.Today.AddDays(-1), world.At(world.Today.AddDays(-1)));

        // Twelve months with a mentor; he asks for somebody else.
        var under = Begin(jonas, cast.Under, "social-mentor", daysAgo: 95);
        foreach (var (days, support, difficulty) in new[] { (90, Support.Office, Difficulty.High), (76, Support.Housing, Difficulty.High), (55, Support.Health, Difficulty.Middle), (34, Support.School, Difficulty.Low), (13, Support.Work, Difficulty.Middle) })
        {
            Meet(under, days, 10, 75, support, difficulty, MeetingState.Confirmed);
        }

        under.WishForOther("أفضل أن أتحدث مع امرأة.", cast.Under.Id, world.At(world.Today.AddDays(-3), 15));

        // Over for half a year: they are to be asked once more.
        if (Who(newcomers, 320, "uk", "ru") is { } past)
        {
            var over = Begin(iryna, past, "language-pairs", daysAgo: 290);
            foreach (var week in Enumerable.Range(0, 10))
            {
                Meet(over, 285 - (week * 7), 18, 60, Support.Language, Difficulty.Low, MeetingState.Confirmed);
            }

            over.End(EndReason.Finished, "", templates["language-pairs"].Terms, Guid.Empty, world.Today.AddDays(-215), world.At(world.Today.AddDays(-215)));
        }

        // At a workplace, hours against plan.
        if (Who(newcomers, 130, "tr") is { } atWork)
        {
            var workplace = Begin(ahmet, atWork, "workplace", daysAgo: 110);
            foreach (var number in Enumerable.Range(0, 14))
            {
                Meet(workplace, 106 - (number * 7), 8, 300, number % 4 == 3 ? Support.Language : number % 7 == 5 ? Support.Culture : Support.Work, Difficulty.Middle, number == 13 ? MeetingState.Entered : MeetingState.Confirmed);
            }
        }

        await world.Rows.Insert(templates.Values.ToArray());
        await world.Rows.Insert(new[] { lena, jonas, iryna, ahmet, liga, marta });
        await world.Rows.Insert(proofs);
        await world.Rows.Insert(promises);
        await world.Rows.Insert(new[] { asked });
        await world.Rows.Insert(Pairs);
        await world.Rows.Insert(Pairs.SelectMany(pair => pair.Events.Select(act => Of(act, nameof(PairEvent.PairId), pair.Id))).ToArray());
        await world.Rows.Insert(Meetings);
        await world.Rows.Insert(Meetings.SelectMany(meeting => meeting.Words.Select(word => Of(word, nameof(MeetingWord.MeetingId), meeting.Id))).ToArray());
        say($"{Pairs.Count} pairs of helpers and newcomers, {Meetings.Count} meetings");
    }

    /// <summary>Somebody who was registered before that, or the one of these languages who was first.</summary>
    private Person? Who(IReadOnlyList<Person> newcomers, int daysAgo, params string[] languages) =>
        newcomers.Where(person => languages.Contains(person.Language) && person.HasPhone).OrderByDescending(person => person.Registered < world.Today.AddDays(-daysAgo)).ThenBy(person => person.Registered).ThenBy(person => person.Id).FirstOrDefault();

    private T Of<T>(T row, string property, Guid value)
        where T : class => world.Keys.Give(Keys.Set(row, property, value));

    private Helper Helper(string name, HelperKind kind, string languages, int born, Guid? account, int? trained, int? seen, int free)
    {
        var helper = world.Keys.Give(new Helper { Name = name, Kind = kind, Languages = languages, Availability = free, BirthYear = born, AccountId = account, AddedAt = world.At(world.Today.AddDays(-(trained ?? 20))) });
        foreach (var (what, days) in new[] { (ProofKind.Training, trained), (ProofKind.RecordCheck, seen) })
        {
            if (days is { } ago)
            {
                var on = world.Today.AddDays(-ago);
                helper.Proofs.Add(world.Keys.Give(new HelperProof { HelperId = helper.Id, Kind = what, On = on, RecordedBy = Guid.Empty, RecordedAt = world.At(on, 12) }));
            }
        }

        proofs.AddRange(helper.Proofs);
        return helper;
    }

    private void Promise(Helper helper, string template, int daysAgo, int? endedDaysAgo)
    {
        var on = world.Today.AddDays(-daysAgo);
        var promise = world.Keys.Give(Engagement.Begin(helper, templates[template], on, Guid.Empty, world.At(on, 12)));
        if (endedDaysAgo is { } ago)
        {
            promise.End(world.Today.AddDays(-ago));
        }

        promises.Add(promise);
    }

    private Pair Propose(Helper helper, Person person, string template, int daysAgo)
    {
        var pair = world.Keys.Give(Pair.Propose(helper, person.Id, templates[template], Guid.Empty, world.At(world.Today.AddDays(-daysAgo), 9)));
        Pairs.Add(pair);
        return pair;
    }

    private Pair Begin(Helper helper, Person person, string template, int daysAgo)
    {
        var pair = Propose(helper, person, template, daysAgo + 2);
        var (on, terms) = (world.Today.AddDays(-daysAgo), templates[template].Terms);
        pair.Accept(isHelper: true, helper, terms, helper.AccountId ?? Guid.Empty, on.AddDays(-1), world.At(on.AddDays(-1)));
        pair.Accept(isHelper: false, helper, terms, person.Id, on, world.At(on, 11));
        return pair;
    }

    private void Meet(Pair pair, int daysAgo, int hour, int minutes, Support support, Difficulty difficulty, MeetingState state)
    {
        var (on, from) = (world.Today.AddDays(-daysAgo), new TimeOnly(hour, 0));
        var local = on.ToDateTime(from);
        var starts = new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
        var meeting = world.Keys.Give(new Meeting
        {
            PairId = pair.Id,
            HelperId = pair.HelperId,
            On = on,
            From = from,
            Minutes = minutes,
            StartsAt = starts,
            EndsAt = starts.AddMinutes(minutes),
            Support = support,
            Difficulty = difficulty,
            Place = support == Support.Office ? "MA 35" : support == Support.Work ? "Werkstatt Favoriten" : "Café am Platz",
            EnteredBy = Guid.Empty,
            EnteredAt = starts.AddMinutes(minutes + 30),
        });
        if (state != MeetingState.Entered)
        {
            meeting.Say(state == MeetingState.Confirmed, "", pair.ParticipantId, starts.AddHours(20));
        }

        Meetings.Add(meeting);
    }
}
