using System.IO.Compression;
using System.Text;
using Courses.Materials;
using Courses.Seed;

namespace Courses.Tests.Materials;

/// <summary>A file is what its content says, whatever it is called.</summary>
public sealed class FileKindsTests
{
    public static TheoryData<string, byte[]> Taken => new()
    {
        { "jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10] },
        { "png", TinyFiles.Picture(1) },
        { "gif", Encoding.ASCII.GetBytes("GIF89a......") },
        { "webp", [.. "RIFF"u8, 1, 2, 3, 4, .. "WEBPVP8 "u8] },
        { "wav", TinyFiles.Tone() },
        { "pdf", TinyFiles.Page("Title", "A line") },
        { "mp3", [.. "ID3"u8, 4, 0, 0] },
        { "mp3", [0xFF, 0xFB, 0x90, 0x44, 0, 0] },
        { "ogg", [.. "OggS"u8, 0, 2, 0] },
        { "m4a", [0, 0, 0, 0x20, .. "ftypM4A "u8] },
        { "txt", TinyFiles.Text("Müll", "Papier") },
        { "txt", Encoding.UTF8.GetBytes("فرز النفايات\r\n\tالورق") },
        { "docx", Zip("[Content_Types].xml", "word/document.xml") },
        { "pptx", Zip("[Content_Types].xml", "ppt/presentation.xml") },
        { "xlsx", Zip("[Content_Types].xml", "xl/workbook.xml") },
        { "odt", Zip("mimetype=application/vnd.oasis.opendocument.text", "content.xml") },
        { "odp", Zip("mimetype=application/vnd.oasis.opendocument.presentation", "content.xml") },
    };

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "nothing", [] },
        { "a program of Windows", Encoding.Latin1.GetBytes("MZ\u0090\0\u0003") },
        { "a program of Linux", [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1] },
        { "a script of a shell", Encoding.UTF8.GetBytes("#!/bin/sh\nrm -rf /\n") },
        { "a page", Encoding.UTF8.GetBytes("  \r\n<!DOCTYPE html><script>alert(1)</script>") },
        { "a page behind a mark", [.. Encoding.UTF8.Preamble, .. "<html>"u8] },
        { "a drawing with a script", Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>") },
        { "an archive of anything", Zip("setup.exe") },
        { "a document with macros", Zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin") },
        { "a document of LibreOffice with macros", Zip("mimetype=application/vnd.oasis.opendocument.text", "content.xml", "Basic/Standard/script-lb.xml") },
        { "an unknown mimetype", Zip("mimetype=application/epub+zip", "content.xml") },
        { "a broken archive", [.. "PK\u0003\u0004"u8, 1, 2, 3] },
        { "an old document of Word", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] },
        { "text that is none", [(byte)'a', 0xC3, 0x28] },
        { "text with a zero", [(byte)'a', 0, (byte)'b'] },
        { "a film", [0, 0, 0, 0x20, .. "ftypisom"u8] },
        { "white space", "  \r\n "u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Taken))]
    public void What_trainers_use_is_taken_by_its_content(string ending, byte[] content)
    {
        var kind = FileKinds.Of(content);
        Assert.Equal(ending, kind?.Ending);
        Assert.Equal(kind, FileKinds.Of(kind!.ContentType));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_could_run_or_is_nothing_of_that_is_refused(string what, byte[] content) => Assert.True(FileKinds.Of(content) is null, what);

    [Theory]
    [InlineData(null, null, "Alpha", true)]
    [InlineData("A2", null, "A2", true)]
    [InlineData("A2", null, "A1", false)]
    [InlineData(null, "A1", "A2", false)]
    [InlineData(null, "A1", "Alpha", true)]
    [InlineData("A1", "B1", "A2", true)]
    public void A_level_lies_between_its_bounds(string? from, string? until, string level, bool holds)
    {
        Assert.Equal(holds, Levels.Holds(from, until, level));
        Assert.Equal(holds, (from is null || Levels.From(level).Contains(from)) && (until is null || Levels.Until(level).Contains(until)));
    }

    [Fact]
    public void A_strand_ends_below_its_bound_and_a_part_of_a_level_is_of_the_whole()
    {
        var (upper, lower) = (new Strand { Id = Guid.NewGuid(), Name = "Upper", LevelFrom = "A2", LevelBelow = null }, new Strand { Id = Guid.NewGuid(), Name = "Lower", LevelFrom = null, LevelBelow = "A2" });
        Assert.All(Levels.All, level => Assert.True(upper.Holds(level) != lower.Holds(level), level));
        Assert.True(upper.Holds(Levels.WholeOf("A2.1")!));
        Assert.True(lower.Holds(Levels.WholeOf("A1.2")!));
        Assert.Null(Levels.WholeOf("Z9"));
        Assert.Null(Levels.WholeOf(null));
    }

    [Fact]
    public async Task A_stream_of_parts_is_read_from_any_place()
    {
        var content = new byte[(2 * FilePiece.Bytes) + 17];
        Random.Shared.NextBytes(content);
        var parts = content.Chunk(FilePiece.Bytes).ToArray();
        await using var stream = new PieceStream((number, _) => Task.FromResult<byte[]?>(parts[number]), content.Length);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
        foreach (var place in new[] { 0, FilePiece.Bytes - 1, FilePiece.Bytes, content.Length - 1 })
        {
            stream.Position = place;
            var one = new byte[1];
            await stream.ReadExactlyAsync(one);
            Assert.Equal(content[place], one[0]);
        }

        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
    }

    /// <summary>Entries by name, with what stands in them behind a sign of equality.</summary>
    private static byte[] Zip(params string[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                using var content = zip.CreateEntry(entry.Split('=')[0]).Open();
                content.Write(Encoding.ASCII.GetBytes(entry.Contains('=', StringComparison.Ordinal) ? entry.Split('=')[1] : "<x/>"));
            }
        }

        return file.ToArray();
    }
}
