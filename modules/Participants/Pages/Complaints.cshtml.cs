using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Reading;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>What newcomers wrote, on the phone or on a sheet in a drop box, which is typed in here. The name is shown to those who may see names; what was done goes back to the writer.</summary>
[Audience(Roles.Administrator, Roles.Coach)]
internal sealed class ComplaintsModel(CoursesDb db, ClientKeys keys, IAudit audit, CityDay city, TimeProvider clock, Caller caller) : CoursesPage, IShowsPeople
{
    private const int Most = 200;

    [BindProperty(SupportsGet = true)]
    public bool Handled { get; set; }

    [BindProperty]
    public Guid? Id { get; set; }

    /// <summary>Of a sheet that is typed in; a second tap makes no second one.</summary>
    [BindProperty]
    public Guid? Key { get; set; }

    [BindProperty]
    public ComplaintKind? Kind { get; set; }

    [BindProperty, StringLength(8)]
    public string? SheetLanguage { get; set; }

    [BindProperty, DateOf(DateMeaning.Past)]
    public DateOnly? FoundOn { get; set; }

    [BindProperty, StringLength(4000)]
    public string? Text { get; set; }

    [BindProperty, StringLength(4000)]
    public string? Outcome { get; set; }

    [BindProperty, StringLength(80)]
    public string? OutcomeCode { get; set; }

    [BindProperty, StringLength(8)]
    public string? OutcomeLanguage { get; set; }

    public IReadOnlyList<Complaint> Complaints { get; private set; } = [];

    public IReadOnlyDictionary<Guid, string> Names { get; private set; } = new Dictionary<Guid, string>();

    public DateOnly DayOf(DateTimeOffset instant) => city.Of(instant);

    public IEnumerable<Guid> PeopleShown => Names.Keys;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            await db.Transact(
                async () =>
                {
                    var complaint = await db.Set<Complaint>().SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The complaint");
                    if (complaint.HandledAt is not null)
                    {
                        throw new RuleBroken("complaints.already");
                    }

                    complaint.Handle(GivenReason.Of(OutcomeCode, Outcome, OutcomeLanguage, "answer"), clock.GetUtcNow(), caller.Name);
                    audit.Record("complaint.handled", complaint.Id);
                },
                Cancel);
            Done = Words["complaints.done"];
            return LocalRedirect("/admin/complaints");
        });

    public Task<IActionResult> OnPostTypeInAsync() =>
        Act(async () =>
        {
            Require(Key is not null && Key != Guid.Empty, "");
            Require(Kind is { } kind && Enum.IsDefined(kind), nameof(Kind), "error.field.required");
            Require(SheetLanguage is not null && Language.ForNewcomers.Any(language => language.Code == SheetLanguage), nameof(SheetLanguage), "error.field.required");
            Require(FoundOn is not null, nameof(FoundOn), "error.field.required");
            Require(FoundOn <= city.Today && FoundOn >= city.Today.AddYears(-1), nameof(FoundOn), "complaints.day-wrong");
            Require(!string.IsNullOrWhiteSpace(Text), nameof(Text), "error.field.required");
            await keys.Once(
                $"complaint:{caller.Id}",
                Key!.Value.ToString(),
                new { Kind, SheetLanguage, FoundOn, Text },
                () =>
                {
                    var complaint = new Complaint { Kind = Kind!.Value, ParticipantId = null, Language = SheetLanguage!, Text = Text!.Trim(), SentOn = FoundOn!.Value, TypedInByName = caller.Name };
                    db.Add(complaint);
                    audit.Record("complaint.typed-in", complaint.Id);
                    return Task.FromResult(true);
                },
                Cancel);
            Done = Words["complaints.typed-in"];
            return LocalRedirect("/admin/complaints");
        });

    protected override async Task Load()
    {
        Key ??= Guid.NewGuid();
        FoundOn ??= city.Today;
        var rows = db.Set<Complaint>().AsNoTracking();
        Complaints = Handled
            ? await rows.Where(row => row.HandledAt != null).OrderByDescending(row => row.HandledAt).Take(Most).ToListAsync(Cancel)
            : await rows.Where(row => row.HandledAt == null).OrderBy(row => row.SentOn).ThenBy(row => row.Id).Take(Most).ToListAsync(Cancel);
        if (caller.Is(Roles.Coach))
        {
            var ids = Complaints.Select(row => row.ParticipantId).OfType<Guid>().Distinct().ToArray();
            Names = (await db.Set<Participant>().AsNoTracking().Where(person => EF.Parameter(ids).Contains(person.Id)).Select(person => new { person.Id, person.GivenName, person.FamilyName }).ToListAsync(Cancel))
                .ToDictionary(person => person.Id, person => $"{person.GivenName} {person.FamilyName}".Trim());
        }
    }
}
