using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Activities;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Plans;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>The newcomer's first page: what to do now, when and where the next class is, what money is left.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyModel(
    IParticipants participants, ITimetable timetable, IProviders providers, IVouchers vouchers, IOrientation orientation, ILanguageCourses courses, IEligibility eligibility, IPlans plans, IConsents consents, IActivities activities, IAttendance attendance, TimeProvider clock, CityDay city,
    CityTime time, Caller caller)
    : CoursesPage
{
    public string GivenName { get; private set; } = "";

    public NextSession? Next { get; private set; }

    public long UsableCents { get; private set; }

    public DateOnly? UsableUntil { get; private set; }

    public long WaitingCents { get; private set; }

    public IReadOnlyList<Step> Tasks { get; private set; } = [];

    /// <summary>Seats that are kept for the person until an instant.</summary>
    public IReadOnlyList<FreeSeat> FreeSeats { get; private set; } = [];

    /// <summary>What is proposed on the person, who may still say something to it.</summary>
    public IReadOnlyList<Hearing> Hearings { get; private set; } = [];

    /// <summary>What the person pays for classes beside their vouchers, and to whom.</summary>
    public IReadOnlyList<Share> OwnShares { get; private set; } = [];

    /// <summary>What a programme that takes the person wants them to come to first, by its name; null when they were there, or no programme takes them that asks for anything.</summary>
    public string? First { get; private set; }

    /// <summary>When it is: the person's own, or the first in their language; null when none is planned.</summary>
    public FirstDate? Date { get; private set; }

    public string Until(DateTimeOffset instant) => time.Show(instant);

    public async Task OnGetAsync()
    {
        var me = caller.Id;
        GivenName = await participants.People.Where(person => person.Id == me).Select(person => person.GivenName).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The participant");
        Next = await FindNextSession(me);
        Next = Next is null ? null : Next with { Name = (await orientation.NamesOf([Next.GroupId], Cancel)).GetValueOrDefault(Next.GroupId, Next.Name) };

        var today = city.Today;
        var mine = await vouchers.Vouchers.Where(voucher => voucher.ParticipantId == me && voucher.ExpiresOn >= today)
            .Select(voucher => new { voucher.State, voucher.RemainingCents, voucher.ExpiresOn, voucher.WaitsForTopic }).ToListAsync(Cancel);
        var usable = mine.Where(voucher => voucher.State == VoucherState.Unlocked && voucher.RemainingCents > 0).ToArray();
        UsableCents = usable.Sum(voucher => voucher.RemainingCents);
        UsableUntil = usable.Length == 0 ? null : usable.Min(voucher => voucher.ExpiresOn);
        var waiting = mine.Where(voucher => voucher.State == VoucherState.Issued).ToArray();
        WaitingCents = waiting.Sum(voucher => voucher.RemainingCents);

        FreeSeats = await FindFreeSeats(me);
        Hearings = await FindHearings(me);
        OwnShares = await FindOwnShares(me);
        var answers = await eligibility.Check(me, Cancel);
        if (await OpenStep(me, answers) is { } first)
        {
            (First, Date) = (await NameOf(first), await FindDate(me, first));
        }

        var standings = answers.Select(answer => answer.Attendance).OfType<AttendanceStanding>().ToArray();
        var planWaits = await plans.Plans.AnyAsync(plan => plan.ParticipantId == me && plan.WaitsForPerson, Cancel);
        var isAsked = await consents.Consents.AnyAsync(consent => consent.ParticipantId == me && consent.State == ConsentState.Asked, Cancel);
        Tasks = [.. Steps(standings, waiting.Length > 0, planWaits, isAsked).Take(3).Select((step, index) => step with { IsFirst = index == 0 })];
    }

    private async Task<NextSession?> FindNextSession(Guid me)
    {
        var now = clock.GetUtcNow();
        return await (
            from stay in timetable.Stays
            where stay.ParticipantId == me
            join session in timetable.Sessions on stay.GroupId equals session.GroupId
            where session.EndsAt > now && session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until)
            join held in timetable.Groups on session.GroupId equals held.Id
            join venue in providers.Venues on held.VenueId equals venue.Id
            orderby session.StartsAt
            select new NextSession
            {
                LocalDate = session.LocalDate,
                LocalFrom = session.LocalFrom,
                LocalUntil = session.LocalUntil,
                GroupId = held.Id,
                Name = held.Name,
                Venue = venue.Name,
                Address = venue.Address,
                Latitude = venue.Latitude,
                Longitude = venue.Longitude,
            }).FirstOrDefaultAsync(Cancel);
    }

    private async Task<IReadOnlyList<FreeSeat>> FindFreeSeats(Guid me)
    {
        var now = clock.GetUtcNow();
        var seats = await (
            from offer in timetable.Offers
            where offer.ParticipantId == me && offer.ClosedAt == null && offer.ExpiresAt > now
            join held in timetable.Groups on offer.GroupId equals held.Id
            orderby offer.ExpiresAt, held.Id
            select new FreeSeat(held.Id, held.Name, offer.ExpiresAt)).ToListAsync(Cancel);
        var modules = await orientation.NamesOf([.. seats.Select(seat => seat.GroupId)], Cancel);
        return seats.ConvertAll(seat => seat with { Name = modules.GetValueOrDefault(seat.GroupId, seat.Name) });
    }

    private async Task<IReadOnlyList<Hearing>> FindHearings(Guid me)
    {
        var open = await eligibility.Proposals.Where(row => row.ParticipantId == me && (row.State == "Open" || row.State == "Reopened") && row.SaidAllAt == null)
            .OrderBy(row => row.ProposedAt).Select(row => new { row.ProgrammeCode, row.CommentUntil }).ToListAsync(Cancel);
        return [.. open.Select(row => new Hearing(eligibility.NameOf(row.ProgrammeCode), row.CommentUntil))];
    }

    /// <summary>The price of classes that go on, without what vouchers have paid or hold; a programme pays for its own people.</summary>
    private async Task<IReadOnlyList<Share>> FindOwnShares(Guid me)
    {
        var today = city.Today;
        var seats = await (
            from enrolment in timetable.Enrolments
            where enrolment.ParticipantId == me && enrolment.State == EnrolmentState.Enrolled
            join one in courses.Classes on enrolment.GroupId equals one.Id
            join held in timetable.Groups on one.Id equals held.Id
            join provider in providers.Providers on one.ProviderId equals provider.Id
            where one.PriceCents > 0 && held.CancelledAt == null && held.EndsOn >= today && (one.ProgrammeCode == null || enrolment.ProgrammeCode != one.ProgrammeCode)
            orderby held.StartsOn, held.Id
            select new { enrolment.Id, Class = held.Name, Provider = provider.Name, one.PriceCents }).ToListAsync(Cancel);
        var ids = seats.Select(seat => seat.Id).ToArray();
        var paid = (await vouchers.Redemptions.Where(row => ids.Contains(row.EnrolmentId) && row.ClosedAt == null).Select(row => new { row.EnrolmentId, row.AmountCents }).ToListAsync(Cancel))
            .ToLookup(row => row.EnrolmentId, row => row.AmountCents);
        var first = await timetable.FirstLessons(ids, Cancel);
        return [.. seats.Select(seat => new Share(seat.Class, seat.Provider, seat.PriceCents - paid[seat.Id].Sum(), first.TryGetValue(seat.Id, out var day) && day >= today ? day : null)).Where(share => share.Cents > 0)];
    }

    /// <summary>Nobody is sent where a programme does not take them, or where they were already, signed or not.</summary>
    private async Task<FirstStep?> OpenStep(Guid me, IReadOnlyList<ProgrammeAnswer> answers)
    {
        var steps = answers.Where(answer => answer.Outcome == Outcome.May).Select(answer => answer.FirstStep).OfType<FirstStep>().ToArray();
        if (steps is [])
        {
            return null;
        }

        var done = await orientation.Completions.Where(row => row.ParticipantId == me).Select(row => row.TopicCode).ToListAsync(Cancel);
        foreach (var step in steps.Where(step => !done.Contains(step.TopicCode)))
        {
            var kind = step.ActivityKind;
            if (kind is null || !await attendance.Marks.AnyAsync(
                mark => mark.ParticipantId == me && mark.PresentMinutes > 0 && !attendance.Registers.Any(register => register.SessionId == mark.SessionId) && activities.Meetings.Any(meeting => meeting.Id == mark.GroupId && activities.Activities.Any(activity => activity.Id == meeting.ActivityId && activity.KindCode == kind)), Cancel))
            {
                return step;
            }
        }

        return null;
    }

    private async Task<string> NameOf(FirstStep step) => (await orientation.TopicsInWords(Cancel)).GetValueOrDefault(step.TopicCode, step.TopicCode);

    /// <summary>A run of the module, or a meeting of an activity that is the same: the person's own before all others, then what is in their language, then the first.</summary>
    private async Task<FirstDate?> FindDate(Guid me, FirstStep step)
    {
        var (now, language, kind) = (clock.GetUtcNow(), CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, step.ActivityKind ?? "");
        var dates =
            from held in timetable.Groups
            join session in timetable.Sessions on held.Id equals session.GroupId
            join venue in providers.Venues on held.VenueId equals venue.Id
            join provider in providers.Providers on held.ProviderId equals provider.Id
            let mine = timetable.Enrolments.Any(enrolment => enrolment.GroupId == held.Id && enrolment.ParticipantId == me && enrolment.State == EnrolmentState.Enrolled)
            where held.CancelledAt == null && session.CancelledAt == null && session.StartsAt > now && (mine || held.Capacity - held.SeatsTaken - held.SeatsOffered > 0)
            select new { held.Id, session.StartsAt, Mine = mine, session.LocalDate, session.LocalFrom, session.LocalUntil, Venue = venue.Name, venue.Address, provider.Phone };
        var run = await (
            from date in dates
            join one in orientation.Runs on date.Id equals one.Id
            where one.TopicCode == step.TopicCode
            orderby date.Mine ? 0 : 1, one.Language == language ? 0 : 1, date.StartsAt, date.Id
            select new { Date = date, Languages = one.Language }).FirstOrDefaultAsync(Cancel);
        var meeting = kind.Length == 0 ? null : await (
            from date in dates
            join one in activities.Meetings on date.Id equals one.Id
            join activity in activities.Activities on one.ActivityId equals activity.Id
            where activity.KindCode == kind && activity.CancelledAt == null && activity.Admission != "Invitation"
            orderby date.Mine ? 0 : 1, activity.Languages == "" || ("," + activity.Languages + ",").Contains("," + language + ",") ? 0 : 1, date.StartsAt, date.Id
            select new { Date = date, activity.Languages }).FirstOrDefaultAsync(Cancel);
        var chosen = new[] { (Found: run, Book: run is null ? "" : run.Date.Mine ? "/my/courses" : $"/my/book/{run.Date.Id}"), (Found: meeting, Book: $"/my/activities?kind={Uri.EscapeDataString(kind)}") }
            .Where(one => one.Found is not null)
            .OrderBy(one => one.Found!.Date.Mine ? 0 : 1).ThenBy(one => Speaks(one.Found!.Languages, language) ? 0 : 1).ThenBy(one => one.Found!.Date.StartsAt).FirstOrDefault();
        return chosen.Found is not { } found ? null : new()
        {
            Book = chosen.Book,
            IsMine = found.Date.Mine,
            Languages = found.Languages,
            On = found.Date.LocalDate,
            From = found.Date.LocalFrom,
            Until = found.Date.LocalUntil,
            Venue = found.Date.Venue,
            Address = found.Date.Address,
            Phone = found.Date.Phone,
        };
    }

    private static bool Speaks(string languages, string language) => languages.Length == 0 || languages.Split(',').Contains(language);

    /// <summary>The most pressing first. There is always something: a page without a next step leaves people alone.</summary>
    private IEnumerable<Step> Steps(AttendanceStanding[] standings, bool vouchersWait, bool planWaits, bool isAsked)
    {
        if (standings.FirstOrDefault(standing => standing.Forecast is Forecast.Under) is { } under)
        {
            yield return new("warning", "/my/attendance", Words.Say("my.home.todo.under", under.MustStillAttendHours.ToString("0.#", CultureInfo.CurrentCulture)));
        }
        else if (standings.FirstOrDefault(standing => standing.Forecast is Forecast.AtRisk) is { } risk)
        {
            yield return new("warning", "/my/attendance", Words.Say("my.home.todo.at-risk", risk.MayStillMissHours.ToString("0.#", CultureInfo.CurrentCulture)));
        }

        if (planWaits)
        {
            yield return new("flag", "/my/plan", Words["my.plan.do-you-agree"]);
        }
        else if (isAsked)
        {
            yield return new("help", "/my/data", Words["my.home.todo.consent"]);
        }

        if (First is { } first)
        {
            yield return new("people", Date?.Book ?? "/my/find?kind=orientation", Words.Say("my.home.todo.first", first));
        }

        if (Next is not null)
        {
            yield return new("pass", "/my/pass", Words["my.home.todo.class"]);
        }
        else if (UsableCents > 0)
        {
            yield return new("search", "/my/find", Words["my.home.todo.course"]);
        }

        if (First is null && vouchersWait)
        {
            yield return new("info", "/my/find", Words["my.home.todo.module"]);
        }

        if (First is null && Next is null && UsableCents == 0 && !vouchersWait)
        {
            yield return new("help", "/my/help", Words["my.home.todo.ask"]);
        }
    }

    internal sealed record Step(string Icon, string Path, string Sentence, bool IsFirst = false);

    internal sealed record FreeSeat(Guid GroupId, string Name, DateTimeOffset ExpiresAt);

    internal sealed record Hearing(string Programme, DateOnly? CommentUntil);

    /// <summary>What is to be paid, and by when: the day of the first lesson; null once that is over.</summary>
    internal sealed record Share(string Class, string Provider, long Cents, DateOnly? Until);

    internal sealed record FirstDate
    {
        /// <summary>Where the seat is taken, or looked at.</summary>
        public required string Book { get; init; }

        public required bool IsMine { get; init; }

        /// <summary>ISO 639-1, with commas between; empty for any.</summary>
        public required string Languages { get; init; }

        public required DateOnly On { get; init; }

        public required TimeOnly From { get; init; }

        public required TimeOnly Until { get; init; }

        public required string Venue { get; init; }

        public required string Address { get; init; }

        public required string? Phone { get; init; }
    }

    internal sealed record NextSession
    {
        public required DateOnly LocalDate { get; init; }

        public required TimeOnly LocalFrom { get; init; }

        public required TimeOnly LocalUntil { get; init; }

        public required Guid GroupId { get; init; }

        public required string Name { get; init; }

        public required string Venue { get; init; }

        public required string Address { get; init; }

        public required double Latitude { get; init; }

        public required double Longitude { get; init; }

        public string Map => PlaceOnMap.AddressOf(Address, Latitude, Longitude);
    }
}
