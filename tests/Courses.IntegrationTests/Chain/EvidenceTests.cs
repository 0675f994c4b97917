using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Platform.Chain;
using Courses.Vouchers;
using Courses.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Chain;

/// <summary>What is handed to a court or an auditor is one file, and it is checked without us.</summary>
public sealed class EvidenceTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task The_evidence_of_a_person_is_one_file_that_can_be_checked_without_the_product()
    {
        var (person, file) = await Evidence();
        var text = Encoding.UTF8.GetString(file);
        Assert.All(["facts", "audit", "ledger", "ledger-entries", "voucher-events"], stream => Assert.Contains($"\"stream\": \"{stream}\"", text, StringComparison.Ordinal));
        Assert.DoesNotContain("Haddad", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", text, StringComparison.Ordinal);

        var verdict = EvidenceCheck.Of(file, []);
        Assert.Empty(verdict.Faults);
        Assert.Equal($"person {person}", verdict.About);
        Assert.InRange(verdict.Rows, 6, 100);

        // The file stands or falls with a head, and that is the one that the city made.
        var kept = await city.InDatabase(db => db.Set<ChainHead>().OrderByDescending(head => head.Number).Select(head => head.Hash).FirstAsync());
        Assert.Contains(kept, Assert.Single(verdict.Anchors), StringComparison.Ordinal);
        Assert.Empty(EvidenceCheck.Of(file, [kept]).Faults);
        Assert.Equal(verdict.Rows, EvidenceCheck.Of(file, [new('a', 64)]).Faults.Count);
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "evidence.handed-out" && entry.Subject == person)));
    }

    /// <summary>The evidence of last month stands under the heads of last month.</summary>
    [Fact]
    public async Task Old_evidence_is_under_the_first_head_of_the_day_after()
    {
        await using var old = await City.New();
        var taught = await old.HasTaughtClass(people: 1);
        await old.AsTablet(taught.ProviderId).Send(old.Clock.GetUtcNow(), new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, DeviceTime = old.Clock.GetUtcNow() });
        var hours = new List<string>();
        for (var hour = 0; hour < 40; hour++)
        {
            await old.HasVoucher(Guid.NewGuid());
            await old.ChainsItsRows();
            hours.Add(await old.InDatabase(db => db.Set<ChainHead>().OrderByDescending(head => head.Number).Select(head => head.Hash).FirstAsync()));
            old.Clock.Advance(TimeSpan.FromHours(1));
        }

        var file = await old.As(Roles.Auditor).GetByteArrayAsync($"/admin/evidence/person/{taught.People[0].Id}.json");

        // It is noon in Vienna plus one: eleven hours later the next day has begun.
        Assert.Empty(EvidenceCheck.Of(file, [hours[11], hours[^1], await LastHead(old)]).Faults);
        Assert.NotEmpty(EvidenceCheck.Of(file, [hours[12], hours[^1], await LastHead(old)]).Faults);
    }

    [Fact]
    public async Task The_evidence_of_a_settlement_has_all_that_its_money_rests_on()
    {
        var batch = await city.InDatabase(async db =>
        {
            var batch = new SettlementBatch { Number = 77_001, PreparedBy = Guid.NewGuid(), PreparedByName = "Nina", PreparedAt = city.Clock.GetUtcNow() };
            batch.Approve(new(city.Clock.GetUtcNow(), city.Today(), Guid.NewGuid(), "Mara"));
            db.Add(batch);
            db.Add(new SettlementTransfer { BatchId = batch.Id, ProviderId = Guid.NewGuid(), Payee = "School", Iban = VoucherCity.Iban, AmountCents = 10_000 });
            db.Add(new SettlementFile { Id = batch.Id, Content = [60], Sha256 = new('b', 64), MadeAt = city.Clock.GetUtcNow() });
            await db.SaveChangesAsync();
            return batch.Id;
        });
        var auditor = city.As(Roles.Auditor);
        Assert.Contains($"/admin/evidence/settlement/{batch}.json", await auditor.GetStringAsync($"/admin/settlements/{batch}"), StringComparison.Ordinal);
        var file = await auditor.GetByteArrayAsync($"/admin/evidence/settlement/{batch}.json");
        var text = Encoding.UTF8.GetString(file);
        Assert.All(["settlements", "settlement-decisions", "settlement-transfers", "settlement-files"], stream => Assert.Contains($"\"stream\": \"{stream}\"", text, StringComparison.Ordinal));
        Assert.Contains(VoucherCity.Iban, text, StringComparison.Ordinal);
        Assert.Empty(EvidenceCheck.Of(file, []).Faults);
    }

    public static TheoryData<string> Changes => ["a row", "a way", "a block", "a head", "a block left out", "the heads left out", "a row of another block", "nonsense"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_file_that_was_changed_is_found_out(string what)
    {
        var (_, file) = await Evidence();
        var json = JsonNode.Parse(file)!;
        var row = json["rows"]![0]!;
        switch (what)
        {
            case "a row":
                row["text"] = row["text"]!.GetValue<string>().Replace("caller_role ", "caller_role x", StringComparison.Ordinal);
                break;
            case "a way":
                row["path"]!.AsArray().Add("left " + new string('a', 64));
                break;
            case "a block":
                json["blocks"]![0] = json["blocks"]![0]!.GetValue<string>().Replace("rows ", "rows 1", StringComparison.Ordinal);
                break;
            case "a head":
                json["heads"]![0] = json["heads"]![0]!.GetValue<string>().Replace("block audit ", "block audit 1", StringComparison.Ordinal);
                break;
            case "a block left out":
                json["blocks"]!.AsArray().RemoveAt(0);
                break;
            case "the heads left out":
                json["heads"]!.AsArray().Clear();
                break;
            case "a row of another block":
                row["block"] = 99;
                break;
            default:
                json = JsonNode.Parse("[1]")!;
                break;
        }

        Assert.NotEmpty(EvidenceCheck.Of(Encoding.UTF8.GetBytes(json.ToJsonString()), []).Faults);
    }

    [Fact]
    public async Task Verify_takes_the_file()
    {
        var (_, content) = await Evidence();
        var file = Path.Combine(Path.GetTempPath(), $"evidence-{Guid.NewGuid():N}.json");
        try
        {
            await File.WriteAllBytesAsync(file, content);
            using var said = new StringWriter();
            Assert.Equal(0, await city.Services.VerifyChain([file, await LastHead(city)], said));
            Assert.Contains("faults: 0.", said.ToString(), StringComparison.Ordinal);
            Assert.Equal(1, await city.Services.VerifyChain([file, new('a', 64)], said));
            await File.WriteAllTextAsync(file, "{}");
            Assert.Equal(1, await city.Services.VerifyChain([file], said));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Nobody_else_gets_it()
    {
        foreach (var role in new[] { Roles.Coach, Roles.Teacher, Roles.ProviderManager })
        {
            Assert.NotEqual(HttpStatusCode.OK, (await city.As(role).GetAsync($"/admin/evidence/person/{Guid.NewGuid()}.json")).StatusCode);
        }
    }

    private async Task<(Guid Person, byte[] File)> Evidence()
    {
        var taught = await city.HasTaughtClass();
        var person = taught.People[0].Id;
        await city.AsTablet(taught.ProviderId).Send(city.Clock.GetUtcNow(), [.. taught.People.Select(one => new SentFact { SessionId = taught.Session, ParticipantId = one.Id, DeviceTime = city.Clock.GetUtcNow() })]);
        await city.HasVoucher(person);
        Assert.Contains($"/admin/evidence/person/{person}.json", await city.As(Roles.Auditor).GetStringAsync($"/coach/decisions/{person}"), StringComparison.Ordinal);
        return (person, await city.As(Roles.Auditor).GetByteArrayAsync($"/admin/evidence/person/{person}.json"));
    }

    private static Task<string> LastHead(City of) => of.InDatabase(db => db.Set<ChainHead>().OrderByDescending(head => head.Number).Select(head => head.Hash).FirstAsync());
}
