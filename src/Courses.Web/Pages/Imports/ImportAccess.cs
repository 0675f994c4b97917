using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Imports;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Web.Pages.Imports;

/// <summary>Who may see which list: coaches their own, provider managers those of their provider, administrators all that hold no case data.</summary>
internal static class ImportAccess
{
    public static IReadOnlyList<IImportKind> KindsFor(this Importing importing, Caller caller) => [.. importing.Kinds.Where(kind => kind.Roles.Any(caller.Is))];

    public static IQueryable<ImportFile> FilesFor(this CoursesDb db, Importing importing, Caller caller)
    {
        var kinds = importing.KindsFor(caller).Select(kind => kind.Key).ToArray();
        var files = db.Set<ImportFile>().Where(file => kinds.Contains(file.Kind));
        if (!caller.Is(Roles.Administrator))
        {
            return caller.OrganisationId is { } organisation
                ? files.Where(file => file.ProviderId == organisation)
                : files.Where(file => file.UploadedBy == caller.Id);
        }

        return caller.May(Permissions.CaseData) ? files : files.Where(file => file.ProviderId != null || file.UploadedBy == caller.Id);
    }

    public static async Task<ImportFile> FileFor(this CoursesDb db, Importing importing, Caller caller, Guid id, CancellationToken cancel) =>
        await db.FilesFor(importing, caller).SingleOrDefaultAsync(file => file.Id == id, cancel) ?? throw new NotFound("The list");
}
