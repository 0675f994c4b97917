using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>A helper's hours between two days, and the certificates of all days.</summary>
internal sealed record HoursView(Helper Helper, DateOnly First, DateOnly Last, HoursSum Sum, HoursWaiting Waiting, IReadOnlyList<CertifiedHours> Certificates)
{
    /// <summary>Where nothing is asked for: since the last promise began, or since the year did.</summary>
    public static async Task<DateOnly> Begin(CoursesDb db, Guid helperId, DateOnly today, CancellationToken cancel) =>
        await db.Set<Engagement>().Where(row => row.HelperId == helperId).OrderByDescending(row => row.StartedOn).Select(row => (DateOnly?)row.StartedOn).FirstOrDefaultAsync(cancel) ?? new DateOnly(today.Year, 1, 1);

    public static async Task<HoursView> Read(CoursesDb db, HelperHours hours, Helper helper, DateOnly? first, DateOnly? last, CityTime city, CancellationToken cancel)
    {
        var (from, until) = (first ?? await Begin(db, helper.Id, city.Today, cancel), last ?? city.Today);
        var papers = await (
            from asked in db.Set<HoursPaper>().AsNoTracking()
            where asked.HelperId == helper.Id
            from paper in db.Set<Paper>().AsNoTracking().Where(paper => paper.Id == asked.PaperId).DefaultIfEmpty()
            orderby asked.AskedAt descending, asked.Id
            select new { asked, paper }).ToListAsync(cancel);
        return new(helper, from, until, await hours.Of(helper.Id, from, until, cancel), await hours.Waiting(helper, from, until, city.Now, cancel), papers.ConvertAll(row => new CertifiedHours(row.asked, row.paper)));
    }
}

/// <summary>What was asked for, and the paper that was written last; null as long as there is none.</summary>
internal sealed record CertifiedHours(HoursPaper Asked, Paper? Paper)
{
    public bool Holds => Paper is { WithdrawnOn: null };
}
