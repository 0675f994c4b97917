using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Courses.Tests.Shared;

/// <summary>A gateway for text messages of a few lines on 127.0.0.1: keeps what it accepts, and can refuse, fall silent or hang up.</summary>
public sealed class SmsCatcher : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();

    public SmsCatcher()
    {
        listener.Start();
        _ = Accept();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/send";

    /// <summary>The bodies that were taken.</summary>
    public ConcurrentQueue<string> Texts { get; } = new();

    /// <summary>Head and body of every request that came whole, taken or not.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Status and body of the answer, a line each.</summary>
    public string Answer { get; set; } = "200 OK\n{\"messageId\":\"m-1\"}";

    /// <summary>Reads nothing.</summary>
    public const string Deaf = "deaf";

    /// <summary>Reads the whole request and says nothing.</summary>
    public const string Silent = "silent";

    /// <summary>Reads the whole request and hangs up.</summary>
    public const string HangsUp = "hangs up";

    public string? Is { get; set; }

    public void Dispose()
    {
        if (stop.IsCancellationRequested)
        {
            return;
        }

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
            if (Is == Deaf)
            {
                await Task.Delay(Timeout.Infinite, stop.Token);
            }

            var stream = client.GetStream();
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await stream.ReadAsync(one, stop.Token) == 0)
                {
                    return;
                }

                head.Append((char)one[0]);
            }

            var length = head.ToString().Split("\r\n").Select(line => line.Split(':', 2)).Where(parts => parts[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Select(parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)).Single();
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes, stop.Token);
            var body = Encoding.UTF8.GetString(bytes);
            Requests.Enqueue(head + body);
            if (Is == Silent)
            {
                await Task.Delay(Timeout.Infinite, stop.Token);
            }

            if (Is == HangsUp)
            {
                return;
            }

            var answer = Answer.Split('\n', 2);
            if (answer[0].StartsWith('2'))
            {
                Texts.Enqueue(body);
            }

            var said = Encoding.UTF8.GetBytes(answer[1]);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer[0]}\r\nContent-Length: {said.Length}\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"), stop.Token);
            await stream.WriteAsync(said, stop.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }
}
