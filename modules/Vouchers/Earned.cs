using System.Runtime.InteropServices;

namespace Courses.Vouchers;

/// <summary>What the lessons of one redemption come to.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Earned(int Sessions, int Unsigned, int SessionsHeld, int SessionsAttended, int HeldMinutes, int AttendedMinutes)
{
    public bool IsComplete => Sessions > 0 && Unsigned == 0;

    public bool IsPaidInFull(int fromPercent) => (long)AttendedMinutes * 100 >= (long)HeldMinutes * fromPercent;

    /// <summary>In full from the programme's percentage of minutes attended, below it by the share of sessions attended, rounded to the nearest cent.</summary>
    public long DueCents(long amountCents, int fullPaymentFromPercent) => this switch
    {
        { SessionsHeld: 0 } or { SessionsAttended: 0 } => 0,
        _ when IsPaidInFull(fullPaymentFromPercent) => amountCents,
        _ => ((amountCents * SessionsAttended * 2) + SessionsHeld) / (SessionsHeld * 2L),
    };
}
