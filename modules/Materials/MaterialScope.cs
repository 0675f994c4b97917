using Courses.Contracts.Access;
using Courses.Platform.Users;

namespace Courses.Materials;

/// <summary>Which materials and kits a member of staff sees and keeps: an organisation sees the city's and its own, and keeps its own.</summary>
internal static class MaterialScope
{
    public static IQueryable<T> VisibleTo<T>(this IQueryable<T> rows, Caller caller)
        where T : class, IOfOwner =>
        caller.OrganisationId is { } own ? rows.Where(row => row.ProviderId == null || row.ProviderId == own)
        : caller.Is(Roles.Administrator) || caller.Is(Roles.Coach) ? rows
        : rows.Where(row => false);

    /// <summary>A coach reads; trainers and managers keep what is their organisation's, an administrator everything.</summary>
    public static bool KeepsMaterials(this Caller caller) => caller.Is(Roles.Administrator) || (caller.OrganisationId is not null && (caller.Is(Roles.ProviderManager) || caller.Is(Roles.Teacher)));

    public static bool Keeps(this Caller caller, Guid? owner) => caller.Is(Roles.Administrator) || (caller.KeepsMaterials() && owner is not null && owner == caller.OrganisationId);

    /// <summary>What newcomers read stands under the organisation's name, so its manager answers for it.</summary>
    public static bool Keeps(this Caller caller, Material material) => caller.Keeps(material.ProviderId) && (!material.ForNewcomers || caller.ShowsToNewcomers());

    public static bool ShowsToNewcomers(this Caller caller) => caller.Is(Roles.Administrator) || caller.Is(Roles.ProviderManager);
}
