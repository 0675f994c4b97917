using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Vouchers;
using Courses.Platform.Languages;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Courses.Vouchers.Features;

/// <summary>Pays for a class with a voucher: the holder, or a coach for them. <see cref="Redemptions"/> does it.</summary>
internal static class RedeemVoucher
{
    internal sealed record Request
    {
        [Required]
        public Guid? ClassId { get; init; }
    }

    public static void Map(IEndpointRouteBuilder app, string role) => app.MapPost(
        "/{id:guid}/redemptions",
        async (Guid id, Request request, [FromHeader(Name = ClientKeys.Header)] string? key, IVouchers vouchers, Caller caller, Words words, CancellationToken cancel) =>
        {
            var holder = caller.Is(Roles.Coach) ? (Guid?)null : caller.Id;
            return TypedResults.Ok(await vouchers.Redeem(
                new() { VoucherId = id, ClassId = request.ClassId!.Value, HolderId = holder, KeyScope = $"redeem:{caller.Id:N}", Key = ClientKeys.Given(key, words) }, cancel));
        }).For(role);
}
