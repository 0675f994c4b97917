using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;

namespace Courses.Vouchers;

/// <summary>Who acts now, as the ledger writes it down. A newcomer's name is not kept there.</summary>
internal sealed class Acting(CityTime time, Caller caller)
{
    public Act Now => new(time.Now, time.Today, caller.Id, caller.Is(Roles.Newcomer) ? "" : caller.Name);
}

internal static class VoucherLock
{
    /// <summary>Locks are taken in the order group, voucher, allowance: docs/concurrency.md.</summary>
    public static async Task<Voucher> LockVoucher(this CoursesDb db, Guid id, CancellationToken cancel) => await db.Lock<Voucher>(id, cancel) ?? throw new NotFound("The voucher");
}
