using Courses.Contracts.Participants;
using Courses.Platform.Reading;

namespace Courses.Participants;

/// <summary>
/// Somebody whom the immigration office told of the programme and sent to the start coaching. Who came and who did not is the uptake.
/// </summary>
internal sealed class Referral
{
    public Guid Id { get; private set; }

    /// <summary>The office that refers, e.g. <c>MA 35</c>.</summary>
    public required string Office { get; init; }

    /// <summary>The office's own number of the case; the same case is referred once.</summary>
    public required string CaseNumber { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    public required string SearchName { get; init; }

    public required DateOnly BirthDate { get; init; }

    public int BirthParts { get; init; } = PartialDate.Whole;

    public PartialDate Born => new(BirthDate, BirthParts);

    public string Language { get; init; } = "en";

    public string? Email { get; init; }

    public required LegalStatus Status { get; init; }

    public DateOnly? PermitOn { get; init; }

    public required DateOnly ReferredOn { get; init; }

    /// <summary>The record that was made when the person came; null as long as they have not.</summary>
    public Guid? ParticipantId { get; private set; }

    public DateTimeOffset? CameAt { get; private set; }

    public void Came(Guid participantId, DateTimeOffset at) => (ParticipantId, CameAt) = (participantId, CameAt ?? at);
}
