using System.Buffers.Text;
using System.Security.Cryptography;

namespace Courses.Attendance;

/// <summary>The secret behind the codes on the wall. One row, made at the first use.</summary>
internal sealed class RoomKey
{
    public static readonly Guid Only = new("5e1d1f2b-6d0a-4f0e-8a55-2c7d6d9b1a01");

    public required Guid Id { get; init; }

    public required string Secret { get; init; }
}

/// <summary>
/// The code on the wall: it proves that a phone is in the room now. It changes every 15 seconds; the one before it still counts, for those who are slow.
/// </summary>
internal static class RoomCode
{
    public const int StepSeconds = 15;

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    public static string Of(byte[] secret, Guid groupId, Guid sessionId, long step)
    {
        Span<byte> content = stackalloc byte[40];
        groupId.TryWriteBytes(content);
        sessionId.TryWriteBytes(content[16..]);
        BitConverter.TryWriteBytes(content[32..], step);
        return Base64Url.EncodeToString(HMACSHA256.HashData(secret, content).AsSpan(0, 12));
    }

    public static bool IsValid(byte[] secret, Guid groupId, Guid sessionId, string code, DateTimeOffset now)
    {
        var step = StepAt(now);
        return Matches(step) || Matches(step - 1);

        bool Matches(long at) => CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(Of(secret, groupId, sessionId, at)), System.Text.Encoding.UTF8.GetBytes(code));
    }
}

/// <summary>One phone marks one person per session, and a person checks in once.</summary>
internal sealed class CheckIn
{
    public Guid Id { get; private set; }

    public required Guid SessionId { get; init; }

    public required Guid PhoneId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>What the phone looks like from outside (address, browser, languages), as a hash: a phone without cookies is new each time, but looks the same. Empty in rows of earlier versions.</summary>
    public string Device { get; init; } = "";

    public required DateTimeOffset At { get; init; }
}
