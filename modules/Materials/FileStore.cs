using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Courses.Materials;

/// <summary>
/// Where files lie: in parts in the database, or in the folder that the setting names, each under its hash. So no path is made of what somebody typed, and two who send the same file at once write the same bytes.
/// </summary>
internal sealed class FileStore(CoursesDb db, FileLimits limits, ILogger<FileStore> log)
{
    public bool UsesFolder => limits.Folder is not null;

    /// <summary>Before the transaction that tells of the file: a file that nobody tells of harms nobody. Broken rules: <c>material.not-kept</c>.</summary>
    public async Task PutInFolder(TakenFile file, CancellationToken cancel)
    {
        if (limits.Folder is null)
        {
            return;
        }

        var place = PlaceOf(limits.Folder, file.Hash);
        try
        {
            if (File.Exists(place))
            {
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            var halfway = $"{place}.{Guid.NewGuid():N}";
            await File.WriteAllBytesAsync(halfway, file.Content, cancel);
            File.Move(halfway, place, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            log.LogError(failed, "The folder of files takes nothing");
            throw new RuleBroken("material.not-kept");
        }
    }

    /// <summary>In the running unit of work; nothing where files lie in the folder.</summary>
    public void PutInDatabase(Guid edition, TakenFile file)
    {
        if (limits.Folder is null)
        {
            db.AddRange(file.Content.Chunk(FilePiece.Bytes).Select((content, number) => new FilePiece { EditionId = edition, Number = number, Content = content }));
        }
    }

    /// <summary>To be read from any place. Broken rules: <c>material.file-gone</c>.</summary>
    public Stream Open(Edition edition)
    {
        if (!edition.IsInFolder)
        {
            return new PieceStream((number, cancel) => db.Set<FilePiece>().Where(piece => piece.EditionId == edition.Id && piece.Number == number).Select(piece => piece.Content).SingleOrDefaultAsync(cancel), edition.ByteCount);
        }

        try
        {
            return new FileStream(PlaceOf(limits.Folder ?? "", edition.Hash!), FileMode.Open, FileAccess.Read, FileShare.Read, FilePiece.Bytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            log.LogError(failed, "A file is not where it was put");
            throw new RuleBroken("material.file-gone");
        }
    }

    private static string PlaceOf(string folder, string hash) => Path.Combine(folder, hash[..2], hash);
}
