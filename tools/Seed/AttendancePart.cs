using System.Diagnostics;
using Courses.Attendance;
using Courses.Contracts.Attendance;
using Courses.Timetable;

namespace Courses.Seed;

/// <summary>A session that took place, and what was said of each person there; nothing of those whom nobody saw.</summary>
internal sealed record HeldSession(Group Group, Session Session, List<(Person Person, AttendanceFact? Fact)> People);

/// <summary>What tablets and teachers wrote down at every session that is over: facts, the marks that follow from them, and signed registers.</summary>
internal sealed class AttendancePart(World world, IReadOnlyDictionary<Guid, Guid> tabletOfVenue)
{
    private const int RecentDays = 4;
    private const int FreshDays = 14;
    private readonly List<HeldSession> recent = [];
    private readonly List<HeldSession> ofTheStory = [];

    /// <summary>The signed sessions of the last fortnight: what is odd about some of them still waits for the provider.</summary>
    public IReadOnlyList<HeldSession> Recent => recent;

    /// <summary>The sessions at which somebody with a part in the story was expected. All of them are signed.</summary>
    public IReadOnlyList<HeldSession> OfTheStory => ofTheStory;

    public async Task Load(IReadOnlyList<SeededClass> classes, Action<string> say)
    {
        var facts = new Bulk<AttendanceFact>(world.Rows);
        var marks = new Bulk<Mark>(world.Rows);
        var registers = new Bulk<Register>(world.Rows);
        var watch = Stopwatch.StartNew();
        var sequence = 0L;
        foreach (var one in classes)
        {
            foreach (var (session, number) in one.Sessions.Where(session => session.EndsAt < world.Now && session.CancelledAt is null).Select((session, number) => (session, number)))
            {
                // Some registers of the last days are missing: unknown is not absent.
                var signed = session.LocalDate < world.Today.AddDays(-RecentDays) || one.IsOfTheStory || world.Chance(0.85);
                var register = new Register { Id = session.Id };
                if (signed)
                {
                    register.SignOff(SessionOf(session, one.Group), "N. Kovač", one.Group.TeacherId ?? Guid.Empty, session.EndsAt.AddMinutes(5));
                }

                var (held, ofRegister) = (new HeldSession(one.Group, session, []), new List<Mark>());
                if (signed && session.LocalDate >= world.Today.AddDays(-FreshDays) && !one.IsOfTheStory)
                {
                    recent.Add(held);
                }

                if (one.IsOfTheStory)
                {
                    ofTheStory.Add(held);
                }

                foreach (var (enrolment, person) in one.Members)
                {
                    if (!enrolment.Stays.Exists(stay => session.LocalDate >= stay.From && session.LocalDate <= (stay.Until ?? DateOnly.MaxValue)) || (!signed && world.Chance(0.5)))
                    {
                        continue;
                    }

                    var fact = Happened(session, number, person, one.Group, ++sequence);
                    held.People.Add((person, fact));
                    if (fact is not null)
                    {
                        await facts.Add(world.Keys.Give(fact));
                    }

                    if (fact is not null || signed)
                    {
                        var mark = world.Keys.Give(new Mark { SessionId = session.Id, GroupId = one.Group.Id, ParticipantId = person.Id });
                        mark.Set(fact is null ? null : Assessment.Of([fact], session.PlannedMinutes), session.EndsAt.AddMinutes(5));
                        await marks.Add(mark);
                        ofRegister.Add(mark);
                    }
                }

                if (signed)
                {
                    // To those of the last days, and of the story, more is said.
                    if (session.LocalDate < world.Today.AddDays(-FreshDays) && !one.IsOfTheStory)
                    {
                        register.Count(ofRegister);
                    }

                    await registers.Add(register);
                }
            }
        }

        await facts.Flush();
        await marks.Flush();
        await registers.Flush();
        say($"{facts.Written:N0} attendance facts and {marks.Written:N0} marks in {registers.Written:N0} signed registers, {facts.Written / watch.Elapsed.TotalSeconds:N0} facts a second");
    }

    /// <summary>Null when nobody saw the person: at sign-off that becomes absent.</summary>
    private AttendanceFact? Happened(Session session, int number, Person person, Group group, long sequence)
    {
        var came = person.HasAPart ? person.CameTo(number) : world.Chance(person.Diligence);
        var (kind, minutes, note) = person.HasAPart ? (came ? FactKind.Present : FactKind.Absent, null, "")
            : came ? world.Dice.NextDouble() switch
            {
                < 0.06 => (FactKind.Late, world.Dice.Next(16, 60), ""),
                < 0.075 => (FactKind.LeftEarly, world.Dice.Next(16, 60), ""),
                _ => (FactKind.Present, (int?)null, ""),
            }
            : world.Chance(0.22) ? (FactKind.Excused, null, "Arzttermin") : (FactKind.Absent, null, "");
        if (kind == FactKind.Absent)
        {
            return null;
        }

        var source = came && world.Chance(0.78) ? FactSource.Scan : FactSource.Hand;
        var at = session.StartsAt.AddMinutes(kind == FactKind.Late ? minutes!.Value : world.Dice.Next(-8, 10));
        return new()
        {
            FactId = world.Keys.Next(),
            SessionId = session.Id,
            ParticipantId = person.Id,
            Kind = kind,
            Minutes = minutes,
            Source = source,
            DeviceId = tabletOfVenue[group.VenueId],
            DeviceSequence = sequence,
            DeviceTime = at,
            ClockOffsetMs = 0,
            ReceivedAt = session.EndsAt.AddMinutes(world.Dice.Next(1, 30)),
            RecordedBy = "N. Kovač",
            Note = note,

            // Every third excuse was proven.
            Excuse = kind != FactKind.Excused ? null : sequence % 3 == 0 ? ExcuseProof.Certificate : ExcuseProof.Word,
        };
    }

    /// <summary>As a register knows it.</summary>
    public static SessionInfo SessionOf(Session session, Group group) => new()
    {
        Id = session.Id,
        GroupId = group.Id,
        GroupName = group.Name,
        Kind = group.Kind,
        ProviderId = group.ProviderId,
        VenueId = group.VenueId,
        TeacherId = group.TeacherId,
        StartsAt = session.StartsAt,
        EndsAt = session.EndsAt,
        LocalDate = session.LocalDate,
        LocalFrom = session.LocalFrom,
        LocalUntil = session.LocalUntil,
        PlannedMinutes = session.PlannedMinutes,
        CancelledAt = session.CancelledAt,
    };
}
