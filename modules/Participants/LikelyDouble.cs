using System.Security.Cryptography;

namespace Courses.Participants;

/// <summary>Two records that may be of one person, and why. Whoever asked and was told that they are two settles it: it is not asked again.</summary>
internal sealed class LikelyDouble
{
    /// <summary>Follows from the two people, so that a pair is one row whoever finds it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The one with the smaller id.</summary>
    public required Guid FirstId { get; init; }

    public required Guid SecondId { get; init; }

    /// <summary>Codes of <see cref="Reason"/> with commas between.</summary>
    public required string Reasons { get; set; }

    /// <summary>How much speaks for it; the likeliest are asked about first.</summary>
    public required int Weight { get; set; }

    public required DateTimeOffset FoundAt { get; init; }

    public DateTimeOffset? SettledAt { get; private set; }

    public Guid? SettledBy { get; private set; }

    public string? SettledByName { get; private set; }

    public static LikelyDouble Of(Guid one, Guid other, IReadOnlyCollection<Reason> reasons, DateTimeOffset now)
    {
        var (first, second) = one.CompareTo(other) < 0 ? (one, other) : (other, one);
        return new() { Id = IdOf(first, second), FirstId = first, SecondId = second, Reasons = string.Join(',', reasons), Weight = reasons.Sum(WeightOf), FoundAt = now };
    }

    public void AreTwo(DateTimeOffset now, Guid by, string byName) => (SettledAt, SettledBy, SettledByName) = (SettledAt ?? now, SettledBy ?? by, SettledByName ?? byName);

    private static int WeightOf(Reason reason) => reason switch
    {
        Reason.SameName => 4,
        Reason.SameBirthDate or Reason.SamePhone or Reason.SameMail => 3,
        Reason.PartOfBirthDate => 1,
        _ => 2,
    };

    private static Guid IdOf(Guid first, Guid second)
    {
        Span<byte> both = stackalloc byte[32];
        first.TryWriteBytes(both);
        second.TryWriteBytes(both[16..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(both, hash);
        return new(hash[..16]);
    }
}

/// <summary>What two records have in common.</summary>
internal enum Reason
{
    SameName,
    SoundsAlike,
    SameBirthDate,

    /// <summary>Day and month stand the other way round.</summary>
    SwappedBirthDate,

    /// <summary>What is known of one birth date does not speak against the other.</summary>
    PartOfBirthDate,
    SamePhone,
    SameMail,
}
