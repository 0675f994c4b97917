using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Eligibility.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility.Pages;

/// <summary>What was decided on a person, and why: all of it, or as it stood at the end of one day.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class DecisionsModel(CoursesDb db, IParticipants participants, IMessages messages, Sentences sentences, WorkDesk desk, Caller caller, CityTime city) : CoursesPage, IShowsPeople
{
    private IReadOnlyList<ReminderRow> letters = [];
    private ILookup<Guid, Guid> proposals = Array.Empty<Guid>().ToLookup(id => id);

    [FromRoute]
    public Guid ParticipantId { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>The letters that told of a decision, or of what was proposed on it.</summary>
    public IReadOnlyList<ReminderRow> LettersOf(Decision decision) => [.. letters.Where(letter => letter.OnceKey.Contains(decision.Id.ToString("N"), StringComparison.Ordinal) || proposals[decision.Id].Any(proposal => letter.OnceKey.Contains(proposal.ToString("N"), StringComparison.Ordinal)))];

    /// <summary>Opens letters and vouchers of the person.</summary>
    public bool IsCoach => caller.Is(Roles.Coach);

    /// <summary>What was proposed on a decision: letters of the proposal lead here.</summary>
    public IEnumerable<Guid> ProposalsOn(Decision decision) => proposals[decision.Id];

    /// <summary>Auditors look; they set nothing going.</summary>
    public bool MayAct => caller.Is(Roles.Coach) || caller.Is(Roles.Administrator);

    public bool MayHandOut => caller.Is(Roles.Auditor) || caller.Is(Roles.Administrator);

    public IEnumerable<Guid> PeopleShown => [ParticipantId];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostRecompute() => Act(async () =>
    {
        if (!MayAct)
        {
            throw new Forbidden();
        }

        await MustExist();
        var work = await desk.WaitFor(await desk.Ask(RecomputePerson.Name, new RecomputePersonOrder(ParticipantId), null, Cancel), Cancel);
        if (work.State != WorkState.Done)
        {
            return RedirectToPage("/Work", new { id = work.Id });
        }

        Done = Words.Say(work.Code!, [.. work.SaidDetails]);
        return RedirectToPage(new { ParticipantId });
    });

    protected override async Task Load()
    {
        await MustExist();
        var decisions = db.Set<Decision>().AsNoTracking().Where(row => row.ParticipantId == ParticipantId || participants.Aliases.Any(alias => alias.KeptId == ParticipantId && alias.MergedId == row.ParticipantId));
        if (On is { } day)
        {
            var end = city.At(day.AddDays(1), TimeOnly.MinValue);
            decisions = decisions.Where(row => row.DecidedAt < end && (row.SupersededAt == null || row.SupersededAt >= end));
        }

        letters = await messages.Reminders.Where(row => row.ParticipantId == ParticipantId).OrderBy(row => row.QueuedAt).ToListAsync(Cancel);
        proposals = (await db.Set<Proposal>().AsNoTracking().Where(row => decisions.Any(decision => decision.Id == row.DecisionId)).Select(row => new { row.DecisionId, row.Id }).ToListAsync(Cancel)).ToLookup(row => row.DecisionId, row => row.Id);
        var names = await db.Set<Programme>().ToDictionaryAsync(programme => programme.Code, programme => programme.Name, Cancel);
        Rows = [.. (await decisions.OrderByDescending(row => row.DecidedAt).ThenBy(row => row.ProgrammeCode).Take(500).ToListAsync(Cancel))
            .Select(row => new Row(row, names.GetValueOrDefault(row.ProgrammeCode) ?? row.ProgrammeCode, sentences.Of(JsonSerializer.Deserialize<Reason>(row.Reasons, Terms.Json)!, CultureInfo.CurrentUICulture),
                row.Subject == Decision.Benefit ? sentences.TooWeak(LookBack.FactsOf(row), CultureInfo.CurrentUICulture) : null))];
    }

    public string Local(DateTimeOffset instant) => city.Show(instant);

    private async Task MustExist()
    {
        if (!await participants.People.AnyAsync(person => person.Id == ParticipantId, Cancel))
        {
            throw new NotFound("The person");
        }
    }

    internal sealed record Row(Decision Decision, string Programme, IReadOnlyList<string> Reasons, string? TooWeak);
}
