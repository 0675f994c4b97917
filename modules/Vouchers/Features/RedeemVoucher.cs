using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Vouchers;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Courses.Vouchers.Features;

/// <summary>
/// Pays for a class with a voucher: the holder, or a coach for them. Seat, money and the client's key are one commit, shared with others who pay at the same moment:
/// <see cref="Redemptions"/>.
/// </summary>
internal sealed class RedeemVoucher(RedemptionIntake intake, VouchersContract vouchers, ClientKeys keys, Caller caller)
{
    public const int LongestKey = 100;

    internal sealed record Request
    {
        [Required]
        public Guid? ClassId { get; init; }
    }

    public static void Map(IEndpointRouteBuilder vouchers, string role) => vouchers.MapPost(
        "/{id:guid}/redemptions",
        async (Guid id, Request request, [FromHeader(Name = "Idempotency-Key")] string? key, RedeemVoucher redeem, Caller caller, Words words, CancellationToken cancel) =>
        {
            if (string.IsNullOrWhiteSpace(key) || key.Length > LongestKey)
            {
                throw new InvalidField("Idempotency-Key", words.Say("error.field.required"));
            }

            var holder = caller.Is(Roles.Coach) ? (Guid?)null : caller.Id;
            return TypedResults.Ok(await redeem.Redeem(new() { VoucherId = id, ClassId = request.ClassId!.Value, HolderId = holder, KeyScope = $"redeem:{caller.Id:N}", Key = key }, cancel));
        }).For(role);

    public Task<Redeemed> Redeem(NewRedemption wanted, CancellationToken cancel)
    {
        var key = ClientKey.Of(wanted.KeyScope, wanted.Key, new { wanted.VoucherId, wanted.ClassId });
        var by = new RedeemedBy(caller.Id, caller.Is(Roles.Newcomer) ? "" : caller.Name, CultureInfo.CurrentUICulture);
        return keys.Heard(
            key,
            async () => await intake.Redeem(new(wanted, key, by), cancel) switch
            {
                { Done: { } done } => done,
                { Refusal: RuleBroken refused } => throw (await vouchers.InWords(new(refused.Code, refused.Details), wanted.VoucherId, wanted.ClassId, cancel)).Broken(),
                var other => throw other.Refusal!,
            },
            cancel);
    }
}
