using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>The helper's own people, and nobody else.</summary>
[Audience(Roles.Mentor)]
internal sealed class MentorHomeModel(CoursesDb db, PairTemplates templates, IParticipants people, Caller caller) : CoursesPage, IShowsPeople
{
    private const int MostEnded = 20;

    public Helper? Helper { get; private set; }

    public IReadOnlyList<PairLine> Pairs { get; private set; } = [];

    public DateOnly? CheckedUntil { get; private set; }

    public IEnumerable<Guid> PeopleShown => Pairs.Where(line => line.Person is not null).Select(line => line.Pair.ParticipantId);

    public async Task OnGetAsync()
    {
        Helper = await db.Set<Helper>().AsNoTracking().Include(helper => helper.Proofs).SingleOrDefaultAsync(helper => helper.AccountId == caller.Id, Cancel);
        if (Helper is { } me)
        {
            var mine = db.Set<Pair>().Where(pair => pair.HelperId == me.Id);
            var open = await PairLine.Read(db, templates, people, true, mine.Where(pair => pair.State == PairState.Proposed || pair.State == PairState.Active).OrderByDescending(pair => pair.ProposedAt).ThenBy(pair => pair.Id), Cancel);
            var ended = await PairLine.Read(db, templates, people, true, mine.Where(pair => pair.State == PairState.Ended && pair.StartedOn != null).OrderByDescending(pair => pair.EndedOn).ThenBy(pair => pair.Id).Take(MostEnded), Cancel);
            Pairs = [.. open, .. ended];
            var months = open.Select(line => line.Terms.CheckMonths).OfType<int>().ToArray();
            CheckedUntil = months is [] ? null : me.CheckedUntil(months.Min());
        }
    }
}
