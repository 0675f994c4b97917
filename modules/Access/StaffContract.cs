using Courses.Contracts.Access;
using Courses.Platform.Database;

namespace Courses.Access;

internal sealed class StaffContract(CoursesDb db) : IStaff
{
    public IQueryable<StaffRow> Staff =>
        from account in db.Set<Account>()
        from role in account.Roles
        where account.DeactivatedAt == null && role.WaitsSince == null
        select new StaffRow { Id = account.Id, Name = account.Name, Role = role.Role, ProviderId = role.ProviderId };
}
