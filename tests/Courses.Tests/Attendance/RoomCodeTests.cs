using Courses.Attendance;

namespace Courses.Tests.Attendance;

public sealed class RoomCodeTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    private static readonly Guid Group = Guid.NewGuid();
    private static readonly Guid Session = Guid.NewGuid();

    [Theory]
    [InlineData(0, true)]
    [InlineData(15, true)]
    [InlineData(30, false)]
    [InlineData(-15, false)]
    public void The_running_and_the_previous_step_count(int secondsLater, bool valid)
    {
        var now = new DateTimeOffset(2026, 11, 16, 17, 0, 0, TimeSpan.Zero);
        var code = RoomCode.Of(Secret, Group, Session, RoomCode.StepAt(now));
        Assert.Equal(valid, RoomCode.IsValid(Secret, Group, Session, code, now.AddSeconds(secondsLater)));
    }

    [Fact]
    public void The_code_of_another_session_does_not_count()
    {
        var now = new DateTimeOffset(2026, 11, 16, 17, 0, 0, TimeSpan.Zero);
        Assert.False(RoomCode.IsValid(Secret, Group, Guid.NewGuid(), RoomCode.Of(Secret, Group, Session, RoomCode.StepAt(now)), now));
        Assert.False(RoomCode.IsValid(Secret, Group, Session, "", now));
    }
}
