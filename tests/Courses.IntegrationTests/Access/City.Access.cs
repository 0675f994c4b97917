using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Courses.Access;
using Courses.Access.Devices;
using Courses.Access.SignIn;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    public const string Password = "correct horse battery";

    private readonly ConcurrentDictionary<string, Lazy<Task<Guid>>> staff = new(StringComparer.Ordinal);

    /// <summary>
    /// A client that is signed in as staff, with the real cookie. The account is made at the first call and kept for this city; each client has its own cookies.
    /// Redirects are not followed, so that a test sees them.
    /// </summary>
    public HttpClient As(string role, Guid? providerId = null, bool caseData = false) =>
        SignedInClient(async () => (SignInSchemes.Staff, await PrincipalOf(await AccountOf(role, providerId, caseData))));

    /// <summary>A client of one account, signed in with the real cookie, in this way.</summary>
    public HttpClient AsAccount(Guid account, string signedInWith = "pwd") => SignedInClient(async () =>
    {
        var principal = await PrincipalOf(account);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new(ClaimTypes.AuthenticationMethod, signedInWith));
        return (SignInSchemes.Staff, principal);
    });

    /// <summary>A client of a newcomer who has confirmed on the phone who they are.</summary>
    public HttpClient AsNewcomer(Guid participantId, string language = "en") =>
        SignedInClient(() => Task.FromResult((SignInSchemes.Newcomer, NewcomerPrincipal.Of(participantId, Language.Of(language)))));

    /// <summary>A tablet that was enrolled at the provider, with a credential of its own.</summary>
    public HttpClient AsTablet(Guid providerId, string name = "Test tablet")
    {
        var (code, typed) = DeviceCode.For(providerId, name, "test", Clock.GetUtcNow());
        Assert.NotEmpty(typed);
        var (device, credential) = code.Enrol(null, Clock.GetUtcNow());
        var client = CreateDefaultClient(new EnrolsFirst(() => InDatabase(async db =>
        {
            db.Add(device);
            await db.SaveChangesAsync();
        })));
        client.DefaultRequestHeaders.Authorization = new("Bearer", credential);
        return client;
    }

    /// <summary>The cookies of a client of ours at another node of the same city.</summary>
    /// <param name="signedIn">Who is signed in here.</param>
    /// <param name="there">The same one's client of the other node.</param>
    /// <param name="page">What may be opened to see them.</param>
    public static async Task<HttpClient> SameAt(HttpClient signedIn, HttpClient there, string page)
    {
        // The first answer may set another cookie.
        await signedIn.GetAsync(page);
        there.DefaultRequestHeaders.Add("Cookie", (await signedIn.GetAsync(page)).RequestMessage!.Headers.GetValues("Cookie"));
        return there;
    }

    /// <summary>Where the database server listens.</summary>
    internal (string Host, int Port) DatabaseServer
    {
        get
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            if (parts.TryGetValue("Host", out var host))
            {
                return ((string)host, parts.TryGetValue("Port", out var port) ? int.Parse((string)port, CultureInfo.InvariantCulture) : 5432);
            }

            var named = (string)(parts.TryGetValue("Server", out var value) ? value : parts["Data Source"]);
            var server = named.Replace("tcp:", "", StringComparison.OrdinalIgnoreCase).Split(',');
            return (server[0], server.Length > 1 ? int.Parse(server[1], CultureInfo.InvariantCulture) : 1433);
        }
    }

    /// <summary>The same database, reached through another port of this machine.</summary>
    internal string ConnectionThrough(int port)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connection };
        if (parts.ContainsKey("Host"))
        {
            parts["Host"] = "127.0.0.1";
            parts["Port"] = port;
        }
        else
        {
            parts.Remove("Data Source");
            parts["Server"] = string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1,{port}");
        }

        return parts.ConnectionString!;
    }

    /// <summary>A client that nobody is signed in with; redirects are not followed.</summary>
    public HttpClient AsNobody() => CreateDefaultClient(new CookieContainerHandler());

    /// <summary>The account behind <see cref="As"/>: what caller.Id will be.</summary>
    public Task<Guid> AccountOf(string role, Guid? providerId = null, bool caseData = false) =>
        staff.GetOrAdd($"{role}:{providerId}:{caseData}", key => new(() => HasAccount($"{role}.{staff.Count}.{Guid.NewGuid():N}@example.org", role, providerId, caseData))).Value;

    /// <summary>A staff account with <see cref="Password"/>.</summary>
    public async Task<Guid> HasAccount(string email, string role, Guid? providerId = null, bool caseData = false)
    {
        await using var scope = Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { UserName = email, Email = email, Name = $"Test {role}", CreatedAt = Clock.GetUtcNow() };
        account.Give(role, providerId ?? (StaffRole.BelongsToProvider(role) ? Guid.NewGuid() : null), caseData, "test", Clock.GetUtcNow());
        var result = await accounts.CreateAsync(account, Password);
        Assert.True(result.Succeeded, string.Join(' ', result.Errors.Select(error => error.Description)));
        return account.Id;
    }

    private async Task<ClaimsPrincipal> PrincipalOf(Guid accountId)
    {
        await using var scope = Services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(accountId.ToString());
        return await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Account>>().CreateAsync(account!);
    }

    private HttpClient SignedInClient(Func<Task<(string Scheme, ClaimsPrincipal Principal)>> who)
    {
        var cookies = new CookieContainer();
        return CreateDefaultClient(new SignsInFirst(this, cookies, who), new CookieContainerHandler(cookies));
    }

    private sealed class EnrolsFirst(Func<Task> enrol) : DelegatingHandler
    {
        private readonly Lazy<Task> enrolled = new(enrol);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await enrolled.Value;
            return await base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Puts the cookie into the client before its first request. It lasts for all of a test's simulated time.</summary>
    private sealed class SignsInFirst(City city, CookieContainer cookies, Func<Task<(string Scheme, ClaimsPrincipal Principal)>> who) : DelegatingHandler
    {
        private readonly SemaphoreSlim once = new(1);
        private bool done;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await once.WaitAsync(cancellationToken);
            try
            {
                if (!done)
                {
                    var (scheme, principal) = await who();
                    var options = city.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme);
                    var now = city.Clock.GetUtcNow();
                    await city.InDatabase(async db =>
                    {
                        StandingSignIn.Add(db, principal, now, TimeSpan.FromDays(3650));
                        await db.SaveChangesAsync(cancellationToken);
                    });
                    var ticket = new AuthenticationTicket(principal, new() { IssuedUtc = now, ExpiresUtc = now.AddYears(10) }, scheme);
                    cookies.Add(new Cookie(options.Cookie.Name!, options.TicketDataFormat.Protect(ticket), "/", request.RequestUri!.Host));
                    done = true;
                }
            }
            finally
            {
                once.Release();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}

public static partial class Forms
{
    /// <summary>Opens the page, fills its form and posts it, with the page's own anti-forgery token.</summary>
    public static async Task<HttpResponseMessage> Submit(this HttpClient client, string page, params (string Name, string Value)[] fields)
    {
        var shown = await client.GetAsync(page);
        var html = await shown.Content.ReadAsStringAsync();
        Assert.True(shown.StatusCode == HttpStatusCode.OK, $"{page}: {shown.StatusCode} {html}");
        return await client.PostTo(page, html, fields);
    }

    /// <summary>Posts to an address with the anti-forgery token of the page already shown.</summary>
    public static Task<HttpResponseMessage> PostTo(this HttpClient client, string address, string shownHtml, params (string Name, string Value)[] fields)
    {
        var token = TokenField().Match(shownHtml);
        Assert.True(token.Success, "The page has no form with an anti-forgery token: " + shownHtml);
        var content = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(new("__RequestVerificationToken", WebUtility.HtmlDecode(token.Groups["token"].Value)));
        return client.PostAsync(address, new FormUrlEncodedContent(content));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TokenField();
}
