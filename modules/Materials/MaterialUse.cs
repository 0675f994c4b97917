using System.Security.Cryptography;

namespace Courses.Materials;

/// <summary>Somebody chose a material for a session: whoever holds it, a substitute too, finds it there. The id follows from both, so a second tap chooses nothing twice.</summary>
internal sealed class MaterialUse
{
    public required Guid Id { get; init; }

    public required Guid MaterialId { get; init; }

    public required Guid SessionId { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>Who holds the session.</summary>
    public required Guid ProviderId { get; init; }

    public required DateTimeOffset ChosenAt { get; init; }

    public required string ChosenByName { get; init; }

    public static Guid IdOf(Guid session, Guid material) => new(SHA256.HashData([.. session.ToByteArray(), .. material.ToByteArray()]).AsSpan(0, 16));
}
