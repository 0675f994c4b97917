namespace Courses.Materials;

/// <summary>A material as it stands in a list, with its newest edition.</summary>
internal sealed record ListedMaterial
{
    public required Guid Id { get; init; }

    public required Guid? ProviderId { get; init; }

    public required string Title { get; init; }

    public required string About { get; init; }

    public required string Kind { get; init; }

    public required string Topics { get; init; }

    public required string Keywords { get; init; }

    public required string? Strand { get; init; }

    public required string? LevelFrom { get; init; }

    public required string? LevelUntil { get; init; }

    public required string Languages { get; init; }

    public required AgeGroup Ages { get; init; }

    public required bool ForNewcomers { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required DateTimeOffset? WithdrawnAt { get; init; }

    public required Guid? EditionId { get; init; }

    public required string? Link { get; init; }

    public required string? ContentType { get; init; }

    public required long ByteCount { get; init; }

    public required int Number { get; init; }

    public string Icon => MaterialKinds.IconOf(Kind);

    /// <summary>Where staff open the newest edition; null where each was taken off.</summary>
    public string? Address => EditionId is null ? null : Link ?? $"/materials/files/{EditionId}";

    /// <summary>Where everybody opens it.</summary>
    public string? PublicAddress => EditionId is null ? null : Link ?? $"/leaflets/{Id}";

    public IReadOnlyList<string> SpokenLanguages => Material.Codes(Languages);

    /// <summary>Bounds in letters, e.g. <c>A2–B1</c>; empty for every level.</summary>
    public string LevelText => (LevelFrom, LevelUntil) switch
    {
        (null, null) => "",
        ({ } from, { } until) when from == until => from,
        ({ } from, { } until) => $"{from}–{until}",
        ({ } from, null) => $"{from}–",
        (null, { } until) => $"–{until}",
    };
}
