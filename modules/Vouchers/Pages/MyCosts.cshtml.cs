using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>What it cost to come: claimed for a course and a month in which the register says that the person was there, and what became of it. Without JavaScript.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyCostsModel(CoursesDb db, ClaimCosts costs, ITimetable timetable, IOrientation orientation, Caller caller, CityTime city) : CoursesPage
{
    private const int Most = 30;

    /// <summary>A claim gets this id: a second tap makes no second one.</summary>
    [BindProperty]
    public Guid FormId { get; set; }

    [BindProperty]
    public CostKind? Kind { get; set; }

    /// <summary>Course and month: <c>group|2027-01</c>.</summary>
    [BindProperty, StringLength(60)]
    public string? ForWhat { get; set; }

    [BindProperty, Euros]
    public decimal? Amount { get; set; }

    [BindProperty]
    public Guid ClaimId { get; set; }

    public IReadOnlyList<(CostClaim Claim, string Course)> Claims { get; private set; } = [];

    /// <summary>Courses and months in which the person was there, the newest first.</summary>
    public IReadOnlyList<(string Value, string Course, DateOnly Month)> Choices { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        Require(FormId != Guid.Empty, "");
        await Load();
        Require(Kind is { } kind && Enum.IsDefined(kind), nameof(Kind), "error.field.required");
        Require(Choices.Any(one => one.Value == ForWhat), nameof(ForWhat), "error.field.required");
        Require(CostClaim.CentsOf(Amount) is not null, nameof(Amount), "my.costs.amount-wrong");
        var chosen = Choices.First(one => one.Value == ForWhat);
        await costs.Claim(FormId, Kind!.Value, Guid.Parse(chosen.Value.Split('|')[0]), chosen.Month, CostClaim.CentsOf(Amount)!.Value, Cancel);
        Done = Words["my.costs.claimed"];
        return Redirect("/my/costs");
    });

    public Task<IActionResult> OnPostTakeBack() => Act(async () =>
    {
        await costs.TakeBack(ClaimId, Cancel);
        Done = Words["my.costs.taken-back"];
        return Redirect("/my/costs");
    });

    protected override string FieldOf(string code) => code is "cost.not-there" or "cost.claimed-already" ? nameof(ForWhat) : "";

    protected override async Task Load()
    {
        FormId = FormId == Guid.Empty ? Guid.CreateVersion7(city.Now) : FormId;
        var me = caller.Id;
        var claims = await db.Set<CostClaim>().AsNoTracking().Where(claim => claim.ParticipantId == me).OrderByDescending(claim => claim.ClaimedAt).ThenBy(claim => claim.Id).Take(Most).ToListAsync(Cancel);
        var came = (await costs.DaysOf(me).ToListAsync(Cancel)).Select(one => (one.GroupId, Month: ClaimCosts.MonthOf(one.On))).Distinct().OrderByDescending(one => one.Month).ThenBy(one => one.GroupId).ToArray();
        var ids = claims.Select(claim => claim.GroupId).Concat(came.Select(one => one.GroupId)).Distinct().ToArray();
        var names = await timetable.Groups.Where(one => ids.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.Name, Cancel);
        foreach (var (run, name) in await orientation.NamesOf(ids, Cancel))
        {
            names[run] = name;
        }

        Claims = claims.ConvertAll(claim => (claim, names.GetValueOrDefault(claim.GroupId, "")));
        Choices = [.. came.Select(one => (string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{one.GroupId}|{one.Month:yyyy-MM}"), names.GetValueOrDefault(one.GroupId, ""), one.Month))];
    }
}
