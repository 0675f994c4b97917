using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Eligibility.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>What rules have proposed and a coach has to decide, with what the newcomer says to it. Administrators and auditors read; names and words are for who works with the person.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class ProposalsModel(CoursesDb db, IParticipants participants, IMessages messages, DecideProposal decide, Sentences sentences, Caller caller) : PageWithReason, IShowsPeople
{
    private const int AtOnce = 10;
    private const int SettledAtOnce = 30;

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty]
    public bool Sure { get; set; }

    public IReadOnlyList<Row> Waiting { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public IReadOnlyList<Row> Settled { get; private set; } = [];

    /// <summary>Decisions to look at again, because a version with a first day in the past would have taken them differently.</summary>
    public int Reviews { get; private set; }

    public bool MayDecide => caller.Is(Roles.Coach);

    public bool SeesNames => MayDecide || caller.May(Permissions.CaseData);

    public string Say(Proposal proposal) => proposal is { State: ProposalState.Confirmed, CutCents: { } cents } ? Words.Say("proposal.state.Cut", Shown.Money(cents)) : Words["proposal.state." + proposal.State];

    public IEnumerable<Guid> PeopleShown => SeesNames ? Waiting.Concat(Settled).Select(row => row.Proposal.ParticipantId) : [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostConfirm() => Act(async () =>
    {
        MustDecide();
        if (!Sure)
        {
            throw new RuleBroken("proposal.unconfirmed");
        }

        await decide.Confirm(Id, ReasonFrom("benefit-ends"), caller.Name, caller.Id, Cancel);
        return Decided();
    });

    public Task<IActionResult> OnPostReject() => Act(async () =>
    {
        MustDecide();
        await decide.Reject(Id, ReasonFrom("benefit-stays"), caller.Name, caller.Id, Cancel);
        return Decided();
    });

    protected override async Task Load()
    {
        var begin = Place.Read(From);
        var (at, id) = (begin?.At, begin?.Id ?? Guid.Empty);
        var waiting = await db.Set<Proposal>().AsNoTracking()
            .Where(row => row.State == ProposalState.Open || row.State == ProposalState.Reopened || (row.State == ProposalState.Confirmed && row.AppealedAt != null && row.AppealDecidedAt == null))
            .Where(row => at == null || row.ProposedAt > at || (row.ProposedAt == at && row.Id.CompareTo(id) > 0))
            .OrderBy(row => row.ProposedAt).ThenBy(row => row.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(waiting, AtOnce, "/coach/proposals", begin, row => new(row.ProposedAt, row.Id));
        var settled = await db.Set<Proposal>().AsNoTracking()
            .Where(row => row.DecidedAt != null && row.State != ProposalState.Open && row.State != ProposalState.Reopened && !(row.State == ProposalState.Confirmed && row.AppealedAt != null && row.AppealDecidedAt == null))
            .OrderByDescending(row => row.DecidedAt).Take(SettledAtOnce).ToListAsync(Cancel);
        var ids = waiting.Concat(settled).Select(row => row.ParticipantId).Distinct().ToArray();
        var names = await participants.People.Where(person => EF.Parameter(ids).Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => SeesNames ? person.GivenName + " " + person.FamilyName : person.PassNumber ?? "", Cancel);
        var letters = new Dictionary<Guid, string>();
        foreach (var kind in new[] { ProposalLetter.OfKind, ProposalLetter.OfCut, DecisionLetter.OfKind, DecisionLetter.OfCut })
        {
            foreach (var (about, became) in await messages.WhatBecameOf(kind, ids, Cancel))
            {
                letters[about] = became;
            }
        }

        var programmes = await db.Set<Programme>().AsNoTracking().Include(programme => programme.Versions).ToDictionaryAsync(programme => programme.Code, Cancel);
        var decisions = waiting.Select(row => row.DecisionId).ToArray();
        var facts = await db.Set<Decision>().AsNoTracking().Where(row => EF.Parameter(decisions).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Facts, Cancel);
        Row RowOf(Proposal proposal)
        {
            var programme = programmes[proposal.ProgrammeCode];
            var hour = programme.Versions.MaxBy(version => version.Number)!.AcademicHourMinutes;
            var known = facts.GetValueOrDefault(proposal.DecisionId) is { } kept ? JsonSerializer.Deserialize<Facts>(kept, Terms.Json) : null;
            return new(proposal, names.GetValueOrDefault(proposal.ParticipantId) ?? "", programme.Name, Evaluation.Hours(proposal.AttendedMinutes, hour), Evaluation.Hours(proposal.HeldMinutes, hour), letters.GetValueOrDefault(proposal.State == ProposalState.Confirmed ? proposal.Id : proposal.DecisionId),
                known is null ? null : ExcusedHours.Of(known), known is null ? null : sentences.TooWeak(known, CultureInfo.CurrentUICulture));
        }

        Reviews = await db.Set<DecisionReview>().CountAsync(row => row.SettledAt == null && row.WithdrawnAt == null, Cancel);
        Waiting = [.. waiting.Select(RowOf)];
        Settled = [.. settled.Select(RowOf)];
    }

    private void MustDecide()
    {
        if (!MayDecide)
        {
            throw new NotFound("The proposal");
        }
    }

    private RedirectToPageResult Decided()
    {
        Done = Words["proposals.done"];
        return RedirectToPage();
    }

    /// <summary>What was excused of the sessions held, by a word alone and by a certificate, in academic hours.</summary>
    internal sealed record ExcusedHours(string ByWord, string Proven)
    {
        public static ExcusedHours? Of(Facts facts) => facts.Hours.ExcusedPlanned == 0 ? null
            : new(Evaluation.Hours(facts.Hours.ExcusedPlanned - facts.Hours.ExcusedProven, facts), Evaluation.Hours(facts.Hours.ExcusedProven, facts));
    }

    internal sealed record Row(Proposal Proposal, string Person, string Programme, string Attended, string Held, string? Letter, ExcusedHours? Excused, string? TooWeak)
    {
        /// <summary>The sessions, marks and records that the proposal rests on.</summary>
        public string Evidence =>
            $"/coach/people/{Proposal.ParticipantId}/attendance?programme={Proposal.ProgrammeCode}"
            + (Periods.Days(Proposal.Period) is { } days ? string.Create(CultureInfo.InvariantCulture, $"&from={days.From:yyyy-MM-dd}&until={days.Until:yyyy-MM-dd}") : "");

        /// <summary>Nobody knows yet that the newcomer heard of it, and something depends on that.</summary>
        public bool IsUntold => Proposal is { State: ProposalState.Open or ProposalState.Reopened, ToldOn: null } or { State: ProposalState.Confirmed, AppealedAt: null, AppealUntil: null };
    }
}
