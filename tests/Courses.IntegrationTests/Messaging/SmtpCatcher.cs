using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Courses.IntegrationTests;

/// <summary>A mail server of a few lines on 127.0.0.1: keeps what it accepts, and can refuse, be busy, or hang up after the letter was handed over.</summary>
public sealed class SmtpCatcher : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();

    public SmtpCatcher()
    {
        listener.Start();
        _ = Accept();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public ConcurrentQueue<string> Letters { get; } = new();

    /// <summary>What the server answers to a recipient; null is 250.</summary>
    public string? RecipientAnswer { get; set; }

    public bool HangsUpAfterTheLetter { get; set; }

    /// <summary>The accepted letters to this address, header and body as they came.</summary>
    public IReadOnlyList<string> To(string address) => [.. Letters.Where(letter => letter.Contains(address, StringComparison.OrdinalIgnoreCase))];

    /// <summary>All text parts of a letter, decoded.</summary>
    public static string TextOf(string letter)
    {
        var text = new StringBuilder();
        foreach (var part in letter.Split("\r\n\r\n"))
        {
            var packed = part.Split("\r\n--")[0].ReplaceLineEndings("");
            if (packed.Length > 8 && Convert.TryFromBase64String(packed, new byte[packed.Length], out _))
            {
                text.AppendLine(Encoding.UTF8.GetString(Convert.FromBase64String(packed)));
            }
        }

        return text.ToString();
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
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 catcher");
            var recipients = new List<string>();
            while (await reader.ReadLineAsync(stop.Token) is { } line)
            {
                switch (line.Split(' ', ':')[0].ToUpperInvariant())
                {
                    case "RCPT":
                        recipients.Add(line);
                        await writer.WriteLineAsync(RecipientAnswer ?? "250 ok");
                        break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var letter = new StringBuilder().AppendJoin("\r\n", recipients).Append("\r\n");
                        while (await reader.ReadLineAsync(stop.Token) is { } text && text != ".")
                        {
                            letter.Append(text).Append("\r\n");
                        }

                        if (HangsUpAfterTheLetter)
                        {
                            client.Close();
                            return;
                        }

                        Letters.Enqueue(letter.ToString());
                        recipients.Clear();
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
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }
}
