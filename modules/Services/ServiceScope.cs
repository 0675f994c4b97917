using Courses.Contracts.Access;
using Courses.Platform.Users;

namespace Courses.Services;

/// <summary>Which services, things and loans a member of staff may see: those of the own organisation; who works for the city all of them.</summary>
internal static class ServiceScope
{
    public static IQueryable<T> VisibleTo<T>(this IQueryable<T> rows, Caller caller)
        where T : class, IOfOrganisation =>
        caller.OrganisationId is { } own ? rows.Where(row => row.ProviderId == own)
        : caller.Is(Roles.Administrator) || caller.Is(Roles.Coach) ? rows
        : rows.Where(row => false);

    /// <summary>A coach reads what organisations say; they keep it themselves, and an administrator for any of them.</summary>
    public static bool KeepsServices(this Caller caller) => caller.Is(Roles.Administrator) || caller.Is(Roles.ProviderManager);

    public static bool MaySeeNames(this Caller caller) => caller.Is(Roles.Coach) || caller.Is(Roles.ProviderManager) || caller.May(Permissions.CaseData);
}
