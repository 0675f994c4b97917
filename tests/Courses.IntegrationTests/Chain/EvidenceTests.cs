using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Courses.Access;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Participants;
using Courses.Platform.Chain;
using Courses.Vouchers;
using Courses.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

        var verdict = Check(file, []);
        Assert.Empty(verdict.Faults);
        Assert.Equal($"person {person}", verdict.About);
        Assert.InRange(verdict.Rows, 6, 100);

        // The file stands or falls with a head, and that is the one that the city made.
        var kept = await city.InDatabase(db => db.Set<ChainHead>().OrderByDescending(head => head.Number).Select(head => head.Hash).FirstAsync());
        Assert.Contains(kept, Assert.Single(verdict.Anchors), StringComparison.Ordinal);
        Assert.Empty(Check(file, [kept]).Faults);
        Assert.Equal(verdict.Rows, Check(file, [new('a', 64)]).Faults.Count);
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
        Assert.Empty(Check(file, [hours[11], hours[^1], await LastHead(old)]).Faults);
        Assert.NotEmpty(Check(file, [hours[12], hours[^1], await LastHead(old)]).Faults);
    }

    [Fact]
    public async Task The_evidence_of_a_settlement_has_all_that_its_money_rests_on()
    {
        var batch = await city.InDatabase(async db =>
        {
            var batch = new SettlementBatch { Number = 77_001, PreparedBy = Guid.NewGuid(), PreparedByName = "Nina", PreparedAt = city.Clock.GetUtcNow() };
            batch.Approve(new(city.Clock.GetUtcNow(), city.Today(), Guid.NewGuid(), "Mara"));
            db.Add(batch);
            var provider = Guid.NewGuid();
            batch.Lines.Add(new()
            {
                RedemptionId = Guid.NewGuid(),
                VoucherId = Guid.NewGuid(),
                ProviderId = provider,
                GroupId = Guid.NewGuid(),
                ParticipantId = Guid.NewGuid(),
                SessionsHeld = 4,
                SessionsAttended = 4,
                HeldMinutes = 360,
                AttendedMinutes = 360,
                DueCents = 10_000,
                DeltaCents = 10_000,
                Why = "",
            });
            db.Add(new SettlementTransfer { BatchId = batch.Id, ProviderId = provider, Payee = "School", Iban = VoucherCity.Iban, AmountCents = 10_000 });
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
        Assert.Empty(Check(file, []).Faults);
    }

    [Fact]
    public async Task Nothing_of_anybody_else_is_in_the_evidence_of_a_person()
    {
        var taught = await city.HasTaughtClass(people: 2);
        var (person, other) = (taught.People[0].Id, taught.People[1].Id);
        await city.AsTablet(taught.ProviderId).Send(city.Clock.GetUtcNow(), [.. taught.People.Select(one => new SentFact { SessionId = taught.Session, ParticipantId = one.Id, DeviceTime = city.Clock.GetUtcNow() })]);
        await city.HasVoucher(person);
        await city.HasVoucher(other);

        // An act on the one that names the other.
        await city.InDatabase(async db =>
        {
            db.Add(new AuditEntry { At = city.Clock.GetUtcNow(), CallerId = Guid.NewGuid(), CallerName = "", CallerRole = Roles.Coach, OrganisationId = null, Act = "participant.not-the-same", Subject = person, Details = other.ToString() });
            await db.SaveChangesAsync();
        });
        var strange = await city.InDatabase(async db => new[] { other, await db.Set<Voucher>().Where(row => row.ParticipantId == other).Select(row => row.Id).SingleAsync() }
            .Concat(await db.Set<AttendanceFact>().Where(row => row.ParticipantId == other).Select(row => row.FactId).ToListAsync()).ToList());

        var file = await city.As(Roles.Auditor).GetStringAsync($"/admin/evidence/person/{person}.json");
        Assert.Contains(person.ToString(), file, StringComparison.Ordinal);
        Assert.Equal(3, strange.Count);
        Assert.All(strange, id => Assert.DoesNotContain(id.ToString(), file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_seen_under_a_record_that_was_closed_since_is_evidence_about_the_person()
    {
        var taught = await city.HasTaughtClass(people: 2);
        var (kept, merged) = (taught.People[0].Id, taught.People[1].Id);
        var fact = new SentFact { SessionId = taught.Session, ParticipantId = merged, DeviceTime = city.Clock.GetUtcNow() };
        await city.AsTablet(taught.ProviderId).Send(city.Clock.GetUtcNow(), fact);
        await city.HasVoucher(kept);
        Assert.DoesNotContain(fact.Id.ToString(), await city.As(Roles.Auditor).GetStringAsync($"/admin/evidence/person/{kept}.json"), StringComparison.Ordinal);
        await city.InDatabase(db => db.Set<Participant>().Where(person => person.Id == merged).ExecuteUpdateAsync(set => set.SetProperty(person => person.MergedInto, kept)));
        Assert.Contains(fact.Id.ToString(), await city.As(Roles.Auditor).GetStringAsync($"/admin/evidence/person/{kept}.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signed_the_register_is_in_it()
    {
        var taught = await city.HasTaughtClass(people: 1);
        var tablet = city.AsTablet(taught.ProviderId);
        await tablet.Send(city.Clock.GetUtcNow(), new SentFact { SessionId = taught.Session, ParticipantId = taught.People[0].Id, DeviceTime = city.Clock.GetUtcNow() });
        city.Clock.Advance(City.ToTheEnd);
        Assert.Equal(HttpStatusCode.OK, (await tablet.PostAsJsonAsync($"/api/attendance/sessions/{taught.Session}/sign-off", new { signedBy = "Nina" })).StatusCode);
        var file = await city.As(Roles.Auditor).GetStringAsync($"/admin/evidence/person/{taught.People[0].Id}.json");
        city.Clock.Advance(-City.ToTheEnd);
        Assert.Contains($"act {IAttendance.SignedOff}\\nsubject {taught.Session}", file, StringComparison.Ordinal);
        Assert.DoesNotContain("Nina", file, StringComparison.Ordinal);
        Assert.Empty(Check(Encoding.UTF8.GetBytes(file), []).Faults);
    }

    [Fact]
    public async Task There_is_no_evidence_about_somebody_who_does_not_exist()
    {
        var nobody = Guid.NewGuid();
        foreach (var about in new[] { "person", "settlement" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Auditor).GetAsync($"/admin/evidence/{about}/{nobody}.json")).StatusCode);
        }

        Assert.Equal(0, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(entry => entry.Subject == nobody)));
    }

    /// <summary>Any letter of any row, in its own place in each: that row is named, and no other.</summary>
    [Fact]
    public async Task A_changed_letter_is_named_with_its_row()
    {
        var (_, file) = await Evidence();
        var rows = JsonNode.Parse(file)!["rows"]!.AsArray().Count;
        for (var i = 0; i < rows; i++)
        {
            var json = JsonNode.Parse(file)!;
            var row = json["rows"]![i]!;
            var text = row["text"]!.GetValue<string>();
            var lines = text.Split('\n');

            // The first line is the stream, the second the row's id: those are looked at apart.
            var from = lines[0].Length + lines[1].Length + 2;
            var at = from + (i * 7 % (text.Length - from - 1));
            row["text"] = text[..at] + (text[at] == 'x' ? 'y' : 'x') + text[(at + 1)..];
            Assert.StartsWith($"{row["stream"]} row {lines[1]}: it is not what block", Assert.Single(Check(Encoding.UTF8.GetBytes(json.ToJsonString()), []).Faults), StringComparison.Ordinal);
        }
    }

    /// <summary>A row that stands in it twice would be counted twice.</summary>
    [Fact]
    public async Task No_row_is_in_it_twice()
    {
        var (_, file) = await Evidence();
        var json = JsonNode.Parse(file)!;
        json["rows"]!.AsArray().Add(json["rows"]![0]!.DeepClone());
        Assert.Contains("twice", Assert.Single(Check(Encoding.UTF8.GetBytes(json.ToJsonString()), []).Faults), StringComparison.Ordinal);
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

        Assert.NotEmpty(Check(Encoding.UTF8.GetBytes(json.ToJsonString()), []).Faults);
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

    private EvidenceVerdict Check(byte[] file, IReadOnlyCollection<string> kept) => EvidenceCheck.Of(file, kept, city.Services.GetServices<EvidenceSum>());

    private static Task<string> LastHead(City of) => of.InDatabase(db => db.Set<ChainHead>().OrderByDescending(head => head.Number).Select(head => head.Hash).FirstAsync());
}
