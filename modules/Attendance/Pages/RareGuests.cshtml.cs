using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>People of running classes who come less than half of the time: somebody may ask how they are. The rarest first.</summary>
[Audience(Roles.Teacher, Roles.ProviderManager)]
internal sealed class RareGuestsModel(RareGuests rare, ITimetable timetable, IParticipants participants) : CoursesPage, IShowsPeople
{
    private const int PageSize = 50;

    internal sealed record Line(RareGuest Guest, string Person, string ClassName);

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public int InAll { get; private set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public OtherPages Pages { get; private set; } = new(null, null);

    public IEnumerable<Guid> PeopleShown => Lines.Select(line => line.Guest.ParticipantId);

    public async Task OnGet()
    {
        var all = await rare.All(Cancel);
        InAll = await all.CountAsync(Cancel);
        Number = Math.Clamp(Number, 1, Math.Max(1, (InAll + PageSize - 1) / PageSize));
        var guests = await all.OrderBy(row => row.AttendedMinutes * 1000L / row.HeldMinutes).ThenBy(row => row.GroupId).ThenBy(row => row.ParticipantId).Skip((Number - 1) * PageSize).Take(PageSize).ToListAsync(Cancel);
        var (people, groups) = (guests.Select(row => row.ParticipantId).ToArray(), guests.Select(row => row.GroupId).Distinct().ToArray());
        var names = (await participants.People.Where(person => people.Contains(person.Id)).Select(person => new { person.Id, person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName }).ToListAsync(Cancel))
            .ToDictionary(person => person.Id, person => PersonName.Short(person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName));
        var classes = await timetable.Groups.Where(group => groups.Contains(group.Id)).Select(group => new { group.Id, group.Name }).ToDictionaryAsync(group => group.Id, group => group.Name, Cancel);
        Lines = [.. guests.Select(row => new Line(row, names.GetValueOrDefault(row.ParticipantId, ""), classes.GetValueOrDefault(row.GroupId, "")))];
        Pages = new(Number > 1 ? "/teacher/rare" : null, Number * PageSize < InAll ? FormattableString.Invariant($"/teacher/rare?p={Number + 1}") : null);
    }
}
