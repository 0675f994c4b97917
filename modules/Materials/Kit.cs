using Courses.Platform.Database;
using Courses.Platform.Errors;

namespace Courses.Materials;

/// <summary>Materials in an order, chosen for a module or a level and an age.</summary>
internal sealed class Kit : IVersioned, IOfOwner, IForLevels
{
    public const int Most = 60;

    /// <summary>Made by the form: a second tap makes no second one.</summary>
    public required Guid Id { get; init; }

    public required Guid? ProviderId { get; init; }

    public required string Name { get; set; }

    public required string Note { get; set; }

    /// <summary>The topic of orientation that it is for; null for any.</summary>
    public required string? TopicCode { get; set; }

    public required Guid? StrandId { get; set; }

    public required string? LevelFrom { get; set; }

    public required string? LevelUntil { get; set; }

    public required AgeGroup Ages { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    public required string AddedByName { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnByName { get; private set; }

    public int Version { get; set; }

    public List<KitEntry> Entries { get; } = [];

    public IReadOnlyList<KitEntry> InOrder => [.. Entries.OrderBy(entry => entry.Position)];

    /// <summary>At the end; what is in it stays where it is. Broken rules: <c>kit.withdrawn</c>, <c>kit.too-many</c>.</summary>
    public void Add(Guid material)
    {
        MustBeOffered();
        if (Entries.Exists(entry => entry.MaterialId == material))
        {
            return;
        }

        if (Entries.Count >= Most)
        {
            throw new RuleBroken("kit.too-many", Most);
        }

        Entries.Add(new() { KitId = Id, MaterialId = material, Position = Entries.Count == 0 ? 1 : Entries.Max(entry => entry.Position) + 1 });
    }

    public void Remove(Guid material) => Entries.RemoveAll(entry => entry.MaterialId == material);

    /// <summary>One place further up (-1) or down (1); at the end nothing happens.</summary>
    public void Move(Guid material, int by)
    {
        var order = InOrder.ToList();
        var at = order.FindIndex(entry => entry.MaterialId == material);
        if (at < 0 || at + by < 0 || at + by >= order.Count)
        {
            return;
        }

        (order[at].Position, order[at + by].Position) = (order[at + by].Position, order[at].Position);
    }

    /// <summary>Broken rules: <c>kit.withdrawn</c>.</summary>
    public void MustBeOffered()
    {
        if (WithdrawnAt is not null)
        {
            throw new RuleBroken("kit.withdrawn");
        }
    }

    public void Withdraw(string byName, DateTimeOffset now)
    {
        if (WithdrawnAt is null)
        {
            (WithdrawnAt, WithdrawnByName) = (now, byName);
        }
    }

    public void TakeBack() => (WithdrawnAt, WithdrawnByName) = (null, null);
}
