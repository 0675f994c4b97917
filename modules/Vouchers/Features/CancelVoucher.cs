using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Courses.Vouchers.Features;

/// <summary>A coach takes a voucher back, or puts one with a new number in its place. Both want a reason.</summary>
internal sealed class CancelVoucher(CoursesDb db, Acting acting, IAudit audit)
{
    internal sealed record Request
    {
        [Required, StringLength(300)]
        public string? Reason { get; init; }
    }

    internal sealed record Replaced(Guid VoucherId);

    public static void Map(IEndpointRouteBuilder vouchers)
    {
        vouchers.MapPost("/{id:guid}/cancellation", async (Guid id, Request request, CancelVoucher voucher, CancellationToken cancel) =>
        {
            await voucher.Cancel(id, request.Reason!, cancel);
            return TypedResults.NoContent();
        }).For(Roles.Coach);
        vouchers.MapPost("/{id:guid}/replacement", async (Guid id, Request request, CancelVoucher voucher, CancellationToken cancel) =>
            TypedResults.Ok(new Replaced(await voucher.Replace(id, request.Reason!, cancel)))).For(Roles.Coach);
    }

    public Task Cancel(Guid voucherId, string why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            (await db.LockVoucher(voucherId, cancel)).Cancel(why, acting.Now).WriteTo(db);
            audit.Record("voucher.cancelled", voucherId, why);
        },
        cancel);

    /// <summary>Cancels a voucher and issues one with a new number and the same terms for what was left.</summary>
    public Task<Guid> Replace(Guid voucherId, string why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var old = await db.LockVoucher(voucherId, cancel);
            var left = old.RemainingCents;
            old.Cancel(why, acting.Now).WriteTo(db);

            // The old one must be out of its place before the new one takes it.
            await db.SaveChangesAsync(cancel);
            await db.Lock<Allowance>(old.AllowanceId, cancel);
            var (voucher, moved) = old.Successor(left, VoucherNumber.New(), acting.Now);
            db.Add(voucher);
            moved.WriteTo(db);
            audit.Record("voucher.replaced", voucherId, why);
            await db.SaveChangesAsync(cancel);
            return voucher.Id;
        },
        cancel);
}
