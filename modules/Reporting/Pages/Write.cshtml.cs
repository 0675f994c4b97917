using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Courses.Reporting.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Reporting.Pages;

/// <summary>A letter to all people behind a number. The page says how many they are before anything goes out, and sends only to so many: if they are others meanwhile, it asks again.</summary>
[Audience(Roles.Administrator)]
internal sealed class WriteModel(WorkDesk desk, Caller caller) : PageWithReason
{
    [BindProperty(SupportsGet = true)]
    public string Set { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "$filter")]
    public string? Filter { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    /// <summary>The count that the page has said before.</summary>
    [BindProperty]
    public int? Repeated { get; set; }

    public IReadOnlyList<Guid> People { get; private set; } = [];

    /// <summary>The letter and the count were shown; now it can go.</summary>
    public bool IsRepeated { get; private set; }

    /// <summary>As somebody reads it whose language is the one of this page.</summary>
    public string Preview { get; private set; } = "";

    public string Back => $"/admin/rows/{Uri.EscapeDataString(Set)}" + QueryString.Create(new KeyValuePair<string, string?>[] { new("$filter", Filter), new("q", Query) }.Where(option => !string.IsNullOrEmpty(option.Value)));

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        await Load();
        var reason = ReasonFrom(WriteToAll.Reasons);
        if (People is [])
        {
            throw new RuleBroken("to-all.nobody");
        }

        if (Repeated != People.Count)
        {
            ModelState.Remove(nameof(Repeated));
            (Repeated, IsRepeated, Preview) = (People.Count, true, reason.In(Words, CultureInfo.CurrentUICulture));
            return Page();
        }

        var work = await desk.WaitFor(await desk.Ask(WriteToAll.Name, new ToAll(caller.Id, Set, Back, People, reason.Code, reason.Text, reason.Language), null, Cancel), Cancel);
        return RedirectToPage("/Work", new { id = work.Id });
    });

    protected override async Task Load()
    {
        if (!Words.Knows("rows.set." + Set) || !WriteToAll.NamesPeople(Set))
        {
            throw new NotFound("The people");
        }

        if (!WriteToAll.MayWrite(caller))
        {
            throw new Forbidden();
        }

        if (People is [])
        {
            People = await WriteToAll.PeopleBehind(Set, RowsModel.Narrowed(Filter, Query), new DefaultHttpContext { User = HttpContext.User, RequestServices = HttpContext.RequestServices, RequestAborted = Cancel });
        }
    }
}
