using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Courses.OData;

/// <summary>A workbook (ISO/IEC 29500) that is written row by row: it takes no more memory than a row, however long it gets. Texts are texts: no cell is a formula, whatever stands in it.</summary>
public sealed class XlsxFile : IAsyncDisposable
{
    /// <summary>What belongs into the content type of an answer.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A sheet has no more rows than that, the headings among them.</summary>
    public const int MostRows = 1_048_576;

    private const int MostLetters = 32_767;
    private static readonly DateOnly FirstDay = new(1900, 3, 1);
    private const int MuchInMemory = 64 * 1024;
    private readonly Spreadsheet workbook;
    private readonly Gathered gathered;
    private readonly Stream target;
    private readonly StyleId strong;
    private readonly StyleId day;
    private readonly StyleId instant;
    private readonly HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);

    private XlsxFile(Spreadsheet workbook, Gathered gathered, Stream target)
    {
        (this.workbook, this.gathered, this.target) = (workbook, gathered, target);
        strong = workbook.AddStyle(new Style { Font = { Bold = true } });
        day = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd") });
        instant = workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd hh:mm:ss") });
    }

    /// <summary>Begins a workbook.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The workbook, without a sheet.</returns>
    public static async Task<XlsxFile> Start(Stream stream, CancellationToken cancel)
    {
        var between = new Gathered();
        return new(await Spreadsheet.CreateNewAsync(between, cancellationToken: cancel), between, stream);
    }

    /// <summary>Begins the next sheet with its headings, which stay in sight.</summary>
    /// <param name="name">As it stands on the tab; what a tab cannot say is left out.</param>
    /// <param name="headings">One for each column.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is begun.</returns>
    public async Task Sheet(string name, IReadOnlyList<string> headings, CancellationToken cancel)
    {
        var options = new WorksheetOptions { FrozenRows = 1 };
        for (var column = 1; column <= headings.Count; column++)
        {
            options.Column(column).Width = Math.Clamp(headings[column - 1].Length + 2, 12, 40);
        }

        await workbook.StartWorksheetAsync(TabOf(name), options, cancel);
        await Row(headings, cancel, isStrong: true);
    }

    /// <summary>Writes a row. Numbers, days and instants (UTC) are cells of their kind, so a sheet can count with them; lists are texts with commas.</summary>
    /// <param name="values">The cells; null is an empty one.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="isStrong">In bold letters.</param>
    /// <returns>When it is written.</returns>
    public async Task Row(IEnumerable<object?> values, CancellationToken cancel, bool isStrong = false)
    {
        await workbook.AddRowAsync(values.Select(value => CellOf(value, isStrong ? strong : null)).ToList(), cancel);
        if (gathered.Length > MuchInMemory)
        {
            await gathered.PassTo(target, cancel);
        }
    }

    /// <summary>Ends the workbook; without it there is none.</summary>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When all is written.</returns>
    public async Task Finish(CancellationToken cancel)
    {
        await workbook.FinishAsync(cancel);
        await gathered.PassTo(target, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await workbook.DisposeAsync();
        await gathered.DisposeAsync();
    }

    private StyledCell CellOf(object? value, StyleId? style) => value switch
    {
        null => new((string?)null, style),
        bool flag => new(flag, style),
        int number => new(number, style),
        long number => new(number, style),
        decimal number => new(number, style),
        double number when double.IsFinite(number) => new(number, style),

        // Sheets know no day before 1900, and count one that never was in it.
        DateOnly date when date >= FirstDay => new(date.ToDateTime(TimeOnly.MinValue), style ?? day),
        DateTimeOffset at when at.UtcDateTime >= FirstDay.ToDateTime(TimeOnly.MinValue) => new(at.UtcDateTime, style ?? instant),
        _ => new(Clean(Column.Text(value)), style),
    };

    /// <summary>XML has no place for control characters, and a cell none for more than so many letters.</summary>
    private static string Clean(string text)
    {
        var cut = text.Length > MostLetters ? text[..(char.IsHighSurrogate(text[MostLetters - 1]) ? MostLetters - 1 : MostLetters)] : text;
        return cut.Any(IsBad) ? string.Concat(cut.Where(letter => !IsBad(letter))) : cut;

        static bool IsBad(char letter) => letter is (< ' ' and not '\t' and not '\n' and not '\r') or '\uFFFE' or '\uFFFF';
    }

    /// <summary>At most 31 letters, some of them forbidden, and no two alike.</summary>
    private string TabOf(string name)
    {
        var plain = new string([.. name.Where(letter => !"[]:*?/\\'".Contains(letter, StringComparison.Ordinal) && letter >= ' ')]).Trim();
        plain = plain.Length is 0 ? "Sheet" : plain.Length > 28 ? plain[..28].TrimEnd() : plain;
        for (var number = 1; ; number++)
        {
            var tab = number == 1 ? plain : FormattableString.Invariant($"{plain} {number}");
            if (names.Add(tab))
            {
                return tab;
            }
        }
    }

    /// <summary>A zip writes some of its parts synchronously, which no answer may: they are gathered here and passed on asynchronously.</summary>
    private sealed class Gathered : Stream
    {
        private readonly MemoryStream bytes = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => bytes.Length;

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public async Task PassTo(Stream target, CancellationToken cancel)
        {
            await target.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), cancel);
            bytes.SetLength(0);
        }

        public override void Write(byte[] buffer, int offset, int count) => bytes.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => bytes.Write(buffer);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => bytes.WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => bytes.WriteAsync(buffer, cancellationToken);

        public override void Flush()
        {
            // Nothing is behind it that could take it: PassTo does.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            bytes.Dispose();
            base.Dispose(disposing);
        }
    }
}
