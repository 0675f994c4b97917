using System.Globalization;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Features;

/// <summary>What a newcomer can find and book: classes and runs of orientation modules, with their place, seats and price.</summary>
internal sealed class Offerings(ILanguageCourses courses, IOrientation orientation, ITimetable timetable, IProviders providers, TimeProvider clock)
{
    private static string Reader => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public IQueryable<Offering> Classes =>
        from one in courses.Classes
        join course in courses.Courses on one.CourseId equals course.Id
        join grp in timetable.Groups on one.Id equals grp.Id
        join venue in providers.Venues on grp.VenueId equals venue.Id
        join provider in providers.Providers on grp.ProviderId equals provider.Id
        select new Offering
        {
            Id = one.Id,
            Kind = grp.Kind,
            Name = course.Name,
            Number = one.Number,
            Level = course.Level,
            Language = course.Language,
            IsIntegrationCourse = course.IsIntegrationCourse,
            ProviderName = provider.Name,
            AccreditedFrom = provider.AccreditedFrom,
            AccreditedUntil = provider.AccreditedUntil,
            CommitmentSignedOn = provider.CommitmentSignedOn,
            VenueName = venue.Name,
            Address = venue.Address,
            District = venue.District,
            Latitude = venue.Latitude,
            Longitude = venue.Longitude,
            WheelchairAccess = venue.WheelchairAccess,
            Childcare = grp.Childcare,
            HelpLanguage = grp.HelpLanguage,
            FreeSeats = grp.Capacity - grp.SeatsTaken - grp.SeatsOffered,
            InLine = grp.InLine,
            PriceCents = one.PriceCents,
            ProgrammeCode = one.ProgrammeCode,
            StartsOn = grp.StartsOn,
            EndsOn = grp.EndsOn,
            PlannedMinutes = grp.PlannedMinutes,
            Bring = grp.Bring,
            CancelledAt = grp.CancelledAt,
        };

    public IQueryable<Offering> Runs =>
        from run in orientation.Runs
        join topic in orientation.Topics on run.TopicCode equals topic.Code
        join grp in timetable.Groups on run.Id equals grp.Id
        join venue in providers.Venues on grp.VenueId equals venue.Id
        join provider in providers.Providers on grp.ProviderId equals provider.Id
        select new Offering
        {
            Id = run.Id,
            Kind = grp.Kind,
            Name = orientation.TopicNames.Where(name => name.TopicCode == topic.Code && name.Language == Reader).Select(name => name.Name).FirstOrDefault() ?? topic.Name,
            Number = "",
            Level = null,
            Language = run.Language,
            IsIntegrationCourse = false,
            ProviderName = provider.Name,
            AccreditedFrom = provider.AccreditedFrom,
            AccreditedUntil = provider.AccreditedUntil,
            CommitmentSignedOn = provider.CommitmentSignedOn,
            VenueName = venue.Name,
            Address = venue.Address,
            District = venue.District,
            Latitude = venue.Latitude,
            Longitude = venue.Longitude,
            WheelchairAccess = venue.WheelchairAccess,
            Childcare = grp.Childcare,
            HelpLanguage = grp.HelpLanguage,
            FreeSeats = grp.Capacity - grp.SeatsTaken - grp.SeatsOffered,
            InLine = grp.InLine,
            PriceCents = 0,
            ProgrammeCode = topic.ProgrammeCode,
            StartsOn = grp.StartsOn,
            EndsOn = grp.EndsOn,
            PlannedMinutes = grp.PlannedMinutes,
            Bring = grp.Bring,
            CancelledAt = grp.CancelledAt,
        };

    /// <summary>Those that still have a session ahead.</summary>
    public IQueryable<Offering> Open(GroupKind kind)
    {
        var now = clock.GetUtcNow();
        return (kind == GroupKind.LanguageClass ? Classes : Runs).Where(one => one.CancelledAt == null
            && timetable.Sessions.Any(session => session.GroupId == one.Id && session.CancelledAt == null && session.StartsAt > now));
    }

    /// <summary>The class or run of this id, or null.</summary>
    public async Task<Offering?> Find(Guid id, CancellationToken cancel) =>
        await Classes.SingleOrDefaultAsync(one => one.Id == id, cancel) ?? await Runs.SingleOrDefaultAsync(one => one.Id == id, cancel);

    /// <summary>Only those that meet on such a weekday and in such a part of the day.</summary>
    public IQueryable<Offering> Meeting(IQueryable<Offering> found, int[] weekdays, TimeOnly from, TimeOnly until)
    {
        var now = clock.GetUtcNow();
        return found.Where(one => timetable.Sessions.Any(session => session.GroupId == one.Id && session.CancelledAt == null && session.StartsAt > now
            && weekdays.Contains(session.Weekday) && session.LocalFrom >= from && session.LocalFrom <= until));
    }

    /// <summary>Only those that never meet while this person is in another course.</summary>
    public IQueryable<Offering> WhenFree(IQueryable<Offering> found, Guid participantId)
    {
        var now = clock.GetUtcNow();
        var mine =
            from stay in timetable.Stays
            where stay.ParticipantId == participantId && stay.Until == null
            join session in timetable.Sessions on stay.GroupId equals session.GroupId
            where session.CancelledAt == null && session.EndsAt > now && session.LocalDate >= stay.From
            select new { session.GroupId, session.StartsAt, session.EndsAt };
        return found.Where(one => !timetable.Sessions.Any(session => session.GroupId == one.Id && session.CancelledAt == null && session.EndsAt > now
            && mine.Any(other => other.GroupId != session.GroupId && other.StartsAt < session.EndsAt && other.EndsAt > session.StartsAt)));
    }

    /// <summary>When each of these meets from now on: its weekly pattern and the next session.</summary>
    public async Task<Dictionary<Guid, Meetings>> MeetingsOf(IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await timetable.Sessions
            .Where(session => ids.Contains(session.GroupId) && session.CancelledAt == null && session.StartsAt > now)
            .GroupBy(session => new { session.GroupId, session.Weekday, session.LocalFrom, session.LocalUntil })
            .Select(sessions => new { sessions.Key.GroupId, sessions.Key.Weekday, sessions.Key.LocalFrom, sessions.Key.LocalUntil, Next = sessions.Min(session => session.LocalDate), Times = sessions.Count() })
            .ToListAsync(cancel);
        return rows.GroupBy(row => row.GroupId).ToDictionary(
            group => group.Key,
            group =>
            {
                var next = group.OrderBy(row => row.Next).ThenBy(row => row.LocalFrom).First();
                return new Meetings(
                    next.Next,
                    next.LocalFrom,
                    next.LocalUntil,
                    [.. group.OrderBy(row => row.Weekday).ThenBy(row => row.LocalFrom).Select(row => new WeeklyTime(row.Weekday, row.LocalFrom, row.LocalUntil))],
                    group.Sum(row => row.Times));
            });
    }
}

internal sealed record Meetings(DateOnly NextOn, TimeOnly NextFrom, TimeOnly NextUntil, IReadOnlyList<WeeklyTime> Weekly, int SessionsLeft);

internal sealed record WeeklyTime(int Weekday, TimeOnly From, TimeOnly Until);

/// <summary>A class or a run as a newcomer sees it.</summary>
internal sealed record Offering
{
    public required Guid Id { get; init; }

    public required GroupKind Kind { get; init; }

    public required string Name { get; init; }

    public required string Number { get; init; }

    public required string? Level { get; init; }

    /// <summary>The language taught, or the one in which a run is given.</summary>
    public required string Language { get; init; }

    public required bool IsIntegrationCourse { get; init; }

    public required string ProviderName { get; init; }

    public required DateOnly? AccreditedFrom { get; init; }

    public required DateOnly? AccreditedUntil { get; init; }

    public required DateOnly? CommitmentSignedOn { get; init; }

    public required string VenueName { get; init; }

    public required string Address { get; init; }

    public required string District { get; init; }

    public required double Latitude { get; init; }

    public required double Longitude { get; init; }

    public required bool WheelchairAccess { get; init; }

    public required bool Childcare { get; init; }

    public required string? HelpLanguage { get; init; }

    public required int FreeSeats { get; init; }

    public required int InLine { get; init; }

    public required long PriceCents { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required int PlannedMinutes { get; init; }

    public required string Bring { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }

    public bool HasSeat => FreeSeats > 0 && InLine == 0;

    /// <summary>The city has checked the provider, and it has signed what the programme asks of it.</summary>
    public bool TakesVouchersOn(DateOnly day) =>
        IsIntegrationCourse && AccreditedFrom <= day && (AccreditedUntil is null || AccreditedUntil >= day) && CommitmentSignedOn is not null;
}
