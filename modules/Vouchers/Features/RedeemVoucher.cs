using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>
/// Pays for a class with a voucher: the holder, or a coach for them. Seat, money and the client's key are one commit, shared with others who pay at the same moment:
/// <see cref="Redemptions"/> checks everything again under its locks.
/// </summary>
internal sealed class RedeemVoucher(CoursesDb db, RedemptionIntake intake, VouchersContract vouchers, ClientKeys keys, CityTime time, Caller caller)
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
        return keys.Heard(key, () => Redeem(wanted, key, cancel), cancel);
    }

    private async Task<Redeemed> Redeem(NewRedemption wanted, ClientKey key, CancellationToken cancel)
    {
        // A voucher that pays for nothing is refused before any lock is taken.
        var voucher = await db.Set<Voucher>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == wanted.VoucherId && (wanted.HolderId == null || row.ParticipantId == wanted.HolderId), cancel) ?? throw new NotFound("The voucher");
        if (voucher.RefusalFor(voucher.ParticipantId, time.Today) is { } refusal)
        {
            throw await Broken(refusal);
        }

        var granted = await intake.Redeem(
            new(
                voucher.Id,
                new(wanted.ClassId, voucher.ParticipantId, voucher.ProgrammeCode, caller.Id),
                key,
                new(caller.Id, caller.Is(Roles.Newcomer) ? "" : caller.Name, CultureInfo.CurrentUICulture),
                wanted.Tell),
            cancel);
        return granted switch
        {
            { Done: { } done } => done,
            { Refusal: RuleBroken refused } => throw await Broken(new(refused.Code, refused.Details)),
            _ => throw granted.Refusal!,
        };

        async Task<RuleBroken> Broken(Refusal refused) => (await vouchers.InWords(refused, voucher, wanted.ClassId, cancel)).Broken();
    }
}
