using System.Net;
using System.Security.Cryptography;
using System.Text;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Vouchers;
using Courses.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Chain;

/// <summary>What was written is bound within the minute, and what is changed past the product is named within the hour. Each test has a city of its own, because it breaks it.</summary>
public sealed class ChainTests
{
    private const string Facts = "facts";

    [Fact]
    public async Task What_a_city_does_is_chained_and_holds()
    {
        await using var city = await City.New();
        var taught = await city.HasTaughtClass();
        var tablet = city.AsTablet(taught.ProviderId);
        Assert.Equal(3, (await tablet.Send(city.Clock.GetUtcNow(), [.. taught.People.Select(person => new SentFact { SessionId = taught.Session, ParticipantId = person.Id, DeviceTime = city.Clock.GetUtcNow() })])).Count);
        await city.HasVoucher(taught.People[0].Id);
        Assert.Equal(HttpStatusCode.OK, (await city.As(Roles.Auditor).GetAsync("/admin/chain")).StatusCode);

        Assert.InRange(await city.ChainsItsRows(), 8, 1000);
        Assert.Equal(0, await city.ChainsItsRows());
        var verdict = await city.Verifies();
        Assert.Empty(verdict.Faults);
        Assert.Equal(0, verdict.Waiting);
        Assert.Equal(1, verdict.Heads);

        // And goes on with what is new.
        await tablet.Send(city.Clock.GetUtcNow(), new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, Kind = "left-early", Minutes = 10, DeviceTime = city.Clock.GetUtcNow() });
        Assert.Equal(1, (await city.Verifies()).Waiting);
        Assert.Equal(1, await city.ChainsItsRows());
        Assert.Equal(0, await city.ChecksItsChain());
        Assert.Contains("Everything is as it was written", await city.As(Roles.Auditor).GetStringAsync("/admin/chain"), StringComparison.Ordinal);
        Assert.DoesNotContain("past the product", await city.As(Roles.Administrator).GetStringAsync("/admin/jobs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_what_people_wrote_can_go_and_the_chain_holds()
    {
        await using var city = await City.New();
        await city.HasEvidence(60);
        await city.ChainsItsRows();
        await city.InDatabase(async db =>
        {
            await db.Set<AttendanceFact>().ExecuteUpdateAsync(set => set.SetProperty(row => row.RecordedBy, "").SetProperty(row => row.Note, ""));
            await db.Set<AuditEntry>().ExecuteUpdateAsync(set => set.SetProperty(row => row.CallerName, ""));
            await db.Set<VoucherEvent>().ExecuteUpdateAsync(set => set.SetProperty(row => row.ByName, ""));
        });
        Assert.Empty(await city.Faults());
    }

    [Fact]
    public async Task A_fault_is_told_once_to_operators_auditors_administrators_and_the_trail_until_it_is_put_right()
    {
        await using var city = await City.New();
        await city.HasAccount("first@administrators.example", Roles.Administrator);
        await city.HasAccount("second@administrators.example", Roles.Administrator);
        await city.HasEvidence(60);
        await city.ChainsItsRows();
        var (fact, minutes) = await city.InDatabase(async db =>
        {
            var late = await db.Set<AttendanceFact>().AsNoTracking().Where(row => row.Minutes != null).OrderBy(row => row.Id).FirstAsync();
            return (late.Id, late.Minutes);
        });
        await city.InDatabase(db => db.Set<AttendanceFact>().Where(row => row.Id == fact).ExecuteUpdateAsync(set => set.SetProperty(row => row.Minutes, row => row.Minutes + 1)));
        city.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await city.ChecksItsChain());
        Assert.Equal(1, await city.ChecksItsChain());

        Assert.Contains("was changed past the product. Faults in the evidence chain: 1.", WebUtility.HtmlDecode(await city.As(Roles.Administrator).GetStringAsync("/admin/jobs")), StringComparison.Ordinal);
        var page = await city.As(Roles.Auditor).GetStringAsync("/admin/chain");
        Assert.Contains("Not everything is as it was written", page, StringComparison.Ordinal);
        Assert.Contains("The row was changed", page, StringComparison.Ordinal);
        Assert.Contains(fact.ToString(), page, StringComparison.Ordinal);
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(row => row.Act == "chain.broken" && row.Subject == fact)));
        await city.Runs("send-messages");
        foreach (var mail in new[] { "first@administrators.example", "second@administrators.example" })
        {
            Assert.Contains(fact.ToString(), Assert.Single(city.Mail.To(mail)), StringComparison.Ordinal);
        }

        await city.InDatabase(db => db.Set<AttendanceFact>().Where(row => row.Id == fact).ExecuteUpdateAsync(set => set.SetProperty(row => row.Minutes, minutes)));
        Assert.Equal(0, await city.ChecksItsChain());
        page = await city.As(Roles.Auditor).GetStringAsync("/admin/chain");
        Assert.Contains("Everything is as it was written", page, StringComparison.Ordinal);
        Assert.Contains(fact.ToString(), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_was_added_by_hand_for_a_day_of_before_is_named_and_bound_from_then_on()
    {
        await using var city = await City.New();
        await city.HasEvidence(60);
        await city.ChainsItsRows();
        city.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(HttpStatusCode.OK, (await city.As(Roles.Administrator).GetAsync("/admin/chain")).StatusCode);
        var account = await city.AccountOf(Roles.Administrator);
        await city.InDatabase(db => Add(db, Entry(account, city.Clock.GetUtcNow())));
        await city.ChainsItsRows();
        Assert.Empty(await city.Faults());

        // One with a key of its day, and one that gives itself the key of today.
        var (old, late) = await city.InDatabase(async db =>
        {
            var (old, late) = (Entry(account, city.Clock.GetUtcNow().AddDays(-3)), Entry(account, city.Clock.GetUtcNow().AddDays(-3)));
            db.Entry(old).Property(row => row.Id).CurrentValue = db.Engine.KeyMovedBy(db.Engine.NewKey(), -TimeSpan.FromDays(3));
            await Add(db, old);
            await Add(db, late);
            return (old.Id, late.Id);
        });
        await city.ChainsItsRows();
        Assert.Equal(2, await city.ChecksItsChain());
        Assert.Equal([$"RowCameLate stream audit block 3 row {late}", $"RowUnknown stream audit row {old}"], (await city.InDatabase(async db => await db.Set<ChainFinding>().ToListAsync()))
            .Select(row => new ChainFaultAt(row.Fault, row.Stream, row.Number, row.Row).ToLine()).Order(StringComparer.Ordinal));

        // From now on they cannot change either.
        await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Id == old).ExecuteUpdateAsync(set => set.SetProperty(row => row.Details, "another")));
        Assert.Contains((await city.Verifies()).Faults, fault => fault.Fault == ChainFault.RowChanged && fault.Row == old);

        static AuditEntry Entry(Guid who, DateTimeOffset at) => new() { At = at, CallerId = who, CallerName = "", CallerRole = Roles.Administrator, OrganisationId = null, Act = "staff.closed", Subject = who, Details = "" };

        static async Task Add(CoursesDb db, AuditEntry entry)
        {
            db.Add(entry);
            await db.SaveChangesAsync();
        }
    }

    /// <summary>A row has its key before it is committed.</summary>
    [Fact]
    public async Task What_is_committed_after_rows_with_later_keys_is_chained_by_the_next_look()
    {
        await using var city = await City.New();
        await using var scope = city.Services.CreateAsyncScope();
        var slow = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        await slow.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await slow.Database.BeginTransactionAsync();
            slow.Add(new AuditEntry { At = city.Clock.GetUtcNow(), CallerId = Guid.NewGuid(), CallerName = "", CallerRole = "coach", OrganisationId = null, Act = "pass.printed", Subject = Guid.NewGuid(), Details = "slow" });
            await slow.SaveChangesAsync();
            await city.HasEvidence(60);
            Assert.True(await city.ChainsItsRows() > 60);
            await transaction.CommitAsync();
        });
        Assert.Equal(1, (await city.Verifies()).Waiting);
        Assert.Equal(1, await city.ChainsItsRows());
        var verdict = await city.Verifies();
        Assert.Empty(verdict.Faults);
        Assert.Equal(0, verdict.Waiting);
    }

    [Fact]
    public async Task Nodes_that_chain_at_once_chain_each_row_once()
    {
        await using var city = await City.New();
        for (var round = 0; round < 5; round++)
        {
            await city.HasEvidence(40);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => city.Ask<RowChain, int>(chain => chain.Extend(RowChain.UsualLookBack, CancellationToken.None))));
        }

        await city.Ask<RowChain, int>(chain => chain.Extend(RowChain.UsualLookBack, CancellationToken.None));
        var verdict = await city.Verifies();
        Assert.Empty(verdict.Faults);
        Assert.Equal(0, verdict.Waiting);
        Assert.Equal(verdict.Rows, await city.InDatabase(db => db.Set<ChainBlock>().SumAsync(block => (long)block.RowCount)));
    }

    [Fact]
    public async Task A_city_that_has_worked_for_years_is_chained_in_blocks()
    {
        await using var city = await City.New();
        await city.HasEvidence(ChainBlock.MostRows + 100);
        await city.ChainsItsRows();
        Assert.Equal([ChainBlock.MostRows, 100], await city.InDatabase(db => db.Set<ChainBlock>().Where(block => block.Stream == Facts).OrderBy(block => block.Number).Select(block => block.RowCount).ToListAsync()));
        Assert.Empty(await city.Faults());
    }

    public static TheoryData<string, string[]> Tampered => new()
    {
        { "another time", ["BlockChanged stream facts block 2"] },
        { "another root", ["BlockChanged stream facts block 2"] },
        { "another hash", ["BlockChanged stream facts block 2"] },
        { "another block before", ["BlockChanged stream facts block 2"] },
        { "another count", ["BlockChanged stream facts block 2"] },
        { "deleted", ["BlockMissing stream facts block 2"] },
        { "blocks swapped", ["BlockChanged stream facts block 1", "BlockChanged stream facts block 2", "BlockChanged stream facts block 3", "BlockMissing stream facts block 1", "BlockMissing stream facts block 2"] },
        { "another head", ["HeadChanged head 1"] },
        { "a head deleted", ["HeadMissing head 1"] },
        { "the last block deleted", ["BlockMissing stream facts block 3"] },
        { "the last block and its head deleted", [] },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public async Task The_chain_itself_cannot_be_changed_either(string how, string[] found)
    {
        await using var city = await City.New();
        for (var i = 0; i < 3; i++)
        {
            await city.HasEvidence(40 + (i * 40));
            city.Clock.Advance(TimeSpan.FromHours(2));
            await city.ChainsItsRows();
        }

        Assert.Empty(await city.Faults());
        await city.InDatabase(db =>
        {
            IQueryable<ChainBlock> Block(int number) => db.Set<ChainBlock>().Where(block => block.Stream == Facts && block.Number == number);
            return how switch
            {
                "another time" => Block(2).ExecuteUpdateAsync(set => set.SetProperty(block => block.ChainedAt, city.Clock.GetUtcNow())),
                "another root" => Block(2).ExecuteUpdateAsync(set => set.SetProperty(block => block.Root, new string('a', 64))),
                "another hash" => Block(2).ExecuteUpdateAsync(set => set.SetProperty(block => block.Hash, new string('a', 64))),
                "another block before" => Block(2).ExecuteUpdateAsync(set => set.SetProperty(block => block.Previous, new string('a', 64))),
                "another count" => Block(2).ExecuteUpdateAsync(set => set.SetProperty(block => block.RowCount, 1)),
                "deleted" => Block(2).ExecuteDeleteAsync(),
                "blocks swapped" => Swap(Block(1), Block(2), Block(1_000)),
                "another head" => db.Set<ChainHead>().Where(head => head.Number == 1).ExecuteUpdateAsync(set => set.SetProperty(head => head.Text, head => head.Text + "x")),
                "a head deleted" => db.Set<ChainHead>().Where(head => head.Number == 1).ExecuteDeleteAsync(),
                "the last block deleted" => Block(3).ExecuteDeleteAsync(),
                _ => Both(db.Set<ChainHead>().Where(head => head.Number == 3).ExecuteDeleteAsync, Block(3).ExecuteDeleteAsync),
            };
        });

        // Rows whose block is gone are as if they had just come; the block is named.
        Assert.Equal(found, (await city.Faults()).Where(fault => !fault.StartsWith("Row", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        static async Task<int> Swap(IQueryable<ChainBlock> one, IQueryable<ChainBlock> other, IQueryable<ChainBlock> aside)
        {
            await one.ExecuteUpdateAsync(set => set.SetProperty(block => block.Number, 1_000));
            await other.ExecuteUpdateAsync(set => set.SetProperty(block => block.Number, 1));
            return await aside.ExecuteUpdateAsync(set => set.SetProperty(block => block.Number, 2));
        }

        static async Task<int> Both(Func<CancellationToken, Task<int>> one, Func<CancellationToken, Task<int>> other) => await one(default) + await other(default);
    }

    /// <summary>Whoever holds the database can cut off its end: rows, blocks and heads. Only who kept a head elsewhere can tell.</summary>
    [Fact]
    public async Task A_tail_that_was_cut_off_is_found_by_the_head_that_is_kept_outside()
    {
        var file = Path.Combine(Path.GetTempPath(), $"heads-{Guid.NewGuid():N}.txt");
        await using var city = await City.New();
        await using var node = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_HEADS_FILE", file).UseSetting("COURSES_HEADS_MAIL", "heads@auditors.example"));
        var runner = node.Services.GetRequiredService<Courses.Platform.Jobs.JobRunner>();
        try
        {
            await city.HasEvidence(40);
            await runner.Run("chain-rows", CancellationToken.None);
            city.Clock.Advance(TimeSpan.FromDays(1));
            await city.HasEvidence(80);
            await runner.Run("chain-rows", CancellationToken.None);
            Assert.Equal(2, (await File.ReadAllLinesAsync(file)).Length);
            Assert.Empty(await city.Faults(await File.ReadAllTextAsync(file)));
            await city.Runs("send-messages");
            Assert.Equal(2, city.Mail.To("heads@auditors.example").Count);
            Assert.Contains((await File.ReadAllLinesAsync(file))[1], string.Concat(city.Mail.To("heads@auditors.example")).Replace("=\r\n", "", StringComparison.Ordinal).Replace("\r\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);

            await city.InDatabase(async db =>
            {
                var last = await db.Set<ChainBlock>().Where(block => block.Stream == Facts && block.Number == 2).SingleAsync();
                Guid[] keys = [.. ChainBlock.Read(last.Leaves).Select(leaf => leaf.Key)];
                await db.Set<AttendanceFact>().Where(row => keys.Contains(row.Id)).ExecuteDeleteAsync();
                await db.Set<ChainBlock>().Where(block => block.Stream == Facts && block.Number == 2).ExecuteDeleteAsync();
                await db.Set<ChainHead>().Where(head => head.Number == 2).ExecuteDeleteAsync();
            });
            Assert.Empty(await city.Faults());
            var kept = ChainHeadLine.HashesIn((await File.ReadAllLinesAsync(file))[1])[0];
            Assert.Equal([$"HeadMissing {kept}"], await city.Faults(await File.ReadAllTextAsync(file)));

            // What is chained afterwards does not bring it back.
            await runner.Run("chain-rows", CancellationToken.None);
            Assert.Equal([$"HeadMissing {kept}"], await city.Faults(kept));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_hash_of_a_heads_text_is_the_head()
    {
        await using var city = await City.New();
        await city.HasEvidence(40);
        await city.ChainsItsRows();
        var auditor = city.As(Roles.Auditor);
        var text = await auditor.GetByteArrayAsync("/admin/chain/heads/1.txt");
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(text)), await auditor.GetStringAsync("/admin/chain"), StringComparison.Ordinal);
        Assert.StartsWith("courses head 1\nnumber 1\nat 2026-11-16T12:00:00.000000Z\nprevious 000", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        Assert.Contains("\nblock facts 1 ", Encoding.UTF8.GetString(text), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync("/admin/chain/heads/2.txt")).StatusCode);
    }

    [Fact]
    public async Task Verify_names_what_is_wrong_and_ends_with_one()
    {
        await using var city = await City.New();
        await city.HasEvidence(40);
        await city.ChainsItsRows();
        using var said = new StringWriter();
        Assert.Equal(0, await city.Services.VerifyChain([], said));
        Assert.Contains("faults: 0.", said.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await city.Services.VerifyChain(["no head"], said));
        Assert.Equal(1, await city.Services.VerifyChain([new('a', 64)], said));
        var entry = await city.InDatabase(db => db.Set<LedgerEntry>().Select(row => row.Id).FirstAsync());
        await city.InDatabase(db => db.Set<LedgerEntry>().Where(row => row.Id == entry).ExecuteUpdateAsync(set => set.SetProperty(row => row.AmountCents, row => row.AmountCents + 1)));
        Assert.Equal(1, await city.Services.VerifyChain([], said));
        Assert.Contains($"RowChanged stream ledger-entries block 1 row {entry}", said.ToString(), StringComparison.Ordinal);
    }
}
