namespace Courses.Materials;

/// <summary>The kit that a class, a module run or a meeting works with. It stays with the group when another teacher takes it over.</summary>
internal sealed class GroupKit
{
    public required Guid GroupId { get; init; }

    public required Guid KitId { get; set; }

    public required DateTimeOffset ChosenAt { get; set; }

    public required string ChosenByName { get; set; }
}
