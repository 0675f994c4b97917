using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Pages;

/// <summary>
/// What a decision on a person's attendance rests on: each session of their days in a class, the mark, and everything that was recorded of it, by whom and on which device. One programme and period, or all.
/// </summary>
[Audience(Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class PersonAttendanceModel(
    CoursesDb db, IParticipants participants, ITimetable timetable, IOrientation orientation, IProviders providers, IDevices devices, IEligibility eligibility, IVouchers vouchers, CityTime city, Caller caller) : CoursesPage, IShowsPeople
{
    /// <summary>Two hundred hours of a course are about as many; older ones are left out, and the page says so.</summary>
    public const int MostSessions = 300;

    internal sealed record Line(SessionInfo Session, string Provider, Mark? Mark, Register? Register, IReadOnlyList<AttendanceFact> Facts)
    {
        /// <summary>Proven less than what the programme counts: held, and not attended.</summary>
        public bool IsTooWeak { get; init; }

        /// <summary>Photographs of the list that was signed on paper.</summary>
        public IReadOnlyList<Guid> Photos { get; init; } = [];

        public bool IsSigned => Register?.IsSignedOff == true && Session.CancelledAt is null;

        /// <summary>Nobody spoke of the person before the register was signed: that makes them absent, without a fact.</summary>
        public bool IsSilence => IsSigned && Mark is { FactId: null, State: MarkState.Absent };
    }

    [FromRoute]
    public Guid Person { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Programme { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Until { get; set; }

    public string Name { get; private set; } = "";

    public string? ProgrammeName { get; private set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public bool HasMore { get; private set; }

    public IReadOnlyDictionary<Guid, string> Tablets { get; private set; } = new Dictionary<Guid, string>();

    /// <summary>What vouchers paid, by the class.</summary>
    public ILookup<Guid, PaidSeat> Paid { get; private set; } = Array.Empty<PaidSeat>().ToLookup(_ => Guid.Empty);

    public bool IsCoach => caller.Is(Roles.Coach);

    /// <summary>What recorders added is said of a person, and is for who works with them.</summary>
    public bool SeesNames => IsCoach || caller.May(Permissions.CaseData);

    public int Attended => Counted.Where(line => !line.IsTooWeak).Sum(line => line.Mark?.PresentMinutes ?? 0);

    public int TooWeak => Counted.Where(line => line.IsTooWeak).Sum(line => line.Mark!.PresentMinutes);

    public int Held => Counted.Where(line => line.Mark?.State != MarkState.Excused).Sum(line => line.Session.PlannedMinutes);

    public int ExcusedBy(ExcuseProof proof) => Counted.Where(line => line.Mark?.ExcusedBy == proof).Sum(line => line.Session.PlannedMinutes);

    public int Unsigned => Lines.Count(line => !line.IsSigned && line.Session.CancelledAt is null);

    private IEnumerable<Line> Counted => Lines.Where(line => line.IsSigned);

    public IEnumerable<Guid> PeopleShown => [Person];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGet()
    {
        var person = await participants.People.Where(row => row.Id == Person).Select(row => new { row.GivenName, row.FamilyName, row.PassNumber }).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The person");
        Name = SeesNames ? $"{person.GivenName} {person.FamilyName}".Trim() : person.PassNumber ?? "";
        ProgrammeName = Programme is null ? null : await eligibility.Programmes.Where(row => row.Code == Programme).Select(row => row.Name).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The programme");
        var (now, from, until) = (city.Now, From ?? DateOnly.MinValue, Until ?? DateOnly.MaxValue);
        var stays = timetable.Stays.Where(stay => stay.ParticipantId == Person);
        if (Programme is { } code)
        {
            stays = stays.Where(stay => stay.ProgrammeCode == code);
        }

        var found = await SessionInfos.Of(timetable)
            .Where(session => session.StartsAt <= now && session.LocalDate >= from && session.LocalDate <= until)
            .Where(session => stays.Any(stay => stay.GroupId == session.GroupId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)))
            .OrderByDescending(session => session.StartsAt).ThenBy(session => session.Id).Take(MostSessions + 1).ToListAsync(Cancel);
        HasMore = found.Count > MostSessions;
        var modules = await orientation.NamesOf([.. found.Select(session => session.GroupId).Distinct()], Cancel);
        var sessions = found.Take(MostSessions).Select(session => session with { GroupName = modules.GetValueOrDefault(session.GroupId, session.GroupName) }).ToArray();
        var ids = sessions.Select(session => session.Id).ToArray();
        var marks = await db.Set<Mark>().AsNoTracking().Where(mark => mark.ParticipantId == Person && ids.Contains(mark.SessionId)).ToDictionaryAsync(mark => mark.SessionId, Cancel);
        var registers = await db.Set<Register>().AsNoTracking().Where(register => ids.Contains(register.Id)).ToDictionaryAsync(register => register.Id, Cancel);
        var facts = (await db.Set<AttendanceFact>().AsNoTracking()
            .Where(fact => ids.Contains(fact.SessionId) && (fact.ParticipantId == Person || participants.Aliases.Any(alias => alias.KeptId == Person && alias.MergedId == fact.ParticipantId)))
            .ToListAsync(Cancel)).OrderBy(fact => fact.At).ThenBy(fact => fact.FactId).ToLookup(fact => fact.SessionId);
        var houses = sessions.Select(session => session.ProviderId).Distinct().ToArray();
        Paid = await PaidSeat.Of(Person, timetable, vouchers, Cancel);
        var names = await providers.Providers.Where(provider => houses.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
        var made = facts.SelectMany(of => of).Select(fact => fact.DeviceId).Distinct().ToArray();
        Tablets = await devices.Devices.Where(device => made.Contains(device.Id)).ToDictionaryAsync(device => device.Id, device => device.Name, Cancel);
        var photos = (await db.Set<SheetPhoto>().Where(photo => ids.Contains(photo.SessionId)).OrderBy(photo => photo.SentAt).Select(photo => new { photo.SessionId, photo.Id }).ToListAsync(Cancel)).ToLookup(photo => photo.SessionId, photo => photo.Id);
        var countsFrom = await eligibility.CountsFrom(Person, until, Cancel);
        var theirs = countsFrom.Count == 0 ? [] : await stays.Where(stay => stay.ProgrammeCode != null).ToListAsync(Cancel);
        ProofGrade? CountsFrom(SessionInfo session) => theirs.Find(stay => session.Kind == GroupKind.LanguageClass && stay.GroupId == session.GroupId && stay.From <= session.LocalDate && !(stay.Until < session.LocalDate)) is { ProgrammeCode: { } its }
            && countsFrom.TryGetValue(its, out var least) ? least : null;
        Lines = [.. sessions.Select(session => new Line(session, names.GetValueOrDefault(session.ProviderId, ""), marks.GetValueOrDefault(session.Id), registers.GetValueOrDefault(session.Id), [.. facts[session.Id]])
        {
            Photos = [.. photos[session.Id]],
            IsTooWeak = marks.GetValueOrDefault(session.Id)?.Grade < CountsFrom(session),
        })];
    }
}
