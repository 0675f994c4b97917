using Courses.Contracts.Attendance;

namespace Courses.Attendance;

/// <summary>The assessed mark of one person at one session: always what <see cref="Assessment"/> makes of the facts. No row means unknown.</summary>
internal sealed class Mark
{
    public Guid Id { get; private set; }

    public required Guid SessionId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ParticipantId { get; init; }

    public MarkState State { get; private set; }

    public int PresentMinutes { get; private set; }

    public bool Scanned { get; private set; }

    /// <summary>Null in marks of earlier versions, and of who was not there.</summary>
    public ProofGrade? Proof { get; private set; }

    /// <summary>What the excuse rests on; null for a mark that is no excuse, and in marks of earlier versions.</summary>
    public ExcuseProof? Excuse { get; private set; }

    /// <summary>A correction made it what it is, after the register had been signed.</summary>
    public bool CorrectedAfterSignOff { get; private set; }

    public ProofGrade? Grade => State is MarkState.Absent or MarkState.Excused ? null : Proof ?? (Scanned ? ProofGrade.Shown : ProofGrade.Said);

    /// <summary>Null for a mark that is no excuse. What nobody proved rests on a word.</summary>
    public ExcuseProof? ExcusedBy => State == MarkState.Excused ? Excuse ?? ExcuseProof.Word : null;

    /// <summary>The fact that decided; null for somebody absent because the register was signed off without a word of them.</summary>
    public Guid? FactId { get; private set; }

    public DateTimeOffset AssessedAt { get; private set; }

    /// <summary>Answers whether anything changed.</summary>
    public bool Set(Assessment? assessed, DateTimeOffset now, bool correctedAfterSignOff = false)
    {
        var (state, minutes, scanned, factId) = assessed is null ? (MarkState.Absent, 0, false, (Guid?)null) : (assessed.State, assessed.PresentMinutes, assessed.Scanned, assessed.FactId);
        if (AssessedAt != default && (State, PresentMinutes, Scanned, FactId, Proof, Excuse, CorrectedAfterSignOff) == (state, minutes, scanned, factId, assessed?.Grade, assessed?.Excuse, correctedAfterSignOff))
        {
            return false;
        }

        (State, PresentMinutes, Scanned, FactId, Proof, Excuse, CorrectedAfterSignOff, AssessedAt) = (state, minutes, scanned, factId, assessed?.Grade, assessed?.Excuse, correctedAfterSignOff, now);
        return true;
    }
}
