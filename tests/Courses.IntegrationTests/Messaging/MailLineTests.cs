using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Courses.Messaging;
using Courses.Tests.Shared;
using Microsoft.Extensions.Configuration;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Courses.IntegrationTests.Messaging;

/// <summary>One letter, one connection, and a relay that does all that relays do.</summary>
public sealed class MailLineTests : IDisposable
{
    private readonly SmtpCatcher relay = new();

    public void Dispose() => relay.Dispose();

    [Theory]
    [InlineData("CONNECT", nameof(Delivery.Away))]
    [InlineData("EHLO", nameof(Delivery.Away))]
    [InlineData("MAIL", nameof(Delivery.NotAccepted))]
    [InlineData("RCPT", nameof(Delivery.NotAccepted))]
    [InlineData("DATA", nameof(Delivery.NotAccepted))]
    [InlineData(SmtpCatcher.End, nameof(Delivery.Unknown))]
    public async Task Only_a_letter_that_was_handed_over_whole_may_have_been_taken(string step, string expected)
    {
        relay.HangsUpAt = step;
        Assert.Equal(expected, (await Send()).Delivery.ToString());
        (relay.HangsUpAt, relay.SilentAt) = (null, step);
        Assert.Equal(expected, (await Send(settings: ("COURSES_SMTP_SECONDS", "1"))).Delivery.ToString());
        Assert.Empty(relay.Letters);
    }

    [Theory]
    [InlineData("DATA", nameof(Delivery.Away))]
    [InlineData(SmtpCatcher.End, nameof(Delivery.Unknown))]
    public async Task A_node_that_stops_takes_a_letter_back_only_before_its_end(string step, string expected)
    {
        relay.SilentAt = step;
        using var stop = new CancellationTokenSource();
        relay.Arriving = stop.CancelAsync;
        var sending = Send(stop: stop.Token, settings: ("COURSES_SMTP_SECONDS", "2"));
        if (step == "DATA")
        {
            await stop.CancelAsync();
        }

        Assert.Equal(expected, (await sending).Delivery.ToString());
    }

    [Fact]
    public async Task A_letter_that_is_under_way_when_its_node_stops_arrives_whole()
    {
        using var stop = new CancellationTokenSource();
        relay.Beginning = stop.CancelAsync;
        var letter = Letter("amal@example.org");
        letter.Body = new TextPart("plain") { Text = string.Concat(Enumerable.Repeat($"{new string('a', 70)}\n", 300_000)) };
        await using var line = new MailLine(Server());
        Assert.Equal(Delivery.Accepted, (await line.Send(letter, stop.Token)).Delivery);
        Assert.EndsWith("aaa\r\n", Assert.Single(relay.Letters), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_the_relay_closed_between_two_letters_is_opened_again()
    {
        await using var line = new MailLine(Server());
        Assert.Equal(Delivery.Accepted, (await line.Send(Letter("first@example.org"), default)).Delivery);
        relay.HangsUpAt = "MAIL";
        var second = line.Send(Letter("second@example.org"), default);
        Assert.Equal(Delivery.NotAccepted, (await second).Delivery);
        relay.HangsUpAt = null;
        Assert.Equal(Delivery.Accepted, (await line.Send(Letter("third@example.org"), default)).Delivery);
        Assert.Equal(2, relay.Commands.Count(command => command.Contains("second@", StringComparison.Ordinal) || command.StartsWith("MAIL", StringComparison.Ordinal)) - 2);
    }

    /// <summary>A relay that is silent from one letter to the next, and a clock on which every wait is over as soon as it begins and is counted.</summary>
    [Theory]
    [InlineData("30", "late@example.org")]
    [InlineData("120", "late@example.org")]
    [InlineData("120", "jürgen@example.org")]
    public async Task A_letter_takes_no_longer_than_a_lease_counts_on(string seconds, string address)
    {
        var clock = new WaitsNoLonger();
        var server = Server(clock: clock, settings: [("COURSES_SMTP_SECONDS", seconds)]);
        await using var line = new MailLine(server);
        Assert.Equal(Delivery.Accepted, (await line.Send(Letter("early@example.org"), default)).Delivery);
        (relay.SilentAt, clock.IsOver) = ("MAIL", true);
        Assert.NotEqual(Delivery.Accepted, (await line.Send(Letter(address), default)).Delivery);
        Assert.InRange(clock.Waited, server.Patience * 2, server.LongestLetter);
    }

    private sealed class WaitsNoLonger : TimeProvider
    {
        public bool IsOver { get; set; }

        public TimeSpan Waited { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (IsOver)
            {
                Waited += dueTime;
                callback(state);
            }

            return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    [Fact]
    public async Task Where_starttls_is_demanded_a_relay_without_it_gets_no_letter_and_no_password()
    {
        var handed = await Send(settings: [("COURSES_SMTP_TLS", null), ("COURSES_SMTP_USER", "city"), ("COURSES_SMTP_PASSWORD", "secret")]);
        Assert.Equal(Delivery.Away, handed.Delivery);
        Assert.DoesNotContain(relay.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal) || command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_no_letter_and_a_good_one_does()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        (relay.Certificate, relay.Offers) = (certificate, ["STARTTLS", "AUTH PLAIN"]);
        (string, string?)[] settings = [("COURSES_SMTP_TLS", null), ("COURSES_SMTP_USER", "city"), ("COURSES_SMTP_PASSWORD", "secret")];
        Assert.Equal(Delivery.Away, (await Send(settings: settings)).Delivery);
        Assert.DoesNotContain(relay.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));

        await using var line = new MailLine(Server((_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint, settings: settings));
        Assert.Equal(Delivery.Accepted, (await line.Send(Letter("safe@example.org"), default)).Delivery);
        Assert.Contains(relay.Commands, command => command.StartsWith("AUTH PLAIN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kai@straße-und-gärten.example", false, nameof(Delivery.Accepted), "RCPT TO:<kai@xn--")]
    [InlineData("kai@straße-und-gärten.example", true, nameof(Delivery.Accepted), "RCPT TO:<kai@xn--")]
    [InlineData("jürgen@example.org", false, nameof(Delivery.Refused), null)]
    [InlineData("jürgen@example.org", true, nameof(Delivery.Accepted), "RCPT TO:<jürgen@example.org>")]
    public async Task Only_letters_before_the_at_make_a_letter_depend_on_smtputf8(string address, bool isOffered, string expected, string? recipient)
    {
        relay.Offers = isOffered ? ["8BITMIME", "SMTPUTF8"] : ["8BITMIME"];
        await using var line = new MailLine(Server());
        Assert.Equal(Delivery.Accepted, (await line.Send(Letter("plain@example.org"), default)).Delivery);
        Assert.Equal(expected, (await line.Send(Letter(address), default)).Delivery.ToString());
        Assert.Equal(Delivery.Accepted, (await line.Send(Letter("plain@example.org"), default)).Delivery);
        Assert.Equal(recipient is null ? 0 : 1, relay.Commands.Count(command => recipient is not null && command.StartsWith(recipient, StringComparison.Ordinal)));
        Assert.Equal(isOffered && address.StartsWith('j') ? 1 : 0, relay.Commands.Count(command => command.StartsWith("MAIL", StringComparison.Ordinal) && command.Contains("SMTPUTF8", StringComparison.Ordinal)));
        Assert.DoesNotContain(relay.Commands, command => command.Contains("8BITMIME", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signature_can_be_checked_with_the_city_s_public_key()
    {
        using var key = RSA.Create(2048);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, key.ExportRSAPrivateKeyPem());
            Assert.Equal(Delivery.Accepted, (await Send(settings: [("COURSES_DKIM_KEY", file), ("COURSES_DKIM_SELECTOR", "letters")])).Delivery);
        }
        finally
        {
            File.Delete(file);
        }

        var letter = SmtpCatcher.Read(Assert.Single(relay.Letters));
        var signature = letter.Headers[letter.Headers.IndexOf(HeaderId.DkimSignature)];
        Assert.Contains("s=letters", signature.Value, StringComparison.Ordinal);
        var verifier = new DkimVerifier(new Known(PublicKeyFactory.CreateKey(key.ExportSubjectPublicKeyInfo())));
        Assert.True(await verifier.VerifyAsync(letter, signature));
        letter.Subject += "!";
        Assert.False(await verifier.VerifyAsync(letter, signature));
    }

    [Fact]
    public async Task A_relay_with_oauth_gets_a_token_that_is_fetched_once()
    {
        relay.Offers = ["AUTH XOAUTH2"];
        using var tokens = new HttpListener();
        var port = new Random().Next(20000, 60000);
        tokens.Prefixes.Add($"http://127.0.0.1:{port}/");
        tokens.Start();
        var asked = 0;
        var answering = Task.Run(async () =>
        {
            while (true)
            {
                var context = await tokens.GetContextAsync();
                asked++;
                using var reader = new StreamReader(context.Request.InputStream);
                Assert.Contains("client_id=courses", await reader.ReadToEndAsync(), StringComparison.Ordinal);
                await context.Response.OutputStream.WriteAsync("""{"access_token":"t0k3n","expires_in":3600}"""u8.ToArray());
                context.Response.Close();
            }
        });
        var server = Server(settings: [("COURSES_SMTP_USER", "letters@city.example"), ("COURSES_SMTP_OAUTH_URL", $"http://127.0.0.1:{port}/"), ("COURSES_SMTP_OAUTH_CLIENT", "courses")]);
        foreach (var i in new[] { 1, 2 })
        {
            await using var line = new MailLine(server);
            Assert.Equal(Delivery.Accepted, (await line.Send(Letter($"oauth{i}@example.org"), default)).Delivery);
        }

        tokens.Stop();
        Assert.Equal(1, asked);
        var signIns = relay.Commands.Where(command => command.StartsWith("AUTH XOAUTH2 ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, signIns.Count);
        Assert.Contains("auth=Bearer t0k3n", Encoding.ASCII.GetString(Convert.FromBase64String(signIns[0]["AUTH XOAUTH2 ".Length..])), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => answering);
    }

    private async Task<Handed> Send(CancellationToken stop = default, params (string, string?)[] settings)
    {
        await using var line = new MailLine(Server(settings: settings));
        return await line.Send(Letter("amal@example.org"), stop);
    }

    private MailServer Server(RemoteCertificateValidationCallback? trust = null, TimeProvider? clock = null, params (string Name, string? Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["COURSES_SMTP"] = relay.Address, ["COURSES_SMTP_TLS"] = "none", ["COURSES_MAIL_FROM"] = "letters@city.example" };
        foreach (var (name, value) in settings)
        {
            values[name] = value;
        }

        return new(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), clock ?? TimeProvider.System) { Trust = trust };
    }

    private static MimeMessage Letter(string to) =>
        new([new MailboxAddress("", "letters@city.example")], [new MailboxAddress("", to)], "Платье und Straße", new TextPart("plain") { Text = "Здравствуйте!\n.\n.. and dots\n" });

    private sealed class Known(AsymmetricKeyParameter key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default) => key;

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) => Task.FromResult(key);
    }
}
