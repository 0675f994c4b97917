using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Vouchers;

internal enum BatchState
{
    /// <summary>Put together by one person; nothing may be paid yet.</summary>
    Prepared,

    /// <summary>Approved by another person: the bank file may be made.</summary>
    Approved,

    /// <summary>The bank has carried it out.</summary>
    Paid,

    /// <summary>Sent back with a reason; its lines are payable again.</summary>
    Rejected,
}

/// <summary>What is paid to providers at one time. One person prepares it, another approves it.</summary>
internal sealed class SettlementBatch : IVersioned
{
    public Guid Id { get; private set; }

    /// <summary>Counts up; people and bank files name the batch by it.</summary>
    public required int Number { get; init; }

    public BatchState State { get; private set; }

    public required Guid PreparedBy { get; init; }

    public required string PreparedByName { get; init; }

    public required DateTimeOffset PreparedAt { get; init; }

    public Guid? DecidedBy { get; private set; }

    public string DecidedByName { get; private set; } = "";

    public DateTimeOffset? DecidedAt { get; private set; }

    public string Why { get; private set; } = "";

    public Guid? PaidBy { get; private set; }

    public string PaidByName { get; private set; } = "";

    public DateTimeOffset? PaidAt { get; private set; }

    public int Version { get; set; }

    public List<SettlementLine> Lines { get; } = [];

    public void Approve(Act act)
    {
        Decide(act);
        State = BatchState.Approved;
    }

    public void Reject(string why, Act act)
    {
        Decide(act);
        Why = why;
        State = BatchState.Rejected;
    }

    public void MarkPaid(Act act)
    {
        if (State != BatchState.Approved)
        {
            throw new RuleBroken("settlement.not-approved");
        }

        State = BatchState.Paid;
        (PaidBy, PaidByName, PaidAt) = (act.By, act.Name, act.At);
    }

    private void Decide(Act act)
    {
        if (State != BatchState.Prepared)
        {
            throw new RuleBroken("settlement.already-decided");
        }

        if (act.By == PreparedBy)
        {
            throw new RuleBroken("settlement.same-person");
        }

        (DecidedBy, DecidedByName, DecidedAt) = (act.By, act.Name, act.At);
    }
}

/// <summary>Whom a batch pays, into which account, and how much: written when it is approved, and what goes to the bank.</summary>
internal sealed class SettlementTransfer : IAppendOnly
{
    public Guid Id { get; private set; }

    public required Guid BatchId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Payee { get; init; }

    /// <summary>Empty when the provider has no account; then nothing may be owed to it.</summary>
    public required string Iban { get; init; }

    /// <summary>Nothing or less when earlier payments are set off: then the bank hears nothing of it.</summary>
    public required long AmountCents { get; init; }
}

/// <summary>The file for the bank, byte for byte as it was approved. Its id is the batch's.</summary>
internal sealed class SettlementFile : IAppendOnly
{
    public required Guid Id { get; init; }

    public required byte[] Content { get; init; }

    public required string Sha256 { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
}

/// <summary>What one batch pays for one redemption, with the registers it rests on. A later correction is another line, in a later batch.</summary>
internal sealed class SettlementLine : IAppendOnly
{
    public Guid Id { get; private set; }

    public Guid BatchId { get; set; }

    public SettlementBatch Batch { get; init; } = null!;

    public required Guid RedemptionId { get; init; }

    public required Guid VoucherId { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required int SessionsHeld { get; init; }

    public required int SessionsAttended { get; init; }

    public required int HeldMinutes { get; init; }

    public required int AttendedMinutes { get; init; }

    /// <summary>Planned minutes excused by word alone, and by a certificate; null in lines of earlier versions, which did not tell them apart.</summary>
    public int? ExcusedByWordMinutes { get; init; }

    public int? ExcusedByCertificateMinutes { get; init; }

    /// <summary>What the provider is owed for the redemption in all, by these registers.</summary>
    public required long DueCents { get; init; }

    /// <summary>What this batch pays of it: less than nothing when an earlier batch paid too much.</summary>
    public required long DeltaCents { get; init; }

    /// <summary>Empty for the first payment, else why it is corrected.</summary>
    public required string Why { get; init; }
}
