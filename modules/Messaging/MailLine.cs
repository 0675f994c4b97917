using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Courses.Messaging;

internal enum Delivery
{
    Accepted,

    /// <summary>The relay said no to this letter for good.</summary>
    Refused,

    /// <summary>The relay said that this address takes no letters, now or ever.</summary>
    NoSuchAddress,

    /// <summary>This letter certainly was not taken; it may be later.</summary>
    NotAccepted,

    /// <summary>The relay could not be reached, or wants nothing from us: no letter is to blame.</summary>
    Away,

    /// <summary>The whole letter was handed over and no answer came: it may have been taken.</summary>
    Unknown,
}

/// <summary>What became of a letter that was handed over, with the relay's words.</summary>
internal readonly record struct Handed(Delivery Delivery, string Answer);

/// <summary>One connection to the relay, kept open from letter to letter, for one letter at a time.</summary>
internal sealed class MailLine(MailServer server) : IAsyncDisposable
{
    private readonly EndOfLetter end = new();
    private SmtpClient? client;
    private bool offersUtf8;

    /// <summary>
    /// Hands a letter over. It answers within <see cref="MailServer.LongestLetter"/>, and whatever goes wrong is an answer and no exception.
    /// A stop before the relay said that the letter may begin leaves it untaken; after that its answer is waited for, since a write that is broken off may have arrived whole.
    /// </summary>
    public async Task<Handed> Send(MimeMessage letter, CancellationToken stop)
    {
        if (letter.To.Mailboxes.ToList() is not [var to])
        {
            return new(Delivery.Refused, "not-one-recipient");
        }

        var needsUtf8 = !Ascii.IsValid(to.LocalPart);
        var format = FormatOptions.Default.Clone();
        format.International = needsUtf8;
        if (needsUtf8 && client is not null && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
        {
            await Close();
        }

        try
        {
            server.Seal(letter, format);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new(Delivery.Away, error.Message);
        }

        var wasOpen = client is { IsConnected: true };
        var handed = await Try(letter, to, format, stop);

        // A relay hangs up on a line that was idle, or after so many letters: that says nothing about this letter.
        return wasOpen && client is null && handed.Delivery is Delivery.NotAccepted or Delivery.Away && !stop.IsCancellationRequested
            ? await Try(letter, to, format, stop)
            : handed;
    }

    public async ValueTask DisposeAsync() => await Close();

    private async Task<Handed> Try(MimeMessage letter, MailboxAddress to, FormatOptions format, CancellationToken stop)
    {
        end.NewLetter();
        using var patience = server.After(server.Patience * 2);
        await using var stopping = stop.Register(() =>
        {
            if (!end.MayBegin)
            {
                patience.Cancel();
            }
        });
        try
        {
            await Open(patience.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            await Close();
            return new(Delivery.Away, error.Message);
        }

        if (format.International && !offersUtf8)
        {
            return new(Delivery.Refused, "needs-smtputf8");
        }

        if (!format.International)
        {
            // With a relay that offers SMTPUTF8 MailKit asks for it as soon as the *domain* has an umlaut, and then every further relay must offer it too.
            // A domain has its form in ASCII; without the offer MailKit uses that. See findings/mailkit-smtputf8.sh.
            client!.Capabilities &= ~SmtpCapabilities.UTF8;
        }

        try
        {
            await client!.SendAsync(format, letter, server.ReturnTo, [to], patience.Token);
            return new(Delivery.Accepted, "");
        }
        catch (SmtpCommandException error)
        {
            var answer = $"{(int)error.StatusCode} {error.Message}";
            if (error.StatusCode == SmtpStatusCode.ServiceNotAvailable || error.ErrorCode == SmtpErrorCode.SenderNotAccepted)
            {
                await Close();
                return new(Delivery.Away, answer);
            }

            return new((int)error.StatusCode < 500 ? Delivery.NotAccepted : IsAboutTheAddress(error) ? Delivery.NoSuchAddress : Delivery.Refused, answer);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // MailKit's time-outs are TimeoutException, ours are OperationCanceledException, a lost line is IOException or SmtpProtocolException: what counts is how far the letter was.
            await Close();
            return new(
                end.WasSent ? Delivery.Unknown : stop.IsCancellationRequested || error is ServiceNotAuthenticatedException ? Delivery.Away : Delivery.NotAccepted,
                error.Message);
        }
    }

    /// <summary>A relay refuses recipients for reasons of its own, too: 5.7 is policy (RFC 3463), which says nothing about the mailbox.</summary>
    private static bool IsAboutTheAddress(SmtpCommandException error) =>
        error.ErrorCode == SmtpErrorCode.RecipientNotAccepted && !error.Message.TrimStart().StartsWith("5.7.", StringComparison.Ordinal);

    private async Task Open(CancellationToken cancel)
    {
        if (client is { IsConnected: true })
        {
            return;
        }

        await Close();
        client = await server.Open(end, cancel);
        offersUtf8 = client.Capabilities.HasFlag(SmtpCapabilities.UTF8);
    }

    private async Task Close()
    {
        if (client is null)
        {
            return;
        }

        try
        {
            using var patience = server.After(MailServer.Goodbye);
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // It is gone already, which is what was wanted.
        }

        client.Dispose();
        client = null;
    }

    /// <summary>Sees what really went down the line: after DATA, the letter; its end is a dot on a line of its own, which nothing inside a letter can be.</summary>
    private sealed class EndOfLetter : IProtocolLogger
    {
        private readonly Queue<byte> last = new(5);
        private bool isInLetter;
        private volatile bool mayBegin;

        public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

        public bool WasSent { get; private set; }

        /// <summary>The relay answered DATA with go on.</summary>
        public bool MayBegin => mayBegin;

        public void NewLetter()
        {
            (isInLetter, mayBegin, WasSent) = (false, false, false);
            last.Clear();
        }

        public void LogConnect(Uri uri)
        {
        }

        public void LogClient(byte[] buffer, int offset, int count)
        {
            if (!isInLetter)
            {
                isInLetter = buffer.AsSpan(offset, count).SequenceEqual("DATA\r\n"u8);
                return;
            }

            foreach (var one in buffer.AsSpan(Math.Max(offset, offset + count - 5), Math.Min(count, 5)))
            {
                if (last.Count == 5)
                {
                    last.Dequeue();
                }

                last.Enqueue(one);
            }

            WasSent |= last.SequenceEqual("\r\n.\r\n"u8.ToArray());
        }

        public void LogServer(byte[] buffer, int offset, int count) => mayBegin |= isInLetter && count > 0 && buffer[offset] == (byte)'3';

        public void Dispose()
        {
        }
    }
}
