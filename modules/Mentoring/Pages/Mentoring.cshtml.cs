using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Participants;
using Courses.Mentoring.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>The desk: who wishes for another contact person, whom to ask once more, whose check runs out, the pairs that are open, the helpers.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class MentoringModel(CoursesDb db, PairTemplates templates, IParticipants people, RemindOfChecks checks, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    private const int Most = 300;

    public IReadOnlyList<PairLine> Pairs { get; private set; } = [];

    public IReadOnlyList<PairLine> ToContact { get; private set; } = [];

    public IReadOnlyList<Helper> Helpers { get; private set; } = [];

    public IReadOnlyDictionary<Guid, DateOnly> ChecksDue { get; private set; } = new Dictionary<Guid, DateOnly>();

    public bool MayPropose => caller.Is(Roles.Coach) || caller.May(Permissions.CaseData);

    public DateOnly Today => city.Today;

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public IEnumerable<Guid> PeopleShown => MayPropose ? Pairs.Concat(ToContact).Select(line => line.Pair.ParticipantId).Distinct() : [];

    public async Task OnGetAsync()
    {
        var (today, names) = (city.Today, caller.May(Permissions.CaseData));
        Pairs = await PairLine.Read(
            db, templates, people, names,
            db.Set<Pair>().Where(pair => pair.State == PairState.Proposed || pair.State == PairState.Active).OrderBy(pair => pair.OtherWishedAt == null).ThenByDescending(pair => pair.ProposedAt).ThenBy(pair => pair.Id).Take(Most),
            Cancel);
        ToContact = await PairLine.Read(db, templates, people, names, db.Set<Pair>().Where(pair => pair.ContactOn <= today).OrderBy(pair => pair.ContactOn).ThenBy(pair => pair.Id).Take(Most), Cancel);
        Helpers = [.. (await db.Set<Helper>().AsNoTracking().Include(helper => helper.Proofs).Where(helper => helper.LeftOn == null).OrderBy(helper => helper.Id).Take(Most).ToListAsync(Cancel)).InReadersOrder(helper => helper.Name)];
        ChecksDue = await checks.Due(Cancel);
    }
}
