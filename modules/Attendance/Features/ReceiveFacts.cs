using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
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

        public LooseValue SessionId { get; init; }

        public LooseValue ParticipantId { get; init; }

        /// <summary>Hex SHA-256 of the token. Devices hash before they store.</summary>
        public LooseValue PassHash { get; init; }

        /// <summary>What a QR code held, when the device does not hash.</summary>
        public LooseValue Pass { get; init; }

        public LooseValue Kind { get; init; }

        public LooseValue Minutes { get; init; }

        public LooseValue Withdraws { get; init; }

        /// <summary>
        /// What the device says of itself: <c>scan</c>, <c>hand</c>, <c>paper</c>, or <c>person</c> for what somebody says of their own minutes with the pass: <c>present</c> for as the register says,
        /// <c>left-early</c> with the minutes missed, or <c>absent</c>. The server decides what it is.
        /// </summary>
        public LooseValue Source { get; init; }

        public LooseValue Sequence { get; init; }

        public LooseValue DeviceTime { get; init; }

        public LooseValue ClockOffsetMs { get; init; }

        public LooseValue RecordedBy { get; init; }

        public LooseValue Note { get; init; }

        /// <summary>Of a count of guests: the age band, as in <see cref="GuestCounts.Bands"/>.</summary>
        public LooseValue Band { get; init; }

        /// <summary><c>f</c>, <c>m</c> or <c>x</c>.</summary>
        public LooseValue Gender { get; init; }

        /// <summary>How many of them are in the room, the last count of which stands.</summary>
        public LooseValue Guests { get; init; }
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
        var kind = fact.Kind.Text switch
        {
            "present" => FactKind.Present,
            "late" => FactKind.Late,
            "left-early" => FactKind.LeftEarly,
            "absent" => FactKind.Absent,
            "excused" => FactKind.Excused,
            "walk-in" => FactKind.WalkIn,
            "withdraw" => FactKind.Withdraw,
            "guests" => FactKind.Guests,
            _ => FactKind.Unreadable,
        };
        var time = Time(fact.DeviceTime.Text);
        var withdraws = Id(fact.Withdraws);
        if (kind == FactKind.Withdraw && withdraws is null)
        {
            kind = FactKind.Unreadable;
        }

        if (kind == FactKind.Guests && !(GuestCounts.Bands.Contains(fact.Band.Text) && GuestCounts.Genders.Contains(fact.Gender.Text) && fact.Guests.Number is >= 0 and <= GuestCounts.Most))
        {
            kind = FactKind.Unreadable;
            oddities.Add($"{fact.Band.Text} {fact.Gender.Text} {fact.Guests.Text}".Trim());
        }

        // Minutes that nobody can read would count as none missed.
        if (kind is FactKind.Late or FactKind.LeftEarly && fact.Minutes.Text is not null && fact.Minutes.Number is not (>= 0 and <= 1440))
        {
            kind = FactKind.Unreadable;
            oddities.Add(fact.Minutes.Text);
        }

        if (kind == FactKind.Unreadable)
        {
            oddities.Add($"{fact.Kind.Text} {fact.Withdraws.Text}".Trim());
        }

        if (time is null)
        {
            oddities.Add(fact.DeviceTime.Text ?? "");
        }

        var recordedBy = fact.RecordedBy.Text;
        return new()
        {
            FactId = fact.Id!.Value,
            SessionId = Id(fact.SessionId) ?? Guid.Empty,
            ParticipantId = Id(fact.ParticipantId),
            PassHash = PassToken.HashOf(fact.PassHash.Text, fact.Pass.Text),
            Kind = kind,
            Minutes = fact.Minutes.Number is { } minutes ? (int)Math.Clamp(Math.Round(minutes), 0, 1440) : null,
            Withdraws = withdraws,
            GuestBand = kind == FactKind.Guests ? fact.Band.Text : null,
            GuestGender = kind == FactKind.Guests ? fact.Gender.Text : null,
            Guests = kind == FactKind.Guests ? (int)fact.Guests.Number!.Value : null,
            Source = fact.Source.Text == "paper" ? FactSource.Paper : FactSource.Hand,
            Claimed = Cut(fact.Source.Text ?? "", 20),
            DeviceId = deviceId,
            DeviceSequence = fact.Sequence.Number is { } sequence && Math.Abs(sequence) < 9e15 && Math.Floor(sequence) == sequence ? (long)sequence : 0,
            DeviceTime = time ?? now,
            ClockOffsetMs = time is null ? 0 : fact.ClockOffsetMs.Number is { } measured ? Clamp(measured) : batchOffset,
            ReceivedAt = now,
            RecordedBy = Cut(string.IsNullOrWhiteSpace(recordedBy) ? recorders.Name : recordedBy, 200),
            Note = Cut(string.Join(" | ", new[] { fact.Note.Text ?? "" }.Concat(oddities).Where(part => part.Length > 0)), 400),
        };
    }

    private static Guid? Id(LooseValue value) => Guid.TryParse(value.Text, out var id) ? id : null;

    /// <summary>An instant that the database can hold; a clock from another century is as good as none.</summary>
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) && time.Year is >= 1971 and <= 2199
            ? time : null;

    /// <summary>At most ten years, so that a device's time plus its offset is still a time.</summary>
    private static long Clamp(double milliseconds) => (long)Math.Clamp(milliseconds, -315_360_000_000d, 315_360_000_000d);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
