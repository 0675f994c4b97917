using Courses.Contracts.Eligibility;
using Courses.Platform.Database;

namespace Courses.Vouchers;

/// <summary>
/// What one person may get from one programme, across all providers. There is one row a person and programme, so vouchers are issued once; payments take its lock, so
/// the caps hold however many happen at once.
/// </summary>
internal sealed class Allowance : IVersioned
{
    public Guid Id { get; private set; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required int TermsVersion { get; init; }

    public long? CapCents { get; init; }

    public int? CapMinutes { get; init; }

    /// <summary>Held and redeemed, less what was given back.</summary>
    public long UsedCents { get; private set; }

    public int UsedMinutes { get; private set; }

    public required DateTimeOffset IssuedAt { get; init; }

    public int Version { get; set; }

    public long LeftCents => CapCents is { } cap ? Math.Max(0, cap - UsedCents) : long.MaxValue;

    public int LeftMinutes => CapMinutes is { } cap ? Math.Max(0, cap - UsedMinutes) : int.MaxValue;

    public static Allowance Grant(Guid participantId, string programmeCode, VoucherTerms terms, DateTimeOffset at) => new()
    {
        ParticipantId = participantId,
        ProgrammeCode = programmeCode,
        TermsVersion = terms.Version,
        CapCents = terms.CapCents,
        CapMinutes = terms.CapMinutes,
        IssuedAt = at,
    };

    public void Use(long cents, int minutes)
    {
        UsedCents += cents;
        UsedMinutes += minutes;
    }

    public void GiveBack(long cents, int minutes) => Use(-cents, -minutes);
}
