using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>The own hours of whoever helps or teaches, and the certificates of them: asked for here, opened and printed once the office has written them.</summary>
[Audience(Roles.Mentor, Roles.Teacher)]
internal sealed class MentorHoursModel(CoursesDb db, HelperHours hours, HoursDesk desk, CityTime city, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    [DateOf(DateMeaning.Past)]
    public DateOnly? First { get; set; }

    [BindProperty(SupportsGet = true)]
    [DateOf(DateMeaning.Past)]
    public DateOnly? Last { get; set; }

    public HoursView? View { get; private set; }

    /// <summary>One of just these days waits for the office, or holds.</summary>
    public bool IsAsked => View is { } view && view.Certificates.Any(one => one.Asked.FirstDay == view.First && one.Asked.LastDay == view.Last && (one.Paper is null || one.Holds));

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        var me = await Mine() ?? throw new NotFound("The helper");
        await desk.Ask(me.Id, First ?? throw new InvalidField(nameof(First), Words["error.field.required"]), Last ?? throw new InvalidField(nameof(Last), Words["error.field.required"]), Cancel);
        Done = Words["hours.was-asked"];
        return RedirectToPage();
    });

    protected override string FieldOf(string code) => code == "hours.span" ? nameof(First) : "";

    protected override async Task Load() => View = await Mine() is { } me ? await HoursView.Read(db, hours, me, First, Last, city, Cancel) : null;

    private Task<Helper?> Mine() => db.Own(caller).AsNoTracking().Include(helper => helper.Proofs).OrderBy(helper => helper.Id).FirstOrDefaultAsync(Cancel);
}
