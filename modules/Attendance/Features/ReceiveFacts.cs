using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Courses.Attendance.Features;

/// <summary>
/// Takes batches of facts from tablets and from signed-in staff. Whatever is odd about a fact, it is taken: the device deletes it only when its id is in the answer.
/// </summary>
internal sealed class ReceiveFacts(FactIntake intake, Recorders recorders, Words words, TimeProvider clock)
{
    public const int MostFacts = 500;

    internal sealed record Request
    {
        /// <summary>The device's clock when it sent the batch.</summary>
        [Required]
        public string? SentAt { get; init; }

        /// <summary>The installation, when the caller is a person; a tablet is known by its credential.</summary>
        public Guid? Device { get; init; }

        [Required, MaxLength(MostFacts)]
        public IReadOnlyList<Fact>? Facts { get; init; }
    }

    /// <summary>Only the id must be readable. Everything else is text, so that an odd value ends in review and not in a refusal of the batch.</summary>
    internal sealed record Fact
    {
        [Required]
        public Guid? Id { get; init; }

        public JsonElement SessionId { get; init; }

        public JsonElement ParticipantId { get; init; }

        /// <summary>Hex SHA-256 of the token. Devices hash before they store.</summary>
        public JsonElement PassHash { get; init; }

        /// <summary>What a QR code held, when the device does not hash.</summary>
        public JsonElement Pass { get; init; }

        public JsonElement Kind { get; init; }

        public JsonElement Minutes { get; init; }

        public JsonElement Withdraws { get; init; }

        public JsonElement Source { get; init; }

        public JsonElement Sequence { get; init; }

        public JsonElement DeviceTime { get; init; }

        public JsonElement ClockOffsetMs { get; init; }

        public JsonElement RecordedBy { get; init; }

        public JsonElement Note { get; init; }
    }

    internal sealed record Answers(DateTimeOffset ServerTime, [property: JsonPropertyName("answers")] IReadOnlyList<FactAnswer> Facts);

    internal sealed record FactAnswer(Guid Id, string Result, string? Code);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/facts", (Request request, [FromServices] ReceiveFacts handler, CancellationToken cancel) => handler.Handle(request, cancel))
        .For(Roles.Tablet, Roles.Teacher, Roles.ProviderManager);

    public async Task<Answers> Handle(Request request, CancellationToken cancel)
    {
        if (request.Facts!.ToList().IndexOf(null!) is >= 0 and var empty)
        {
            throw new InvalidField($"facts[{empty}]", words["error.field.required"]);
        }

        var now = clock.GetUtcNow();
        var deviceId = recorders.DeviceOr(request.Device);
        var sent = Time(request.SentAt);
        var offset = sent is null ? (long?)null : Clamp((now - sent.Value).TotalMilliseconds);
        var facts = request.Facts!.Select(fact => Read(fact, deviceId, offset, now)).ToArray();
        var answers = await intake.Record(facts, recorders.Current(), cancel);
        return new(now, [.. answers.Select(answer => new FactAnswer(answer.Id, answer.Result switch
        {
            Reception.Known => "known",
            Reception.AcceptedForReview => "accepted-for-review",
            _ => "accepted",
        }, answer.Code))]);
    }

    private AttendanceFact Read(Fact fact, Guid deviceId, long? batchOffset, DateTimeOffset now)
    {
        var oddities = new List<string>();
        var kind = Text(fact.Kind) switch
        {
            "present" => FactKind.Present,
            "late" => FactKind.Late,
            "left-early" => FactKind.LeftEarly,
            "absent" => FactKind.Absent,
            "excused" => FactKind.Excused,
            "walk-in" => FactKind.WalkIn,
            "withdraw" => FactKind.Withdraw,
            _ => FactKind.Unreadable,
        };
        var source = Text(fact.Source) switch
        {
            "scan" => FactSource.Scan,
            "paper" => FactSource.Paper,
            _ => FactSource.Hand,
        };
        var time = Time(Text(fact.DeviceTime));
        var withdraws = Id(fact.Withdraws);
        if (kind == FactKind.Withdraw && withdraws is null)
        {
            kind = FactKind.Unreadable;
        }

        if (kind == FactKind.Unreadable)
        {
            oddities.Add($"{Text(fact.Kind)} {Text(fact.Withdraws)}".Trim());
        }

        if (time is null)
        {
            oddities.Add(Text(fact.DeviceTime) ?? "");
        }

        var recordedBy = Text(fact.RecordedBy);
        return new()
        {
            FactId = fact.Id!.Value,
            SessionId = Id(fact.SessionId) ?? Guid.Empty,
            ParticipantId = Id(fact.ParticipantId),
            PassHash = PassToken.HashOf(Text(fact.PassHash), Text(fact.Pass)),
            Kind = kind,
            Minutes = fact.Minutes.ValueKind == JsonValueKind.Number && fact.Minutes.TryGetDouble(out var minutes) ? (int)Math.Clamp(Math.Round(minutes), 0, 1440) : null,
            Withdraws = withdraws,
            Source = source,
            DeviceId = deviceId,
            DeviceSequence = fact.Sequence.ValueKind == JsonValueKind.Number && fact.Sequence.TryGetInt64(out var sequence) ? sequence : 0,
            DeviceTime = time ?? now,
            ClockOffsetMs = time is null ? 0 : fact.ClockOffsetMs.ValueKind == JsonValueKind.Number && fact.ClockOffsetMs.TryGetDouble(out var measured) ? Clamp(measured) : batchOffset,
            ReceivedAt = now,
            RecordedBy = Cut(string.IsNullOrWhiteSpace(recordedBy) ? recorders.Name : recordedBy, 200),
            Note = Cut(string.Join(" | ", new[] { Text(fact.Note) ?? "" }.Concat(oddities).Where(part => part.Length > 0)), 400),
        };
    }

    private static string? Text(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()!.Replace("\0", "", StringComparison.Ordinal) : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half a character: valid JSON, but no text.
            return value.GetRawText();
        }
    }

    private static Guid? Id(JsonElement value) => Guid.TryParse(Text(value), out var id) ? id : null;

    /// <summary>An instant that the database can hold; a clock from another century is as good as none.</summary>
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is >= 1971 and <= 2199
            ? time : null;

    /// <summary>At most ten years, so that a device's time plus its offset is still a time.</summary>
    private static long Clamp(double milliseconds) => (long)Math.Clamp(milliseconds, -315_360_000_000d, 315_360_000_000d);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
