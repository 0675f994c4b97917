using Courses.Platform.Errors;

namespace Courses.Attendance;

/// <summary>What a sent file is, by its first bytes: a name and a claimed type prove nothing.</summary>
internal static class NotePicture
{
    public const int MostBytes = 8 << 20;

    /// <summary>What a page takes, so that it can say of a file which is too big that it is, with all that was typed still there.</summary>
    public const long MostBytesOfARequest = 64L << 20;

    public const string Pdf = "application/pdf";

    public static string TypeOf(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => Pdf,
        _ => throw new RuleBroken("illness.note-kind"),
    };
}
