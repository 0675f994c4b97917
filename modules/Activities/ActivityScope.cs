using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities;

/// <summary>Which activities a member of staff may see: those of the own provider and those to which it is invited; who works for the city all of them.</summary>
internal static class ActivityScope
{
    public static IQueryable<Activity> VisibleTo(this IQueryable<Activity> activities, Caller caller) =>
        caller.OrganisationId is { } own ? activities.Where(activity => activity.ProviderId == own || activity.Invitations.Any(invitation => invitation.ProviderId == own))
        : caller.Is(Roles.Administrator) || caller.Is(Roles.Coach) ? activities
        : activities.Where(activity => false);

    /// <summary>Makes, changes and cancels it: the city any, a provider its own. A partner that is invited only brings people.</summary>
    public static bool MayChange(this Caller caller, Activity activity) => caller.OrganisationId is not { } own || activity.ProviderId == own;

    /// <summary>What a partner is invited to it sees, and does not change.</summary>
    public static async Task<Activity> LockToChange(this CoursesDb db, Guid id, Caller caller, CancellationToken cancel)
    {
        var activity = await db.Set<Activity>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel);
        return activity is not null && caller.MayChange(activity) ? (await db.Lock<Activity>(id, cancel))! : throw new NotFound("The activity");
    }

    public static IQueryable<Centre> VisibleTo(this IQueryable<Centre> centres, Caller caller) =>
        caller.OrganisationId is { } own ? centres.Where(centre => centre.ProviderId == own)
        : caller.Is(Roles.Administrator) || caller.Is(Roles.Coach) ? centres
        : centres.Where(centre => false);

    public static bool MaySeeNames(this Caller caller) => caller.Is(Roles.Coach) || caller.Is(Roles.ProviderManager) || caller.May(Permissions.CaseData);
}
