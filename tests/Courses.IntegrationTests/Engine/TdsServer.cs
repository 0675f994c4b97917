using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Courses.IntegrationTests.Engine;

/// <summary>
/// Speaks as much of SQL Server's protocol (MS-TDS) as SqlClient needs to sign in and to be refused: what the client makes of a failing server is seen on any machine.
/// </summary>
internal sealed class TdsServer : IAsyncDisposable
{
    private const byte SignIn = 0x10;
    private const byte Prelogin = 0x12;
    private const byte Transaction = 0x0e;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly Task accepting;
    private int signIns;
    private int questions;

    public TdsServer()
    {
        listener.Start();
        accepting = Accept();
    }

    /// <summary>What it answers to a sign-in; null lets everybody in.</summary>
    public Refusal? ToSignIn { get; init; }

    /// <summary>What it answers to the first questions.</summary>
    public Refusal ToQuestions { get; init; } = Refusal.HangUp;

    /// <summary>After so many questions it answers them all, with no rows.</summary>
    public int Refuses { get; init; } = int.MaxValue;

    public int SignIns => signIns;

    public int Questions => questions;

    public string Connection => $"Server=tcp:127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port};Database=courses;User Id=somebody;Password=some;Encrypt=false";

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        await accepting;
        listener.Stop();
        stopped.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (!stopped.IsCancellationRequested)
            {
                _ = Serve(await listener.AcceptTcpClientAsync(stopped.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                var line = client.GetStream();
                while (await Read(line, stopped.Token) is var (kind, message) && await Answer(line, kind, message))
                {
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // The client went first.
            }
        }
    }

    /// <summary>Does the connection stay open?</summary>
    private async Task<bool> Answer(NetworkStream line, byte kind, byte[] message)
    {
        switch (kind)
        {
            case Prelogin:
                // A version, and no encryption.
                await Write(line, [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2]);
                return true;
            case SignIn:
                Interlocked.Increment(ref signIns);
                return await Refuse(line, ToSignIn) ?? await Say(line, LoginAck());
            case Transaction:
                var asked = BinaryPrimitives.ReadInt16LittleEndian(message.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(message)));
                return await Say(line, asked == 5 ? [0xe3, 11, 0, 8, 8, 1, 0, 0, 0, 0, 0, 0, 0, 0] : [0xe3, 11, 0, (byte)(asked == 7 ? 9 : 10), 0, 8, 1, 0, 0, 0, 0, 0, 0, 0]);
            default:
                return Interlocked.Increment(ref questions) > Refuses ? await Say(line, NoRows()) : await Refuse(line, ToQuestions) ?? true;
        }
    }

    private static async Task<bool> Say(NetworkStream line, byte[] tokens)
    {
        await Write(line, [.. tokens, .. Done(0)]);
        return true;
    }

    private static async Task<bool?> Refuse(NetworkStream line, Refusal? refusal)
    {
        if (refusal is null)
        {
            return null;
        }

        if (refusal.Number == 0)
        {
            return false;
        }

        await Write(line, [.. Error(refusal), .. Done(2)]);
        return refusal.Class < 20;
    }

    private static async Task<(byte Kind, byte[] Message)> Read(NetworkStream line, CancellationToken cancel)
    {
        var message = new List<byte>();
        var head = new byte[8];
        do
        {
            await line.ReadExactlyAsync(head, cancel);
            var part = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)) - head.Length];
            await line.ReadExactlyAsync(part, cancel);
            message.AddRange(part);
        }
        while ((head[1] & 1) == 0);
        return (head[0], [.. message]);
    }

    private static async Task Write(NetworkStream line, byte[] tokens)
    {
        var packet = new byte[8 + tokens.Length];
        (packet[0], packet[1], packet[6]) = (4, 1, 1);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        tokens.CopyTo(packet, 8);
        await line.WriteAsync(packet);
    }

    private static byte[] NoRows()
    {
        const byte MoreColumnsThanAnyQuery = 150;
        byte[] number = [0, 0, 0, 0, 0, 0, 0x38, 0];
        return [0x81, MoreColumnsThanAnyQuery, 0, .. Enumerable.Repeat(number, MoreColumnsThanAnyQuery).SelectMany(column => column)];
    }

    private static byte[] LoginAck()
    {
        // Texts are sent in the collation that the server names.
        byte[] collation = [7, 5, 9, 4, 0xd0, 0, 0x34, 0];
        byte[] server = [1, 0x74, 0, 0, 4, 4, .. Encoding.Unicode.GetBytes("Test"), 16, 0, 0, 0];
        return [0xe3, (byte)collation.Length, 0, .. collation, 0xad, (byte)server.Length, 0, .. server];
    }

    private static byte[] Error(Refusal refusal)
    {
        const string Text = "It cannot be done.";
        var number = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, refusal.Number);
        byte[] rest = [.. number, 1, refusal.Class, (byte)Text.Length, 0, .. Encoding.Unicode.GetBytes(Text), 0, 0, 1, 0, 0, 0];
        return [0xaa, (byte)rest.Length, 0, .. rest];
    }

    private static byte[] Done(byte status) => [0xfd, status, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <param name="Number">The error's number.</param>
    /// <param name="Class">Its class; from 20 on the server ends the connection.</param>
    internal sealed record Refusal(int Number, byte Class)
    {
        /// <summary>The line is cut without a word.</summary>
        public static Refusal HangUp { get; } = new(0, 0);
    }
}
