using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Eligibility;
using Courses.Platform.Chain;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.IntegrationTests;

/// <summary>What tests say of the evidence chain.</summary>
internal static class ChainCity
{
    /// <summary>The job of each minute.</summary>
    public static Task<int> ChainsItsRows(this City city) => city.Runs("chain-rows");

    /// <summary>The job of each hour.</summary>
    public static Task<int> ChecksItsChain(this City city) => city.Runs("check-chain");

    public static Task<ChainVerdict> Verifies(this City city, params string[] kept) => city.Ask<ChainWalk, ChainVerdict>(walk => walk.Run([.. kept.SelectMany(ChainHeadLine.HashesIn)], CancellationToken.None));

    /// <summary>What is wrong, a line each.</summary>
    public static async Task<IReadOnlyList<string>> Faults(this City city, params string[] kept) => [.. (await city.Verifies(kept)).Faults.Select(fault => fault.ToLine())];

    /// <summary>What does not follow from the chained rows, a line each.</summary>
    public static async Task<IReadOnlyList<string>> Derives(this City city) => [.. (await city.Ask<DerivedWalk, IReadOnlyList<ChainFaultAt>>(walk => walk.Everything(CancellationToken.None))).Select(fault => fault.ToLine())];

    /// <summary>How the engine wants a name.</summary>
    public static string Quoted(this DbContext db, string name, string? schema = null) => db.GetService<ISqlGenerationHelper>().DelimitIdentifier(name, schema);

    /// <summary>Rows in every chained table, so many facts among them.</summary>
    public static Task HasEvidence(this City city, int facts) => city.InDatabase(async db =>
    {
        var now = city.Clock.GetUtcNow();
        var random = new Random(facts);
        await db.Engine.BulkInsert(
            db,
            [.. Enumerable.Range(0, facts).Select(i => new AttendanceFact
            {
                FactId = Guid.NewGuid(),
                SessionId = Guid.NewGuid(),
                ParticipantId = Guid.NewGuid(),
                PassHash = i % 2 == 0 ? Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()) : null,
                Kind = i % 3 == 0 ? FactKind.Late : FactKind.Present,
                Minutes = i % 3 == 0 ? random.Next(45) : null,
                Source = FactSource.Hand,
                Proof = ProofGrade.Seen,
                DeviceId = Guid.NewGuid(),
                DeviceSequence = i,
                DeviceTime = now.AddSeconds(-i),
                ClockOffsetMs = random.Next(1000),
                ReceivedAt = now,
                RecordedBy = "Nina",
                Note = i % 5 == 0 ? "knows\nthe way" : "",
            })],
            CancellationToken.None);
        await db.Engine.BulkInsert(
            db,
            [.. Enumerable.Range(0, facts / 8).Select(i => new AuditEntry
            {
                At = now, CallerId = Guid.NewGuid(), CallerName = "Nina", CallerRole = "coach", OrganisationId = i % 2 == 0 ? Guid.NewGuid() : null, Act = "pass.printed", Subject = Guid.NewGuid(), Details = "K7",
            })],
            CancellationToken.None);
        await db.Engine.BulkInsert(
            db,
            [.. Enumerable.Range(0, facts / 8).Select(i => new Decision
            {
                ParticipantId = Guid.NewGuid(), ProgrammeCode = "inlt", RuleVersion = 1, Subject = Decision.Benefit, Period = "", Outcome = Outcome.May, Forecast = "OnTrack", AttendedMinutes = i, HeldMinutes = i + 90,
                Reasons = "{\"all\":[]}", Facts = "{\"hours\":12}", Signature = new('a', 64), DecidedAt = now,
            })],
            CancellationToken.None);
        for (var i = 0; i < facts / 40; i++)
        {
            await city.HasVouchers(Guid.NewGuid(), VoucherCity.Terms() with { Count = 3 });
        }

        var last = await db.Set<SettlementBatch>().MaxAsync(batch => (int?)batch.Number) ?? 0;
        for (var i = 1; i <= Math.Max(2, facts / 60); i++)
        {
            var batch = new SettlementBatch { Number = last + i, PreparedBy = Guid.NewGuid(), PreparedByName = "Nina", PreparedAt = now };
            batch.Approve(new(now, city.Today(), Guid.NewGuid(), "Mara"));
            batch.MarkPaid(new(now, city.Today(), Guid.NewGuid(), "Mara"));
            batch.Lines.Add(new()
            {
                RedemptionId = Guid.NewGuid(),
                VoucherId = Guid.NewGuid(),
                ProviderId = Guid.NewGuid(),
                GroupId = Guid.NewGuid(),
                ParticipantId = Guid.NewGuid(),
                SessionsHeld = 4,
                SessionsAttended = 3,
                HeldMinutes = 360,
                AttendedMinutes = 270,
                DueCents = 10_000,
                DeltaCents = 10_000,
                Why = "",
            });
            db.Add(batch);
            db.Add(new SettlementTransfer { BatchId = batch.Id, ProviderId = Guid.NewGuid(), Payee = "School", Iban = VoucherCity.Iban, AmountCents = 10_000 });
            db.Add(new SettlementFile { Id = batch.Id, Content = [60, 120, 62], Sha256 = new('b', 64), MadeAt = now });
        }

        await db.SaveChangesAsync();
    });
}
