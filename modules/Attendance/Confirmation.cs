using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;

namespace Courses.Attendance;

/// <summary>
/// A confirmation of attendance that was handed out: what the paper says, as the signed registers stood on that day. It never changes; one that is wrong is withdrawn, and another is written.
/// </summary>
internal sealed class Confirmation : IVersioned
{
    public Guid Id { get; private set; }

    /// <summary>What the QR code and the paper say: see <see cref="Platform.Papers.PaperNumber"/>.</summary>
    public required string Number { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid GroupId { get; init; }

    public required string Name { get; init; }

    /// <summary>Null for a name that is in Latin letters already.</summary>
    public required string? LatinName { get; init; }

    public required DateOnly BirthDate { get; init; }

    public int BirthParts { get; init; } = PartialDate.Whole;

    public PartialDate Born => new(BirthDate, BirthParts);

    public required string Course { get; init; }

    public required string Provider { get; init; }

    /// <summary>The first and the last lesson that was held while the person belonged to the class.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int AttendedLessons { get; init; }

    public required int HeldMinutes { get; init; }

    public required int HeldLessons { get; init; }

    /// <summary>The two languages of the paper.</summary>
    public required string FirstLanguage { get; init; }

    public required string SecondLanguage { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required Guid IssuedBy { get; init; }

    public required string IssuedByName { get; init; }

    public DateOnly? WithdrawnOn { get; private set; }

    public Guid? WithdrawnBy { get; private set; }

    public string WithdrawnByName { get; private set; } = "";

    /// <summary>For the person and for colleagues; whoever checks the paper reads that it was withdrawn, and when.</summary>
    public string? WithdrawnReasonCode { get; private set; }

    public string? WithdrawnReason { get; private set; }

    public string? WithdrawnReasonLanguage { get; private set; }

    public int Version { get; set; }

    /// <summary>Does the paper say this too?</summary>
    public bool SaysTheSameAs(AttendedClass attended) =>
        (From, Until, AttendedMinutes, AttendedLessons, HeldMinutes, HeldLessons) == (attended.From, attended.Until, attended.AttendedMinutes, attended.AttendedLessons, attended.HeldMinutes, attended.HeldLessons);

    public void Withdraw(GivenReason why, Guid by, string byName, DateOnly on)
    {
        if (WithdrawnOn is not null)
        {
            throw new RuleBroken("confirmation.withdrawn-already");
        }

        (WithdrawnOn, WithdrawnBy, WithdrawnByName) = (on, by, byName);
        (WithdrawnReasonCode, WithdrawnReason, WithdrawnReasonLanguage) = (why.Code, why.Text, why.Language);
    }
}

/// <summary>What the signed registers of one class say of one person, for the time in which they belonged to it.</summary>
internal sealed record AttendedClass(Guid GroupId, string Course, Guid ProviderId, DateOnly From, DateOnly Until, int AttendedMinutes, int AttendedLessons, int HeldMinutes, int HeldLessons);
