using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>The photographs of the list that was signed on paper: what is there, and a place to send one.</summary>
[Audience(Roles.Teacher, Roles.ProviderManager)]
[UploadLimit(NotePicture.MostBytesOfARequest)]
[RequestFormLimits(MultipartBodyLengthLimit = NotePicture.MostBytesOfARequest)]
internal sealed class SheetPhotosModel(CoursesDb db, RegisterSheets sheets, PhotographSheet photograph) : CoursesPage
{
    internal sealed record Kept(Guid Id, DateTimeOffset SentAt, string SentBy);

    [FromRoute]
    public Guid SessionId { get; set; }

    [BindProperty]
    public IFormFile? Photo { get; set; }

    public SessionInfo Session { get; private set; } = null!;

    public IReadOnlyList<Kept> Photos { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (Photo is not { Length: > 0 })
        {
            throw new InvalidField(nameof(Photo), Words["error.field.required"]);
        }

        if (Photo.Length > NotePicture.MostBytes)
        {
            throw new RuleBroken("illness.note-too-large", NotePicture.MostBytes >> 20);
        }

        using var content = new MemoryStream();
        await Photo.CopyToAsync(content, Cancel);
        await photograph.Keep(SessionId, content.ToArray(), Cancel);
        Done = Words["sheet.kept"];
        return RedirectToPage(new { SessionId });
    });

    protected override string FieldOf(string code) => nameof(Photo);

    protected override async Task Load()
    {
        Session = await sheets.Session(SessionId, Cancel);
        Photos = await db.Set<SheetPhoto>().Where(photo => photo.SessionId == SessionId).OrderBy(photo => photo.SentAt).Select(photo => new Kept(photo.Id, photo.SentAt, photo.SentBy)).ToListAsync(Cancel);
    }
}
