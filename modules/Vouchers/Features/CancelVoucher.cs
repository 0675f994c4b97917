using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Courses.Vouchers.Features;

/// <summary>A coach takes a voucher back, or puts one with a new number in its place. Both want a reason.</summary>
internal static class CancelVoucher
{
    internal sealed record Request
    {
        [Required, StringLength(300)]
        public string? Reason { get; init; }
    }

    internal sealed record Replaced(Guid VoucherId);

    public static void Map(IEndpointRouteBuilder vouchers)
    {
        vouchers.MapPost("/{id:guid}/cancellation", async (Guid id, Request request, VouchersContract all, CancellationToken cancel) =>
        {
            await all.Cancel(id, request.Reason!, cancel);
            return TypedResults.NoContent();
        }).For(Roles.Coach);
        vouchers.MapPost("/{id:guid}/replacement", async (Guid id, Request request, VouchersContract all, CancellationToken cancel) =>
            TypedResults.Ok(new Replaced(await all.Replace(id, request.Reason!, cancel)))).For(Roles.Coach);
    }
}
