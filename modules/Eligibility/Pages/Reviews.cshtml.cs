using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>What a version with a first day in the past would have decided differently, for a coach to look at. Nothing here changes a decision: what is set right is set right where it belongs.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class ReviewsModel(CoursesDb db, IParticipants participants, Sentences sentences, IAudit audit, Caller caller, CityTime city, TimeProvider clock) : CoursesPage, IShowsPeople
{
    private const int Most = 100;

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty, Required, StringLength(DecisionReview.LongestNote)]
    public string? Note { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public bool MaySettle => caller.Is(Roles.Coach);

    public bool SeesNames => MaySettle || caller.May(Permissions.CaseData);

    public IEnumerable<Guid> PeopleShown => SeesNames ? Rows.Select(row => row.Review.ParticipantId) : [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (!MaySettle)
        {
            throw new NotFound("The review");
        }

        await db.Transact(
            async () =>
            {
                var review = await db.Lock<DecisionReview>(Id, Cancel) ?? throw new NotFound("The review");
                review.Settle(Note!.Trim(), caller.Name, caller.Id, clock.GetUtcNow());
                audit.Record("review.settled", review.ParticipantId, $"{review.ProgrammeCode} {review.RuleVersion}: {review.Note}");
            },
            Cancel);
        Done = Words["reviews.done"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var open = db.Set<DecisionReview>().AsNoTracking().Where(row => row.SettledAt == null && row.WithdrawnAt == null);
        Total = await open.CountAsync(Cancel);
        var reviews = await open.OrderBy(row => row.ProposedAt).ThenBy(row => row.ParticipantId).ThenBy(row => row.Id).Take(Most).ToListAsync(Cancel);
        var ids = reviews.Select(row => row.DecisionId).ToArray();
        var decisions = await db.Set<Decision>().AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, Cancel);
        var people = reviews.Select(row => row.ParticipantId).Distinct().ToArray();
        var names = await participants.People.Where(person => EF.Parameter(people).Contains(person.Id))
            .ToDictionaryAsync(person => person.Id, person => SeesNames ? person.GivenName + " " + person.FamilyName : person.PassNumber ?? "", Cancel);
        var programmes = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).ToDictionaryAsync(programme => programme.Code, Cancel);
        Rows = [.. reviews.Select(review =>
        {
            var (decision, programme) = (decisions[review.DecisionId], programmes[review.ProgrammeCode]);
            var version = programme.Versions.Single(row => row.Number == review.RuleVersion);
            var culture = CultureInfo.CurrentUICulture;
            return new Row(
                review,
                names.GetValueOrDefault(review.ParticipantId) ?? "",
                programme.Name,
                decision.Period,
                city.DayOf(decision.DecidedAt),
                sentences.Of(JsonSerializer.Deserialize<Reason>(decision.Reasons, Terms.Json)!, culture),
                sentences.Of(LookBack.Again(decision, version.Terms, version.ValidFrom).ReasonAfter!, culture));
        })];
    }

    internal sealed record Row(DecisionReview Review, string Person, string Programme, string Period, DateOnly DecidedOn, IReadOnlyList<string> Was, IReadOnlyList<string> Would);
}
