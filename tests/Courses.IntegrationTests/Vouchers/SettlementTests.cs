using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Courses.Attendance;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Vouchers;
using Courses.Platform.Chain;
using Courses.Timetable;
using Courses.Vouchers;
using Courses.Vouchers.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Vouchers;

/// <summary>What providers are paid, from signed registers only. Each test moves the clock past the end of its class.</summary>
public sealed class SettlementTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task One_person_prepares_another_approves_and_the_ledger_follows_the_bank()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var diligent = await IsTaught(at, "PPPA");
        var rarely = await IsTaught(at, "PAAA");
        var (first, second) = (city.As(Roles.Administrator), city.As(Roles.Administrator, caseData: true));
        var batch = await Prepare(first);

        var own = await Post(first, batch, "Approve");
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await first.GetAsync($"{batch}/pain.001.xml")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, batch, "Approve")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(second, batch, "Approve")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, batch, "Paid")).StatusCode);

        // 10,000 in full; of the other 10,000 one session of four.
        Assert.Equal((10_000, 2_500), (await In(diligent.Redemption, Account.Paid), await In(rarely.Redemption, Account.Paid)));
        Assert.Equal((0, 0), (await In(diligent.Redemption, Account.Payable), await In(rarely.Redemption, Account.Payable)));
        Assert.Equal(7_500, await In(rarely.Redemption, Account.Fund));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task A_register_corrected_after_payment_goes_into_the_next_batch_with_the_reason()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var taught = await IsTaught(at, "PAAA");
        await PayOut(await Prepare(city.As(Roles.Administrator)));
        Assert.Equal(2_500, await In(taught.Redemption, Account.Paid));

        city.Clock.Advance(TimeSpan.FromHours(1));
        await city.HasSignedRegisters(taught.Class, taught.Person, "PPPA");
        city.Clock.Advance(TimeSpan.FromHours(1));
        var next = await Prepare(city.As(Roles.Administrator));
        var page = await city.As(Roles.Administrator).GetStringAsync(next);
        Assert.Contains("Registers corrected: 1/4 sessions before, 3/4 now", page, StringComparison.Ordinal);
        await PayOut(next);
        Assert.Equal((10_000, 0), (await In(taught.Redemption, Account.Paid), await In(taught.Redemption, Account.Payable)));
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task Money_given_back_after_payment_is_set_off_against_what_the_provider_is_owed()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var refunded = await IsTaught(at, "PPPP");
        await PayOut(await Prepare(city.As(Roles.Administrator)));
        await city.Ask<IVouchers, bool>(async vouchers => { await vouchers.GiveBack([refunded.Enrolment], "class-cancelled", default); return true; });

        var other = await IsTaught(at, "PPPP");
        var more = await IsTaught(at, "PPPP");
        var batch = await Prepare(city.As(Roles.Administrator));
        await PayOut(batch);
        Assert.Equal((0, 0), (await In(refunded.Redemption, Account.Paid), await In(refunded.Redemption, Account.Payable)));
        Assert.Equal((10_000, 10_000), (await In(other.Redemption, Account.Paid), await In(more.Redemption, Account.Paid)));
        var csv = await city.As(Roles.Administrator).GetStringAsync($"{batch}/statement.csv");
        Assert.Contains("-100.00", csv, StringComparison.Ordinal);
        await city.TheBooksBalance();
    }

    /// <summary>Three of four lessons rest on the teacher's word alone, and the programme pays from what a tablet has seen.</summary>
    [Fact]
    public async Task A_programme_says_from_which_proof_on_a_presence_is_paid()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var (any, seen) = (await IsTaught(at, "PHHH"), await IsTaught(at, "PHHH", VoucherCity.Terms() with { PaysFrom = ProofGrade.Seen }));
        await PayOut(await Prepare(city.As(Roles.Administrator)));
        Assert.Equal((10_000, 2_500), (await In(any.Redemption, Account.Paid), await In(seen.Redemption, Account.Paid)));

        var manager = city.As(Roles.ProviderManager, at.Provider);
        var proof = WebUtility.HtmlDecode(await manager.GetStringAsync($"/settlements/proof/{seen.Redemption}"));
        Assert.Contains("3 sessions count as held and not attended: the programme pays from “Seen on the tablet” on.", proof, StringComparison.Ordinal);
        Assert.DoesNotContain("Proven too little", await manager.GetStringAsync($"/settlements/proof/{any.Redemption}"), StringComparison.Ordinal);
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task Nothing_is_payable_before_the_registers_are_signed()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var taught = await IsTaught(at, "PP");
        var manager = city.As(Roles.ProviderManager, at.Provider);
        var page = await manager.GetStringAsync("/provider/settlement");
        Assert.Contains("2 registers are not signed", page, StringComparison.Ordinal);
        await city.HasSignedRegisters(taught.Class, taught.Person, "PPPP");
        Assert.DoesNotContain("registers to sign", await manager.GetStringAsync("/provider/settlement"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_provider_sees_its_own_settlement_and_nobody_elses()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var taught = await IsTaught(at, "PPPP");
        var batch = await Prepare(city.As(Roles.Administrator));
        var id = batch[(batch.LastIndexOf('/') + 1)..];
        var (own, other) = (city.As(Roles.ProviderManager, at.Provider), city.As(Roles.ProviderManager, (await city.HasProviderWhoTakesVouchers()).Provider));
        foreach (var address in new[] { $"/provider/settlement/{id}", $"/provider/settlement/{id}/statement.csv", $"/settlements/proof/{taught.Redemption}" })
        {
            Assert.Equal(HttpStatusCode.OK, (await own.GetAsync(address)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(address)).StatusCode);
        }

        // Every amount opens into its sessions and marks.
        var proof = await own.GetStringAsync($"/settlements/proof/{taught.Redemption}");
        Assert.Equal(4, Regex.Count(proof, ">Shown by the person\\s*<"));
        Assert.Equal(4, Regex.Count(proof, "href=\"/teacher/registers/"));
        Assert.Contains($"href=\"/provider/classes/{taught.Class}\"", proof, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_says_how_its_amount_is_worked_out()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var (few, all, none) = (await IsTaught(at, "PAAA"), await IsTaught(at, "PPPP"), await IsTaught(at, "AAAA"));
        var manager = city.As(Roles.ProviderManager, at.Provider);
        Assert.Contains("\u2066100 €\u2069 × 1 of 4 sessions attended = \u206625 €\u2069", await Proof(few.Redemption), StringComparison.Ordinal);
        Assert.Contains("is paid in full: \u2066100 €\u2069", await Proof(all.Redemption), StringComparison.Ordinal);
        Assert.Contains("None of 4 sessions attended", await Proof(none.Redemption), StringComparison.Ordinal);

        // Who has no rights to the rows gets the same numbers without the way to them.
        Assert.DoesNotContain("/teacher/registers/", await city.As(Roles.Auditor).GetStringAsync($"/settlements/proof/{all.Redemption}"), StringComparison.Ordinal);

        async Task<string> Proof(Guid redemption) => WebUtility.HtmlDecode(await manager.GetStringAsync($"/settlements/proof/{redemption}"));
    }

    [Fact]
    public async Task A_proof_leads_to_the_scan_the_decision_and_the_letter_and_each_of_them_leads_back()
    {
        await using var own = await City.New();
        await own.HasAllProgrammes();
        var person = await own.HasLearner();
        await own.Runs("recompute-stale");
        own.Clock.Advance(TimeSpan.FromMinutes(1));
        var at = await own.HasProviderWhoTakesVouchers();
        var (voucher, lesson) = (await own.HasVoucher(person), await own.HasClassFor(at, startsInDays: 1));
        await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(own.AsNewcomer(person), voucher, lesson));
        own.Clock.Advance(TimeSpan.FromDays(7));
        await own.HasSignedRegisters(lesson, person, "PPPA");
        var session = await own.InDatabase(db => db.Set<Session>().Where(row => row.GroupId == lesson).OrderBy(row => row.StartsAt).Select(row => row.Id).FirstAsync());
        Assert.Equal(HttpStatusCode.OK, (await own.AsTablet(at.Provider, "Blue tablet").GetAsync("/api/devices/me")).StatusCode);
        await own.InDatabase(async db =>
        {
            var (mark, start) = (await db.Set<Mark>().SingleAsync(row => row.SessionId == session && row.ParticipantId == person), await db.Set<Session>().Where(row => row.Id == session).Select(row => row.StartsAt).SingleAsync());
            db.Add(new AttendanceFact
            {
                FactId = mark.FactId!.Value,
                SessionId = session,
                ParticipantId = person,
                Kind = FactKind.Present,
                Source = FactSource.Scan,
                DeviceSequence = 1,
                RecordedBy = "Nina",
                DeviceId = await db.Set<Courses.Access.Devices.Device>().Select(row => row.Id).SingleAsync(),
                DeviceTime = start.AddMinutes(-4),
                ClockOffsetMs = 120_000,
                ReceivedAt = start,
            });
            await db.SaveChangesAsync();
        });
        var redemption = await own.InDatabase(db => db.Set<Redemption>().Where(row => row.VoucherId == voucher).Select(row => row.Id).SingleAsync());
        var (proof, coach) = ($"/settlements/proof/{redemption}", own.As(Roles.Coach));
        var page = WebUtility.HtmlDecode(await coach.GetStringAsync(proof));

        // The scan: two minutes before the lesson by the server's clock, and the tablet that read it.
        Assert.Contains("17:58", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>Blue tablet</bdi>", page, StringComparison.Ordinal);
        var way = await Leads(coach, page, $"/coach/people/{person}/attendance", $"id=\"s-{session}\"");
        Assert.Contains($"href=\"{proof}\"", way, StringComparison.Ordinal);

        // The decision, and from there by the person's sessions back.
        var decision = await own.InDatabase(db => db.Set<Courses.Eligibility.Decision>().Where(row => row.ParticipantId == person && row.ProgrammeCode == "start-wien" && row.Subject == "entry").Select(row => row.Id).SingleAsync());
        way = await Leads(coach, page, $"/coach/decisions/{person}#d-{decision}", $"id=\"d-{decision}\"");
        Assert.Contains($"href=\"/coach/people/{person}/attendance\"", way, StringComparison.Ordinal);
        Assert.Contains($"href=\"/coach/people/{person}/vouchers\"", way, StringComparison.Ordinal);

        // The voucher and the letter of the booking.
        way = await Leads(coach, page, $"/coach/people/{person}/vouchers#v-", "id=\"v-");
        Assert.Contains($"href=\"{proof}\"", way, StringComparison.Ordinal);
        var letter = await own.InDatabase(db => db.Set<Courses.Messaging.Message>().Where(row => row.ParticipantId == person && row.Kind == "booking-confirmed").Select(row => row.Id).SingleAsync());
        await Leads(coach, page, $"/coach/people/{person}/letters#m-{letter}", $"id=\"m-{letter}\"");

        // Auditors go the same way without a name; they open no letter and no register.
        var auditor = own.As(Roles.Auditor);
        page = WebUtility.HtmlDecode(await auditor.GetStringAsync(proof));
        Assert.DoesNotContain("Haddad", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"/coach/people/{person}/letters", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/teacher/registers/", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{proof}\"", await Leads(auditor, page, $"/coach/people/{person}/attendance", $"id=\"s-{session}\""), StringComparison.Ordinal);
        await Leads(auditor, page, $"/coach/decisions/{person}#d-{decision}", $"id=\"d-{decision}\"");

        // The provider sees its own register and tablet, and nothing of the person's file; another provider nothing at all.
        var manager = own.As(Roles.ProviderManager, at.Provider);
        page = WebUtility.HtmlDecode(await manager.GetStringAsync(proof));
        Assert.Contains("<bdi>Blue tablet</bdi>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/coach/", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{proof}\"", await Leads(manager, page, $"/teacher/registers/{session}?person={person}", "id=\"p-"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await own.As(Roles.ProviderManager, (await own.HasProviderWhoTakesVouchers()).Provider).GetAsync(proof)).StatusCode);

        static async Task<string> Leads(HttpClient client, string page, string address, string anchor)
        {
            var link = Regex.Match(page, $"href=\"(?<to>{Regex.Escape(address)}[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            Assert.True(link.Success, address + ": " + page);
            var opened = await client.GetAsync(link.Groups["to"].Value.Split('#')[0]);
            var html = WebUtility.HtmlDecode(await opened.Content.ReadAsStringAsync());
            Assert.True(opened.StatusCode == HttpStatusCode.OK, html);
            Assert.Contains(anchor, html, StringComparison.Ordinal);
            return html;
        }
    }

    [Fact]
    public async Task The_bank_file_transfers_what_the_batch_says()
    {
        var at = await city.HasProviderWhoTakesVouchers(name: "=Schule \"Süd\"");
        await IsTaught(at, "PPPP");
        var batch = await Prepare(city.As(Roles.Administrator));
        var second = city.As(Roles.Administrator, caseData: true);
        await Post(second, batch, "Approve");
        var file = XDocument.Parse(await second.GetStringAsync($"{batch}/pain.001.xml"));
        XNamespace pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
        var transfer = file.Descendants(pain + "CdtTrfTxInf").Single(row => row.Value.Contains(".Schule", StringComparison.Ordinal));
        Assert.Equal("100.00", transfer.Descendants(pain + "InstdAmt").Single().Value);
        Assert.Equal(VoucherCity.Iban, transfer.Descendants(pain + "IBAN").Single().Value);

        // A spreadsheet must not run what a provider is called.
        Assert.Contains("'=Schule", await second.GetStringAsync($"{batch}/statement.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_09_a_greek_name_goes_to_the_bank_in_latin_letters_and_another_holder_as_the_bank_has_them()
    {
        var (greek, other) = (
            await city.HasProviderWhoTakesVouchers(name: "ΜΕΤΑδραση – Δράση για τη Μετανάστευση", iban: "GR1601101250000000012300695"),
            await city.HasProviderWhoTakesVouchers(name: "مدرسة الأمل"));
        await IsTaught(greek, "PPPP");
        await IsTaught(other, "PPPP");
        await city.InDatabase(db => db.Set<Courses.Participants.Provider>().Where(row => row.Id == other.Provider).ExecuteUpdateAsync(set => set.SetProperty(row => row.AccountName, "Verein Al Amal")));
        var batch = await Prepare(city.As(Roles.Administrator));
        var second = city.As(Roles.Administrator, caseData: true);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, batch, "Approve")).StatusCode);
        var file = XDocument.Parse(await second.GetStringAsync($"{batch}/pain.001.xml"));
        XNamespace pain = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
        string[] names = [.. file.Descendants(pain + "Cdtr").Select(creditor => creditor.Value)];
        Assert.Contains("METAdrasi - Drasi gia ti Metanasteysi", names);
        Assert.Contains("Verein Al Amal", names);
    }

    /// <summary>Accounts and names from before they were looked at: each stays out with its reason, and the others are paid.</summary>
    [Theory]
    [InlineData("EE012200221111099080", "School of Tartu", "check digits are wrong")]
    [InlineData("TR330006100519786457841326", "School of Izmir", "SEPA transfers do not reach")]
    [InlineData(VoucherCity.Iban, "学校", "Banks cannot read the name")]
    public async Task A_payee_who_cannot_be_paid_keeps_nobody_else_from_their_money(string iban, string name, string why)
    {
        var (unpayable, good) = (await city.HasProviderWhoTakesVouchers(name: name), await city.HasProviderWhoTakesVouchers());
        await IsTaught(unpayable, "PPPP");
        await IsTaught(good, "PPPP");
        await IsPaidInto(unpayable.Provider, iban);
        var administrator = city.As(Roles.Administrator);
        Assert.Contains(why, await administrator.GetStringAsync("/admin/settlements"), StringComparison.Ordinal);
        var batch = Guid.Parse((await Prepare(administrator)).Split('/').Last());
        var paid = await city.InDatabase(db => db.Set<SettlementLine>().Where(line => line.BatchId == batch).Select(line => line.ProviderId).ToListAsync());
        Assert.Contains(good.Provider, paid);
        Assert.DoesNotContain(unpayable.Provider, paid);
    }

    [Fact]
    public async Task An_account_that_went_wrong_after_the_batch_was_prepared_does_not_go_out()
    {
        var at = await city.HasProviderWhoTakesVouchers(name: "Moved to Izmir");
        await IsTaught(at, "PPPP");
        var batch = await Prepare(city.As(Roles.Administrator));
        await IsPaidInto(at.Provider, "TR330006100519786457841326");
        var refused = await Post(city.As(Roles.Administrator, caseData: true), batch, "Approve");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("SEPA transfers do not reach", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>An account as an earlier version took it.</summary>
    private Task<int> IsPaidInto(Guid provider, string iban) =>
        city.InDatabase(db => db.Set<Courses.Participants.Provider>().Where(row => row.Id == provider).ExecuteUpdateAsync(set => set.SetProperty(row => row.Iban, iban)));

    /// <summary>One person could change a provider's account afterwards and download the file again.</summary>
    [Fact]
    public async Task What_two_people_approved_is_what_goes_out()
    {
        var at = await city.HasProviderWhoTakesVouchers(name: "Frozen School");
        await IsTaught(at, "PPPP");
        var batch = await Prepare(city.As(Roles.Administrator));
        var second = city.As(Roles.Administrator, caseData: true);
        var shown = await second.GetStringAsync(batch);

        // The account changes while somebody looks at the page: they must look again.
        await PayInto(at.Provider, "DE89370400440532013000");
        Assert.Equal(HttpStatusCode.Conflict, (await second.PostTo($"{batch}?handler=Approve", shown, ("Seen", SeenIn(shown)))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await second.PostTo($"{batch}?handler=Approve", shown)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, batch, "Approve")).StatusCode);
        var approved = await second.GetByteArrayAsync($"{batch}/pain.001.xml");

        await PayInto(at.Provider, VoucherCity.Iban);
        await city.InDatabase(db => db.Set<Courses.Participants.Provider>().Where(row => row.Id == at.Provider).ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, "Another School")));
        city.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(approved, await second.GetByteArrayAsync($"{batch}/pain.001.xml"));
        Assert.Contains("DE89370400440532013000", await second.GetStringAsync(batch), StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(approved));
        Assert.Contains(hash, await second.GetStringAsync(batch), StringComparison.Ordinal);
        var trail = await city.InDatabase(db => db.Set<Courses.Access.AuditEntry>().Where(entry => entry.Act == "settlement.file-downloaded" && entry.Subject == Guid.Parse(batch.Split('/').Last())).ToListAsync());
        Assert.All(trail, entry => Assert.Equal(hash, entry.Details));
        Assert.Equal(2, trail.Count);
    }

    [Fact]
    public async Task A_file_that_was_changed_behind_the_product_does_not_go_out()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        await IsTaught(at, "PPPP");
        var batch = await Prepare(city.As(Roles.Administrator));
        var second = city.As(Roles.Administrator, caseData: true);
        await Post(second, batch, "Approve");
        await city.InDatabase(db => db.Set<SettlementFile>().Where(file => file.Id == Guid.Parse(batch.Split('/').Last())).ExecuteUpdateAsync(set => set.SetProperty(file => file.Content, [60])));
        var spoilt = await second.GetAsync($"{batch}/pain.001.xml");
        Assert.Equal(HttpStatusCode.Conflict, spoilt.StatusCode);
        Assert.Contains("settlement.file-spoilt", await spoilt.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("staff.created")]
    [InlineData("staff.link-made")]
    [InlineData("staff.role-given")]
    public async Task Whoever_had_a_hand_in_the_others_account_is_no_second_pair_of_eyes(string hand)
    {
        var at = await city.HasProviderWhoTakesVouchers();
        await IsTaught(at, "PPPP");
        var (maker, made) = (await city.AccountOf(Roles.Administrator), await city.HasAccount($"{Guid.NewGuid():N}@example.org", Roles.Administrator));
        var batch = await Prepare(city.As(Roles.Administrator));
        await city.InDatabase(async db =>
        {
            db.Add(new Courses.Access.AuditEntry { At = city.Clock.GetUtcNow(), CallerId = maker, CallerName = "", CallerRole = "", OrganisationId = null, Act = hand, Subject = made, Details = "" });
            await db.SaveChangesAsync();
        });
        var second = city.AsAccount(made);
        var refused = await Post(second, batch, "Approve");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("not two independent people", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        city.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, batch, "Approve")).StatusCode);
    }

    [Fact]
    public async Task Where_a_passkey_is_demanded_a_password_does_not_approve_money()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        await IsTaught(at, "PPPP");
        var batch = await Prepare(city.As(Roles.Administrator));
        var second = city.As(Roles.Administrator, caseData: true);
        var shown = await second.GetStringAsync(batch);
        await using var strict = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_SECOND_FACTOR", "demanded"));
        var client = await City.SameAt(second, strict.CreateDefaultClient(), batch);
        var refused = await client.PostTo($"{batch}?handler=Approve", shown, ("Seen", SeenIn(shown)));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("passkey", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var withPasskey = await City.SameAt(city.AsAccount(await city.AccountOf(Roles.Administrator, caseData: true), "passkey"), strict.CreateDefaultClient(), batch);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(withPasskey, batch, "Approve")).StatusCode);
    }

    private Task PayInto(Guid provider, string iban) => city.InDatabase(async db =>
    {
        var row = await db.Set<Courses.Participants.Provider>().SingleAsync(one => one.Id == provider);
        row.PayTo(iban);
        await db.SaveChangesAsync();
    });

    /// <summary>A court that adds up the lines of the file comes to what the bank was told, provider by provider; whoever leaves a line out is found out.</summary>
    [Fact]
    public async Task The_evidence_of_a_settlement_adds_up_to_what_it_pays()
    {
        var at = await city.HasProviderWhoTakesVouchers();
        var (diligent, rarely) = (await IsTaught(at, "PPPP"), await IsTaught(at, "PAAA"));
        var (paid, guest) = (await IsSeen(diligent.Class, diligent.Person), await IsSeen(diligent.Class, Guid.NewGuid()));
        var batch = await Prepare(city.As(Roles.Administrator));
        await PayOut(batch);

        var file = await city.As(Roles.Auditor).GetStringAsync($"/admin/evidence/settlement/{batch[(batch.LastIndexOf('/') + 1)..]}.json");
        Assert.Empty(Check(file).Faults);
        var rows = JsonNode.Parse(file)!["rows"]!.AsArray().Select(row => row!["text"]!.GetValue<string>()).ToList();
        Assert.Equal((10_000L, 2_500L), (Cents($"redemption_id {diligent.Redemption}"), Cents($"redemption_id {rarely.Redemption}")));
        Assert.Contains(rows, row => row.StartsWith("settlement-transfers\n", StringComparison.Ordinal) && row.Contains($"\nprovider_id {at.Provider}\n", StringComparison.Ordinal) && row.Contains("\namount_cents 12500\n", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Contains($"\nfact_id {paid}\n", StringComparison.Ordinal));
        Assert.DoesNotContain(guest.ToString(), file, StringComparison.Ordinal);

        var without = JsonNode.Parse(file)!;
        var line = without["rows"]!.AsArray().Single(row => row!["text"]!.GetValue<string>() is var text && text.StartsWith("settlement-lines\n", StringComparison.Ordinal) && text.Contains(rarely.Redemption.ToString(), StringComparison.Ordinal));
        without["rows"]!.AsArray().Remove(line);
        Assert.Equal([$"settlement-lines: delta_cents of provider_id {at.Provider} adds up to 10000, and settlement-transfers say 12500"], Check(without.ToJsonString()).Faults);

        EvidenceVerdict Check(string json) => EvidenceCheck.Of(Encoding.UTF8.GetBytes(json), [], city.Services.GetServices<EvidenceSum>());

        long Cents(string of) => long.Parse(rows.Single(row => row.StartsWith("settlement-lines\n", StringComparison.Ordinal) && row.Contains("\n" + of + "\n", StringComparison.Ordinal))
            .Split('\n').Single(text => text.StartsWith("delta_cents ", StringComparison.Ordinal))["delta_cents ".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>At the first session of the class.</summary>
    private Task<Guid> IsSeen(Guid classId, Guid person) => city.InDatabase(async db =>
    {
        var fact = new AttendanceFact
        {
            FactId = Guid.NewGuid(),
            SessionId = await db.Set<Session>().Where(session => session.GroupId == classId).OrderBy(session => session.StartsAt).Select(session => session.Id).FirstAsync(),
            ParticipantId = person,
            Kind = FactKind.Present,
            Source = FactSource.Hand,
            DeviceId = Guid.NewGuid(),
            DeviceSequence = 1,
            DeviceTime = city.Clock.GetUtcNow(),
            ReceivedAt = city.Clock.GetUtcNow(),
            RecordedBy = "Nina",
        };
        db.Add(fact);
        await db.SaveChangesAsync();
        return fact.FactId;
    });

    [Fact]
    public async Task An_auditor_may_look_but_not_act()
    {
        await IsTaught(await city.HasProviderWhoTakesVouchers(), "PPPP");
        var batch = await Prepare(city.As(Roles.Administrator));
        var auditor = city.As(Roles.Auditor);
        foreach (var address in new[] { "/admin/settlements", batch, "/admin/ledger" })
        {
            Assert.Equal(HttpStatusCode.OK, (await auditor.GetAsync(address)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await Post(auditor, batch, "Approve")).StatusCode);
        Assert.Contains("Every transaction sums to zero", await auditor.GetStringAsync("/admin/ledger"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_watch_list_names_a_provider_who_signs_without_scans()
    {
        var at = await city.HasProviderWhoTakesVouchers(name: "No Scans School");
        var lesson = await city.HasClassFor(at, startsInDays: 1, sessions: 6);
        city.Clock.Advance(TimeSpan.FromDays(8));
        await city.HasSignedRegisters(lesson, Guid.NewGuid(), "HHHHHH");
        var page = await city.As(Roles.Administrator).GetStringAsync("/admin/watch");
        Assert.Contains("No Scans School", page, StringComparison.Ordinal);
        Assert.Contains("6 of 6 signed registers", page, StringComparison.Ordinal);
    }

    /// <summary>Ten people in four lessons: half of their time excused, a fifth corrected after the signature, and signed five days later. The other school did the same on a smaller scale.</summary>
    [Fact]
    public async Task The_watch_list_learns_of_excuses_corrections_and_late_signatures()
    {
        await using var own = await City.New();
        var (bold, usual) = (await own.HasProviderWhoTakesVouchers(name: "Bold School"), await own.HasProviderWhoTakesVouchers(name: "Usual School"));
        foreach (var (at, excused, corrected, daysLate) in new[] { (bold, 5, 2, 5), (usual, 2, 0, 0) })
        {
            var lesson = await own.HasClassFor(at, startsInDays: 1, sessions: 5);
            own.Clock.Advance(TimeSpan.FromDays(6));
            foreach (var person in Enumerable.Range(0, 10))
            {
                var id = Guid.NewGuid();
                await own.HasSignedRegisters(lesson, id, person < excused ? "EEEEE" : "PPPPP");
                await own.InDatabase(db => db.Set<Mark>().Where(mark => mark.ParticipantId == id && person < corrected).ExecuteUpdateAsync(set => set.SetProperty(mark => mark.CorrectedAfterSignOff, true)));
            }

            await own.InDatabase(async db =>
            {
                foreach (var session in await db.Set<Session>().Where(session => session.GroupId == lesson).Select(session => new { session.Id, session.EndsAt }).ToListAsync())
                {
                    await db.Set<Register>().Where(register => register.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(register => register.SignedOffAt, session.EndsAt.AddDays(daysLate).AddMinutes(5)));
                }
            });
        }

        var watched = await own.Ask<WatchList, IReadOnlyList<Watched>>(list => list.Of(CancellationToken.None));
        Assert.Equal(
            [
                "10 of 50 marks were corrected after the register had been signed",
                "25 of 50 marks in the last 90 days are excused",
                "5 of 5 registers were signed more than 48 hours after the session",
            ],
            watched.Single(provider => provider.ProviderId == bold.Provider).Reasons.Select(reason => reason.Sentence).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(watched, provider => provider.ProviderId == usual.Provider);
    }

    /// <summary>Three teachers hold six lessons each. At one school the office signs for them, at another one teacher's lessons are at the same time as the other's, at the third all is as it should be: a lesson of 90 minutes after the other, and one signed by the office.</summary>
    [Fact]
    public async Task The_watch_list_learns_of_one_hand_for_several_teachers_and_of_lessons_at_once()
    {
        await using var own = await City.New();
        var schools = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var name in new[] { "One Hand", "At Once", "Usual" })
        {
            var at = await own.HasProviderWhoTakesVouchers(name: name);
            schools[name] = at.Provider;
            var office = await own.AccountOf(Roles.ProviderManager, at.Provider);
            var (teachers, classes) = (new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() }, new List<Guid>());
            foreach (var hour in new[] { 9, 11, 13 })
            {
                classes.Add(await own.HasClassFor(at, startsInDays: 1, sessions: 6, from: new(name == "At Once" ? 9 : hour, 0)));
            }

            foreach (var (lesson, number) in classes.Select((lesson, number) => (lesson, number)))
            {
                // At the same time the first teacher holds the second class as well.
                var teacher = teachers[name == "At Once" ? number / 2 : number];
                await own.InDatabase(db => db.Set<Courses.Timetable.Group>().Where(group => group.Id == lesson).ExecuteUpdateAsync(set => set.SetProperty(group => group.TeacherId, teacher)));
                await own.HasSignedRegisters(lesson, Guid.NewGuid(), "PPPPPP");
                await own.InDatabase(async db =>
                {
                    var sessions = await db.Set<Session>().Where(session => session.GroupId == lesson).OrderBy(session => session.StartsAt).Select(session => session.Id).ToListAsync();
                    foreach (var session in sessions)
                    {
                        Guid? hand = name == "One Hand" || session == sessions[0] ? office : teacher;
                        await db.Set<Register>().Where(register => register.Id == session).ExecuteUpdateAsync(set => set.SetProperty(register => register.SignedOffById, hand));
                    }
                });
            }
        }

        var watched = (await own.Ask<WatchList, IReadOnlyList<Watched>>(list => list.Of(CancellationToken.None))).ToDictionary(provider => provider.ProviderId, provider => provider.Reasons.Select(reason => reason.Sentence).ToArray());
        Assert.Contains("One person signed 18 of 18 registers for 3 teachers", watched[schools["One Hand"]]);
        Assert.Contains("6 times two signed lessons of one teacher were held at the same time", watched[schools["At Once"]]);
        Assert.DoesNotContain(watched.GetValueOrDefault(schools["At Once"], []).Concat(watched.GetValueOrDefault(schools["Usual"], [])), sentence => sentence.StartsWith("One person signed", StringComparison.Ordinal));
        Assert.DoesNotContain(watched.GetValueOrDefault(schools["One Hand"], []).Concat(watched.GetValueOrDefault(schools["Usual"], [])), sentence => sentence.Contains("at the same time", StringComparison.Ordinal));
    }

    /// <summary>A person pays with a voucher, the class is taught, the registers say so; then it is the week after.</summary>
    private async Task<(Guid Person, Guid Class, Guid Redemption, Guid Enrolment)> IsTaught((Guid Provider, Guid Venue) at, string marks, VoucherTerms? terms = null)
    {
        var person = Guid.NewGuid();
        var (voucher, lesson) = (await city.HasVoucher(person, terms), await city.HasClassFor(at, startsInDays: 1));
        var paid = await RedeemVoucherTests.Json(await RedeemVoucherTests.Redeem(city.AsNewcomer(person), voucher, lesson));
        city.Clock.Advance(TimeSpan.FromDays(7));
        await city.HasSignedRegisters(lesson, person, marks);
        city.Clock.Advance(TimeSpan.FromHours(1));
        return (person, lesson, await city.InDatabase(db => db.Set<Redemption>().Where(row => row.VoucherId == voucher).Select(row => row.Id).SingleAsync()), paid.GetProperty("enrolmentId").GetGuid());
    }

    private static async Task<string> Prepare(HttpClient administrator)
    {
        var answer = await administrator.Submit("/admin/settlements");
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    private async Task PayOut(string batch)
    {
        var second = city.As(Roles.Administrator, caseData: true);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, batch, "Approve")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Post(second, batch, "Paid")).StatusCode);
    }

    /// <summary>Posts with a token that the layout always has: a form may be missing where the page forbids the act.</summary>
    private static async Task<HttpResponseMessage> Post(HttpClient client, string page, string handler)
    {
        var shown = await client.GetStringAsync(page);
        return await client.PostTo($"{page}?handler={handler}", shown, ("Seen", SeenIn(shown)));
    }

    private static string SeenIn(string page) => page.Split("name=\"Seen\" value=\"") is [_, var rest] ? rest[..64] : "";

    private Task<long> In(Guid redemption, Account account) => city.InDatabase(db => (
        from entry in db.Set<LedgerEntry>()
        join transaction in db.Set<LedgerTransaction>() on entry.TransactionId equals transaction.Id
        where transaction.RedemptionId == redemption && entry.Account == account
        select entry.AmountCents).SumAsync());
}
