using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Courses.Materials.Features;

/// <summary>Hands out the file of an edition to staff who see its material, and the newest file of what newcomers may read to everybody.</summary>
internal sealed class OpenFile(CoursesDb db, FileStore store, Caller caller)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/materials/files/{id:guid}", (Guid id, [FromServices] OpenFile handler, HttpResponse response, CancellationToken cancel) => handler.ForStaff(id, response, cancel))
            .For(Roles.Teacher, Roles.ProviderManager, Roles.Administrator, Roles.Coach).ExcludeFromDescription();
        app.MapGet("/leaflets/{id:guid}", (Guid id, [FromServices] OpenFile handler, HttpResponse response, CancellationToken cancel) => handler.ForEverybody(id, response, cancel))
            .ForAnyone().ExcludeFromDescription();
    }

    /// <summary>What was taken off opens only for whoever keeps it: to judge it, or to undo.</summary>
    private async Task<IResult> ForStaff(Guid id, HttpResponse response, CancellationToken cancel)
    {
        var found = await (
            from edition in db.Set<Edition>().AsNoTracking()
            join material in db.Set<Material>().VisibleTo(caller).AsNoTracking() on edition.MaterialId equals material.Id
            where edition.Id == id && edition.Hash != null
            select new { Edition = edition, Material = material }).SingleOrDefaultAsync(cancel);
        if (found is null || ((found.Edition.WithdrawnAt ?? found.Material.WithdrawnAt) is not null && !caller.Keeps(found.Material.ProviderId)))
        {
            throw new NotFound("The file");
        }

        return HandOut(found.Material, found.Edition, response);
    }

    private async Task<IResult> ForEverybody(Guid id, HttpResponse response, CancellationToken cancel)
    {
        var found = await (
            from material in db.Set<Material>().AsNoTracking()
            join edition in db.Set<Edition>().AsNoTracking() on material.CurrentId equals edition.Id
            where material.Id == id && material.ForNewcomers && material.WithdrawnAt == null && edition.Hash != null
            select new { Edition = edition, Material = material }).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The leaflet");
        return HandOut(found.Material, found.Edition, response);
    }

    /// <summary>Asked for again each time, and not sent again when it is the same: what was taken off is gone at once.</summary>
    private Microsoft.AspNetCore.Http.HttpResults.FileStreamHttpResult HandOut(Material material, Edition edition, HttpResponse response)
    {
        var kind = FileKinds.Of(edition.ContentType) ?? throw new RuleBroken("material.file-gone");
        response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Stream(
            store.Open(edition),
            kind.ContentType,
            kind.IsPicture ? null : $"{NameOf(material.Title)}-{edition.Number}.{kind.Ending}",
            entityTag: new EntityTagHeaderValue($"\"{edition.Hash}\""),
            enableRangeProcessing: true);
    }

    /// <summary>Letters and digits of any script: what else a title has, some systems take for a path.</summary>
    private static string NameOf(string title)
    {
        var name = string.Join('-', new string([.. title.Select(letter => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.NonSpacingMark ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return name.Length switch { 0 => "material", > 80 => name[..80], _ => name };
    }
}
