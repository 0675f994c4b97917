using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Participants;
using Courses.Mentoring.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>The desk: who wishes for another contact person, whom to ask once more, whose check runs out, the pairs that are open, the helpers. What is to be done stands on it as a whole, the lists in pages.</summary>
[Audience(Roles.Coach, Roles.Administrator)]
internal sealed class MentoringModel(CoursesDb db, PairTemplates templates, IParticipants people, RemindOfChecks checks, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    internal const int AtOnce = 50;

    /// <summary>The helpers alone, page by page.</summary>
    [BindProperty(SupportsGet = true)]
    public bool OnlyHelpers { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    /// <summary>Those in which the newcomer asked for another contact person.</summary>
    public IReadOnlyList<PairLine> Wishes { get; private set; } = [];

    public IReadOnlyList<PairLine> Pairs { get; private set; } = [];

    public OtherPages PairPages { get; private set; } = new(null, null);

    public IReadOnlyList<PairLine> ToContact { get; private set; } = [];

    public IReadOnlyList<Helper> Helpers { get; private set; } = [];

    public OtherPages HelperPages { get; private set; } = new(null, null);

    public IReadOnlyList<(Guid Helper, string Name, DateOnly Until)> ChecksDue { get; private set; } = [];

    /// <summary>Certificates that helpers asked for and nobody has written yet.</summary>
    public IReadOnlyList<(Guid Helper, string Name, HoursPaper Asked)> HoursAsked { get; private set; } = [];

    public bool MayPropose => caller.Is(Roles.Coach) || caller.May(Permissions.CaseData);

    public DateOnly Today => city.Today;

    public DateOnly DayOf(DateTimeOffset instant) => city.DayOf(instant);

    public IEnumerable<Guid> PeopleShown => MayPropose ? Pairs.Concat(Wishes).Concat(ToContact).Select(line => line.Pair.ParticipantId).Distinct() : [];

    public async Task OnGetAsync()
    {
        var begin = Place.Read(From);
        if (!OnlyHelpers)
        {
            await LoadPairs(begin);
        }

        await LoadHelpers(OnlyHelpers ? begin : null);
    }

    private async Task LoadHelpers(Place? begin)
    {
        var (at, id) = (begin?.At, begin?.Id ?? Guid.Empty);
        var helpers = await db.Set<Helper>().AsNoTracking().Include(helper => helper.Proofs)
            .Where(helper => helper.LeftOn == null && (at == null || helper.AddedAt < at || (helper.AddedAt == at && helper.Id.CompareTo(id) > 0)))
            .OrderByDescending(helper => helper.AddedAt).ThenBy(helper => helper.Id).Take(AtOnce + 1).ToListAsync(Cancel);
        HelperPages = OtherPages.Of(helpers, AtOnce, "/mentoring?onlyHelpers=true", begin, helper => new(helper.AddedAt, helper.Id));
        Helpers = [.. helpers.InReadersOrder(helper => helper.Name)];
    }

    private async Task LoadPairs(Place? begin)
    {
        var (today, names) = (city.Today, caller.May(Permissions.CaseData));
        var (at, id) = (begin?.At, begin?.Id ?? Guid.Empty);
        var open = db.Set<Pair>().Where(pair => pair.State == PairState.Proposed || pair.State == PairState.Active);
        var some = open.Where(pair => at == null || pair.ProposedAt < at || (pair.ProposedAt == at && pair.Id.CompareTo(id) > 0)).OrderByDescending(pair => pair.ProposedAt).ThenBy(pair => pair.Id).Take(AtOnce + 1);
        List<PairLine> pairs = [.. await PairLine.Read(db, templates, people, names, some, Cancel)];
        PairPages = OtherPages.Of(pairs, AtOnce, "/mentoring", begin, line => new(line.Pair.ProposedAt, line.Pair.Id));
        Pairs = pairs;
        Wishes = await PairLine.Read(db, templates, people, names, open.Where(pair => pair.OtherWishedAt != null).OrderBy(pair => pair.OtherWishedAt).ThenBy(pair => pair.Id), Cancel);
        ToContact = await PairLine.Read(db, templates, people, names, db.Set<Pair>().Where(pair => pair.ContactOn <= today).OrderBy(pair => pair.ContactOn).ThenBy(pair => pair.Id), Cancel);
        var due = await checks.Due(Cancel);
        var ids = due.Keys.ToArray();
        var whose = await db.Set<Helper>().Where(helper => EF.Parameter(ids).Contains(helper.Id) && helper.LeftOn == null).Select(helper => new { helper.Id, helper.Name }).ToListAsync(Cancel);
        var asked = await (
            from row in db.Set<HoursPaper>().AsNoTracking()
            join helper in db.Set<Helper>() on row.HelperId equals helper.Id
            where row.PaperId == null
            orderby row.AskedAt, row.Id
            select new { row, helper.Name }).Take(AtOnce).ToListAsync(Cancel);
        HoursAsked = [.. asked.Select(one => (one.row.HelperId, one.Name, one.row))];
        ChecksDue = [.. whose.Select(helper => (helper.Id, helper.Name, due[helper.Id])).InReadersOrder(one => one.Name)];
    }
}
