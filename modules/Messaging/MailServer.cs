using System.Globalization;
using System.Net;
using System.Net.Security;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using MimeKit;
using MimeKit.Cryptography;

namespace Courses.Messaging;

/// <summary>
/// The city's mail relay as its settings describe it: COURSES_SMTP (host:port), COURSES_SMTP_TLS, how to sign in, how to sign letters, how much it takes.
/// </summary>
internal sealed class MailServer
{
    // Whoever offers to unsubscribe with one click must have signed that (RFC 8058).
    private static readonly string[] Signed = ["From", "To", "Subject", "Date", "Message-Id", "MIME-Version", "Content-Type", ReminderLinks.Header, ReminderLinks.OneClickHeader];

    private readonly TimeProvider clock;
    private readonly string host;
    private readonly int port;
    private readonly SecureSocketOptions security;
    private readonly NetworkCredential? password;
    private readonly RelayToken? token;
    private readonly DkimSigner? signer;

    public MailServer(IConfiguration configuration, TimeProvider clock)
    {
        this.clock = clock;
        var address = configuration["COURSES_SMTP"] ?? "";
        var colon = address.LastIndexOf(':');
        (host, port) = colon < 0 ? (address, 25) : (address[..colon].Trim('[', ']'), int.Parse(address[(colon + 1)..], CultureInfo.InvariantCulture));
        security = (configuration["COURSES_SMTP_TLS"] ?? "starttls") switch
        {
            "starttls" or "on" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            var other => throw new InvalidOperationException($"COURSES_SMTP_TLS is '{other}'. Write starttls, tls, or none for a relay on the same machine."),
        };
        Sender = MailboxAddress.Parse(configuration["COURSES_MAIL_FROM"] ?? "courses@localhost.localdomain");
        ReturnTo = configuration["COURSES_BOUNCE_TO"] is { Length: > 0 } returnTo ? MailboxAddress.Parse(returnTo) : Sender;
        Patience = TimeSpan.FromSeconds(Number(configuration, "COURSES_SMTP_SECONDS", 120));
        Connections = Number(configuration, "COURSES_SMTP_CONNECTIONS", 4);
        PerMinute = Number(configuration, "COURSES_SMTP_PER_MINUTE", int.MaxValue);

        token = configuration["COURSES_SMTP_OAUTH_URL"] is { Length: > 0 } ? new RelayToken(configuration, clock) : null;
        password = token is null && configuration["COURSES_SMTP_USER"] is { Length: > 0 } user ? new(user, configuration["COURSES_SMTP_PASSWORD"]) : null;
        signer = configuration["COURSES_DKIM_KEY"] is { Length: > 0 } key
            ? new DkimSigner(key, configuration["COURSES_DKIM_DOMAIN"] ?? Sender.Domain, configuration["COURSES_DKIM_SELECTOR"] ?? "courses")
            {
                HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
                BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            }
            : null;
    }

    public bool IsSet => host.Length > 0;

    public MailboxAddress Sender { get; }

    /// <summary>Where a letter goes back to that cannot be delivered: the sender on the envelope.</summary>
    public MailboxAddress ReturnTo { get; }

    /// <summary>How long the relay may be silent before it counts as gone.</summary>
    public TimeSpan Patience { get; }

    /// <summary>How long the goodbye to a relay may take.</summary>
    public static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>The longest that one letter can wait for the relay, whatever that does: two tries of twice the patience each, and a goodbye before and after each. See <see cref="MailLine.Send"/>.</summary>
    public TimeSpan LongestLetter => (Patience * 4) + (Goodbye * 4);

    /// <summary>How long a letter is this node's from the moment at which it is begun: what is written down before and after it needs time, too.</summary>
    public TimeSpan Lease => LongestLetter + TimeSpan.FromMinutes(1);

    public int Connections { get; }

    public int PerMinute { get; }

    /// <summary>Who vouches for the relay's certificate; null is the machine's own list.</summary>
    public RemoteCertificateValidationCallback? Trust { get; init; }

    /// <summary>Is over when this much time has passed.</summary>
    public CancellationTokenSource After(TimeSpan time) => new(time, clock);

    public async Task<SmtpClient> Open(MailKit.IProtocolLogger log, CancellationToken cancel)
    {
        var client = new SmtpClient(log)
        {
            Timeout = (int)Patience.TotalMilliseconds,
            ServerCertificateValidationCallback = Trust,

            // Revocation lists are fetched over the open internet, which a city's server room often cannot reach.
            CheckCertificateRevocation = false,
        };
        try
        {
            await client.ConnectAsync(host, port, security, cancel);
            if (token is not null)
            {
                var (user, secret) = (token.User, await token.Get(cancel));
                await client.AuthenticateAsync(client.AuthenticationMechanisms.Contains("OAUTHBEARER") ? new SaslMechanismOAuthBearer(user, secret) : new SaslMechanismOAuth2(user, secret), cancel);
            }
            else if (password is not null)
            {
                await client.AuthenticateAsync(password, cancel);
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The last touch before a letter leaves: seven bits, so that no relay on its way has to recode it, and the city's signature.</summary>
    public void Seal(MimeMessage letter, FormatOptions format)
    {
        letter.Prepare(EncodingConstraint.SevenBit);
        signer?.Sign(format, letter, [.. Signed.Where(letter.Headers.Contains)]);
    }

    private static int Number(IConfiguration configuration, string name, int otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{name} is '{text}'. Write a whole number above 0."),
    };
}
