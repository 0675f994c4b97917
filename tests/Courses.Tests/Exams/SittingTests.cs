using Courses.Exams;
using Courses.Platform.Errors;

namespace Courses.Tests.Exams;

public sealed class SittingTests
{
    private static readonly string[] Parts = ["reading", "writing", "speaking", "society"];

    [Theory]
    [InlineData("", "reading,writing,speaking,society")]
    [InlineData("writing", "reading,speaking,society")]
    [InlineData("society,reading,speaking,writing", "")]
    public void What_was_passed_is_not_sat_again(string passed, string open)
    {
        Assert.Equal(open, string.Join(',', Sitting.Open(Parts, passed.Split(','))));
        Assert.Equal(open.Length == 0, Sitting.IsComplete(Parts, passed.Split(',')));
    }

    [Theory]
    [InlineData("writing", "", "reading,speaking,society")]
    [InlineData("writing", "society,reading", "reading,society")]
    [InlineData("writing", "writing", "")]
    [InlineData("", "listening", null)]
    public void Somebody_sits_what_they_asked_for_and_have_not_passed(string passed, string asked, string? sat)
    {
        var chosen = Sitting.Chosen(Parts, passed.Split(','), asked.Split(',', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(sat, chosen is null ? null : string.Join(',', chosen));
    }

    [Fact]
    public void An_exam_without_parts_is_passed_by_nobody() => Assert.False(Sitting.IsComplete([], ["reading"]));

    [Fact]
    public void Seats_end_and_so_does_the_time_to_take_and_to_leave_them()
    {
        var exam = New(seats: 1);
        Assert.Equal("exam.deadline-over", Refusal(() => exam.TakeSeat(new(2027, 1, 11), hasBegun: false)));
        Assert.Equal("exam.deadline-over", Refusal(() => exam.TakeSeat(new(2027, 1, 10), hasBegun: true)));
        exam.TakeSeat(new(2027, 1, 10), hasBegun: false);
        Assert.Equal("exam.full", Refusal(() => exam.TakeSeat(new(2027, 1, 10), hasBegun: false)));
        Assert.Equal("exam.withdraw-too-late", Refusal(() => exam.LeaveSeat(new(2027, 1, 11), hasBegun: false)));
        exam.LeaveSeat(new(2027, 1, 10), hasBegun: false);
        Assert.Equal(0, exam.SeatsTaken);
        exam.Cancel(new("reason.exam.too-few", null, null), "Somebody", DateTimeOffset.UnixEpoch);
        Assert.Equal("exam.cancelled", Refusal(() => exam.TakeSeat(new(2027, 1, 1), hasBegun: false)));
    }

    [Fact]
    public void What_is_examined_stays_once_somebody_registered_and_seats_never_fall_below_those_taken()
    {
        var exam = New(seats: 3);
        var form = new ExamForm(exam.VenueId, "de", "B2", ["reading"], exam.On, exam.From, exam.Until, 2, exam.RegisterUntil, IsPractice: false);
        exam.Change(form);
        Assert.Equal(("B2", 2), (exam.Level, exam.Seats));
        exam.TakeSeat(new(2027, 1, 1), hasBegun: false);
        exam.TakeSeat(new(2027, 1, 1), hasBegun: false);
        Assert.Equal("exam.content-fixed", Refusal(() => exam.Change(form with { Level = "C1" })));
        Assert.Equal("exam.content-fixed", Refusal(() => exam.Change(form with { Parts = ["reading", "writing"] })));
        Assert.Equal("exam.seats-taken", Refusal(() => exam.Change(form with { Seats = 1 })));
        exam.Change(form with { On = new(2027, 2, 1) });
        Assert.Equal(new DateOnly(2027, 2, 1), exam.On);
    }

    private static string Refusal(Action act) => Assert.Throws<RuleBroken>(act).Code;

    private static Exam New(int seats) => new()
    {
        ProviderId = Guid.NewGuid(),
        VenueId = Guid.NewGuid(),
        Language = "de",
        Level = "B1",
        Parts = "reading,writing",
        On = new(2027, 1, 20),
        From = new(9, 0),
        Until = new(12, 0),
        Seats = seats,
        RegisterUntil = new(2027, 1, 10),
        IsPractice = false,
        MadeAt = DateTimeOffset.UnixEpoch,
        MadeBy = Guid.Empty,
        MadeByName = "Somebody",
    };
}
