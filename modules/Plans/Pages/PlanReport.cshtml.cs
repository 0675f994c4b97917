using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Plans;
using Courses.Platform;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans.Pages;

/// <summary>Plans that were made in a time: how many within so many days of arrival, how many both sides agreed to, and which aims were reached. It names nobody.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class PlanReportModel(IPlans plans, PlanTemplates templates, CityTime city) : CoursesPage
{
    private const int UsualDays = 30;

    [BindProperty(SupportsGet = true)]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? First { get; set; }

    [BindProperty(SupportsGet = true)]
    [DateOf(DateMeaning.Plan)]
    public DateOnly? Last { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Days { get; set; }

    public IReadOnlyList<TemplateRow> Templates { get; private set; } = [];

    public IReadOnlyList<KindRow> Kinds { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var isRead = ModelState.IsValid;
        var first = isRead && First is { Year: > 1900 and < 3000 } from ? from : new DateOnly(city.Today.Year, 1, 1);
        var last = isRead && Last is { Year: > 1900 and < 3000 } until ? until : city.Today;
        var days = isRead && Days is >= 0 and <= 3650 ? Days.Value : await templates.WithinDays(Cancel) ?? UsualDays;
        (First, Last, Days) = (first, last, days);
        var made = plans.Plans.Where(plan => plan.MadeOn >= first && plan.MadeOn <= last);
        var sums = await made.GroupBy(plan => plan.Template)
            .Select(group => new { group.Key, Made = group.Count(), InTime = group.Sum(plan => plan.DaysAfterArrival <= days ? 1 : 0), Agreed = group.Sum(plan => plan.AgreedAt != null ? 1 : 0) }).ToListAsync(Cancel);
        var aims = await (
            from aim in plans.Aims
            join plan in made on aim.PlanId equals plan.Id
            group aim by aim.Kind into ofKind
            select new { ofKind.Key, Set = ofKind.Count(), Reached = ofKind.Sum(aim => aim.ReachedOn != null ? 1 : 0) }).ToListAsync(Cancel);
        var terms = (await templates.Current(Cancel)).Select(template => template.Terms).ToArray();
        Templates = [.. sums.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => new TemplateRow(Array.Find(terms, one => one.Code == row.Key)?.Name ?? row.Key, row.Made, row.InTime, row.Agreed))];
        Kinds = [.. aims.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => new KindRow(Array.Find(terms, one => one.Kinds.ContainsKey(row.Key))?.KindIn(row.Key, CultureInfo.CurrentUICulture) ?? row.Key, row.Set, row.Reached))];
    }

    internal sealed record TemplateRow(string Name, int Made, int InTime, int Agreed);

    internal sealed record KindRow(string Name, int Set, int Reached);
}
