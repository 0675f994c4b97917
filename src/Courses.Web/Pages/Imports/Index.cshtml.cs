using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Imports;
using Courses.Platform.Imports.Files;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Web.Pages.Imports;

/// <summary>Lists that were uploaded, and the form for the next one.</summary>
[Audience(Roles.Coach, Roles.ProviderManager, Roles.Administrator)]
[UploadLimit(ImportFile.MaxBytes + (64 << 10))]
internal sealed class IndexModel(CoursesDb db, Importing importing, IProviders providers, Caller caller, TimeProvider clock) : CoursesPage
{
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public Guid? ProviderId { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public IReadOnlyList<IImportKind> Kinds { get; private set; } = [];

    public IReadOnlyList<ProviderRow> Providers { get; private set; } = [];

    public IReadOnlyList<Line> Files { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        var kind = importing.KindsFor(caller).SingleOrDefault(one => one.Key == Kind) ?? throw new InvalidField(nameof(Kind), Words["error.field.required"]);
        var provider = kind.OfProvider ? await Provider() : null;
        if (Upload is null)
        {
            throw new InvalidField(nameof(Upload), Words["error.field.required"]);
        }

        if (Upload.Length > ImportFile.MaxBytes)
        {
            throw new BadHttpRequestException("The upload is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        using var content = new MemoryStream();
        await Upload.CopyToAsync(content, Cancel);
        var name = Path.GetFileName(Upload.FileName);
        var file = new ImportFile
        {
            Kind = kind.Key,
            ProviderId = provider,
            FileName = name.Length > 200 ? name[^200..] : name,
            Content = content.ToArray(),
            UploadedAt = clock.GetUtcNow(),
            UploadedBy = caller.Id,
            UploadedByName = caller.Name,
        };
        try
        {
            importing.TableOf(file);
        }
        catch (UnreadableFile unreadable)
        {
            throw new InvalidField(nameof(Upload), Words.Explain(unreadable.Problem));
        }

        db.Add(file);
        await db.SaveChangesAsync(Cancel);
        return RedirectToPage("/Imports/Mapping", new { id = file.Id });
    });

    protected override async Task Load()
    {
        Kinds = importing.KindsFor(caller);
        if (caller.Is(Roles.Administrator))
        {
            Providers = [.. (await providers.Providers.ToListAsync(Cancel)).InReadersOrder(row => row.Name)];
        }

        Files = await db.FilesFor(importing, caller).OrderByDescending(file => file.UploadedAt).Take(50)
            .Select(file => new Line(file.Id, file.FileName, file.Kind, file.State, file.UploadedAt, file.UploadedByName, file.WrittenRows, file.WrongRows))
            .ToListAsync(Cancel);
    }

    private async Task<Guid?> Provider()
    {
        if (!caller.Is(Roles.Administrator))
        {
            return caller.OrganisationId ?? throw new Forbidden();
        }

        return ProviderId is { } id && await providers.Providers.AnyAsync(row => row.Id == id, Cancel) ? id : throw new InvalidField(nameof(ProviderId), Words["error.field.required"]);
    }

    public sealed record Line(Guid Id, string FileName, string Kind, ImportState State, DateTimeOffset UploadedAt, string By, int Written, int Wrong);
}
