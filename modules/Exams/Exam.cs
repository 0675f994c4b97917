using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;

namespace Courses.Exams;

/// <summary>An exam on one day, at one place. Its seats are scarce: whoever takes one holds its lock.</summary>
internal sealed class Exam : IVersioned
{
    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required Guid ProviderId { get; init; }

    public required Guid VenueId { get; set; }

    /// <summary>The language that is examined, ISO 639-1.</summary>
    public required string Language { get; set; }

    public required string Level { get; set; }

    /// <summary>Codes of <see cref="ExamPart"/> with commas between them.</summary>
    public required string Parts { get; set; }

    public required DateOnly On { get; set; }

    public required TimeOnly From { get; set; }

    public required TimeOnly Until { get; set; }

    public required int Seats { get; set; }

    public int SeatsTaken { get; set; }

    /// <summary>The last day to register, and to withdraw.</summary>
    public required DateOnly RegisterUntil { get; set; }

    /// <summary>Its results change nothing: no level, no paper.</summary>
    public required bool IsPractice { get; set; }

    public required DateTimeOffset MadeAt { get; init; }

    public required Guid MadeBy { get; init; }

    public required string MadeByName { get; init; }

    public DateTimeOffset? CancelledAt { get; private set; }

    public string CancelledByName { get; private set; } = "";

    public string? CancelledReasonCode { get; private set; }

    public string? CancelledReason { get; private set; }

    public string? CancelledReasonLanguage { get; private set; }

    public IReadOnlyList<string> PartCodes => Parts.Split(',');

    public int FreeSeats => Seats - SeatsTaken;

    public bool IsOpen(DateOnly today) => CancelledAt is null && today <= RegisterUntil;

    /// <summary>Broken rules: <c>exam.cancelled</c>, <c>exam.deadline-over</c>, <c>exam.full</c>.</summary>
    public void TakeSeat(DateOnly today, bool hasBegun)
    {
        MustGoOn();
        if (hasBegun || today > RegisterUntil)
        {
            throw new RuleBroken("exam.deadline-over", Shown.Date(RegisterUntil));
        }

        if (FreeSeats <= 0)
        {
            throw new RuleBroken("exam.full");
        }

        SeatsTaken++;
    }

    /// <summary>Broken rules: <c>exam.cancelled</c>, <c>exam.withdraw-too-late</c>.</summary>
    public void LeaveSeat(DateOnly today, bool hasBegun)
    {
        MustGoOn();
        if (hasBegun || today > RegisterUntil)
        {
            throw new RuleBroken("exam.withdraw-too-late", Shown.Date(RegisterUntil));
        }

        SeatsTaken--;
    }

    /// <summary>What is examined stays as it was once somebody registered for it. Broken rules: <c>exam.cancelled</c>, <c>exam.seats-taken</c>, <c>exam.content-fixed</c>.</summary>
    public void Change(ExamForm to)
    {
        MustGoOn();
        if (to.Seats < SeatsTaken)
        {
            throw new RuleBroken("exam.seats-taken", SeatsTaken);
        }

        var parts = string.Join(',', to.Parts);
        if (SeatsTaken > 0 && (to.Language, to.Level, parts, to.IsPractice) != (Language, Level, Parts, IsPractice))
        {
            throw new RuleBroken("exam.content-fixed");
        }

        (VenueId, Language, Level, Parts, IsPractice) = (to.VenueId, to.Language, to.Level, parts, to.IsPractice);
        (On, From, Until, Seats, RegisterUntil) = (to.On, to.From, to.Until, to.Seats, to.RegisterUntil);
    }

    public void Cancel(GivenReason why, string by, DateTimeOffset now)
    {
        MustGoOn();
        (CancelledAt, CancelledByName) = (now, by);
        (CancelledReasonCode, CancelledReason, CancelledReasonLanguage) = (why.Code, why.Text, why.Language);
    }

    private void MustGoOn()
    {
        if (CancelledAt is not null)
        {
            throw new RuleBroken("exam.cancelled");
        }
    }
}

/// <summary>What somebody wants an exam to be.</summary>
internal sealed record ExamForm(
    Guid VenueId, string Language, string Level, IReadOnlyList<string> Parts, DateOnly On, TimeOnly From, TimeOnly Until, int Seats, DateOnly RegisterUntil, bool IsPractice);
