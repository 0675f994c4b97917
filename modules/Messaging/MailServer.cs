using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Configuration;

namespace Courses.Messaging;

internal enum Delivery
{
    Accepted,

    /// <summary>The server said no for good.</summary>
    Refused,

    /// <summary>It certainly was not taken; it may be later.</summary>
    NotAccepted,

    /// <summary>The line broke after the letter was handed over: it may have been taken.</summary>
    Unknown,
}

/// <summary>
/// The mail server: COURSES_SMTP (host:port), COURSES_MAIL_FROM, and where it asks for them COURSES_SMTP_USER, COURSES_SMTP_PASSWORD and COURSES_SMTP_TLS (on).
/// </summary>
internal sealed class MailServer(IConfiguration configuration)
{
    private readonly string[] address = (configuration["COURSES_SMTP"] ?? "").Split(':');

    public bool IsSet => address[0].Length > 0;

    public string From { get; } = configuration["COURSES_MAIL_FROM"] ?? "courses@localhost.localdomain";

    public async Task<(Delivery Delivery, string Answer)> Send(MailMessage mail, CancellationToken cancel)
    {
        using var client = new SmtpClient(address[0], address.Length > 1 ? int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture) : 25)
        {
            EnableSsl = configuration["COURSES_SMTP_TLS"] == "on",
            Timeout = 30_000,
            Credentials = configuration["COURSES_SMTP_USER"] is { Length: > 0 } user ? new NetworkCredential(user, configuration["COURSES_SMTP_PASSWORD"]) : null,
        };
        try
        {
            await client.SendMailAsync(mail, cancel);
            return (Delivery.Accepted, "");
        }
        catch (SmtpFailedRecipientException error)
        {
            return (IsForGood(error.StatusCode) ? Delivery.Refused : Delivery.NotAccepted, error.Message);
        }
        catch (SmtpException error) when (error.StatusCode != SmtpStatusCode.GeneralFailure)
        {
            return (IsForGood(error.StatusCode) ? Delivery.Refused : Delivery.NotAccepted, error.Message);
        }
        catch (SmtpException error) when (error.InnerException is System.Net.Sockets.SocketException or WebException)
        {
            // No connection was made, so nothing was handed over.
            return (Delivery.NotAccepted, error.InnerException.Message);
        }
        catch (SmtpException error)
        {
            return (Delivery.Unknown, error.InnerException?.Message ?? error.Message);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            return (Delivery.Unknown, error.Message);
        }
    }

    private static bool IsForGood(SmtpStatusCode code) => (int)code is >= 500 and < 600;
}
