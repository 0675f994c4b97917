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

/// <summary>The picture of a note, for the provider whose lessons it excuses and for the coach. Who looked stands in the trail.</summary>
internal sealed class ShowNote(CoursesDb db, ISeals seals, IAudit audit, Caller caller)
{
    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet("/illness/{id:guid}/note", (Guid id, [FromServices] ShowNote handler, HttpResponse response, CancellationToken cancel) => handler.Handle(id, response, cancel))
        .For(Roles.ProviderManager, Roles.Coach);

    public async Task<IResult> Handle(Guid reportId, HttpResponse response, CancellationToken cancel)
    {
        var provider = caller.Is(Roles.Coach) ? (Guid?)null : caller.OrganisationId ?? throw new Forbidden();
        var note = await (
            from kept in db.Set<IllnessNote>().AsNoTracking()
            join report in db.Set<IllnessReport>() on kept.ReportId equals report.Id
            where report.Id == reportId && report.TakenBackAt == null && (provider == null || report.Cases.Any(one => one.ProviderId == provider))
            select new { kept.ContentType, kept.Sealed, report.ParticipantId }).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The note");
        var content = seals.Open(nameof(IllnessNote), reportId, note.Sealed) ?? throw new RuleBroken("illness.note-sealed");

        // First the line, then the look.
        audit.Record("illness.note-seen", note.ParticipantId, reportId.ToString());
        await db.SaveChangesAsync(cancel);
        response.Headers.CacheControl = "no-store";

        // A picture is shown; a document is never opened under our name.
        return TypedResults.File(content, note.ContentType, note.ContentType == NotePicture.Pdf ? $"note-{reportId:N}.pdf" : null);
    }
}
