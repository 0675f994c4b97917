using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
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
/// Pays for a class with a voucher: the holder, or a coach for them. Takes the seat unless the person has it already; seat, money and the client's key are one commit.
/// A voucher that pays for nothing is refused before any lock is taken; everything else is checked under the locks: docs/concurrency.md.
/// </summary>
internal sealed class RedeemVoucher(CoursesDb db, VouchersContract vouchers, ITimetable timetable, ClientKeys keys, Caller caller)
{
    public const int LongestKey = 100;

    internal sealed record Request
    {
        [Required]
        public Guid? ClassId { get; init; }
    }

    /// <summary>What was done. Amounts are euro cents; with a waiting place the money is held, not paid.</summary>
    internal sealed record Redeemed
    {
        public required Guid VoucherId { get; init; }

        public required Guid EnrolmentId { get; init; }

        public required int? WaitingPlace { get; init; }

        public required Guid TransactionId { get; init; }

        public required long AmountCents { get; init; }

        public required long OwnShareCents { get; init; }
    }

    public static void Map(IEndpointRouteBuilder vouchers, string role) => vouchers.MapPost(
        "/{id:guid}/redemptions",
        async (Guid id, Request request, [FromHeader(Name = "Idempotency-Key")] string? key, RedeemVoucher redeem, Words words, CancellationToken cancel) =>
        {
            if (string.IsNullOrWhiteSpace(key) || key.Length > LongestKey)
            {
                throw new InvalidField("Idempotency-Key", words.Say("error.field.required"));
            }

            return TypedResults.Ok(await redeem.Redeem(id, request.ClassId!.Value, key, cancel));
        }).For(role);

    public Task<Redeemed> Redeem(Guid voucherId, Guid classId, string key, CancellationToken cancel) =>
        keys.Once($"redeem:{caller.Id:N}", key, new { voucherId, classId }, () => Redeem(voucherId, classId, cancel), cancel);

    private async Task<Redeemed> Redeem(Guid voucherId, Guid classId, CancellationToken cancel)
    {
        var isCoach = caller.Is(Roles.Coach);
        var voucher = await db.Set<Voucher>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == voucherId && (isCoach || row.ParticipantId == caller.Id), cancel) ?? throw new NotFound("The voucher");
        if (await vouchers.WhyItPaysForNothing(voucher, voucher.ParticipantId, cancel) is { } refusal)
        {
            throw Broken(refusal);
        }

        var seat = await TakeSeat(voucher, classId, cancel);
        var payment = await vouchers.Pay(voucherId, voucher.ParticipantId, classId, seat.EnrolmentId, seat.IsWaiting, cancel);
        return new()
        {
            VoucherId = voucherId,
            EnrolmentId = seat.EnrolmentId,
            WaitingPlace = seat.WaitingPlace,
            TransactionId = payment.TransactionId,
            AmountCents = payment.AmountCents,
            OwnShareCents = payment.OwnShareCents,
        };
    }

    private async Task<Seat?> SeatOf(Guid classId, Guid participantId, CancellationToken cancel) =>
        await timetable.Enrolments
            .Where(enrolment => enrolment.GroupId == classId && enrolment.ParticipantId == participantId && enrolment.State == EnrolmentState.Enrolled)
            .Select(enrolment => (Guid?)enrolment.Id)
            .SingleOrDefaultAsync(cancel) is { } id ? new Seat(id, null) : null;

    private async Task<Seat> TakeSeat(Voucher voucher, Guid classId, CancellationToken cancel)
    {
        try
        {
            return await timetable.TakeSeat(classId, voucher.ParticipantId, voucher.ProgrammeCode, cancel);
        }
        catch (RuleBroken noSeat)
        {
            // What speaks against the voucher is said first. Whoever has the seat already pays for it.
            if (await vouchers.Check(voucher.Id, voucher.ParticipantId, classId, cancel) is [var refusal, ..])
            {
                throw Broken(refusal);
            }

            if (noSeat.Code == "group.already-enrolled" && await SeatOf(classId, voucher.ParticipantId, cancel) is { } seat)
            {
                return seat;
            }

            throw;
        }
    }

    private static RuleBroken Broken(Refusal refusal) => new(refusal.Code, [.. refusal.Details]);
}
