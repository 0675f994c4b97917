using System.Net;
using System.Text;
using Courses.Access;
using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Access;

public sealed class SignInTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Staff_sign_in_and_are_led_to_their_work()
    {
        await city.HasAccount("coach@example.org", Roles.Coach);
        var client = city.AsNobody();
        var signedIn = await client.Submit("/sign-in", ("Email", "coach@example.org"), ("Password", City.Password));
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal("/coach", (await client.GetAsync("/")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        await city.HasAccount("known@example.org", Roles.Coach);
        var wrong = await city.AsNobody().Submit("/sign-in", ("Email", "known@example.org"), ("Password", "not the password"));
        var unknown = await city.AsNobody().Submit("/sign-in", ("Email", "nobody@example.org"), ("Password", "not the password"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains("do not fit", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("do not fit", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_tries_lock_the_account()
    {
        await city.HasAccount("locked@example.org", Roles.Coach);
        for (var i = 0; i < 5; i++)
        {
            await city.AsNobody().Submit("/sign-in", ("Email", "locked@example.org"), ("Password", $"wrong password {i}"));
        }

        var right = await city.AsNobody().Submit("/sign-in", ("Email", "locked@example.org"), ("Password", City.Password));
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
    }

    /// <summary>Whoever guesses locks themselves out and not the person, each time four times as long; the person hears of each time.</summary>
    [Fact]
    public async Task A_lock_is_of_one_network_grows_and_tells_the_person()
    {
        await using var own = await City.New();
        await using var node = own.WithWebHostBuilder(builder => builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, FromAnyNetwork>()));
        var account = await own.HasAccount("wanted@example.org", Roles.Coach);
        foreach (var minutes in new[] { 15, 60, 240 })
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(HttpStatusCode.BadRequest, (await SignIn("198.51.100.7", $"wrong password {i}")).StatusCode);
            }

            // The neighbour of whoever guessed is locked out, too; elsewhere the person signs in.
            Assert.Equal(HttpStatusCode.BadRequest, (await SignIn("198.51.100.8", City.Password)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await SignIn("203.0.113.5", City.Password)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await SignIn("2001:db8:1:2::3", City.Password)).StatusCode);
            own.Clock.Advance(TimeSpan.FromMinutes(minutes - 1));
            Assert.Equal(HttpStatusCode.BadRequest, (await SignIn("198.51.100.7", City.Password)).StatusCode);
            own.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, await own.InDatabase(db => db.Set<Courses.Messaging.Message>().CountAsync(message => message.Kind == "sign-in-locked")));
        Assert.Equal(3 * 3, await own.InDatabase(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "sign-in.locked" && entry.Subject == account)));

        // A right password ends it.
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn("198.51.100.7", City.Password)).StatusCode);
        Assert.True(await own.InDatabase(db => db.Set<SignInTries>().Where(tries => tries.AccountId == account).AllAsync(tries => tries.Failures == 0 && tries.Locks == 0)));

        async Task<HttpResponseMessage> SignIn(string from, string password)
        {
            var client = node.CreateDefaultClient(new CookieContainerHandler());
            client.DefaultRequestHeaders.Add(FromAnyNetwork.Header, from);
            return await client.Submit("/sign-in", ("Email", "wanted@example.org"), ("Password", password));
        }
    }

    [Fact]
    public async Task Whoever_tries_too_often_is_told_so_in_their_language()
    {
        await using var node = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_GUESSES_PER_MINUTE", "1"));
        var phone = node.CreateDefaultClient();
        phone.DefaultRequestHeaders.Add("Accept", "text/html");
        phone.DefaultRequestHeaders.Add("Accept-Language", "de");
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/p")).StatusCode);
        var refused = await phone.GetAsync("/p");
        Assert.Equal((HttpStatusCode.TooManyRequests, "60"), (refused.StatusCode, refused.Headers.RetryAfter!.ToString()));
        Assert.Contains("Zu viele Versuche aus diesem Netz.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var program = await node.CreateDefaultClient().PostAsync("/api/devices/enrol", new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.TooManyRequests, program.StatusCode);
        Assert.Contains("urn:courses:too-many", await program.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Time cannot be measured in a test; the work that takes it can be counted.</summary>
    [Fact]
    public async Task Every_refusal_takes_the_work_of_one_password()
    {
        var work = new CountedWork();
        await using var node = city.WithWebHostBuilder(builder => builder.ConfigureServices(services => services.AddSingleton<IPasswordHasher<Account>>(work)));
        await city.HasAccount("counted@example.org", Roles.Coach);
        var closed = await city.HasAccount("closed@example.org", Roles.Coach);
        await city.InDatabase(db => db.Set<Account>().Where(account => account.Id == closed).ExecuteUpdateAsync(set => set.SetProperty(account => account.DeactivatedAt, city.Clock.GetUtcNow())));
        foreach (var (email, tries) in new[] { ("nobody@nowhere.example", 2), ("counted@example.org", 7), ("closed@example.org", 2) })
        {
            for (var i = 0; i < tries; i++)
            {
                work.Count = 0;
                Assert.Equal(HttpStatusCode.BadRequest, (await node.CreateDefaultClient(new CookieContainerHandler()).Submit("/sign-in", ("Email", email), ("Password", "not the password"))).StatusCode);
                Assert.Equal((email, i, 1), (email, i, work.Count));
            }
        }
    }

    private sealed class CountedWork : PasswordHasher<Account>
    {
        public int Count { get; set; }

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Count++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    /// <summary>Lets a test say from where it comes.</summary>
    private sealed class FromAnyNetwork : IStartupFilter
    {
        public const string Header = "Test-Network";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers[Header].ToString());
                return go(context);
            });
            next(app);
        };
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        var client = city.As(Roles.Auditor);
        Assert.Equal("/admin", (await client.GetAsync("/")).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await client.Submit("/sign-out")).StatusCode);
        Assert.Equal("/sign-in", (await client.GetAsync("/")).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Signing_out_ends_every_copy_of_the_cookie()
    {
        await city.HasAccount("copied@example.org", Roles.Coach);
        var client = city.AsNobody();
        var signedIn = await client.Submit("/sign-in", ("Email", "copied@example.org"), ("Password", City.Password));
        var copy = city.CreateDefaultClient();
        copy.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("courses.staff=", StringComparison.Ordinal)).Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/coach")).StatusCode);
        await client.Submit("/sign-out");
        LeadsToTheSignIn(await copy.GetAsync("/coach"));
    }

    [Fact]
    public async Task A_lent_phone_forgets_also_for_whoever_kept_the_cookie()
    {
        var (owner, copy) = (city.AsNewcomer(Guid.NewGuid()), city.CreateDefaultClient());
        var kept = (await owner.GetAsync("/my/pin")).RequestMessage!.Headers.GetValues("Cookie");
        copy.DefaultRequestHeaders.Add("Cookie", kept);
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/my/pin")).StatusCode);
        await owner.Submit("/my/leave");
        Assert.StartsWith("/p", (await copy.GetAsync("/my/pin")).Headers.Location?.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_sign_in_anew_after_twelve_hours_however_busy_they_are()
    {
        await city.HasAccount("busy@example.org", Roles.Coach);
        var client = city.AsNobody();
        await client.Submit("/sign-in", ("Email", "busy@example.org"), ("Password", City.Password));
        for (var hour = 0; hour < 11; hour++)
        {
            city.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/coach")).StatusCode);
        }

        city.Clock.Advance(TimeSpan.FromHours(1));
        LeadsToTheSignIn(await client.GetAsync("/coach"));
    }

    /// <summary>Every page answered 500 here, until the cookies were deleted by hand.</summary>
    [Theory]
    [InlineData("Give")]
    [InlineData("Close")]
    public async Task A_changed_role_and_a_closed_account_lead_to_the_sign_in(string change)
    {
        var id = await city.HasAccount($"{change}@example.org", Roles.Coach);
        var client = city.AsNobody();
        await client.Submit("/sign-in", ("Email", $"{change}@example.org"), ("Password", City.Password));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/coach")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(Roles.Administrator).Submit($"/admin/staff/{id}?handler={change}", ("Role", Roles.Auditor))).StatusCode);
        LeadsToTheSignIn(await client.GetAsync("/coach"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/sign-in")).StatusCode);
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sign_ins_and_the_tokens_that_the_old_one_made()
    {
        await city.HasAccount("twice@example.org", Roles.Administrator);
        var (here, there) = (city.AsNobody(), city.AsNobody());
        foreach (var client in new[] { here, there })
        {
            await client.Submit("/sign-in", ("Email", "twice@example.org"), ("Password", City.Password));
        }

        var made = await (await there.Submit("/account/tokens", ("Name", "Excel"), ("Days", "30"))).Content.ReadAsStringAsync();
        var token = WebUtility.HtmlDecode(made.Split("id=\"token\">")[1].Split('<')[0]);
        var excel = city.AsNobody();
        excel.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"twice@example.org:{token}")));
        Assert.Equal(HttpStatusCode.OK, (await excel.GetAsync("/odata/Classes?$top=1")).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, (await here.Submit("/account/password", ("Current", City.Password), ("Wanted", "a better battery"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account/password")).StatusCode);
        LeadsToTheSignIn(await there.GetAsync("/account/password"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await excel.GetAsync("/odata/Classes?$top=1")).StatusCode);
    }

    [Theory]
    [InlineData("\0@example.org")]
    [InlineData("\uFFFE@example.org")]
    [InlineData("\uD800@example.org")]
    [InlineData("")]
    public async Task Odd_letters_in_a_basic_sign_in_are_refused_like_any_wrong_name(string name)
    {
        var client = city.AsNobody();
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Latin1, Encoding.Unicode })
        {
            client.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(encoding.GetBytes($"{name}:token\0")));
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/odata/Classes")).StatusCode);
        }
    }

    private static void LeadsToTheSignIn(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task The_address_to_return_to_stays_in_the_house()
    {
        await city.HasAccount("back@example.org", Roles.Coach);
        var elsewhere = await city.AsNobody().Submit("/sign-in?back=https://evil.example/", ("Email", "back@example.org"), ("Password", City.Password), ("Back", "https://evil.example/"));
        Assert.Equal("/", elsewhere.Headers.Location?.OriginalString);
        var inside = await city.AsNobody().Submit("/sign-in", ("Email", "back@example.org"), ("Password", City.Password), ("Back", "/coach/new"));
        Assert.Equal("/coach/new", inside.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_newcomer_is_led_to_their_own_home()
    {
        var home = await city.AsNewcomer(Guid.NewGuid()).GetAsync("/");
        Assert.Equal("/my", home.Headers.Location?.OriginalString);
    }
}
