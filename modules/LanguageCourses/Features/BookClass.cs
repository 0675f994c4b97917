using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Courses.Platform.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Features;

/// <summary>
/// A newcomer books a class or a run. The seat and the money for it are one commit, and the client's key makes a second tap the same booking:
/// docs/concurrency.md.
/// </summary>
internal sealed class BookClass(Offerings offerings, ITimetable timetable, IVouchers vouchers, IEligibility eligibility, ClientKeys keys, Words words)
{
    public async Task<Booking> Book(Guid participantId, Guid classId, Guid? voucherId, string key, CancellationToken cancel)
    {
        try
        {
            return await Take(participantId, classId, voucherId, key, cancel);
        }
        catch (RuleBroken refused) when (refused is { Code: "seat.too-few-hours", Details: [var left, var needed, ..] })
        {
            var fitting = await offerings.Find(classId, cancel) is { } wanted ? await Fitting(participantId, wanted, voucherId, 1, cancel) : [];
            throw new RuleBroken(refused.Code, left, needed, fitting is [var one, ..] ? words.Say("seat.fits", Shown.Apart(one.Name), Shown.Apart(one.ProviderName), Shown.Date(one.StartsOn)) : "");
        }
    }

    /// <summary>Other classes of the level with a free seat that nothing speaks against: neither the person's hours and evenings nor the voucher. Near ones first.</summary>
    public async Task<IReadOnlyList<Offering>> Fitting(Guid participantId, Offering one, Guid? voucherId, int most, CancellationToken cancel)
    {
        var level = one.Level is null ? null : Cefr.Main(one.Level);
        var candidates = await offerings.Open(GroupKind.LanguageClass)
            .Where(other => other.Id != one.Id && other.Language == one.Language && other.FreeSeats > 0 && other.InLine == 0 && (level == null || other.Level!.StartsWith(level)))
            .OrderBy(other => other.District == one.District ? 0 : 1).ThenBy(other => other.StartsOn).ThenBy(other => other.Id)
            .Take(20)
            .ToListAsync(cancel);
        var programme = voucherId is null ? null : await vouchers.Vouchers.Where(voucher => voucher.Id == voucherId).Select(voucher => voucher.ProgrammeCode).FirstOrDefaultAsync(cancel);
        var programmes = new Dictionary<Guid, string?>();
        foreach (var other in candidates)
        {
            programmes[other.Id] = programme ?? await ProgrammeThatPays(other, participantId, cancel);
        }

        var refused = await timetable.CheckSeats(participantId, programmes, cancel);
        var fitting = new List<Offering>();
        foreach (var other in candidates.Where(other => !refused.ContainsKey(other.Id)))
        {
            if (fitting.Count < most && (voucherId is not { } voucher || await vouchers.Check(voucher, participantId, other.Id, cancel) is []))
            {
                fitting.Add(other);
            }
        }

        return fitting;
    }

    private async Task<Booking> Take(Guid participantId, Guid classId, Guid? voucherId, string key, CancellationToken cancel)
    {
        var scope = $"book:{participantId}";
        if (voucherId is not { } voucher)
        {
            return await keys.Once(scope, key, new BookingRequest { ClassId = classId }, () => Book(participantId, classId, cancel), cancel);
        }

        var paid = await vouchers.Redeem(new() { VoucherId = voucher, ClassId = classId, HolderId = participantId, KeyScope = scope, Key = key, NewSeatOnly = true }, cancel);
        return new() { EnrolmentId = paid.EnrolmentId, ClassId = classId, WaitingPlace = paid.WaitingPlace, PaidCents = paid.AmountCents, OwnShareCents = paid.OwnShareCents };
    }

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGroup("/api/my/bookings").AddEndpointFilterFactory(RequestValidation.Filter)
            .MapPost("", async (BookingRequest request, [FromHeader(Name = ClientKeys.Header)] string? key, BookClass book, Caller caller, Words words, CancellationToken cancel) =>
                TypedResults.Ok(await book.Book(caller.Id, request.ClassId!.Value, request.VoucherId, ClientKeys.Given(key, words), cancel)))
            .For(Roles.Newcomer);

    private async Task<Booking> Book(Guid participantId, Guid classId, CancellationToken cancel)
    {
        // Everything that can refuse without the lock comes first: the group is locked as late and as briefly as possible.
        var wanted = await offerings.Find(classId, cancel) ?? throw new NotFound("The class");
        var programme = await ProgrammeThatPays(wanted, participantId, cancel);

        // Who left too late to have the money back and comes again has paid already.
        var before = wanted.PriceCents == 0 ? null : await (
            from redemption in vouchers.Redemptions
            where redemption.ParticipantId == participantId && redemption.GroupId == classId && !redemption.IsHeld && redemption.ClosedAt == null
            join voucher in vouchers.Vouchers on redemption.VoucherId equals voucher.Id
            select new { redemption.AmountCents, voucher.ProgrammeCode }).FirstOrDefaultAsync(cancel);
        var seat = await timetable.TakeSeat(classId, participantId, before?.ProgrammeCode ?? programme, cancel);
        var paid = seat.FromOffer ? await vouchers.TurnHoldIntoPayment(seat.EnrolmentId, cancel) : before?.AmountCents ?? 0;
        await timetable.ConfirmSeats([new(seat, classId, participantId, wanted.Name)], cancel);
        return new()
        {
            EnrolmentId = seat.EnrolmentId,
            ClassId = classId,
            WaitingPlace = seat.WaitingPlace,
            PaidCents = paid,
            OwnShareCents = programme is null ? wanted.PriceCents - paid : 0,
        };
    }

    /// <summary>A class that is held for a programme costs its people nothing; a module belongs to its topic's programme.</summary>
    private async Task<string?> ProgrammeThatPays(Offering wanted, Guid participantId, CancellationToken cancel) =>
        wanted.ProgrammeCode is null || wanted.Kind == GroupKind.OrientationRun || await MayJoin(eligibility, wanted.ProgrammeCode, participantId, cancel) ? wanted.ProgrammeCode : null;

    public static Task<bool> MayJoin(IEligibility eligibility, string programmeCode, Guid participantId, CancellationToken cancel) =>
        eligibility.Decisions.AnyAsync(
            decision => decision.ParticipantId == participantId && decision.ProgrammeCode == programmeCode && decision.Subject == "entry"
                && decision.SupersededAt == null && decision.Outcome == Outcome.May,
            cancel);
}

internal sealed record BookingRequest
{
    [Required]
    public Guid? ClassId { get; init; }

    /// <summary>The voucher that pays; left out when the person or the programme does.</summary>
    public Guid? VoucherId { get; init; }
}

/// <summary>What was booked. Amounts are euro cents.</summary>
internal sealed record Booking
{
    public required Guid EnrolmentId { get; init; }

    public required Guid ClassId { get; init; }

    /// <summary>The place on the waiting list, counted from 1; null for a seat.</summary>
    public required int? WaitingPlace { get; init; }

    /// <summary>Paid, or held while the person waits.</summary>
    public required long PaidCents { get; init; }

    public required long OwnShareCents { get; init; }
}
