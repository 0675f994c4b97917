using System.Globalization;
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

/// <summary>The office sees a helper's hours, writes certificates of them, and withdraws what says something wrong.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class OfHelperHoursModel(CoursesDb db, HelperHours hours, HoursDesk desk, CityTime city) : PageWithReason
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    [DateOf(DateMeaning.Past)]
    public DateOnly? First { get; set; }

    [BindProperty(SupportsGet = true)]
    [DateOf(DateMeaning.Past)]
    public DateOnly? Last { get; set; }

    [BindProperty]
    public Guid Paper { get; set; }

    public HoursView View { get; private set; } = null!;

    public bool IsWritten => View.Certificates.Any(one => one.Holds && one.Asked.FirstDay == View.First && one.Asked.LastDay == View.Last);

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostIssueAsync() => Act(async () =>
    {
        await desk.Issue(Id, First ?? throw new InvalidField(nameof(First), Words["error.field.required"]), Last ?? throw new InvalidField(nameof(Last), Words["error.field.required"]), Cancel);
        Done = Words["hours.issued"];
        return RedirectToPage(new { Id });
    });

    public Task<IActionResult> OnPostWithdrawAsync() => Act(async () =>
    {
        await desk.Withdraw(Id, Paper, ReasonFrom("hours"), Cancel);
        Done = Words["hours.was-withdrawn"];
        return RedirectToPage(new { Id });
    });

    protected override string FieldOf(string code) => code == "hours.span" ? nameof(First) : base.FieldOf(code);

    protected override async Task Load() => View = await HoursView.Read(
        db, hours, await db.Set<Helper>().AsNoTracking().Include(helper => helper.Proofs).SingleOrDefaultAsync(helper => helper.Id == Id, Cancel) ?? throw new NotFound("The helper"), First, Last, city, Cancel);
}
