using Courses.Contracts.Access;
using Courses.Platform.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access;

internal sealed class StaffContract(CoursesDb db, IUserClaimsPrincipalFactory<Account> claims) : IStaff
{
    public IQueryable<StaffRow> Staff =>
        from account in db.Set<Account>()
        from role in account.Roles
        where account.DeactivatedAt == null && role.WaitsSince == null
        select new StaffRow { Id = account.Id, Name = account.Name, Role = role.Role, ProviderId = role.ProviderId };

    public async Task<StaffNow?> Now(Guid id, CancellationToken cancel) =>
        await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(account => account.Id == id && account.DeactivatedAt == null, cancel) is { Email: { } email } account
            ? new(email, await claims.CreateAsync(account))
            : null;
}
