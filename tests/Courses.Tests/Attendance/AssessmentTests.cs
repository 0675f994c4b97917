using Courses.Attendance;
using Courses.Contracts.Attendance;
using FsCheck;
using FsCheck.Fluent;
using static Courses.Tests.Attendance.Said;

namespace Courses.Tests.Attendance;

public sealed class AssessmentTests
{
    private const int Planned = 90;
    private static readonly Config TenThousand = Config.QuickThrowOnFailure.WithMaxTest(10_000);
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    /// <summary>The person's own word stands beside the mark: it makes none, and neither raises nor takes one.</summary>
    [Fact]
    public void What_the_person_says_on_the_phone_is_no_mark()
    {
        var scan = Fact(FactKind.Present, FactSource.Scan, after: 1);
        foreach (var kind in new[] { FactKind.Present, FactKind.LeftEarly, FactKind.Absent })
        {
            var own = Fact(kind, FactSource.Person, after: 9, device: 9, minutes: kind == FactKind.LeftEarly ? 60 : null);
            Assert.Null(Assessment.Of([own], Planned));
            Assert.Equal(Assessment.Of([scan], Planned), Assessment.Of([scan, own], Planned));
            Assert.Equal(kind switch { FactKind.Present => Planned, FactKind.Absent => 0, _ => Planned - 60 }, own.SaidMinutes(Planned));
        }
    }

    [Fact]
    public void Nothing_said_is_unknown() => Assert.Null(Assessment.Of([], Planned));

    [Fact]
    public void A_scan_is_present_for_the_planned_minutes()
    {
        var mark = Assessment.Of([Fact(FactKind.Present, FactSource.Scan)], Planned)!;
        Assert.Equal((MarkState.Present, Planned, true, false), (mark.State, mark.PresentMinutes, mark.Scanned, mark.Contradicted));
    }

    [Fact]
    public void A_mark_set_by_hand_beats_a_later_scan()
    {
        var mark = Assessment.Of([Fact(FactKind.Late, after: 1, minutes: 20), Fact(FactKind.Present, FactSource.Scan, after: 2)], Planned)!;
        Assert.Equal((MarkState.Late, 70, false), (mark.State, mark.PresentMinutes, mark.Contradicted));
    }

    [Fact]
    public void Among_equals_the_later_wins_by_the_corrected_clock()
    {
        var early = Fact(FactKind.Present, after: 10, offsetMs: -86_400_000);
        var late = Fact(FactKind.Absent, after: 20, offsetMs: 86_400_000);
        Assert.True(early.DeviceTime > late.DeviceTime);
        Assert.Equal(MarkState.Absent, Assessment.Of([early, late], Planned)!.State);
    }

    [Fact]
    public void At_the_same_instant_the_id_decides()
    {
        var low = Fact(FactKind.Present, id: new Guid(1, 0, 0, new byte[8]));
        var high = Fact(FactKind.Absent, id: new Guid(2, 0, 0, new byte[8]));
        Assert.Equal(MarkState.Absent, Assessment.Of([low, high], Planned)!.State);
        Assert.Equal(MarkState.Absent, Assessment.Of([high, low], Planned)!.State);
    }

    [Fact]
    public void What_was_reported_and_accepted_excuses_an_absence_and_never_a_presence()
    {
        var report = Fact(FactKind.Excused, FactSource.Report, after: 5);
        Assert.Equal(MarkState.Excused, Assessment.Of([report], Planned)!.State);
        foreach (var source in new[] { FactSource.Scan, FactSource.RoomCode, FactSource.Hand, FactSource.Paper })
        {
            foreach (var after in new[] { 1, 9 })
            {
                var came = Assessment.Of([report, Fact(FactKind.Present, source, after)], Planned)!;
                Assert.Equal((MarkState.Present, Planned, false), (came.State, came.PresentMinutes, came.Contradicted));
                Assert.Equal(MarkState.Excused, Assessment.Of([report, Fact(FactKind.Absent, source, after)], Planned)!.State);
            }
        }

        // A person who corrects it afterwards knows more; one who corrected before did not know of it.
        Assert.Equal(MarkState.Absent, Assessment.Of([report, Corrected(report.ReceivedAt.AddMinutes(1))], Planned)!.State);
        Assert.Equal(MarkState.Excused, Assessment.Of([report, Corrected(report.ReceivedAt.AddMinutes(-1))], Planned)!.State);

        static AttendanceFact Corrected(DateTimeOffset at) => new()
        {
            FactId = Guid.NewGuid(),
            SessionId = Session,
            ParticipantId = Person,
            Kind = FactKind.Absent,
            Source = FactSource.Correction,
            DeviceId = DeviceId(1),
            DeviceSequence = 0,
            DeviceTime = at,
            ReceivedAt = at,
            RecordedBy = "Manager",
        };
    }

    [Fact]
    public void An_excuse_is_as_good_as_the_best_that_proves_it()
    {
        AttendanceFact Excused(FactSource source, ExcuseProof? proof, int after) => new()
        {
            FactId = Guid.NewGuid(),
            SessionId = Session,
            ParticipantId = Person,
            Kind = FactKind.Excused,
            Source = source,
            Excuse = proof,
            DeviceId = DeviceId(1),
            DeviceSequence = after,
            DeviceTime = Start.AddSeconds(after),
            ReceivedAt = Start,
            RecordedBy = "Manager",
        };
        Assert.Equal(ExcuseProof.Word, Assessment.Of([Excused(FactSource.Hand, null, 1)], Planned)!.Excuse);
        Assert.Equal(ExcuseProof.Certificate, Assessment.Of([Excused(FactSource.Report, ExcuseProof.Certificate, 1), Excused(FactSource.Hand, ExcuseProof.Word, 2)], Planned)!.Excuse);
        Assert.Equal(ExcuseProof.Certificate, Assessment.Of([Excused(FactSource.Report, ExcuseProof.Word, 1), Excused(FactSource.Report, ExcuseProof.Certificate, 2)], Planned)!.Excuse);
        Assert.Null(Assessment.Of([Excused(FactSource.Report, ExcuseProof.Certificate, 1), Fact(FactKind.Present)], Planned)!.Excuse);
    }

    [Fact]
    public void Late_and_left_early_both_cost_their_minutes()
    {
        var mark = Assessment.Of([Fact(FactKind.Late, after: 1, minutes: 20), Fact(FactKind.LeftEarly, after: 2, minutes: 15)], Planned)!;
        Assert.Equal((MarkState.LeftEarly, 55), (mark.State, mark.PresentMinutes));
    }

    [Theory]
    [InlineData(200, 0)]
    [InlineData(int.MaxValue, 0)]
    [InlineData(-5, Planned)]
    public void Minutes_never_leave_the_session(int missed, int expected) => Assert.Equal(expected, Assessment.Of([Fact(FactKind.Late, minutes: missed)], Planned)!.PresentMinutes);

    [Fact]
    public void What_was_taken_back_was_never_said()
    {
        var wrong = Fact(FactKind.Absent);
        Assert.Null(Assessment.Of([wrong, Fact(FactKind.Withdraw, withdraws: wrong.FactId)], Planned));
        Assert.Equal(MarkState.Present, Assessment.Of([Fact(FactKind.Withdraw, withdraws: wrong.FactId), Fact(FactKind.Present, FactSource.Scan), wrong], Planned)!.State);
    }

    [Fact]
    public void Two_tablets_that_disagree_contradict_each_other() =>
        Assert.True(Assessment.Of([Fact(FactKind.Present, device: 1), Fact(FactKind.Absent, after: 1, device: 2)], Planned)!.Contradicted);

    [Fact]
    public void A_scan_of_somebody_set_absent_contradicts() =>
        Assert.True(Assessment.Of([Fact(FactKind.Present, FactSource.Scan), Fact(FactKind.Absent, after: 1)], Planned)!.Contradicted);

    [Fact]
    public void One_tablet_may_change_its_mind() =>
        Assert.False(Assessment.Of([Fact(FactKind.Present), Fact(FactKind.Absent, after: 1)], Planned)!.Contradicted);

    [Fact]
    public void A_correction_settles_what_was_said_before_it()
    {
        var mark = Assessment.Of([Fact(FactKind.Present, device: 1), Fact(FactKind.Absent, after: 1, device: 2), Fact(FactKind.Excused, FactSource.Correction, after: 2, device: 3)], Planned)!;
        Assert.Equal((MarkState.Excused, false), (mark.State, mark.Contradicted));
    }

    [Fact]
    public void Order_repeats_and_batches_do_not_matter() => Prop.ForAll(Seeds, seed => OrderDoesNotMatter(seed, facts => Assessment.Of(facts, Planned))).Check(TenThousand);

    [Fact]
    public void Canary_a_rule_that_trusts_the_order_of_arrival_is_caught()
    {
        var last = Prop.ForAll(Seeds, seed => OrderDoesNotMatter(seed, facts => Assessment.Of(facts.TakeLast(1), Planned)));
        Assert.ThrowsAny<Exception>(() => last.Check(TenThousand));
    }

    [Fact]
    public void Canary_a_rule_that_counts_repeats_is_caught()
    {
        var counting = Prop.ForAll(Seeds, seed => OrderDoesNotMatter(seed, facts => Assessment.Of(facts, Planned + facts.Count)));
        Assert.ThrowsAny<Exception>(() => counting.Check(TenThousand));
    }

    private static bool OrderDoesNotMatter(int seed, Func<IReadOnlyCollection<AttendanceFact>, Assessment?> rule)
    {
        var dice = new Random(seed);
        var facts = AtRandom(dice, 12);
        var arrived = facts.Concat(facts.Where(_ => dice.NextDouble() < 0.4)).OrderBy(_ => dice.Next()).ToArray();
        return rule(facts) == rule(arrived);
    }
}
