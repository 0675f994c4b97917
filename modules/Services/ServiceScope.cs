using Courses.Contracts.Access;
using Courses.Platform.Users;

namespace Courses.Services;

/// <summary>Which services, things and loans a member of staff may see: those of the own organisation; who works for the city all of them.</summary>
internal static class ServiceScope
{
    public static IQueryable<Service> VisibleTo(this IQueryable<Service> services, Caller caller) =>
        caller.OrganisationId is { } own ? services.Where(service => service.ProviderId == own)
        : caller.Is(Roles.Administrator) || caller.Is(Roles.Coach) ? services
        : services.Where(service => false);

    public static IQueryable<Lendable> VisibleTo(this IQueryable<Lendable> things, Caller caller) =>
        caller.OrganisationId is { } own ? things.Where(thing => thing.ProviderId == own)
        : caller.Is(Roles.Administrator) || caller.Is(Roles.Coach) ? things
        : things.Where(thing => false);

    /// <summary>A coach reads what organisations say; they keep it themselves, and an administrator for any of them.</summary>
    public static bool KeepsServices(this Caller caller) => caller.Is(Roles.Administrator) || caller.Is(Roles.ProviderManager);

    public static bool MaySeeNames(this Caller caller) => caller.Is(Roles.Coach) || caller.Is(Roles.ProviderManager) || caller.May(Permissions.CaseData);
}
