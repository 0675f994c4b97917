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

namespace Courses.Vouchers.Pages;

/// <summary>Vouchers for many: everybody whom the programme would give some and who has none yet.</summary>
[Audience(Roles.Coach)]
internal sealed class IssueManyModel(CoursesDb db, IssueVouchers issue, IEligibility eligibility, IParticipants participants, CityTime time) : CoursesPage
{
    private const int PageSize = 100;

    internal sealed record Candidate(Guid Id, string GivenName, string FamilyName, string? PassNumber, DateTimeOffset RegisteredAt);

    [BindProperty(SupportsGet = true, Name = "programme"), StringLength(60)]
    public string? Programme { get; set; }

    [BindProperty]
    public List<Guid> People { get; set; } = [];

    public IReadOnlyList<ProgrammeRow> Programmes { get; private set; } = [];

    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    public IReadOnlyList<IssueVouchers.Issued> Refused { get; private set; } = [];

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        if (People is [] || string.IsNullOrEmpty(Programme))
        {
            throw new InvalidField(nameof(People), Words["vouchers.many-choose"]);
        }

        var results = await issue.ToMany([.. People.Take(PageSize)], Programme, Cancel);
        Refused = [.. results.Where(result => result.Code is not null)];
        Done = Words.Say("vouchers.many-done", results.Count - Refused.Count, Refused.Count);
        return RedirectToPage(new { programme = Programme });
    });

    protected override async Task Load()
    {
        var programmes = await eligibility.Programmes.OrderBy(programme => programme.Name).ToListAsync(Cancel);
        var giving = new List<ProgrammeRow>();
        foreach (var programme in programmes)
        {
            if (await eligibility.VoucherTermsOf(programme.Code, time.Today, Cancel) is { Count: > 0 })
            {
                giving.Add(programme);
            }
        }

        Programmes = giving;
        Programme ??= giving is [var first, ..] ? first.Code : null;
        Candidates = await (
            from decision in eligibility.Decisions
            where decision.ProgrammeCode == Programme && decision.Subject == "entry" && decision.SupersededAt == null && decision.Outcome == Outcome.May
                && !db.Set<Allowance>().Any(allowance => allowance.ParticipantId == decision.ParticipantId && allowance.ProgrammeCode == Programme)
            join person in participants.People on decision.ParticipantId equals person.Id
            orderby person.RegisteredAt descending
            select new Candidate(person.Id, person.GivenName, person.FamilyName, person.PassNumber, person.RegisteredAt)).Take(PageSize).ToListAsync(Cancel);
    }
}
