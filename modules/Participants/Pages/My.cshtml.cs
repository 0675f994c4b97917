using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>The newcomer's first page: what to do now, when and where the next class is, what money is left.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyModel(
    IParticipants participants, ITimetable timetable, IProviders providers, IVouchers vouchers, IOrientation orientation, IEligibility eligibility, TimeProvider clock, CityDay city, Caller caller)
    : CoursesPage
{
    private const string StartCoaching = "start-coaching";
    public string GivenName { get; private set; } = "";

    public NextSession? Next { get; private set; }

    public long UsableCents { get; private set; }

    public DateOnly? UsableUntil { get; private set; }

    public long WaitingCents { get; private set; }

    public IReadOnlyList<Step> Tasks { get; private set; } = [];

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

        var hasCome = await orientation.Completions.AnyAsync(done => done.ParticipantId == me && done.TopicCode == StartCoaching, Cancel);
        var standings = (await eligibility.Check(me, Cancel)).Select(answer => answer.Attendance).OfType<AttendanceStanding>().ToArray();
        Tasks = [.. Steps(hasCome, standings, waiting.Length > 0).Take(3).Select((step, index) => step with { IsFirst = index == 0 })];
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

    /// <summary>The most pressing first. There is always something: a page without a next step leaves people alone.</summary>
    private IEnumerable<Step> Steps(bool hasCome, AttendanceStanding[] standings, bool vouchersWait)
    {
        if (standings.FirstOrDefault(standing => standing.Forecast is Forecast.Under) is { } under)
        {
            yield return new("warning", "/my/attendance", Words.Say("my.home.todo.under", under.MustStillAttendHours.ToString("0.#", CultureInfo.CurrentCulture)));
        }
        else if (standings.FirstOrDefault(standing => standing.Forecast is Forecast.AtRisk) is { } risk)
        {
            yield return new("warning", "/my/attendance", Words.Say("my.home.todo.at-risk", risk.MayStillMissHours.ToString("0.#", CultureInfo.CurrentCulture)));
        }

        if (!hasCome)
        {
            yield return new("people", "/my/find", Words["my.home.todo.coaching"]);
        }

        if (Next is not null)
        {
            yield return new("pass", "/my/pass", Words["my.home.todo.class"]);
        }
        else if (UsableCents > 0)
        {
            yield return new("search", "/my/find", Words["my.home.todo.course"]);
        }

        if (hasCome && vouchersWait)
        {
            yield return new("info", "/my/find", Words["my.home.todo.module"]);
        }

        if (hasCome && Next is null && UsableCents == 0 && !vouchersWait)
        {
            yield return new("help", "/my/help", Words["my.home.todo.ask"]);
        }
    }

    internal sealed record Step(string Icon, string Path, string Sentence, bool IsFirst = false);

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

        /// <summary>A position of 0, 0 is one that nobody has filled in.</summary>
        public string Map => Latitude == 0 && Longitude == 0
            ? "https://www.openstreetmap.org/search?query=" + Uri.EscapeDataString(Address)
            : string.Create(CultureInfo.InvariantCulture, $"https://www.openstreetmap.org/?mlat={Latitude:0.#####}&mlon={Longitude:0.#####}#map=17/{Latitude:0.#####}/{Longitude:0.#####}");
    }
}
