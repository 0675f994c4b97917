using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>The provider's own part of a batch, to read, print or keep.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class ProviderStatementModel(CoursesDb db, Statements statements, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The lines of one class.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Class { get; set; }

    /// <summary>All lines on one page, to print.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    public SettlementBatch Batch { get; private set; } = null!;

    public IReadOnlyList<StatementLine> Lines { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Lines = await statements.LinesOf(Id, caller.OrganisationId ?? throw new Forbidden(), Cancel);
        Batch = await db.Set<SettlementBatch>().AsNoTracking().SingleOrDefaultAsync(batch => batch.Id == Id, Cancel) is { } batch && Lines is not []
            ? batch
            : throw new NotFound("The settlement");
        Class = Lines.Any(line => line.GroupId == Class) ? Class : null;
    }
}
