using Courses.Platform.Database;

namespace Courses.Tests;

public sealed class SnakeCaseTests
{
    [Theory]
    [InlineData("PlannedMinutes", "planned_minutes")]
    [InlineData("IX_Voucher_ParticipantId", "ix_voucher_participant_id")]
    [InlineData("QRToken", "qr_token")]
    public void Splits_words(string name, string expected) => Assert.Equal(expected, SnakeCase.Of(name));
}
