using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Eligibility.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>The newcomer's side of a decision: what is proposed or decided, why, and a place to answer.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyDecisionsModel(CoursesDb db, Sentences sentences, CityNames names, TellOfProposal tell, IAudit audit, Caller caller, CityTime city, TimeProvider clock) : CoursesPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    [Required]
    [MaxLength(1500)]
    public string? Text { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public DateOnly Today => city.Today;

    public async Task OnGet()
    {
        // Only what really stands on the phone was read.
        if (HttpMethods.IsGet(Request.Method))
        {
            await tell.ByPage(caller.Id, Cancel);
        }

        await Load();
    }

    public Task<IActionResult> OnPostComment() => Answer((proposal, now) => proposal.SayWhy(Text!, now), "proposal.commented");

    /// <summary>Nothing more is to come from the person: what is written beside the button is sent with it.</summary>
    public Task<IActionResult> OnPostAll()
    {
        ModelState.Remove(nameof(Text));
        return Answer(
            (proposal, now) =>
            {
                if (!string.IsNullOrWhiteSpace(Text))
                {
                    proposal.SayWhy(Text, now);
                }

                proposal.SayThatThisIsAll(now);
            },
            "proposal.said-all");
    }

    public Task<IActionResult> OnPostAppeal() => Answer((proposal, now) => proposal.AppealAgainst(Text!, now, city.Today), "proposal.appealed");

    protected override async Task Load()
    {
        var proposals = await (
            from proposal in db.Set<Proposal>().AsNoTracking()
            join decision in db.Set<Decision>().AsNoTracking() on proposal.DecisionId equals decision.Id
            where proposal.ParticipantId == caller.Id
            orderby proposal.ProposedAt descending
            select new { proposal, decision }).Take(20).ToListAsync(Cancel);
        Rows = [.. proposals.Select(row => new Row(
            row.proposal,
            names.OfProgramme(CultureInfo.CurrentUICulture, row.proposal.ProgrammeCode),
            string.Join(' ', sentences.Deciding(JsonSerializer.Deserialize<Reason>(row.decision.Reasons, Terms.Json)!, CultureInfo.CurrentUICulture)),
            sentences.TooWeak(LookBack.FactsOf(row.decision), CultureInfo.CurrentUICulture),
            row.proposal.State is ProposalState.Open or ProposalState.Reopened,
            row.proposal.MayAppealOn(city.Today)))];
    }

    private Task<IActionResult> Answer(Action<Proposal, DateTimeOffset> verb, string act) => Act(async () =>
    {
        await db.Transact(
            async () =>
            {
                if (!await db.Set<Proposal>().AnyAsync(row => row.Id == Id && row.ParticipantId == caller.Id, Cancel))
                {
                    throw new NotFound("proposal");
                }

                verb((await db.Lock<Proposal>(Id, Cancel))!, clock.GetUtcNow());
                audit.Record(act, Id);
            },
            Cancel);
        Done = Words["my.decisions.sent"];
        return RedirectToPage();
    });

    internal sealed record Row(Proposal Proposal, string Programme, string Why, string? TooWeak, bool MayComment, bool MayAppeal)
    {
        public string Tone => Proposal.State switch
        {
            ProposalState.Confirmed => "bad",
            ProposalState.Open or ProposalState.Reopened => "warn",
            _ => "good",
        };

        public string State => Proposal.InWords();
    }
}
