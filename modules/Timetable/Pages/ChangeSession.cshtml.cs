using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Pages;

/// <summary>Moving or cancelling one session, with the reason.</summary>
[Audience(Roles.ProviderManager, Roles.Coach, Roles.Administrator)]
internal sealed class ChangeSessionModel(CoursesDb db, ChangeGroup change, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid SessionId { get; set; }

    [BindProperty]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? On { get; set; }

    [BindProperty]
    public TimeOnly? From { get; set; }

    [BindProperty]
    public TimeOnly? Until { get; set; }

    [BindProperty]
    [Range(1, 1440)]
    public int? PlannedMinutes { get; set; }

    [BindProperty]
    [Required]
    [StringLength(300)]
    public string? Reason { get; set; }

    /// <summary>The questions were read and the move is meant.</summary>
    [BindProperty]
    public bool IsMeant { get; set; }

    /// <summary>What should be known before the session is moved there.</summary>
    public IReadOnlyList<Refusal> Questions { get; private set; } = [];

    public Session Session { get; private set; } = null!;

    public string GroupName { get; private set; } = "";

    public async Task OnGet()
    {
        await Load();
        (On, From, Until, PlannedMinutes) = (Session.LocalDate, Session.LocalFrom, Session.LocalUntil, Session.PlannedMinutes);
    }

    public Task<IActionResult> OnPostMove() => Act(async () =>
    {
        await Load();
        Questions = await change.MoveSession(
            SessionId,
            new(Filled(On, nameof(On)), Filled(From, nameof(From)), Filled(Until, nameof(Until)), Filled(PlannedMinutes, nameof(PlannedMinutes))),
            Reason!,
            IsMeant,
            Cancel);
        if (Questions is not [])
        {
            return Page();
        }

        Done = Words["classes.session-moved"];
        return Redirect($"/provider/classes/{Id}");
    });

    public Task<IActionResult> OnPostCancel() => Act(async () =>
    {
        await Load();
        await change.CancelSession(SessionId, Reason!, Cancel);
        Done = Words["classes.session-was-cancelled"];
        return Redirect($"/provider/classes/{Id}");
    });

    protected override async Task Load()
    {
        var group = await db.Set<Group>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The group");
        GroupName = group.Name;
        Session = await db.Set<Session>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == SessionId && row.GroupId == Id, Cancel) ?? throw new NotFound("The session");
    }

    private T Filled<T>(T? value, string field)
        where T : struct => value ?? throw new InvalidField(field, Words["error.field.required"]);
}
