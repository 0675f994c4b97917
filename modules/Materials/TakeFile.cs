using Courses.Platform.Errors;
using Microsoft.AspNetCore.Http;

namespace Courses.Materials;

/// <summary>Looks at an upload: how large it is, what it is, and what the scanner says.</summary>
internal sealed class TakeFile(FileLimits limits, ScanFile scan)
{
    /// <summary>Broken rules: <c>material.file-large</c>, <c>material.file-kind</c>, <c>material.file-infected</c>, <c>material.scan-failed</c>.</summary>
    public async Task<TakenFile> Take(IFormFile file, CancellationToken cancel)
    {
        if (file.Length > limits.Bytes)
        {
            throw new RuleBroken("material.file-large", limits.Megabytes);
        }

        using var read = new MemoryStream((int)file.Length);
        await file.CopyToAsync(read, cancel);
        var content = read.ToArray();
        var kind = FileKinds.Of(content) ?? throw new RuleBroken("material.file-kind");
        await scan.MustBeClean(content, cancel);
        return new(content, kind);
    }
}
