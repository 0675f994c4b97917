using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities;

/// <summary>
/// What took place, and who came: from signed registers only, like every figure of the product. People stand in it as numbers; where they are fewer than five they are hidden, and what would give them away by subtraction, too.
/// </summary>
internal sealed class ActivityFigures(CoursesDb db, ITimetable timetable, IAttendance attendance, IParticipants participants)
{
    /// <summary>By month and kind; a kind that had nothing in a month has no line.</summary>
    public async Task<IReadOnlyList<MonthLine>> ByMonth(DateOnly first, DateOnly last, CancellationToken cancel)
    {
        var held = Held(first, last);
        var sessions = await held.GroupBy(one => new { one.Kind, one.Month })
            .Select(group => new { group.Key.Kind, group.Key.Month, Sessions = group.Count(), Minutes = group.Sum(one => one.PlannedMinutes) }).ToListAsync(cancel);
        var came = await (
            from one in held
            join mark in attendance.Marks on one.SessionId equals mark.SessionId
            where mark.PresentMinutes > 0
            group mark by new { one.Kind, one.Month } into month
            select new { month.Key.Kind, month.Key.Month, People = month.Select(mark => mark.ParticipantId).Distinct().Count(), Minutes = month.Sum(mark => mark.PresentMinutes) }).ToListAsync(cancel);
        var guests = await (
            from one in held
            join count in attendance.Guests on one.SessionId equals count.SessionId
            group count by new { one.Kind, one.Month } into month
            select new { month.Key.Kind, month.Key.Month, Guests = month.Sum(count => count.People) }).ToListAsync(cancel);
        return
        [
            .. sessions.OrderBy(line => line.Month).ThenBy(line => line.Kind, StringComparer.Ordinal).Select(line => new MonthLine(
                line.Month,
                line.Kind,
                line.Sessions,
                line.Minutes,
                came.Where(one => (one.Kind, one.Month) == (line.Kind, line.Month)).Sum(one => one.People),
                came.Where(one => (one.Kind, one.Month) == (line.Kind, line.Month)).Sum(one => one.Minutes),
                guests.Where(one => (one.Kind, one.Month) == (line.Kind, line.Month)).Sum(one => one.Guests))),
        ];
    }

    /// <summary>By age band and gender: how many people came, how often, and how many guests were counted. Somebody's age is that of the period's last day, so that each stands once.</summary>
    public async Task<AgeTable> ByAge(DateOnly first, DateOnly last, Guid? venueId, CancellationToken cancel)
    {
        var held = Held(first, last).Where(one => venueId == null || one.VenueId == venueId);
        var came = await (
            from one in held
            join mark in attendance.Marks on one.SessionId equals mark.SessionId
            where mark.PresentMinutes > 0
            select mark.ParticipantId).GroupBy(id => id).Select(person => new { Id = person.Key, Sessions = person.Count() })
            .Join(participants.People, person => person.Id, row => row.Id, (person, row) => new { row.BirthDate, row.Gender, person.Sessions }).ToListAsync(cancel);
        var guests = await (
            from one in held
            join count in attendance.Guests on one.SessionId equals count.SessionId
            group count by new { count.Band, count.Gender } into cell
            select new { cell.Key.Band, cell.Key.Gender, People = cell.Sum(count => count.People) }).ToListAsync(cancel);
        return new(
            [
                .. from band in GuestCounts.Bands
                   from gender in GuestCounts.Genders
                   let people = came.Where(person => GuestCounts.BandOf(Activity.YearsOn(person.BirthDate, last)) == band && GuestCounts.GenderOf(person.Gender) == gender).ToArray()
                   select new AgeCell(band, gender, people.Length, people.Sum(person => person.Sessions), guests.Where(one => one.Band == band && one.Gender == gender).Sum(one => one.People)),
            ],
            await held.CountAsync(cancel));
    }

    private IQueryable<HeldMeeting> Held(DateOnly first, DateOnly last) =>
        from meeting in db.Set<ActivityMeeting>()
        join activity in db.Set<Activity>() on meeting.ActivityId equals activity.Id
        join @group in timetable.Groups on meeting.Id equals @group.Id
        join session in timetable.Sessions on meeting.Id equals session.GroupId
        join register in attendance.Registers on session.Id equals register.SessionId
        where session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
        select new HeldMeeting { SessionId = session.Id, Kind = activity.KindCode, VenueId = @group.VenueId, Month = session.LocalDate.Month, PlannedMinutes = session.PlannedMinutes };
}

internal sealed record HeldMeeting
{
    public required Guid SessionId { get; init; }

    public required string Kind { get; init; }

    public required Guid VenueId { get; init; }

    public required int Month { get; init; }

    public required int PlannedMinutes { get; init; }
}

/// <summary>One kind in one month.</summary>
/// <param name="Month">1 to 12.</param>
/// <param name="Kind">The code.</param>
/// <param name="Sessions">That were held and signed.</param>
/// <param name="Minutes">Of these sessions.</param>
/// <param name="People">With a record, each once.</param>
/// <param name="PersonMinutes">In which they were there.</param>
/// <param name="Guests">Without a record; who came twice is counted twice.</param>
internal sealed record MonthLine(int Month, string Kind, int Sessions, int Minutes, int People, int PersonMinutes, int Guests);

/// <summary>People and guests of one age and gender.</summary>
/// <param name="Band">One of <see cref="GuestCounts.Bands"/>.</param>
/// <param name="Gender">One of <see cref="GuestCounts.Genders"/>.</param>
/// <param name="People">With a record.</param>
/// <param name="Sessions">In which they were.</param>
/// <param name="Guests">Without a record.</param>
internal sealed record AgeCell(string Band, string Gender, int People, int Sessions, int Guests);

/// <summary>All cells, band after band.</summary>
internal sealed record AgeTable(IReadOnlyList<AgeCell> Cells, int Sessions)
{
    public int People => Cells.Sum(cell => cell.People);

    public int Guests => Cells.Sum(cell => cell.Guests);

    /// <summary>What is shown of the people: the cells, and the total.</summary>
    public (IReadOnlyList<string> Cells, string Total) ShownPeople => SmallCounts.HideTable(Lines(cell => cell.People), People);

    public (IReadOnlyList<string> Cells, string Total) ShownGuests => SmallCounts.HideTable(Lines(cell => cell.Guests), Guests);

    /// <summary>Sessions per person, to one decimal; hidden where the people are.</summary>
    public IReadOnlyList<string> ShownPerPerson()
    {
        var shown = ShownPeople.Cells;
        return [.. Cells.Select((cell, i) => shown[i] is SmallCounts.Few or SmallCounts.Hidden ? shown[i] : cell.People == 0 ? "–" : ((decimal)cell.Sessions / cell.People).ToString("0.0", System.Globalization.CultureInfo.CurrentCulture))];
    }

    private int[][] Lines(Func<AgeCell, int> value) => [.. Cells.Chunk(GuestCounts.Genders.Count).Select(line => line.Select(value).ToArray())];
}
