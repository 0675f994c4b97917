namespace Courses.Contracts.Materials;

/// <summary>What trainers use and newcomers take along, and what was chosen at which session.</summary>
public interface IMaterials
{
    /// <summary>All of them, the withdrawn ones too.</summary>
    IQueryable<MaterialRow> Materials { get; }

    /// <summary>One row for each material that was chosen for a session.</summary>
    IQueryable<MaterialUseRow> Uses { get; }

    /// <summary>What whoever holds the session finds beside its register. The caller has been asked before whether it may open it.</summary>
    Task<SessionMaterials> OfSession(Guid sessionId, Guid groupId, CancellationToken cancel);
}

/// <summary>A material as it stands now.</summary>
public sealed record MaterialRow
{
    public required Guid Id { get; init; }

    /// <summary>The organisation that keeps it; null for the city.</summary>
    public required Guid? ProviderId { get; init; }

    public required string Title { get; init; }

    /// <summary><c>sheet</c>, <c>picture</c>, <c>exercise</c>, <c>audio</c>, <c>link</c> or <c>leaflet</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Codes of topics of orientation, with commas between and around; empty for none.</summary>
    public required string Topics { get; init; }

    /// <summary>The name of its strand; null for none.</summary>
    public required string? Strand { get; init; }

    /// <summary>The lowest whole CEFR level that it is for, with <c>Alpha</c> below A1; null for no bound of its own.</summary>
    public required string? LevelFrom { get; init; }

    /// <summary>The highest one.</summary>
    public required string? LevelUntil { get; init; }

    /// <summary>ISO 639-1 codes, with commas between and around; empty for what needs no words.</summary>
    public required string Languages { get; init; }

    /// <summary><c>Everybody</c>, <c>Children</c> or <c>Adults</c>.</summary>
    public required string Ages { get; init; }

    public required bool ForNewcomers { get; init; }

    /// <summary>How many editions there have been.</summary>
    public required int Editions { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required DateTimeOffset? WithdrawnAt { get; init; }
}

/// <summary>A material that was chosen for a session.</summary>
public sealed record MaterialUseRow
{
    public required Guid Id { get; init; }

    public required Guid MaterialId { get; init; }

    public required Guid SessionId { get; init; }

    /// <summary>The class, module run or meeting that the session is of.</summary>
    public required Guid GroupId { get; init; }

    /// <summary>Who holds the session.</summary>
    public required Guid ProviderId { get; init; }

    public required DateTimeOffset ChosenAt { get; init; }
}

/// <summary>The materials of a session.</summary>
/// <param name="Chosen">What somebody chose for it, in the order in which it was chosen.</param>
/// <param name="Kit">The name of the kit that its group works with; null where none was chosen.</param>
/// <param name="InKit">What is in that kit, in its order, without what is chosen already.</param>
public sealed record SessionMaterials(IReadOnlyList<SessionMaterial> Chosen, string? Kit, IReadOnlyList<SessionMaterial> InKit);

/// <summary>A material to be opened.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title, in the language of whoever wrote it.</param>
/// <param name="Kind">As in <see cref="MaterialRow.Kind"/>.</param>
/// <param name="Icon">The picture of its kind.</param>
/// <param name="Address">Where the newest edition is; null where each was taken off.</param>
public sealed record SessionMaterial(Guid Id, string Title, string Kind, string Icon, string? Address);
