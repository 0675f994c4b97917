using System.Globalization;
using Courses.Attendance;

namespace Courses.Seed;

/// <summary>
/// What is odd about some of the registers and waits for a person of the provider: contradictions, guests, marks after the sign-off, passes that nobody knows, and
/// here and there scans that no classroom makes. Marks stay what the facts say: whatever is added here loses against what was said, or is somebody's first word.
/// </summary>
internal sealed class OdditiesPart(World world, IReadOnlyDictionary<Guid, Guid> tabletOfVenue, IReadOnlyList<Person> newcomers, Guid firstProvider)
{
    private const int ScansOfABurst = 32;
    private readonly Random dice = new(2027);
    private readonly List<AttendanceFact> facts = [];
    private readonly List<Mark> marks = [];
    private readonly List<Review> reviews = [];

    public async Task Load(IReadOnlyList<HeldSession> recent, Action<string> say)
    {
        foreach (var ofProvider in recent.GroupBy(held => held.Group.ProviderId).Select((held, number) => (Held: held.ToArray(), Provider: held.Key, Number: number)))
        {
            foreach (var held in ofProvider.Held)
            {
                Usual(held, often: ofProvider.Provider == firstProvider ? 0.25 : 0.05);
            }

            if (ofProvider.Provider == firstProvider || ofProvider.Number % 5 == 4)
            {
                foreach (var held in ofProvider.Held.Where(held => Seen(held).Length > 3).Take(ofProvider.Provider == firstProvider ? 1 : 3))
                {
                    Burst(held);
                }

                TabletElsewhere(ofProvider.Held);
            }
        }

        await world.Rows.Insert(facts);
        await world.Rows.Insert(marks);
        await world.Rows.Insert(reviews);
        say($"{reviews.Count:N0} questions about registers wait for the providers");
    }

    private static (Person Person, AttendanceFact Fact)[] Seen(HeldSession held) =>
        [.. held.People.Where(one => one.Fact is { IsScan: true }).Select(one => (one.Person, one.Fact!))];

    private void Usual(HeldSession held, double often)
    {
        // Entered as excused, and then seen by another tablet.
        if (dice.NextDouble() < often && held.People.FirstOrDefault(one => one.Fact is { Kind: FactKind.Excused }) is { Fact: not null } excused)
        {
            Say(held, excused.Person.Id, FactKind.Present, 3, device: world.Keys.Next());
            Ask(held, ReviewCodes.Contradiction, $"{ReviewCodes.Contradiction}:{held.Session.Id}:{excused.Person.Id}:0", excused.Person.Id, excused.Fact.FactId);
        }

        if (dice.NextDouble() < often && held.People.FirstOrDefault(one => one.Fact is null) is { Person: not null } missing)
        {
            var late = Say(held, missing.Person.Id, FactKind.Present, 6, heldFor: ReviewCodes.LateFact);
            Ask(held, ReviewCodes.LateFact, $"{ReviewCodes.LateFact}:{late.FactId}", missing.Person.Id, late.FactId, late.RecordedBy);
        }

        if (dice.NextDouble() < often)
        {
            var guest = newcomers[dice.Next(newcomers.Count)];
            if (held.People.All(one => one.Person.Id != guest.Id))
            {
                var fact = Say(held, guest.Id, FactKind.WalkIn, 4);
                var mark = world.Keys.Give(new Mark { SessionId = held.Session.Id, GroupId = held.Group.Id, ParticipantId = guest.Id });
                mark.Set(Assessment.Of([fact], held.Session.PlannedMinutes), fact.ReceivedAt);
                marks.Add(mark);
                Ask(held, ReviewCodes.WalkIn, $"{ReviewCodes.WalkIn}:{fact.FactId}", guest.Id, fact.FactId, fact.RecordedBy);
            }
        }

        if (dice.NextDouble() < often / 2)
        {
            var fact = Say(held, null, FactKind.Present, 2, heldFor: ReviewCodes.UnknownPass);
            Ask(held, ReviewCodes.UnknownPass, $"{ReviewCodes.UnknownPass}:{fact.FactId}", null, fact.FactId, fact.RecordedBy);
        }
    }

    /// <summary>A stack of passes before the camera, again and again, before anybody was in the room.</summary>
    private void Burst(HeldSession held)
    {
        var seen = Seen(held);
        AttendanceFact? last = null;
        for (var i = 0; i < ScansOfABurst; i++)
        {
            last = Say(held, seen[i % seen.Length].Person.Id, FactKind.Present, -12 + (i * 0.008));
        }

        Ask(held, ReviewCodes.Burst, $"{ReviewCodes.Burst}:{held.Session.Id}:{last!.DeviceId}", last.ParticipantId, last.FactId, last.RecordedBy, last.DeviceId);
    }

    /// <summary>The tablet of one house scans at the same time in a class of another.</summary>
    private void TabletElsewhere(HeldSession[] ofProvider)
    {
        var pair = (from one in ofProvider
                    from other in ofProvider
                    where one.Group.VenueId != other.Group.VenueId && (one.Session.StartsAt - other.Session.StartsAt).Duration() < TimeSpan.FromMinutes(5) && Seen(one).Length > 1 && Seen(other).Length > 1
                    select (Here: one, There: other)).FirstOrDefault();
        if (pair.Here is null)
        {
            return;
        }

        var device = tabletOfVenue[pair.Here.Group.VenueId];
        var seen = Seen(pair.There);
        Say(pair.There, seen[0].Person.Id, FactKind.Present, -11, device);
        Say(pair.There, seen[1].Person.Id, FactKind.Present, -9, device);
        Say(pair.Here, Seen(pair.Here)[0].Person.Id, FactKind.Present, -10, device);
        var ids = new[] { pair.Here.Session.Id, pair.There.Session.Id }.Order().ToArray();
        Ask(pair.There, ReviewCodes.TabletElsewhere, $"{ReviewCodes.TabletElsewhere}:{device}:{ids[0]}:{ids[1]}", null, null, pair.Here.Group.Name, device);
    }

    private AttendanceFact Say(HeldSession held, Guid? person, FactKind kind, double minutesAfterStart, Guid? device = null, string? heldFor = null)
    {
        var fact = world.Keys.Give(new AttendanceFact
        {
            FactId = world.Keys.Next(),
            SessionId = held.Session.Id,
            ParticipantId = person,
            PassHash = person is null ? string.Create(CultureInfo.InvariantCulture, $"{dice.NextInt64():x16}{dice.NextInt64():x16}{dice.NextInt64():x16}{dice.NextInt64():x16}") : null,
            Kind = kind,
            Source = FactSource.Scan,
            DeviceId = device ?? tabletOfVenue[held.Group.VenueId],
            DeviceSequence = 1_000_000 + facts.Count,
            DeviceTime = held.Session.StartsAt.AddMinutes(minutesAfterStart),
            ClockOffsetMs = 0,
            ReceivedAt = heldFor == ReviewCodes.LateFact ? held.Session.EndsAt.AddHours(2) : held.Session.StartsAt.AddMinutes(30),
            RecordedBy = "A. Horvat",
            HeldFor = heldFor,
        });
        facts.Add(fact);
        return fact;
    }

    private void Ask(HeldSession held, string code, string key, Guid? person, Guid? fact, string details = "", Guid? device = null) => reviews.Add(world.Keys.Give(new Review
    {
        Key = key,
        Code = code,
        ProviderId = held.Group.ProviderId,
        SessionId = held.Session.Id,
        ParticipantId = person,
        FactId = fact,
        DeviceId = device,
        Details = details,
        At = held.Session.EndsAt.AddHours(2),
    }));
}
