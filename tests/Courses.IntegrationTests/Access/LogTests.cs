using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.IntegrationTests.Access;

/// <summary>What people type, and who they are, never stands in a log, whatever happens.</summary>
public sealed class LogTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task The_log_of_a_sign_in_and_an_opened_pass_names_nobody()
    {
        var lines = new Lines();
        await using var watched = city.WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddSingleton<ILoggerProvider>(lines)));
        var email = $"secret.person.{Guid.NewGuid():N}@example.org";
        await city.HasAccount(email, Roles.Coach);
        var (person, token, pin) = await HasNewcomer();

        var staff = watched.CreateDefaultClient(new CookieContainerHandler());
        await staff.Submit("/sign-in?back=%2Fcoach%3Fq%3DZaporizhzhia", ("Email", email), ("Password", "wrong wrong wrong"));
        Assert.Equal(HttpStatusCode.Redirect, (await staff.Submit("/sign-in", ("Email", email), ("Password", City.Password))).StatusCode);
        await staff.GetAsync("/coach?q=Zaporizhzhia");
        var phone = watched.CreateDefaultClient(new CookieContainerHandler());
        await phone.Submit("/p/" + token, ("Answer", "190119"));
        Assert.Equal(HttpStatusCode.Redirect, (await phone.Submit("/p/" + token, ("Answer", pin))).StatusCode);
        await phone.GetAsync("/my/pin?name=Zaporizhzhia");
        var reader = watched.CreateDefaultClient();
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(email + ":not-a-token-but-secret")));
        await reader.GetAsync("/odata/");
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "not-a-credential-but-secret");
        await reader.GetAsync("/api/devices/me");

        var log = string.Join('\n', lines.Written);
        Assert.Contains("/p/{token}", log, StringComparison.Ordinal);
        Assert.All([email, email.ToUpperInvariant(), City.Password, "wrong wrong", token, "Oksana", "Marchenko", "1988", "Zaporizhzhia", "but-secret", person.ToString()], secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }

    private Task<(Guid Person, string Token, string Pin)> HasNewcomer() => city.InDatabase(async db =>
    {
        var tokens = city.Services.GetRequiredService<PassTokens>();
        var person = Participant.Register(
            new() { GivenName = "Oksana", FamilyName = "Marchenko", BirthDate = new(1988, 3, 4), Language = "uk", Gender = "f" },
            LegalStatus.TemporaryProtection, new(2026, 1, 1), new(2026, 11, 16), city.Clock.GetUtcNow(), "test");
        var pass = person.HandOutPass(tokens, city.Clock.GetUtcNow(), "test");
        db.Add(person);
        await db.SaveChangesAsync();
        return (person.Id, tokens.TokenOf(pass.Number), tokens.PinOf(pass.Number));
    });

    /// <summary>Everything a log could hold: the sentence, its values, the scopes' values are those of the sentence's own, and the exception.</summary>
    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Written { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue($"{formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => value.Value)) : "")} {exception}");

        public void Dispose()
        {
        }
    }
}
