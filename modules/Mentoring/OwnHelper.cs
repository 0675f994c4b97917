using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;

namespace Courses.Mentoring;

/// <summary>Who helps with the account that is signed in: as a mentor, or as the teacher of groups. One person may have both accounts.</summary>
internal static class OwnHelper
{
    public static IQueryable<Helper> Own(this CoursesDb db, Caller caller)
    {
        var (me, accompanies, teaches) = (caller.Id, caller.Is(Roles.Mentor), caller.Is(Roles.Teacher));
        return db.Set<Helper>().Where(helper => (accompanies && helper.AccountId == me) || (teaches && helper.TeacherId == me));
    }
}
