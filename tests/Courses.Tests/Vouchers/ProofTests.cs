using Courses.Contracts.Attendance;
using Courses.Vouchers;

namespace Courses.Tests.Vouchers;

/// <summary>In full from half of the minutes attended, below it by the share of sessions attended.</summary>
public sealed class ProofTests
{
    [Theory]
    [InlineData("PPAA", 10_000)]
    [InlineData("PAAA", 2_500)]
    [InlineData("AAAA", 0)]
    [InlineData("PPPP", 10_000)]
    [InlineData("PEPP", 10_000)]
    [InlineData("PEEE", 3_333)]
    [InlineData("EEEEEEEEEEEEEEEEEEEEEP", 588)]
    [InlineData("EEEE", 0)]
    [InlineData("PAA", 3_333)]
    public void Pays_by_the_rule(string marks, long cents) => Assert.Equal(cents, Of(marks).DueCents(10_000, 50));

    [Fact]
    public void Two_thirds_of_a_cent_round_up() => Assert.Equal(67, Of("PPA").DueCents(100, 80));

    [Fact]
    public void A_late_mark_counts_its_minutes_and_its_session()
    {
        // 40 of 180 minutes are less than half; one session of two was attended.
        var proof = new Proof([Session(MarkState.Late, 40), Session(MarkState.Absent, 0)], 25, default);
        Assert.Equal((40, 180, 1, 2, 5_000L), (proof.AttendedMinutes, proof.HeldMinutes, proof.SessionsAttended, proof.SessionsHeld, proof.DueCents(10_000, 50)));
    }

    [Fact]
    public void What_is_excused_by_word_stands_apart_from_what_a_certificate_proves()
    {
        var proof = new Proof(
            [
                Session(MarkState.Excused, 0) with { Excuse = ExcuseProof.Word }, Session(MarkState.Excused, 0) with { Excuse = ExcuseProof.Certificate }, Session(MarkState.Excused, 0) with { Excuse = ExcuseProof.Word },
                Session(MarkState.Excused, 0) with { Excuse = ExcuseProof.Word, SignedAt = null }, Session(MarkState.Present, 90),
            ],
            25,
            default);
        Assert.Equal((180, 90), (proof.ExcusedByWordMinutes, proof.ExcusedByCertificateMinutes));
    }

    [Theory]
    [InlineData(ProofGrade.Written, 4, 0, 10_000)]
    [InlineData(ProofGrade.Said, 3, 1, 10_000)]
    [InlineData(ProofGrade.Seen, 2, 2, 10_000)]
    [InlineData(ProofGrade.Shown, 1, 3, 2_000)]
    public void What_is_proven_less_than_the_programme_pays_for_is_held_and_not_attended(ProofGrade paysFrom, int attended, int tooWeak, long cents)
    {
        var proof = new Proof(
            [.. new[] { ProofGrade.Written, ProofGrade.Said, ProofGrade.Seen, ProofGrade.Shown }.Select(grade => Session(MarkState.Present, 90) with { Grade = grade }), Session(MarkState.Absent, 0) with { Grade = null }],
            25,
            paysFrom);
        Assert.Equal((attended, tooWeak, 5, attended * 90, 450), (proof.SessionsAttended, proof.TooWeak, proof.SessionsHeld, proof.AttendedMinutes, proof.HeldMinutes));
        Assert.Equal(cents, proof.DueCents(10_000, 40));
    }

    [Fact]
    public void Nothing_is_complete_before_every_register_is_signed()
    {
        Assert.False(new Proof([], 25, default).IsComplete);
        Assert.False(Of("PP?").IsComplete);
        Assert.Equal(1, Of("PP?").Unsigned);
        Assert.True(Of("PPA").IsComplete);
    }

    private static Proof Of(string marks) => new([.. marks.Select(mark => mark switch
    {
        'P' => Session(MarkState.Present, 90),
        'E' => Session(MarkState.Excused, 0),
        '?' => Session(null, null) with { SignedAt = null },
        _ => Session(null, null),
    })], 25, default);

    private static SessionProof Session(MarkState? state, int? minutes) => new()
    {
        RedemptionId = Guid.NewGuid(),
        SessionId = Guid.NewGuid(),
        On = new(2026, 11, 2),
        From = new(18, 0),
        PlannedMinutes = 90,
        SignedAt = new DateTimeOffset(2026, 11, 2, 20, 0, 0, TimeSpan.Zero),
        SignedBy = "Teacher",
        State = state,
        PresentMinutes = minutes,
        Grade = state is null ? null : ProofGrade.Shown,
    };
}
