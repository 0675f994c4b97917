using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Participants.Pages;

/// <summary>Who is to be erased and who was, with the proof of each. Two confirm; names are seen by coaches, and by nobody afterwards.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach)]
internal sealed class ErasuresModel(CoursesDb db, ErasureDesk desk, Caller caller, CityTime city, IConfiguration configuration) : CoursesPage, IShowsPeople
{
    /// <summary>Of what waits all, and then the last ones.</summary>
    private const int Most = 200;

    [BindProperty, Required]
    public Guid? Id { get; set; }

    public IReadOnlyList<ErasureLine> Lines { get; private set; } = [];

    public bool HasListOutside => configuration[ErasePerson.ListSetting] is { Length: > 0 };

    public bool MayConfirm => caller.Is(Roles.Coach) || caller.Is(Roles.Administrator);

    public IEnumerable<Guid> PeopleShown => Lines.Where(line => line.Name.Length > 0).Select(line => line.Erasure.ParticipantId);

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        if (!MayConfirm)
        {
            return Forbid();
        }

        return await desk.Confirm(Id!.Value, Cancel) is { } work ? LocalRedirect($"/work/{work}") : LocalRedirect("/admin/erasures");
    });

    protected override async Task Load()
    {
        var erasures = await db.Set<Erasure>().AsNoTracking().Include(row => row.Steps).OrderBy(row => row.DoneAt != null || row.WithdrawnAt != null).ThenByDescending(row => row.AskedAt).Take(Most).ToListAsync(Cancel);
        var ids = caller.Is(Roles.Coach) ? erasures.Select(row => row.ParticipantId).ToArray() : [];
        var names = await db.Set<Participant>().AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.Id) && row.ErasedAt == null).ToDictionaryAsync(row => row.Id, row => row.FullName, Cancel);
        Lines = [.. erasures.Select(row => new ErasureLine(row, names.GetValueOrDefault(row.ParticipantId, "")))];
    }
}

internal sealed record ErasureLine(Erasure Erasure, string Name)
{
    public int Rows => Erasure.Steps.Sum(step => step.Rows);

    public string State => Erasure switch
    {
        { DoneAt: not null } => "erasures.state.done",
        { WithdrawnAt: not null } => "erasures.state.withdrawn",
        { SecondAt: not null } => Erasure.Steps.Exists(step => step.Error is not null) ? "erasures.failed" : "erasures.state.runs",
        _ => "erasures.state.open",
    };
}
