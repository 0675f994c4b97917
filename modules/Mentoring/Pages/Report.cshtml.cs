using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Platform;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>One month: how many clients, with what they were helped, how hard it was, and the hours that both sides confirmed.</summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class ReportModel(IMentoring mentoring, CityTime city) : CoursesPage
{
    /// <summary>Any day of the month; this month when nothing is said.</summary>
    [BindProperty(SupportsGet = true)]
    [DateOf(Courses.Platform.Reading.DateMeaning.Past)]
    public DateOnly? Month { get; set; }

    public DateOnly First { get; private set; }

    public int Clients { get; private set; }

    public IReadOnlyList<ReportRow> Rows { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var day = ModelState.IsValid && Month is { Year: > 1900 and < 3000 } asked ? asked : city.Today;
        First = new(day.Year, day.Month, 1);
        var (first, next) = (First, First.AddMonths(1));
        var confirmed = mentoring.Meetings.Where(meeting => meeting.State == MeetingState.Confirmed && meeting.On >= first && meeting.On < next);
        Clients = await confirmed.Select(meeting => meeting.ParticipantId).Distinct().CountAsync(Cancel);
        var sums = await confirmed.GroupBy(meeting => new { meeting.Support, meeting.Difficulty })
            .Select(group => new { group.Key.Support, group.Key.Difficulty, Meetings = group.Count(), Minutes = group.Sum(meeting => meeting.Minutes) }).ToListAsync(Cancel);
        var people = await confirmed.Select(meeting => new { meeting.Support, meeting.ParticipantId }).Distinct().GroupBy(meeting => meeting.Support).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, Cancel);
        Rows =
        [
            .. sums.GroupBy(sum => sum.Support).OrderBy(group => group.Key).Select(group => new ReportRow(
                group.Key,
                people.GetValueOrDefault(group.Key),
                [.. Enum.GetValues<Difficulty>().Select(difficulty => group.Where(sum => sum.Difficulty == difficulty).Sum(sum => sum.Meetings))],
                group.Sum(sum => sum.Minutes))),
        ];
    }

    /// <param name="Support">With what.</param>
    /// <param name="Clients">So many people.</param>
    /// <param name="Meetings">By difficulty, the lowest first.</param>
    /// <param name="Minutes">Confirmed by both sides.</param>
    internal sealed record ReportRow(Support Support, int Clients, IReadOnlyList<int> Meetings, int Minutes);
}
