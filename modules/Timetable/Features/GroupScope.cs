using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Platform.Users;

namespace Courses.Timetable.Features;

/// <summary>Which groups a member of staff may see: those of the own provider; coaches the runs of orientation modules and activities, administrators all, because only the city takes back what has begun.</summary>
internal static class GroupScope
{
    public static IQueryable<Group> VisibleTo(this IQueryable<Group> groups, Caller caller) => caller.OrganisationId is { } providerId
        ? groups.Where(group => group.ProviderId == providerId)
        : caller.Is(Roles.Administrator) ? groups : groups.Where(group => group.Kind != GroupKind.LanguageClass);

    /// <summary>The provider changes its classes, the city its runs; both change activities.</summary>
    public static bool MayChange(this Caller caller, Group group) => caller.Is(Roles.ProviderManager) || group.Kind != GroupKind.LanguageClass;

    public static bool MaySeeNames(this Caller caller) =>
        caller.Is(Roles.Coach) || caller.Is(Roles.ProviderManager) || caller.Is(Roles.Teacher) || caller.May(Permissions.CaseData);
}
