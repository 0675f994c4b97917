using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Vouchers.Pages;

/// <summary>Vouchers for many: everybody whom the programme would give some and who has none yet. Nobody is ticked beforehand, and the sum in euros is said before anything is issued.</summary>
[Audience(Roles.Coach)]
internal sealed class IssueManyModel(CoursesDb db, IssueVouchers issue, IEligibility eligibility, IParticipants participants, CityTime time) : CoursesPage, IShowsPeople
{
    private const int PageSize = 100;

    internal sealed record Candidate(Guid Id, string GivenName, string FamilyName, string? PassNumber, DateTimeOffset RegisteredAt);

    [BindProperty(SupportsGet = true, Name = "programme"), StringLength(60)]
    public string? Programme { get; set; }

    [BindProperty]
    public List<Guid> People { get; set; } = [];

    /// <summary>Whom the list is narrowed to: what the one search for people finds.</summary>
    [BindProperty(SupportsGet = true, Name = "q"), StringLength(100)]
    public string? Query { get; set; }

    /// <summary>The sum in cents that the page has said before: only that one is issued.</summary>
    [BindProperty]
    public long? RepeatedCents { get; set; }

    /// <summary>What everybody gets, in cents.</summary>
    public long CentsEach { get; private set; }

    public long CentsInAll => People.Count * CentsEach;

    /// <summary>The chosen people were counted and their sum said.</summary>
    public bool IsRepeated { get; private set; }

    public IReadOnlyList<ProgrammeRow> Programmes { get; private set; } = [];

    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    public IReadOnlyList<IssueVouchers.Issued> Refused { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => Candidates.Select(person => person.Id);

    public LookKind LooksAt => string.IsNullOrWhiteSpace(Query) ? LookKind.List : LookKind.Search;

    public string? Typed => Query;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        if (People is [] || string.IsNullOrEmpty(Programme))
        {
            throw new InvalidField(nameof(People), Words["vouchers.many-choose"]);
        }

        await Load();
        People = [.. People.Distinct().Take(PageSize)];
        if (RepeatedCents != CentsInAll)
        {
            ModelState.Remove(nameof(RepeatedCents));
            (RepeatedCents, IsRepeated) = (CentsInAll, true);
            return Page();
        }

        var results = await issue.ToMany([.. People.Take(PageSize)], Programme, Cancel);
        Refused = [.. results.Where(result => result.Code is not null)];
        Done = Words.Say("vouchers.many-done", results.Count - Refused.Count, Refused.Count);
        return RedirectToPage(new { programme = Programme, q = Query });
    });

    protected override async Task Load()
    {
        var programmes = (await eligibility.Programmes.ToListAsync(Cancel)).InReadersOrder(programme => programme.Name);
        var (giving, cents) = (new List<ProgrammeRow>(), new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var programme in programmes)
        {
            if (await eligibility.VoucherTermsOf(programme.Code, time.Today, Cancel) is { Count: > 0 } terms)
            {
                giving.Add(programme);
                cents[programme.Code] = terms.Count * terms.AmountCents;
            }
        }

        Programmes = giving;
        Programme ??= giving is [var first, ..] ? first.Code : null;
        CentsEach = cents.GetValueOrDefault(Programme ?? "");
        var people = participants.People;
        if (!string.IsNullOrWhiteSpace(Query))
        {
            var found = (await participants.Find(Query, Cancel)).ToArray();
            people = people.Where(person => found.Contains(person.Id));
        }

        Candidates = await (
            from decision in eligibility.Decisions
            where decision.ProgrammeCode == Programme && decision.Subject == "entry" && decision.SupersededAt == null && decision.Outcome == Outcome.May
                && !db.Set<Allowance>().Any(allowance => allowance.ParticipantId == decision.ParticipantId && allowance.ProgrammeCode == Programme)
            join person in people on decision.ParticipantId equals person.Id
            orderby person.RegisteredAt descending
            select new Candidate(person.Id, person.GivenName, person.FamilyName, person.PassNumber, person.RegisteredAt)).Take(PageSize).ToListAsync(Cancel);
    }
}
