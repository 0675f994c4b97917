using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Kept;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>
/// What coaches and managers wrote down about a person. Coaches read all of it; a provider's managers write and read on people of their classes: what their own house wrote, and what a coach wrote for them.
/// </summary>
[Audience(Roles.Coach, Roles.ProviderManager)]
internal sealed class NotesModel(CoursesDb db, ITimetable timetable, IAudit audit, Caller caller, CityTime city, TimeProvider clock, Retention retention) : CoursesPage, IShowsPeople
{
    [FromRoute]
    public Guid Person { get; set; }

    /// <summary>The note that is being changed.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Edit { get; set; }

    [BindProperty, Required, StringLength(PersonNote.Longest)]
    public string? Text { get; set; }

    [BindProperty]
    public bool IsForProviders { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<PersonNote> Notes { get; private set; } = [];

    public int Months { get; private set; }

    public bool IsCoach => caller.Is(Roles.Coach);

    public string Shown(DateTimeOffset at) => city.Show(at);

    public bool MayChange(PersonNote note) => note.MayChange(caller.Id, city.Today);

    public IEnumerable<Guid> PeopleShown => [Person];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        await Load();
        if (Notes.FirstOrDefault(note => note.Id == Edit) is { } note)
        {
            (Text, IsForProviders) = (note.Text, note.IsForProviders);
        }
    }

    public Task<IActionResult> OnPostAsync() => Keep(
        async () =>
        {
            var note = PersonNote.Write(Person, Text!.Trim(), IsCoach && IsForProviders, IsCoach ? null : caller.OrganisationId, caller.Id, caller.Name, clock.GetUtcNow(), city.Today);
            db.Add(note);
            await db.SaveChangesAsync(Cancel);
            audit.Record("note.written", Person, note.Id.ToString());
        },
        "notes.written");

    public Task<IActionResult> OnPostChangeAsync() => Keep(
        async () =>
        {
            var note = await Visible().SingleOrDefaultAsync(row => row.Id == Edit, Cancel) ?? throw new NotFound("The note");
            note.Change(Text!.Trim(), IsCoach && IsForProviders, caller.Id, clock.GetUtcNow(), city.Today);
            audit.Record("note.changed", Person, note.Id.ToString());
        },
        "notes.is-changed");

    protected override async Task Load()
    {
        var person = await db.Set<Participant>().AsNoTracking().Where(row => row.Id == Person).Select(row => new { row.GivenName, row.FamilyName }).SingleOrDefaultAsync(Cancel);
        if (person is null || !await IsOneOfOurs())
        {
            throw new NotFound("The participant");
        }

        Name = $"{person.GivenName} {person.FamilyName}".Trim();
        Months = (await retention.TimeOf("person-notes", Cancel)).Months;
        Notes = await Visible().AsNoTracking().OrderByDescending(note => note.WrittenAt).ThenBy(note => note.Id).ToListAsync(Cancel);
    }

    private Task<IActionResult> Keep(Func<Task> act, string done) => Act(async () =>
    {
        await Load();
        await db.Transact(act, Cancel);
        Done = Words[done];
        return Redirect($"/people/{Person}/notes");
    });

    private IQueryable<PersonNote> Visible()
    {
        Guid? own = IsCoach ? null : caller.OrganisationId ?? Guid.Empty;
        return db.Set<PersonNote>().Where(note => note.ParticipantId == Person && (own == null || note.IsForProviders || note.ProviderId == own));
    }

    /// <summary>A manager works with people who have or had a class at the own provider, and knows of no others.</summary>
    private async Task<bool> IsOneOfOurs()
    {
        var own = caller.OrganisationId;
        return IsCoach || await timetable.Stays.AnyAsync(stay => stay.ParticipantId == Person && timetable.Groups.Any(group => group.Id == stay.GroupId && group.ProviderId == own), Cancel);
    }
}
