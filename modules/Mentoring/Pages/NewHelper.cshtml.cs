using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Mentoring.Pages;

/// <summary>Somebody who wants to help is written down.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class NewHelperModel(CoursesDb db, IStaff staff, IAudit audit, CityTime city) : HelperForm(db, staff)
{
    private readonly CoursesDb db = db;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var id = await Save(async () =>
        {
            var helper = new Helper { Name = "", Kind = HelperKind.Volunteer, Languages = "", Availability = 0, AddedAt = city.Now };
            await Apply(helper);
            db.Add(helper);
            audit.Record("helper.added", helper.Id);
            return helper.Id;
        });
        Done = Words["mentoring.saved"];
        return LocalRedirect($"/mentoring/helpers/{id}");
    });

    protected override Task Load() => LoadAccounts(null);
}
