using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>Costs that people claim: a coach decides, beside what the register says; an administrator, who is somebody else and reads no names, pays by the number of the pass. In pages.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class CostsModel(CoursesDb db, ClaimCosts costs, ITimetable timetable, IAttendance attendance, IParticipants participants, Caller caller) : PageWithReason, IShowsPeople
{
    public const string Open = "open";
    public const string Approved = "approved";
    public const string Finished = "finished";

    private const int AtOnce = 50;

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public Guid ClaimId { get; set; }

    [BindProperty, Euros]
    public decimal? Amount { get; set; }

    public IReadOnlyList<ListedClaim> Claims { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public bool Decides => caller.Is(Roles.Coach);

    public bool Pays => caller.Is(Roles.Administrator);

    public IEnumerable<Guid> PeopleShown => Decides ? Claims.Select(one => one.Claim.ParticipantId) : [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostApprove() => Press(Decides, "costs.was-approved", Open, () =>
    {
        Require(CostClaim.CentsOf(Amount) is not null, nameof(Amount), "my.costs.amount-wrong");
        return costs.Approve(ClaimId, CostClaim.CentsOf(Amount)!.Value, Cancel);
    });

    public Task<IActionResult> OnPostRefuse() => Press(Decides, "costs.was-refused", Open, () => costs.Refuse(ClaimId, ReasonFrom("cost"), Cancel));

    public Task<IActionResult> OnPostPay() => Press(Pays, "costs.was-paid", Approved, () => costs.Pay(ClaimId, Cancel));

    protected override string FieldOf(string code) => code == "cost.amount-wrong" ? nameof(Amount) : base.FieldOf(code);

    protected override async Task Load()
    {
        Show = Show is Open or Approved or Finished ? Show : Decides ? Open : Approved;
        var begin = Place.Read(From);
        var (at, id) = (begin?.At ?? default, begin?.Id ?? Guid.Empty);
        var claims = Show switch
        {
            Open => db.Set<CostClaim>().Where(claim => claim.ApprovedAt == null && claim.RefusedAt == null),
            Approved => db.Set<CostClaim>().Where(claim => claim.ApprovedAt != null && claim.PaidAt == null),
            _ => db.Set<CostClaim>().Where(claim => claim.PaidAt != null || claim.RefusedAt != null),
        };
        var rows = await (
            from claim in claims
            join person in participants.People on claim.ParticipantId equals person.Id
            join grp in timetable.Groups on claim.GroupId equals grp.Id
            where begin == null || claim.ClaimedAt > at || (claim.ClaimedAt == at && claim.Id.CompareTo(id) > 0)
            orderby claim.ClaimedAt, claim.Id
            select new ListedClaim { Claim = claim, Name = person.FamilyName + " " + person.GivenName, PassNumber = person.PassNumber, Course = grp.Name }).AsNoTracking().Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(rows, AtOnce, $"/costs?show={Show}", begin, one => new(one.Claim.ClaimedAt, one.Claim.Id));
        Claims = rows;
        if (Show != Open)
        {
            return;
        }

        // What the register says of these months, beside each claim.
        var (groups, people) = (rows.Select(one => one.Claim.GroupId).Distinct().ToArray(), rows.Select(one => one.Claim.ParticipantId).Distinct().ToArray());
        var marks = await (
            from mark in attendance.Marks
            join session in timetable.Sessions on mark.SessionId equals session.Id
            where groups.Contains(mark.GroupId) && people.Contains(mark.ParticipantId) && session.CancelledAt == null
            select new { mark.GroupId, mark.ParticipantId, session.LocalDate, mark.PresentMinutes }).ToListAsync(Cancel);
        foreach (var one in rows)
        {
            var days = marks.Where(mark => mark.GroupId == one.Claim.GroupId && mark.ParticipantId == one.Claim.ParticipantId && ClaimCosts.MonthOf(mark.LocalDate) == one.Claim.Month).ToArray();
            (one.Came, one.Held) = (days.Count(mark => mark.PresentMinutes > 0), days.Length);
        }
    }

    private Task<IActionResult> Press(bool may, string done, string then, Func<Task> act) => Act(async () =>
    {
        if (!may)
        {
            throw new Forbidden();
        }

        await act();
        Done = Words[done];
        return Redirect($"/costs?show={then}");
    });
}

/// <summary>A claim as staff read it.</summary>
internal sealed record ListedClaim
{
    public required CostClaim Claim { get; init; }

    public required string Name { get; init; }

    public required string? PassNumber { get; init; }

    public required string Course { get; init; }

    /// <summary>In so many sessions of the month the person was.</summary>
    public int Came { get; set; }

    /// <summary>Of so many of which the register says something.</summary>
    public int Held { get; set; }
}
