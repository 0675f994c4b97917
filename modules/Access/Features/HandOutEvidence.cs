using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Courses.Access.Features;

/// <summary>All that is chained about one person or one settlement, as one file for a court or an auditor: docs/evidence.md. What was written until now is chained first, and its head goes out of the house.</summary>
internal sealed class HandOutEvidence(RowChain chain, EvidenceFile file, HeadsOutside outside, CoursesDb db, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var about in new[] { "person", "settlement" })
        {
            app.MapGet($"/admin/evidence/{about}/{{id:guid}}.json", (Guid id, HandOutEvidence evidence, CancellationToken cancel) => evidence.Of(about, id, cancel)).For(Roles.Administrator, Roles.Auditor);
        }
    }

    private async Task<IResult> Of(string about, Guid id, CancellationToken cancel)
    {
        await file.MustKnow(about, id, cancel);

        // That somebody took it is part of what is taken.
        await db.Transact(
            () =>
            {
                audit.Record("evidence.handed-out", id, about);
                return Task.CompletedTask;
            },
            cancel);
        await chain.Extend(RowChain.UsualLookBack, cancel);
        await outside.Make(cancel);
        return Results.Stream(to => file.Write(about, id, to, cancel), "application/json", string.Create(CultureInfo.InvariantCulture, $"evidence-{about}-{id}.json"));
    }
}
