using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Courses.Tests.Shared;

/// <summary>A mail server of a few lines on 127.0.0.1: keeps what it accepts, and can refuse, be busy, fall silent or hang up at any step.</summary>
public sealed class SmtpCatcher : IDisposable
{
    /// <summary>The step after the dot that ends a letter, for <see cref="SilentAt"/> and <see cref="HangsUpAt"/>; the others are CONNECT and the commands.</summary>
    public const string End = "END";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();

    public SmtpCatcher()
    {
        listener.Start();
        _ = Accept();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public ConcurrentQueue<string> Letters { get; } = new();

    /// <summary>Every command line, as it came.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>What the server answers to a recipient; null is 250.</summary>
    public string? RecipientAnswer { get; set; }

    /// <summary>Recipients that it takes no letters for, whatever it says to others.</summary>
    public string? RefusedRecipient { get; set; }

    /// <summary>What it answers to a sender; null is 250.</summary>
    public string? SenderAnswer { get; set; }

    public string? SilentAt { get; set; }

    public string? HangsUpAt { get; set; }

    /// <summary>The extensions it offers. STARTTLS needs a certificate.</summary>
    public IReadOnlyList<string> Offers { get; set; } = [];

    public X509Certificate2? Certificate { get; set; }

    /// <summary>How long it thinks before it goes on with a command.</summary>
    public TimeSpan ThinksFor { get; set; }

    /// <summary>Happens when the first line of a letter has arrived, and the rest is under way.</summary>
    public Func<Task> Beginning { get; set; } = () => Task.CompletedTask;

    /// <summary>Happens when a letter has arrived, before the answer.</summary>
    public Func<Task> Arriving { get; set; } = () => Task.CompletedTask;

    /// <summary>The accepted letters to this address, header and body as they came.</summary>
    public IReadOnlyList<string> To(string address) => [.. Letters.Where(letter => letter.Split("\r\n")[0].Contains(address, StringComparison.OrdinalIgnoreCase))];

    public static MimeMessage Read(string letter)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(letter[(letter.IndexOf("\r\n", StringComparison.Ordinal) + 2)..]));
        return MimeMessage.Load(bytes);
    }

    /// <summary>Subject and all text parts of a letter, decoded.</summary>
    public static string TextOf(string letter)
    {
        var read = Read(letter);
        return string.Join('\n', read.BodyParts.OfType<TextPart>().Select(part => part.Text).Prepend(read.Subject));
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                _ = Serve(await listener.AcceptTcpClientAsync(stop.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            var (reader, writer) = Over(stream);
            var recipients = new List<string>();
            if (!await GoesOn("CONNECT"))
            {
                return;
            }

            await writer.WriteLineAsync("220 catcher");
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                Commands.Enqueue(line);
                var command = line.Split(' ', ':')[0].ToUpperInvariant();
                if (!await GoesOn(command))
                {
                    return;
                }

                switch (command)
                {
                    case "EHLO":
                        await writer.WriteLineAsync(string.Join("\r\n", Offers.Select(offer => $"250-{offer}").Prepend("250-catcher").Append("250 HELP")));
                        break;
                    case "STARTTLS":
                        await writer.WriteLineAsync("220 go on");
                        var secure = new SslStream(stream);
                        await secure.AuthenticateAsServerAsync(Certificate!);
                        stream = secure;
                        (reader, writer) = Over(stream);
                        break;
                    case "AUTH":
                        await writer.WriteLineAsync("235 welcome");
                        break;
                    case "MAIL":
                        recipients.Clear();
                        await writer.WriteLineAsync(SenderAnswer ?? "250 ok");
                        break;
                    case "RCPT":
                        recipients.Add(line);
                        await writer.WriteLineAsync(RefusedRecipient is { } refused && line.Contains(refused, StringComparison.OrdinalIgnoreCase) ? "550 no such mailbox" : RecipientAnswer ?? "250 ok");
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var letter = new StringBuilder().AppendJoin(' ', recipients).Append("\r\n");
                        for (var first = true; await reader.ReadLineAsync(stop.Token) is { } text && text != "."; first = false)
                        {
                            if (first)
                            {
                                await Beginning();
                            }

                            letter.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
                        }

                        await Arriving();
                        if (!await GoesOn(End))
                        {
                            return;
                        }

                        Letters.Enqueue(letter.ToString());
                        await writer.WriteLineAsync("250 taken");
                        break;
                    case "QUIT":
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        await writer.WriteLineAsync("250 ok");
                        break;
                }
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
        }
    }

    private static (StreamReader Reader, StreamWriter Writer) Over(Stream stream) => (new(stream, new UTF8Encoding(false)), new(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true });

    private async Task<bool> GoesOn(string step)
    {
        if (ThinksFor > TimeSpan.Zero)
        {
            await Task.Delay(ThinksFor, stop.Token);
        }

        if (SilentAt == step)
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
        }

        return HangsUpAt != step;
    }
}
