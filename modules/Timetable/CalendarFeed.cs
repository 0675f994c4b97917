using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Courses.Timetable;

/// <summary>The secret address of a person's calendar. Only its hash is kept; a revoked one answers like one that never was.</summary>
internal sealed class CalendarFeed
{
    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required string TokenHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
