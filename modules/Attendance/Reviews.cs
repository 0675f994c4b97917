namespace Courses.Attendance;

/// <summary>A question about one fact, asked once however often the fact comes.</summary>
internal static class Reviews
{
    public static Review Of(AttendanceFact fact, string code, Dictionary<Guid, SessionInfo> sessions, Guid recorderProviderId, string? key = null) => new()
    {
        Key = key ?? (code is ReviewCodes.ClockOff ? $"{code}:{fact.DeviceId}:{fact.SessionId}" : $"{code}:{fact.FactId}"),
        Code = code,
        ProviderId = sessions.GetValueOrDefault(fact.SessionId)?.ProviderId ?? recorderProviderId,
        SessionId = fact.SessionId,
        ParticipantId = fact.ParticipantId,
        FactId = fact.FactId,
        DeviceId = fact.DeviceId,
        Details = code == ReviewCodes.ClockOff ? $"{Math.Round((fact.ClockOffsetMs ?? (fact.ReceivedAt - fact.DeviceTime).TotalMilliseconds) / 60000.0)}" : fact.RecordedBy,
        At = fact.ReceivedAt,
    };
}
