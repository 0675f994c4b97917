using Courses.Contracts.Attendance;

namespace Courses.Attendance;

/// <summary>
/// How a fact came about, decided from what the server itself can check: who is signed in, whether that is an enrolled tablet, and whether the pass's secret came with it. Rosters hold only a
/// hash of the secret's hash, so nobody can make it up from a list. docs/decisions/0019-proof-of-presence.md.
/// </summary>
internal static class Proofs
{
    public const string ClaimsScan = "scan";

    /// <summary>What the person says of their own minutes, by showing the pass at the end of the lesson.</summary>
    public const string ClaimsPerson = "person";

    /// <param name="fact">Its person is known already.</param>
    /// <param name="onTablet">It came from an enrolled tablet.</param>
    /// <param name="passIsTheirs">The secret of a pass of this person came with it.</param>
    public static void Decide(AttendanceFact fact, bool onTablet, bool passIsTheirs)
    {
        if (fact.Claimed == ClaimsScan)
        {
            fact.Source = !passIsTheirs ? FactSource.Hand : onTablet ? FactSource.Scan : FactSource.OwnDevice;
        }

        if (fact.Claimed == ClaimsPerson)
        {
            fact.Source = passIsTheirs && onTablet ? FactSource.Person : FactSource.Hand;
        }

        fact.Proof = fact.Source switch
        {
            FactSource.Scan or FactSource.RoomCode => ProofGrade.Shown,
            FactSource.Paper => ProofGrade.Written,
            FactSource.Hand when onTablet => ProofGrade.Seen,
            _ => ProofGrade.Said,
        };
    }

    /// <summary>What a roster holds instead of a pass's hash: enough to recognise a pass that is shown, not enough to say that one was.</summary>
    public static string CheckOf(string passHash) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(passHash)));
}
