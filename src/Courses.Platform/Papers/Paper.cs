using System.Text.Json;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Papers;

/// <summary>
/// A paper that was handed out: what it says, as it was true on that day. It never changes; one that is wrong is withdrawn, and another is written. Whoever issues a kind of paper answers for its holders
/// (<see cref="Kept.IKeepsAboutPeople"/>) and says how long it is kept.
/// </summary>
public sealed class Paper : IVersioned
{
    public Guid Id { get; private set; }

    public int Version { get; set; }

    public required string Number { get; init; }

    /// <summary>Its title and text stand in the newcomers' words under <c>paper.{Kind}.title</c> and <c>paper.{Kind}.text</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The record of whom it is about.</summary>
    public required Guid HolderId { get; init; }

    /// <summary>What it was issued for.</summary>
    public required Guid About { get; init; }

    /// <summary>The two languages of the paper.</summary>
    public required string FirstLanguage { get; init; }

    public required string SecondLanguage { get; init; }

    /// <summary>What it says, fact by fact, as JSON of <see cref="PaperFact"/>.</summary>
    public required string Facts { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required Guid IssuedBy { get; init; }

    public required string IssuedByName { get; init; }

    public DateOnly? WithdrawnOn { get; private set; }

    public Guid? WithdrawnBy { get; private set; }

    public string WithdrawnByName { get; private set; } = "";

    /// <summary>For the holder and for colleagues; whoever checks the paper reads that it was withdrawn, and when.</summary>
    public string? WithdrawnReasonCode { get; private set; }

    public string? WithdrawnReason { get; private set; }

    public string? WithdrawnReasonLanguage { get; private set; }

    public IReadOnlyList<PaperFact> Says() => JsonSerializer.Deserialize<PaperFact[]>(Facts)!;

    public void Withdraw(GivenReason why, Guid by, string byName, DateOnly on)
    {
        if (WithdrawnOn is not null)
        {
            throw new RuleBroken("paper.withdrawn-already");
        }

        (WithdrawnOn, WithdrawnBy, WithdrawnByName) = (on, by, byName);
        (WithdrawnReasonCode, WithdrawnReason, WithdrawnReasonLanguage) = (why.Code, why.Text, why.Language);
    }

    internal static void Tables(ModelBuilder model) => model.Entity<Paper>(paper =>
    {
        paper.ToTable("paper", "platform");
        paper.Property(row => row.Number).HasMaxLength(PaperNumber.Length);
        paper.Property(row => row.Kind).HasMaxLength(40);
        paper.Property(row => row.FirstLanguage).HasMaxLength(8);
        paper.Property(row => row.SecondLanguage).HasMaxLength(8);
        paper.Property(row => row.Facts).HasMaxLength(-1);
        paper.Property(row => row.IssuedByName).HasMaxLength(200);
        paper.Property(row => row.WithdrawnByName).HasMaxLength(200);
        paper.Property(row => row.WithdrawnReasonCode).HasMaxLength(80);
        paper.Property(row => row.WithdrawnReason).HasMaxLength(1500);
        paper.Property(row => row.WithdrawnReasonLanguage).HasMaxLength(8);
        paper.HasIndex(row => row.Number).IsUnique();
        paper.HasIndex(row => row.HolderId);

        // One that holds for one thing: a second tap is the same paper.
        paper.HasIndex(row => new { row.Kind, row.HolderId, row.About }).IsUnique().HasFilter("withdrawn_on is null");
    });
}

/// <summary>One fact on a paper.</summary>
/// <param name="Label">A key of the newcomers' words.</param>
/// <param name="Value">Text that belongs to no language, which <see cref="SpokenDetails"/> says in each.</param>
public sealed record PaperFact(string Label, string Value);
