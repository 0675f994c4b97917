using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Pages;

/// <summary>Services by topic and language, how many were looked at within the year, and what each organisation has lent; small numbers of people are hidden.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class ServicesReportModel(CoursesDb db, IProviders providers, CityTime city) : CoursesPage
{
    public IReadOnlyList<TopicLine> Lines { get; private set; } = [];

    public IReadOnlyList<(string Language, int Services)> Languages { get; private set; } = [];

    public IReadOnlyList<LoanLine> Loans { get; private set; } = [];

    public int Services { get; private set; }

    public int Reviewed { get; private set; }

    public async Task OnGet()
    {
        var (before, today) = (Service.DueBefore(city.Now), city.Today);
        var services = await db.Set<Service>().Where(row => row.WithdrawnAt == null).Select(row => new { row.TopicCode, row.Languages, row.WithoutAppointment, IsReviewed = row.ReviewedAt > before }).ToListAsync(Cancel);
        (Services, Reviewed) = (services.Count, services.Count(row => row.IsReviewed));
        Lines = [.. Topics.All.Select(topic => (topic.Code, Of: services.FindAll(row => row.TopicCode == topic.Code))).Where(line => line.Of.Count > 0)
            .Select(line => new TopicLine(line.Code, line.Of.Count, line.Of.Count(row => row.WithoutAppointment), line.Of.Count(row => row.IsReviewed)))];
        Languages = [.. services.SelectMany(row => row.Languages.Split(',', StringSplitOptions.RemoveEmptyEntries)).CountBy(code => code).OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value))];
        var things = await db.Set<Lendable>().Where(thing => thing.WithdrawnAt == null).GroupBy(thing => thing.ProviderId).Select(its => new { its.Key, Things = its.Count() }).ToDictionaryAsync(its => its.Key, its => its.Things, Cancel);
        var lent = (await (
            from loan in db.Set<Loan>()
            join thing in db.Set<Lendable>() on loan.LendableId equals thing.Id
            where loan.ReturnedOn == null
            select new { thing.ProviderId, loan.DueOn }).ToListAsync(Cancel)).ToLookup(row => row.ProviderId, row => row.DueOn);
        var names = await providers.Providers.Where(provider => EF.Parameter(things.Keys.ToArray()).Contains(provider.Id)).Select(provider => new { provider.Id, provider.Name }).ToListAsync(Cancel);
        Loans = [.. names.InReadersOrder(row => row.Name).Select(row => new LoanLine(row.Name, things[row.Id], Few(lent[row.Id].Count()), Few(lent[row.Id].Count(due => due < today))))];

        static string Few(int count) => SmallCounts.IsFew(count) ? SmallCounts.Few : count.ToString(System.Globalization.CultureInfo.CurrentCulture);
    }
}

internal sealed record TopicLine(string Topic, int Services, int WithoutAppointment, int Reviewed);

internal sealed record LoanLine(string Provider, int Things, string Out, string Overdue);
