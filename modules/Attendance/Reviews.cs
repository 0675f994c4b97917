namespace Courses.Attendance;

/// <summary>A question about one fact, asked once however often the fact comes.</summary>
internal static class Reviews
{
    public static Review Of(AttendanceFact fact, string code, Guid providerId, string? key = null) => new()
    {
        Key = key ?? (code is ReviewCodes.ClockOff or ReviewCodes.LongAfter ? $"{code}:{fact.DeviceId}:{fact.SessionId}" : $"{code}:{fact.FactId}"),
        Code = code,

        // Nobody puts a question on another provider's list.
        ProviderId = providerId,
        SessionId = fact.SessionId,
        ParticipantId = fact.ParticipantId,
        FactId = fact.FactId,
        DeviceId = fact.DeviceId,
        Details = code == ReviewCodes.ClockOff ? $"{Math.Round((fact.ClockOffsetMs ?? (fact.ReceivedAt - fact.DeviceTime).TotalMilliseconds) / 60000.0)}" : fact.RecordedBy,
        At = fact.ReceivedAt,
    };
}
