using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>The coach's desk: find a person, see who was registered last, and whom the immigration office sent and nobody has seen.</summary>
[Audience(Roles.Coach)]
internal sealed class PeopleModel(CoursesDb db, FindPeople find, CityDay city) : CoursesPage, IShowsPeople
{
    private const int FewEnoughToSee = 12;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public int Most => FindPeople.Most;

    public Found? Found { get; private set; }

    public IReadOnlyList<Participant> Recent { get; private set; } = [];

    public IReadOnlyList<Referral> NotCome { get; private set; } = [];

    public int Referred { get; private set; }

    public int Came { get; private set; }

    public int UptakePercent => Referred == 0 ? 0 : 100 * Came / Referred;

    public IEnumerable<Guid> PeopleShown => Found is { } found ? found.People.Select(person => person.Id) : Recent.Select(person => person.Id);

    public LookKind LooksAt => Found is null ? LookKind.List : LookKind.Search;

    public string? Typed => Q;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!string.IsNullOrWhiteSpace(Q))
        {
            Found = await find.Search(Q.Length > 400 ? Q[..400] : Q, Cancel);

            // A scanned pass or a number that is somebody's: the coach wants the person, not a list of one.
            return Found is { People: [var only], IsOldPass: false } && (PassTokens.In(Q) is not null || Crockford.Read(Q) == only.PassNumber)
                ? LocalRedirect($"/coach/people/{only.Id}")
                : Page();
        }

        var since = city.Today.AddMonths(-12);
        var referrals = db.Set<Referral>().AsNoTracking().Where(referral => referral.ReferredOn >= since);
        Referred = await referrals.CountAsync(Cancel);
        Came = await referrals.CountAsync(referral => referral.ParticipantId != null, Cancel);
        NotCome = await referrals.Where(referral => referral.ParticipantId == null).OrderBy(referral => referral.ReferredOn).ThenBy(referral => referral.Id).Take(FewEnoughToSee / 2).ToListAsync(Cancel);
        Recent = await db.Set<Participant>().AsNoTracking().Where(person => person.MergedInto == null).OrderByDescending(person => person.RegisteredAt).ThenByDescending(person => person.Id).Take(FewEnoughToSee).WithStatus().ToListAsync(Cancel);
        return Page();
    }
}
