using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.OData;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>A line of a batch as people read it.</summary>
internal sealed record StatementLine
{
    public required Guid RedemptionId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string ProviderName { get; init; }

    public required string? Iban { get; init; }

    public required Guid GroupId { get; init; }

    public required string ClassName { get; init; }

    public required string VoucherNumber { get; init; }

    public required int SessionsHeld { get; init; }

    public required int SessionsAttended { get; init; }

    public required int HeldMinutes { get; init; }

    public required int AttendedMinutes { get; init; }

    /// <summary>Null in lines that did not tell them apart yet.</summary>
    public required int? ExcusedByWordMinutes { get; init; }

    public required int? ExcusedByCertificateMinutes { get; init; }

    public required long VoucherCents { get; init; }

    public required long DueCents { get; init; }

    public required long DeltaCents { get; init; }

    public required string Why { get; init; }
}

/// <summary>Statements of a batch, as table and CSV.</summary>
internal sealed class Statements(CoursesDb db, ITimetable timetable, IProviders providers, Words words)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/admin/settlements/{id:guid}/statement.csv", async (Guid id, Statements statements, CancellationToken cancel) =>
            Results.File(await statements.CsvOf(id, null, cancel), "text/csv; charset=utf-8", "settlement.csv")).For(Roles.Administrator, Roles.Auditor);
        app.MapGet("/provider/settlement/{id:guid}/statement.csv", async (Guid id, Statements statements, Caller caller, CancellationToken cancel) =>
            Results.File(await statements.CsvOf(id, caller.OrganisationId ?? throw new Forbidden(), cancel), "text/csv; charset=utf-8", "settlement.csv")).For(Roles.ProviderManager);
    }

    public Task<List<StatementLine>> LinesOf(Guid batchId, Guid? providerId, CancellationToken cancel) => (
        from line in db.Set<SettlementLine>()
        where line.BatchId == batchId && (providerId == null || line.ProviderId == providerId)
        join redemption in db.Set<Redemption>() on line.RedemptionId equals redemption.Id
        join voucher in db.Set<Voucher>() on line.VoucherId equals voucher.Id
        join provider in providers.Providers on line.ProviderId equals provider.Id
        join @group in timetable.Groups on line.GroupId equals @group.Id
        from approved in db.Set<SettlementTransfer>().Where(row => row.BatchId == batchId && row.ProviderId == line.ProviderId).DefaultIfEmpty()
        orderby provider.Name, provider.Id, @group.Name, voucher.Number
        select new StatementLine
        {
            RedemptionId = redemption.Id,
            ProviderId = provider.Id,
            ProviderName = approved == null ? provider.Name : approved.Payee,
            Iban = approved == null ? provider.Iban : approved.Iban,
            GroupId = @group.Id,
            ClassName = @group.Name,
            VoucherNumber = voucher.Number,
            SessionsHeld = line.SessionsHeld,
            SessionsAttended = line.SessionsAttended,
            HeldMinutes = line.HeldMinutes,
            AttendedMinutes = line.AttendedMinutes,
            ExcusedByWordMinutes = line.ExcusedByWordMinutes,
            ExcusedByCertificateMinutes = line.ExcusedByCertificateMinutes,
            VoucherCents = redemption.AmountCents,
            DueCents = line.DueCents,
            DeltaCents = line.DeltaCents,
            Why = line.Why,
        }).ToListAsync(cancel);

    /// <summary>The reason of a correction, in words.</summary>
    public string Why(string why) => why.Split(' ') switch
    {
        ["registers", var before, var after] => words.Say("settlement.why.registers", before, after),
        [""] => "",
        [var kind, ..] => words.Say("settlement.why." + kind),
        [] => "",
    };

    private async Task<byte[]> CsvOf(Guid batchId, Guid? providerId, CancellationToken cancel)
    {
        var batch = await Batch(batchId, cancel);
        var lines = await LinesOf(batchId, providerId, cancel);
        if (lines is [])
        {
            throw new NotFound("The settlement");
        }

        string[] head = ["batch", "state", "provider", "class", "voucher", "sessions_held", "sessions_attended", "minutes_held", "minutes_attended", "voucher_eur", "due_eur", "paid_now_eur", "reason", "minutes_excused_by_word", "minutes_excused_by_certificate"];
        using var file = new MemoryStream();
        await using (var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        {
            await CsvLine.Write(text, head);
            foreach (var line in lines)
            {
                await CsvLine.Write(
                    text,
                    [
                        batch.Number, batch.State.ToString(), line.ProviderName, line.ClassName, line.VoucherNumber, line.SessionsHeld, line.SessionsAttended, line.HeldMinutes, line.AttendedMinutes,
                        Euro(line.VoucherCents), Euro(line.DueCents), Euro(line.DeltaCents), Why(line.Why), line.ExcusedByWordMinutes, line.ExcusedByCertificateMinutes,
                    ]);
            }
        }

        return file.ToArray();
    }

    private async Task<SettlementBatch> Batch(Guid id, CancellationToken cancel) =>
        await db.Set<SettlementBatch>().AsNoTracking().SingleOrDefaultAsync(batch => batch.Id == id, cancel) ?? throw new NotFound("The settlement");

    /// <summary>With both digits of the cents, as a number.</summary>
    private static decimal Euro(long cents) => cents * 0.01m;
}
