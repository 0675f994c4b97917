using System.Globalization;
using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Participants.Features;
using Courses.Platform.Kept;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Vouchers;

/// <summary>What it costs to come: claimed on the phone for a month in which the register says that somebody was there, decided by a coach, paid by somebody else.</summary>
public sealed class CostTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Claimed_once_approved_for_less_and_paid_by_somebody_else()
    {
        var taught = await WasThere(city);
        var (person, stranger) = (taught.People[0].Id, taught.People[1].Id);
        var phone = city.AsNewcomer(person);
        var form = Form(taught.GroupId);
        var shown = await phone.GetStringAsync("/my/costs");
        Assert.Contains($"{taught.GroupId}|2026-11", shown, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(phone.PostTo("/my/costs", shown, form), phone.PostTo("/my/costs", shown, form), phone.PostTo("/my/costs", shown, form)), answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        var claim = Assert.Single(await Claims(person));
        Assert.Equal((1250, new DateOnly(2026, 11, 1), CostKind.Travel), (claim.AmountCents, claim.Month, claim.Kind));
        var twice = await phone.Submit("/my/costs", Form(taught.GroupId));
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Contains("asked for this month already", await twice.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Childcare is something else, and is taken back while nobody has decided. Nobody takes back what is somebody else's.
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/my/costs", Form(taught.GroupId, ("Kind", "Childcare"), ("Amount", "40")))).StatusCode);
        var childcare = (await Claims(person)).Single(one => one.Kind == CostKind.Childcare);
        var other = city.AsNewcomer(stranger);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostTo("/my/costs?handler=TakeBack", await other.GetStringAsync("/my/leave"), ("ClaimId", childcare.Id.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Act("/my/costs", "TakeBack", ("ClaimId", childcare.Id.ToString()))).StatusCode);
        Assert.DoesNotContain("12.50", await other.GetStringAsync("/my/costs"), StringComparison.Ordinal);

        var (coach, admin) = (city.As(Roles.Coach), city.As(Roles.Administrator));
        Assert.Contains("there 1 times, of 1", await coach.GetStringAsync("/costs"), StringComparison.Ordinal);
        Assert.DoesNotContain("Haddad", await admin.GetStringAsync("/costs?show=open"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Press(admin, "Approve", claim, ("Amount", "10"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Press(coach, "Pay", claim)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Press(admin, "Pay", claim)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Press(coach, "Approve", claim, ("Amount", "12.51"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Press(coach, "Approve", claim, ("Amount", "-1"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Press(coach, "Approve", claim, ("Amount", "10.005"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Press(coach, "Approve", claim, ("Amount", "10"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Press(coach, "Refuse", claim, ("ReasonCode", "reason.cost.no-receipt"))).StatusCode);
        Assert.Contains("We pay", await phone.GetStringAsync("/my/costs"), StringComparison.Ordinal);
        Assert.Contains("we pay 10 euros", await phone.GetStringAsync("/my/letters"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await phone.PostTo("/my/costs?handler=TakeBack", shown, ("ClaimId", claim.Id.ToString()))).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await Press(admin, "Pay", claim)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Press(admin, "Pay", claim)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.PostTo("/costs?handler=Pay", await admin.GetStringAsync("/activities/edit"), ("ClaimId", Guid.NewGuid().ToString()))).StatusCode);
        var paid = Assert.Single(await Claims(person));
        Assert.Equal((1000, true), (paid.ApprovedCents ?? 0, paid.PaidAt is not null));
        Assert.Contains("Paid:", await phone.GetStringAsync("/my/costs"), StringComparison.Ordinal);

        // The books of the vouchers know nothing of it.
        await city.TheBooksBalance();
    }

    [Fact]
    public async Task Who_was_not_there_is_told_what_is_refused_says_why_and_odd_amounts_are_said_at_the_field()
    {
        var taught = await WasThere(city);
        var (person, absent) = (taught.People[0].Id, taught.People[2].Id);
        Assert.Contains("No register says yet", await city.AsNewcomer(absent).GetStringAsync("/my/costs"), StringComparison.Ordinal);
        var nobody = city.AsNewcomer(absent);
        Assert.Equal(HttpStatusCode.BadRequest, (await nobody.PostTo("/my/costs", await nobody.GetStringAsync("/my/leave"), Form(taught.GroupId))).StatusCode);
        var phone = city.AsNewcomer(person);
        foreach (var wrong in new[] { ("Amount", "0"), ("Amount", "-5"), ("Amount", "1000.01"), ("Amount", "1.234"), ("Amount", "much"), ("Amount", ""), ("Kind", "Food"), ("Kind", ""), ("ForWhat", "nonsense"), ("ForWhat", $"{taught.GroupId}|2026-10"), ("FormId", Guid.Empty.ToString()), ("FormId", "x") })
        {
            var answer = await phone.Submit("/my/costs", Form(taught.GroupId, wrong));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{wrong}: {answer.StatusCode}");
        }

        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/my/costs", Form(taught.GroupId))).StatusCode);
        var claim = Assert.Single(await Claims(person));
        var coach = city.As(Roles.Coach);
        Assert.Equal(HttpStatusCode.Conflict, (await Press(coach, "Refuse", claim, ("Reason", " "))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Press(coach, "Refuse", claim, ("ReasonCode", "reason.cost.no-receipt"))).StatusCode);
        Assert.Contains("fiş", (await city.AsNewcomer(person, "tr").GetStringAsync("/my/costs")).ToLower(CultureInfo.GetCultureInfo("tr")), StringComparison.Ordinal);

        // With the receipt they ask once more.
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/my/costs", Form(taught.GroupId))).StatusCode);
        Assert.Equal(2, (await Claims(person)).Count);
        Assert.Equal(1, await city.Ask<IMessages, int>(messages => messages.Reminders.CountAsync(message => message.ParticipantId == person && message.Kind == "cost-refused")));
    }

    [Fact]
    public async Task Who_approved_it_does_not_pay_and_a_claim_comes_over_is_told_and_goes_by_its_rule()
    {
        var own = await City.New();
        await using var closes = own;
        var taught = await WasThere(own);
        var person = taught.People[0].Id;
        Assert.Equal(HttpStatusCode.Redirect, (await own.AsNewcomer(person).Submit("/my/costs", Form(taught.GroupId))).StatusCode);
        var claim = await own.InDatabase(db => db.Set<CostClaim>().SingleAsync());
        var kept = await own.HasPerson("Kept");
        Task<Guid> Owner() => own.InDatabase(db => db.Set<CostClaim>().Select(row => row.ParticipantId).SingleAsync());
        var merge = await own.InScope(services => services.GetRequiredService<MergePeople>().Merge(person, kept, "Same passport", default));
        Assert.Equal(kept, await Owner());
        await own.InScope(services => services.GetRequiredService<MergePeople>().Undo(merge, default));
        Assert.Equal(person, await Owner());
        Assert.Contains("Costs that you asked for", await own.AsNewcomer(person).GetStringAsync("/my/data"), StringComparison.Ordinal);

        var both = Guid.NewGuid();
        claim.Approve(1250, own.Clock.GetUtcNow(), both, "Both");
        Assert.Throws<Courses.Platform.Errors.RuleBroken>(() => claim.Pay(own.Clock.GetUtcNow(), both, "Both"));
        Assert.Equal(HttpStatusCode.Redirect, (await Press(own.As(Roles.Coach), "Approve", claim, ("Amount", "12.50"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Press(own.As(Roles.Administrator), "Pay", claim)).StatusCode);
        own.Clock.Advance(TimeSpan.FromDays(83 * 30));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Equal(person, await Owner());
        own.Clock.Advance(TimeSpan.FromDays(120));
        await own.Runs(ForgetWhatIsOver.Name);
        Assert.Equal(0, await own.InDatabase(db => db.Set<CostClaim>().CountAsync()));
    }

    [Fact]
    public async Task Whoever_had_a_hand_in_the_others_account_does_not_pay_and_until_it_is_paid_nobody_is_erased()
    {
        var taught = await WasThere(city);
        var person = taught.People[0].Id;
        Assert.Equal(HttpStatusCode.Redirect, (await city.AsNewcomer(person).Submit("/my/costs", Form(taught.GroupId))).StatusCode);
        var claim = Assert.Single(await Claims(person));
        Task<IReadOnlyList<ErasureHold>> Holds() => city.Ask<IEnumerable<IKeepsAboutPeople>, IReadOnlyList<ErasureHold>>(all => all.OfType<KeptAboutPeople>().Single().Holds([person], default));
        Assert.Empty(await Holds());
        Assert.Equal(HttpStatusCode.Redirect, (await Press(city.As(Roles.Coach), "Approve", claim, ("Amount", "12.50"))).StatusCode);
        Assert.Single(await Holds());
        var (coach, made) = (Assert.Single(await Claims(person)).DecidedBy!.Value, await city.HasAccount($"{Guid.NewGuid():N}@example.org", Roles.Administrator));
        await city.InDatabase(async db =>
        {
            db.Add(new Courses.Access.AuditEntry { At = city.Clock.GetUtcNow(), CallerId = coach, CallerName = "", CallerRole = "", OrganisationId = null, Act = "staff.link-made", Subject = made, Details = "" });
            await db.SaveChangesAsync();
        });
        var refused = await Press(city.AsAccount(made), "Pay", claim);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("not two independent people", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(await Holds());
        Assert.Equal(HttpStatusCode.Redirect, (await Press(city.As(Roles.Administrator), "Pay", claim)).StatusCode);
        Assert.Empty(await Holds());
        Assert.Equal($"{claim.Id} 12.50", await city.InDatabase(db => db.Set<Courses.Access.AuditEntry>().Where(entry => entry.Act == "cost.paid" && entry.Subject == person).Select(entry => entry.Details).SingleAsync()));
    }

    /// <summary>A class this month, in which two of three were.</summary>
    private static async Task<TaughtClass> WasThere(City of)
    {
        var taught = await of.HasTaughtClass(people: 3);
        var now = of.Clock.GetUtcNow();
        await of.AsTablet(taught.ProviderId).Send(now, [.. taught.People.Take(2).Select(person => new SentFact { SessionId = taught.Session, ParticipantId = person.Id, PassHash = person.PassHash, Source = "scan", DeviceTime = now })]);
        return taught;
    }

    private static (string Name, string Value)[] Form(Guid group, params (string Name, string Value)[] otherwise)
    {
        (string Name, string Value)[] usual = [("FormId", Guid.NewGuid().ToString()), ("Kind", "Travel"), ("ForWhat", $"{group}|2026-11"), ("Amount", "12.50")];
        return [.. usual.Where(field => otherwise.All(other => other.Name != field.Name)), .. otherwise];
    }

    /// <summary>Pressed on a page that was open before there was nothing to press any more.</summary>
    private static async Task<HttpResponseMessage> Press(HttpClient client, string handler, CostClaim claim, params (string Name, string Value)[] fields) =>
        await client.PostTo($"/costs?handler={handler}", await client.GetStringAsync("/account/password"), [("ClaimId", claim.Id.ToString()), .. fields]);

    private Task<List<CostClaim>> Claims(Guid person) => city.InDatabase(db => db.Set<CostClaim>().AsNoTracking().Where(row => row.ParticipantId == person).ToListAsync());
}
