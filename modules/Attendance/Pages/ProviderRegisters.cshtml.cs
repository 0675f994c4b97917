using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Attendance.Pages;

/// <summary>What the provider looks after: registers that are missing, and what was odd. Each case is settled by a person, with both versions kept.</summary>
[Audience(Roles.ProviderManager)]
internal sealed class ProviderRegistersModel(
    CoursesDb db, ITimetable timetable, IParticipants participants, SettleReview settle, Recorders recorders, TimeProvider clock) : CoursesPage, IShowsPeople
{
    private const int CasesAtOnce = 50;
    private const int MostCases = 1000;
    private const int DaysBack = 60;

    internal sealed record Case(Review Review, SessionInfo? Session, string? Person, MarkState? Now, IReadOnlyList<AttendanceFact> Facts, IReadOnlyList<KeyValuePair<Guid, string>> Candidates);

    internal sealed record MissingRegister(SessionInfo Session, DateTimeOffset? ChasedAt);

    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    /// <summary>How many cases the person has asked to see.</summary>
    [BindProperty(SupportsGet = true), Range(1, MostCases)]
    public int? Shown { get; set; }

    /// <summary>One kind of case only: its code.</summary>
    [BindProperty(SupportsGet = true), StringLength(40)]
    public string? Kind { get; set; }

    /// <summary>Those of one class only.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Class { get; set; }

    public IReadOnlyList<KeyValuePair<string, int>> Kinds { get; private set; } = [];

    public IReadOnlyList<KeyValuePair<Guid, string>> Classes { get; private set; } = [];

    /// <summary>When the list was looked at: what came later is not settled together with it.</summary>
    [BindProperty]
    public DateTimeOffset? SeenAt { get; set; }

    public int More => Math.Min(MostCases, Wanted + CasesAtOnce);

    public bool HasMore { get; private set; }

    private int Wanted => Math.Clamp(Shown ?? CasesAtOnce, 1, MostCases);

    public IReadOnlyList<Case> Cases { get; private set; } = [];

    public int OpenCases { get; private set; }

    public int IllnessWaiting { get; private set; }

    public IReadOnlyList<MissingRegister> Missing { get; private set; } = [];

    [BindProperty]
    public Guid ReviewId { get; set; }

    [BindProperty, StringLength(20)]
    public string? State { get; set; }

    [BindProperty, Range(1, 600)]
    public int? Minutes { get; set; }

    [BindProperty]
    public Guid? Person { get; set; }

    [BindProperty, StringLength(300)]
    public string? Reason { get; set; }

    public IEnumerable<Guid> PeopleShown => Cases.SelectMany(one => one.Candidates.Select(person => (Guid?)person.Key).Append(one.Review.ParticipantId)).OfType<Guid>();

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostSettle() => Act(async () =>
    {
        var kind = string.IsNullOrEmpty(State) ? (FactKind?)null : MarkNames.KindOf(State) ?? throw new InvalidField(nameof(State), Words["error.field.invalid"]);
        if (kind is FactKind.Late or FactKind.LeftEarly && Minutes is null)
        {
            throw new InvalidField(nameof(Minutes), Words["error.field.required"]);
        }

        await settle.Handle(ReviewId, Person, kind, Minutes, State == MarkNames.Proven ? ExcuseProof.Certificate : ExcuseProof.Word, Reason, Cancel);
        Done = Words["attendance.settled-now"];
        return Redirect(List("review", Kind, Class, Shown is null ? null : Wanted));
    });

    public Task<IActionResult> OnPostLeaveAll() => Act(async () =>
    {
        var settled = await settle.LeaveAll(Kind ?? "", SeenAt ?? throw new InvalidField("", Words["error.field.invalid"]), Reason, Cancel);
        Done = Words.Say("attendance.settled-all", settled);
        return Redirect(List("review", null, null, null));
    });

    /// <summary>The address of the list, so filtered.</summary>
    public static string List(string? tab, string? kind, Guid? @class, int? shown)
    {
        var query = new (string Name, string? Value)[] { ("tab", tab is "settled" ? tab : null), ("kind", kind), ("class", @class?.ToString()), ("shown", shown?.ToString(CultureInfo.InvariantCulture)) };
        var set = string.Join('&', query.Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return set.Length == 0 ? "/provider/registers" : "/provider/registers?" + set;
    }

    protected override async Task Load()
    {
        var provider = recorders.Current().ProviderId;
        var now = clock.GetUtcNow();
        OpenCases = await db.Set<Review>().CountAsync(review => review.ProviderId == provider && review.SettledAt == null, Cancel);
        IllnessWaiting = await db.Set<IllnessCase>().CountAsync(one => one.ProviderId == provider && one.State == IllnessState.Waiting && one.Report.TakenBackAt == null, Cancel);
        await LoadMissing(provider, now);
        if (Tab != "missing")
        {
            SeenAt ??= now;
            var reviews = db.Set<Review>().AsNoTracking().Where(review => review.ProviderId == provider && review.SettledAt != null == (Tab == "settled"));
            await LoadFilters(reviews);
            reviews = reviews.Where(review => (Kind == null || review.Code == Kind) && (Class == null || timetable.Sessions.Any(session => session.Id == review.SessionId && session.GroupId == Class)));
            var some = await (Tab == "settled" ? reviews.OrderByDescending(review => review.SettledAt).ThenBy(review => review.Id) : reviews.OrderBy(review => review.At).ThenBy(review => review.Id))
                .Take(Wanted + 1).ToListAsync(Cancel);
            HasMore = some.Count > Wanted && Wanted < MostCases;
            await LoadCases([.. some.Take(Wanted)]);
        }
    }

    private async Task LoadFilters(IQueryable<Review> reviews)
    {
        Kinds = [.. (await reviews.GroupBy(review => review.Code).Select(kind => new { kind.Key, Count = kind.Count() }).ToListAsync(Cancel)).OrderByDescending(kind => kind.Count).ThenBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => KeyValuePair.Create(kind.Key, kind.Count))];
        Kind = Kinds.Any(kind => kind.Key == Kind) ? Kind : null;
        Classes = [.. (await (
            from review in reviews
            join session in timetable.Sessions on review.SessionId equals session.Id
            join @group in timetable.Groups on session.GroupId equals @group.Id
            select new { @group.Id, @group.Name }).Distinct().ToListAsync(Cancel)).InReadersOrder(group => group.Name).Select(group => KeyValuePair.Create(group.Id, group.Name))];
        Class = Classes.Any(group => group.Key == Class) ? Class : null;
    }

    private async Task LoadMissing(Guid provider, DateTimeOffset now)
    {
        var from = now.AddDays(-DaysBack);
        var sessions = await SessionInfos.Of(timetable)
            .Where(session => session.ProviderId == provider && session.EndsAt > from && session.EndsAt < now && session.CancelledAt == null)
            .Where(session => timetable.Stays.Any(stay => stay.GroupId == session.GroupId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)))
            .Where(session => !db.Set<Register>().Any(register => register.Id == session.Id && register.SignedOffAt != null))
            .OrderBy(session => session.EndsAt).Take(200).ToListAsync(Cancel);
        var ids = sessions.Select(session => session.Id).ToArray();
        var chased = await db.Set<Register>().AsNoTracking().Where(register => ids.Contains(register.Id)).ToDictionaryAsync(register => register.Id, register => register.ChasedAt, Cancel);
        Missing = [.. sessions.Select(session => new MissingRegister(session, chased.GetValueOrDefault(session.Id)))];
    }

    private async Task LoadCases(List<Review> reviews)
    {
        var sessionIds = reviews.Select(review => review.SessionId).Distinct().ToArray();
        var sessions = await SessionInfos.Of(timetable).Where(session => sessionIds.Contains(session.Id)).ToDictionaryAsync(session => session.Id, Cancel);
        var groups = sessions.Values.Select(session => session.GroupId).Distinct().ToArray();
        var enrolled = await timetable.Enrolments.Where(enrolment => groups.Contains(enrolment.GroupId) && enrolment.State == EnrolmentState.Enrolled)
            .Select(enrolment => new { enrolment.GroupId, enrolment.ParticipantId }).ToListAsync(Cancel);
        var people = reviews.Where(review => review.ParticipantId is not null).Select(review => review.ParticipantId!.Value).Concat(enrolled.Select(enrolment => enrolment.ParticipantId)).Distinct().ToArray();
        var names = (await participants.People.Where(person => people.Contains(person.Id)).Select(person => new { person.Id, person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName }).ToListAsync(Cancel))
            .ToDictionary(person => person.Id, person => PersonName.Short(person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName));
        var factIds = reviews.Where(review => review.FactId is not null).Select(review => review.FactId!.Value).ToArray();
        var persons = reviews.Where(review => review.ParticipantId is not null).Select(review => review.ParticipantId!.Value).Distinct().ToArray();
        var facts = await db.Set<AttendanceFact>().AsNoTracking()
            .Where(fact => factIds.Contains(fact.FactId) || (sessionIds.Contains(fact.SessionId) && fact.ParticipantId != null && persons.Contains(fact.ParticipantId.Value)))
            .ToListAsync(Cancel);
        var marks = await db.Set<Mark>().AsNoTracking().Where(mark => sessionIds.Contains(mark.SessionId) && persons.Contains(mark.ParticipantId)).ToListAsync(Cancel);
        Cases = [.. reviews.Select(review =>
        {
            var session = sessions.GetValueOrDefault(review.SessionId);
            return new Case(
                review,
                session,
                review.ParticipantId is { } person ? names.GetValueOrDefault(person) : null,
                marks.FirstOrDefault(mark => mark.SessionId == review.SessionId && mark.ParticipantId == review.ParticipantId)?.State,
                [.. facts.Where(fact => fact.FactId == review.FactId || (review.ParticipantId is not null && fact.SessionId == review.SessionId && fact.ParticipantId == review.ParticipantId))
                    .OrderBy(fact => fact.At).ThenBy(fact => fact.FactId)],
                session is not null && (review.Code == ReviewCodes.UnknownPerson || (review.ParticipantId is null && review.Code is ReviewCodes.UnknownPass or ReviewCodes.OldPass))
                    ? [.. enrolled.Where(enrolment => enrolment.GroupId == session!.GroupId).Select(enrolment => KeyValuePair.Create(enrolment.ParticipantId, names.GetValueOrDefault(enrolment.ParticipantId, ""))).OrderBy(one => one.Value, StringComparer.CurrentCulture)]
                    : []);
        })];
    }
}
