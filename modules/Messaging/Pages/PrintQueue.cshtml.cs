using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Messaging.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Pages;

/// <summary>Letters that have no electronic way, by person, oldest first: printed several at once. Who has no address is named, with the way to write it down.</summary>
[Audience(Roles.Coach)]
internal sealed class PrintQueueModel(CoursesDb db, IParticipants participants, PrintLetters print, CityTime city) : CoursesPage, IShowsPeople
{
    [BindProperty]
    public List<Guid> People { get; set; } = [];

    public IReadOnlyList<Row> Queue { get; private set; } = [];

    public int Letters { get; private set; }

    public IReadOnlyList<PrintRun> Runs { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => Queue.Select(row => row.Person.Id);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostPrint() => Act(async () => Redirect($"/coach/print/{await print.Take(People, Cancel)}"));

    public Task<IActionResult> OnPostOut() => Act(async () =>
    {
        await print.TakeOut(People, Cancel);
        Done = Words["print.taken-out"];
        return RedirectToPage();
    });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    protected override async Task Load()
    {
        Letters = await print.Queue.CountAsync(Cancel);
        var first = await print.Queue.GroupBy(row => row.ParticipantId!.Value).Select(letters => new { Id = letters.Key, Since = letters.Min(row => row.QueuedAt) })
            .OrderBy(row => row.Since).Take(PrintLetters.MostPeople).ToListAsync(Cancel);
        var ids = first.Select(row => row.Id).ToArray();
        var people = await participants.People.Where(person => EF.Parameter(ids).Contains(person.Id)).ToDictionaryAsync(person => person.Id, Cancel);
        var kinds = (await print.Queue.Where(row => EF.Parameter(ids).Contains(row.ParticipantId!.Value)).Select(row => new { Person = row.ParticipantId!.Value, row.Kind, row.QueuedAt }).ToListAsync(Cancel)).ToLookup(row => row.Person);
        Queue = [.. first.Where(row => people.ContainsKey(row.Id)).Select(row => new Row(people[row.Id], row.Since, [.. kinds[row.Id].OrderBy(letter => letter.QueuedAt).Select(letter => letter.Kind)]))];
        Runs = await db.Set<PrintRun>().AsNoTracking().Where(run => run.PutBackAt == null && (run.PostedAt == null || run.MadeOn == city.Today)).OrderByDescending(run => run.MadeAt).Take(20).ToListAsync(Cancel);
    }

    internal sealed record Row(ParticipantRow Person, DateTimeOffset Since, IReadOnlyList<string> Kinds)
    {
        public string Name => $"{Person.GivenName} {Person.FamilyName}".Trim();
    }
}
