using Courses.Access.Looks;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>Who was shown the person's name in the last year: the day, the role and the office. Who in that office it was, administrators know.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyLooksModel(CoursesDb db, IParticipants participants, IProviders providers, CityOffice office, CityTime city, Caller caller) : CoursesPage
{
    private const int Most = 300;

    internal sealed record Line(DateOnly On, string Role, Guid? OrganisationId, LookKind Kind, int Times);

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public bool HasMore { get; private set; }

    public int MostShown => Most;

    private Dictionary<Guid, string> names = [];

    public string Office(Line line) => line.OrganisationId is { } provider ? names.GetValueOrDefault(provider, "") : office.Lines is [var name, ..] ? name : Words["my.looks.city"];

    public async Task OnGetAsync()
    {
        var (me, since) = (caller.Id, city.Today.AddMonths(-Look.MonthsShown));
        Guid[] mine = [me, .. await participants.Aliases.Where(alias => alias.KeptId == me).Select(alias => alias.MergedId).ToListAsync(Cancel)];
        var found = await (
            from looked in db.Set<LookedAt>()
            where mine.Contains(looked.ParticipantId)
            join look in db.Set<Look>() on looked.LookId equals look.Id
            where look.On >= since
            group look by new { look.On, look.Role, look.OrganisationId, look.Kind } into same
            orderby same.Key.On descending, same.Key.Role, same.Key.OrganisationId, same.Key.Kind
            select new Line(same.Key.On, same.Key.Role, same.Key.OrganisationId, same.Key.Kind, same.Count())).Take(Most + 1).ToListAsync(Cancel);
        (Lines, HasMore) = ([.. found.Take(Most)], found.Count > Most);
        var offices = Lines.Select(line => line.OrganisationId).OfType<Guid>().Distinct().ToArray();
        names = await providers.Providers.Where(provider => offices.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
    }
}
