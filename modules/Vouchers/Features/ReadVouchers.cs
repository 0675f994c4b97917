using Courses.Contracts.Access;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>A person's vouchers and what happened to each: the holder's own, or any for a coach.</summary>
internal static class ReadVouchers
{
    internal sealed record Happened(string Kind, long AmountCents, DateTimeOffset At, string By, string Why);

    internal sealed record Detail(VoucherRow Voucher, IReadOnlyList<Happened> Events);

    internal sealed record RefusalInWords(string Code, string Sentence);

    public static void Map(IEndpointRouteBuilder vouchers, string role)
    {
        vouchers.MapGet("", async ([FromQuery] Guid? participantId, IVouchers all, Caller caller, Words words, CancellationToken cancel) =>
        {
            var person = caller.Is(Roles.Newcomer) ? caller.Id : participantId ?? throw new InvalidField("participantId", words.Say("error.field.required"));
            return TypedResults.Ok(await all.Vouchers.Where(voucher => voucher.ParticipantId == person).OrderBy(voucher => voucher.Number).ToListAsync(cancel));
        }).For(role);

        vouchers.MapGet("/{id:guid}", async (Guid id, IVouchers all, CoursesDb db, Caller caller, CancellationToken cancel) =>
        {
            var voucher = await Mine(all, caller).SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw new NotFound("The voucher");
            var events = await db.Set<VoucherEvent>().AsNoTracking().Where(row => row.VoucherId == id).OrderBy(row => row.At).ThenBy(row => row.Id)
                .Select(row => new Happened(row.Kind.ToString(), row.AmountCents, row.At, row.ByName, row.Why)).ToListAsync(cancel);
            return TypedResults.Ok(new Detail(voucher, events));
        }).For(role);

        vouchers.MapGet("/{id:guid}/refusals", async (Guid id, [FromQuery] Guid? classId, IVouchers all, Caller caller, Words words, CancellationToken cancel) =>
        {
            var @class = classId ?? throw new InvalidField("classId", words.Say("error.field.required"));
            var voucher = await Mine(all, caller).SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw new NotFound("The voucher");
            var refusals = await all.Check(id, voucher.ParticipantId, @class, cancel);
            return TypedResults.Ok(refusals.Select(refusal => new RefusalInWords(refusal.Code, words.Say(refusal.Code, [.. refusal.Details]))));
        }).For(role);
    }

    private static IQueryable<VoucherRow> Mine(IVouchers all, Caller caller) =>
        caller.Is(Roles.Coach) ? all.Vouchers : all.Vouchers.Where(voucher => voucher.ParticipantId == caller.Id);
}
