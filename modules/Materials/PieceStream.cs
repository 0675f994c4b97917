namespace Courses.Materials;

/// <summary>A file whose parts are fetched one at a time, from wherever it is read: a player asks for the middle of a recording.</summary>
internal sealed class PieceStream(Func<int, CancellationToken, Task<byte[]?>> fetch, long length) : Stream
{
    private byte[] piece = [];
    private int pieceNumber = -1;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; } = length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        var number = (int)(Position / FilePiece.Bytes);
        if (number != pieceNumber)
        {
            piece = await fetch(number, cancellationToken) ?? throw new InvalidDataException("A part of a file is missing.");
            pieceNumber = number;
        }

        var rest = piece.AsMemory((int)(Position % FilePiece.Bytes));
        var read = Math.Min(rest.Length, buffer.Length);
        rest[..read].CopyTo(buffer);
        Position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
