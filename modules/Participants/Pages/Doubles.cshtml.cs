using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>Pairs of records that may be of one person, the likeliest first. A coach who asked says that they are two.</summary>
[Audience(Roles.Coach)]
internal sealed class DoublesModel(CoursesDb db, IAudit audit, TimeProvider clock, Caller caller) : CoursesPage, IShowsPeople
{
    private const int PageSize = 10;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public int PagesInAll { get; private set; }

    public int PairsInAll { get; private set; }

    public IReadOnlyList<PairOfRecords> Pairs { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => Pairs.SelectMany(pair => new[] { pair.First.Id, pair.Second.Id });

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostTwoAsync(Guid id) => Act(async () =>
    {
        var pair = await db.Set<LikelyDouble>().SingleOrDefaultAsync(row => row.Id == id, Cancel) ?? throw new NotFound("The pair");
        if (pair.SettledAt is null)
        {
            pair.AreTwo(clock.GetUtcNow(), caller.Id, caller.Name);
            audit.Record("participant.not-the-same", pair.FirstId, pair.SecondId.ToString());
            await db.SaveChangesAsync(Cancel);
        }

        Done = Words["doubles.are-two"];
        return LocalRedirect($"/coach/doubles?p={Number}");
    });

    protected override async Task Load()
    {
        var open = db.Set<LikelyDouble>().AsNoTracking().Where(pair => pair.SettledAt == null && !db.Set<Participant>().Any(person => (person.Id == pair.FirstId || person.Id == pair.SecondId) && person.MergedInto != null));
        PairsInAll = await open.CountAsync(Cancel);
        PagesInAll = Math.Max(1, (PairsInAll + PageSize - 1) / PageSize);
        Number = Math.Clamp(Number, 1, PagesInAll);
        Pairs = await (
            from pair in open
            join first in db.Set<Participant>() on pair.FirstId equals first.Id
            join second in db.Set<Participant>() on pair.SecondId equals second.Id
            orderby pair.Weight descending, pair.FoundAt, pair.Id
            select new PairOfRecords(pair.Id, pair.Reasons, first, second)).Skip((Number - 1) * PageSize).Take(PageSize).AsNoTracking().ToListAsync(Cancel);
    }
}

internal sealed record PairOfRecords(Guid Id, string Reasons, Participant First, Participant Second);
