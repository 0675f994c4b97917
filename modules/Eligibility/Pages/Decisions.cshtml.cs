using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
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
internal sealed class DecisionsModel(CoursesDb db, IParticipants participants, Sentences sentences, WorkDesk desk, Caller caller, CityTime city) : CoursesPage
{
    [FromRoute]
    public Guid ParticipantId { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Auditors look; they set nothing going.</summary>
    public bool MayAct => caller.Is(Roles.Coach) || caller.Is(Roles.Administrator);

    public bool MayHandOut => caller.Is(Roles.Auditor) || caller.Is(Roles.Administrator);

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

        var names = await db.Set<Programme>().ToDictionaryAsync(programme => programme.Code, programme => programme.Name, Cancel);
        Rows = [.. (await decisions.OrderByDescending(row => row.DecidedAt).ThenBy(row => row.ProgrammeCode).Take(500).ToListAsync(Cancel))
            .Select(row => new Row(row, names.GetValueOrDefault(row.ProgrammeCode) ?? row.ProgrammeCode, sentences.Of(JsonSerializer.Deserialize<Reason>(row.Reasons, Terms.Json)!, CultureInfo.CurrentUICulture)))];
    }

    public string Local(DateTimeOffset instant) => city.Show(instant);

    private async Task MustExist()
    {
        if (!await participants.People.AnyAsync(person => person.Id == ParticipantId, Cancel))
        {
            throw new NotFound("The person");
        }
    }

    internal sealed record Row(Decision Decision, string Programme, IReadOnlyList<string> Reasons);
}
