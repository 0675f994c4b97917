using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Vouchers.Features;

/// <summary>
/// What the bank is told. Until a batch is approved it follows the providers' accounts; with the approval payees, accounts, amounts and the file itself are frozen,
/// so that what two people agreed on is what goes out, whatever is changed afterwards and however often the file is downloaded.
/// </summary>
internal sealed class BankOrder(CoursesDb db, IProviders providers, IConfiguration configuration, IAudit audit, CityTime time)
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/admin/settlements/{id:guid}/pain.001.xml", async (Guid id, BankOrder order, CancellationToken cancel) =>
            Results.File(await order.Download(id, cancel), "application/xml", "pain.001.xml")).For(Roles.Administrator);

    /// <summary>Whom the batch pays and how much: as it was approved, or as it would be approved now.</summary>
    public async Task<IReadOnlyList<SettlementTransfer>> TransfersOf(Guid batchId, CancellationToken cancel)
    {
        var frozen = await db.Set<SettlementTransfer>().AsNoTracking().Where(row => row.BatchId == batchId).ToListAsync(cancel);
        var lines = db.Set<SettlementLine>().Where(line => line.BatchId == batchId);
        var transfers = frozen is not [] ? frozen : await (
            from provider in providers.Providers
            where lines.Any(line => line.ProviderId == provider.Id)
            select new SettlementTransfer
            {
                BatchId = batchId,
                ProviderId = provider.Id,
                Payee = provider.AccountName ?? provider.Name,
                Iban = provider.Iban ?? "",
                AmountCents = lines.Where(line => line.ProviderId == provider.Id).Sum(line => line.DeltaCents),
            }).ToListAsync(cancel);
        return [.. transfers.OrderBy(row => row.Payee, StringComparer.Ordinal).ThenBy(row => row.ProviderId)];
    }

    /// <summary>Names exactly these payees, accounts and amounts: whoever approves says with it what was on the screen.</summary>
    public static string FingerprintOf(IEnumerable<SettlementTransfer> transfers) => Hash(Encoding.UTF8.GetBytes(string.Join('\n', transfers.Select(
        row => string.Create(CultureInfo.InvariantCulture, $"{row.ProviderId}\t{row.Payee}\t{row.Iban}\t{row.AmountCents}")))));

    /// <summary>Part of the approval, in its commit.</summary>
    /// <param name="batch">The batch that was just approved.</param>
    /// <param name="seen">What the approving person saw.</param>
    /// <param name="cancel">Stops asking.</param>
    public async Task Freeze(SettlementBatch batch, string? seen, CancellationToken cancel)
    {
        var transfers = await TransfersOf(batch.Id, cancel);
        if (FingerprintOf(transfers) != seen)
        {
            throw new RuleBroken("settlement.changed-since-shown");
        }

        db.AddRange(transfers);
        var outgoing = transfers.Where(row => row.AmountCents > 0).ToList();
        foreach (var row in outgoing)
        {
            if (new Payee(row.Payee, row.Iban).Obstacle is { } obstacle)
            {
                throw new RuleBroken(obstacle, row.Payee);
            }
        }

        if (outgoing is not [])
        {
            var content = await FileOf(batch, outgoing, cancel);
            db.Add(new SettlementFile { Id = batch.Id, Content = content, Sha256 = Hash(content), MadeAt = time.Now });
        }
    }

    private async Task<byte[]> FileOf(SettlementBatch batch, IReadOnlyList<SettlementTransfer> transfers, CancellationToken cancel)
    {
        if (configuration["Settlement:DebtorName"] is not { Length: > 0 } name || configuration["Settlement:DebtorIban"] is not { Length: > 0 } iban)
        {
            throw new RuleBroken("settlement.no-account");
        }

        if (new Payee(name, iban).Obstacle is not null)
        {
            throw new RuleBroken("settlement.account-wrong");
        }

        var file = BankFile.Of(
            batch.Number, new(name, iban, configuration["Settlement:DebtorBic"]), [.. transfers.Select(row => new Transfer(row.Payee, row.Iban, row.AmountCents))],
            batch.DecidedAt!.Value, BankFile.NextBankingDay(time.Today));
        using var stream = new MemoryStream();
        await using (var writer = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false), Indent = true, Async = true }))
        {
            await file.SaveAsync(writer, cancel);
        }

        return stream.ToArray();
    }

    private async Task<byte[]> Download(Guid batchId, CancellationToken cancel)
    {
        var batch = await db.Set<SettlementBatch>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == batchId, cancel) ?? throw new NotFound("The settlement");
        if (batch.State is not (BatchState.Approved or BatchState.Paid))
        {
            throw new RuleBroken("settlement.not-approved");
        }

        var file = await db.Set<SettlementFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == batchId, cancel) ?? throw new RuleBroken("settlement.nothing-to-transfer");
        if (Hash(file.Content) != file.Sha256)
        {
            throw new RuleBroken("settlement.file-spoilt");
        }

        audit.Record("settlement.file-downloaded", batchId, file.Sha256);
        await db.SaveChangesAsync(cancel);
        return file.Content;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
