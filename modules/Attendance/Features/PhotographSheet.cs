using System.Security.Cryptography;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>Keeps the photograph of a signed list, and shows it to the provider and to coaches. Who sent it with which hash, and who looked, stands in the trail.</summary>
internal sealed class PhotographSheet(CoursesDb db, RegisterSheets sheets, Recorders recorders, ISeals seals, IAudit audit, Caller caller, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/registers/photos/{id:guid}", (Guid id, [FromServices] PhotographSheet handler, HttpResponse response, CancellationToken cancel) => handler.Show(id, response, cancel))
        .For(Roles.Teacher, Roles.ProviderManager, Roles.Coach);

    /// <summary>Broken rules: <c>illness.note-kind</c>, <c>sheet.too-many</c>.</summary>
    public async Task Keep(Guid sessionId, byte[] content, CancellationToken cancel)
    {
        var (session, type) = (await sheets.Session(sessionId, cancel), NotePicture.TypeOf(content));
        await db.Transact(
            async () =>
            {
                if (await db.Set<SheetPhoto>().CountAsync(photo => photo.SessionId == session.Id, cancel) >= SheetPhoto.MostOfASession)
                {
                    throw new RuleBroken("sheet.too-many", SheetPhoto.MostOfASession);
                }

                var id = db.Engine.NewKey();
                db.Add(new SheetPhoto { Id = id, SessionId = session.Id, ContentType = type, Sealed = seals.Seal(nameof(SheetPhoto), id, content), SentAt = clock.GetUtcNow(), SentBy = recorders.Name });
                audit.Record("sheet.photographed", session.Id, Convert.ToHexStringLower(SHA256.HashData(content)));
            },
            cancel);
    }

    private async Task<IResult> Show(Guid id, HttpResponse response, CancellationToken cancel)
    {
        var photo = await db.Set<SheetPhoto>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) ?? throw new NotFound("The photograph");
        if (!caller.Is(Roles.Coach))
        {
            await sheets.Session(photo.SessionId, cancel);
        }

        var content = seals.Open(nameof(SheetPhoto), id, photo.Sealed) ?? throw new RuleBroken("illness.note-sealed");
        audit.Record("sheet.photo-seen", photo.SessionId, id.ToString());
        await db.SaveChangesAsync(cancel);
        response.Headers.CacheControl = "no-store";

        // A picture is shown; a document is never opened under our name.
        return TypedResults.File(content, photo.ContentType, photo.ContentType == NotePicture.Pdf ? $"list-{id:N}.pdf" : null);
    }
}
