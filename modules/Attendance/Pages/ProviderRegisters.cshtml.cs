using System.ComponentModel.DataAnnotations;
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

/// <summary>
/// What the provider looks after: registers that are missing, and what was odd. Each case is settled by a person, with both versions kept. One case is open, with what was said and the form; the
/// others of the page are one line each, and the next one opens when it is settled.
/// </summary>
[Audience(Roles.ProviderManager)]
internal sealed class ProviderRegistersModel(
    CoursesDb db, ITimetable timetable, IParticipants participants, SettleReview settle, MissingRegisters registers, Recorders recorders, TimeProvider clock) : CoursesPage, IShowsPeople
{
    private const int CasesAtOnce = 25;
    private const int MissingAtOnce = 50;

    internal sealed record Case(Review Review, SessionInfo? Session, string? Person, MarkState? Now, IReadOnlyList<AttendanceFact> Facts, IReadOnlyList<KeyValuePair<Guid, string>> Candidates);

    internal sealed record MissingRegister(SessionInfo Session, DateTimeOffset? ChasedAt);

    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    /// <summary>Where this page of the list begins.</summary>
    [BindProperty(SupportsGet = true), StringLength(60)]
    public string? From { get; set; }

    /// <summary>The case that is open; the first one when none is named.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Opened { get; set; }

    /// <summary>The case after the one that is settled.</summary>
    [BindProperty]
    public Guid? Following { get; set; }

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

    public OtherPages Pages { get; private set; } = new(null, null);

    public IReadOnlyList<Case> Cases { get; private set; } = [];

    public Guid? Open { get; private set; }

    public Guid? AfterOpen => Cases.SkipWhile(one => one.Review.Id != Open).Skip(1).FirstOrDefault()?.Review.Id;

    public int OpenCases { get; private set; }

    public int IllnessWaiting { get; private set; }

    public IReadOnlyList<MissingRegister> Missing { get; private set; } = [];

    public int MissingInAll { get; private set; }

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
        return Redirect(List("review", Kind, Class, From, Following));
    });

    public Task<IActionResult> OnPostLeaveAll() => Act(async () =>
    {
        var settled = await settle.LeaveAll(Kind ?? "", SeenAt ?? throw new InvalidField("", Words["error.field.invalid"]), Reason, Cancel);
        Done = Words.Say("attendance.settled-all", settled);
        return Redirect(List("review", null, null));
    });

    /// <summary>The address of the list, so filtered.</summary>
    public static string List(string? tab, string? kind, Guid? @class, string? from = null, Guid? opened = null)
    {
        var query = new (string Name, string? Value)[] { ("tab", tab is "settled" or "missing" ? tab : null), ("kind", kind), ("class", @class?.ToString()), ("from", from), ("opened", opened?.ToString()) };
        var set = string.Join('&', query.Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return (set.Length == 0 ? "/provider/registers" : "/provider/registers?" + set) + (opened is null ? "" : $"#r-{opened}");
    }

    protected override async Task Load()
    {
        var provider = recorders.Current().ProviderId;
        var now = clock.GetUtcNow();
        OpenCases = await db.Set<Review>().CountAsync(review => review.ProviderId == provider && review.SettledAt == null, Cancel);
        IllnessWaiting = await db.Set<IllnessCase>().CountAsync(one => one.ProviderId == provider && one.State == IllnessState.Waiting && one.Report.TakenBackAt == null, Cancel);
        var missing = registers.Of(provider);
        MissingInAll = await missing.CountAsync(Cancel);
        if (Tab == "missing")
        {
            await LoadMissing(missing);
        }
        else
        {
            SeenAt ??= now;
            var all = db.Set<Review>().AsNoTracking().Where(review => review.ProviderId == provider && review.SettledAt != null == (Tab == "settled"));
            await LoadFilters(all);
            await LoadCases(await PageOf(all));
        }
    }

    private async Task<List<Review>> PageOf(IQueryable<Review> all)
    {
        var reviews = all.Where(review => (Kind == null || review.Code == Kind) && (Class == null || timetable.Sessions.Any(session => session.Id == review.SessionId && session.GroupId == Class)));
        var begin = Place.Read(From);
        if (begin is { At: var at, Id: var id })
        {
            reviews = Tab == "settled"
                ? reviews.Where(review => review.SettledAt < at || (review.SettledAt == at && review.Id.CompareTo(id) > 0))
                : reviews.Where(review => review.At > at || (review.At == at && review.Id.CompareTo(id) > 0));
        }

        var page = await (Tab == "settled" ? reviews.OrderByDescending(review => review.SettledAt).ThenBy(review => review.Id) : reviews.OrderBy(review => review.At).ThenBy(review => review.Id))
            .Take(CasesAtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(page, CasesAtOnce, List(Tab, Kind, Class), begin, review => new(Tab == "settled" ? review.SettledAt!.Value : review.At, review.Id));
        if ((ReviewId == Guid.Empty ? Opened : ReviewId) is { } wanted && page.TrueForAll(review => review.Id != wanted) && await all.SingleOrDefaultAsync(review => review.Id == wanted, Cancel) is { } elsewhere)
        {
            page.Insert(0, elsewhere);
        }

        Open = (page.Find(review => review.Id == ReviewId || review.Id == Opened) ?? page.FirstOrDefault())?.Id;
        return page;
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

    private async Task LoadMissing(IQueryable<SessionInfo> missing)
    {
        var begin = Place.Read(From);
        if (begin is { At: var at, Id: var id })
        {
            missing = missing.Where(session => session.EndsAt > at || (session.EndsAt == at && session.Id.CompareTo(id) > 0));
        }

        var sessions = await missing.OrderBy(session => session.EndsAt).ThenBy(session => session.Id).Take(MissingAtOnce + 1).ToListAsync(Cancel);
        Pages = OtherPages.Of(sessions, MissingAtOnce, List(Tab, null, null), begin, session => new(session.EndsAt, session.Id));
        var ids = sessions.Select(session => session.Id).ToArray();
        var chased = await db.Set<Register>().AsNoTracking().Where(register => ids.Contains(register.Id)).ToDictionaryAsync(register => register.Id, register => register.ChasedAt, Cancel);
        Missing = [.. sessions.Select(session => new MissingRegister(session, chased.GetValueOrDefault(session.Id)))];
    }

    private async Task LoadCases(List<Review> reviews)
    {
        var sessionIds = reviews.Select(review => review.SessionId).Distinct().ToArray();
        var sessions = await SessionInfos.Of(timetable).Where(session => sessionIds.Contains(session.Id)).ToDictionaryAsync(session => session.Id, Cancel);
        var open = reviews.Find(review => review.Id == Open);
        var candidates = open is not null && (open.Code == ReviewCodes.UnknownPerson || (open.ParticipantId is null && open.Code is ReviewCodes.UnknownPass or ReviewCodes.OldPass)) && sessions.GetValueOrDefault(open.SessionId) is { GroupId: var group }
            ? await timetable.Enrolments.Where(enrolment => enrolment.GroupId == group && enrolment.State == EnrolmentState.Enrolled).Select(enrolment => enrolment.ParticipantId).ToListAsync(Cancel)
            : [];
        var persons = reviews.Select(review => review.ParticipantId).OfType<Guid>().Distinct().ToArray();
        var people = persons.Union(candidates).ToArray();
        var names = (await participants.People.Where(person => people.Contains(person.Id)).Select(person => new { person.Id, person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName }).ToListAsync(Cancel))
            .ToDictionary(person => person.Id, person => PersonName.Short(person.GivenName, person.FamilyName, person.LatinGivenName, person.LatinFamilyName));
        var marks = await db.Set<Mark>().AsNoTracking().Where(mark => sessionIds.Contains(mark.SessionId) && persons.Contains(mark.ParticipantId)).ToListAsync(Cancel);
        AttendanceFact[] facts = open is null ? [] : [.. (await db.Set<AttendanceFact>().AsNoTracking()
            .Where(fact => fact.FactId == open.FactId || (open.ParticipantId != null && fact.SessionId == open.SessionId && fact.ParticipantId == open.ParticipantId))
            .ToListAsync(Cancel)).OrderBy(fact => fact.At).ThenBy(fact => fact.FactId)];
        Cases = [.. reviews.Select(review => new Case(
            review,
            sessions.GetValueOrDefault(review.SessionId),
            review.ParticipantId is { } person ? names.GetValueOrDefault(person) : null,
            marks.FirstOrDefault(mark => mark.SessionId == review.SessionId && mark.ParticipantId == review.ParticipantId)?.State,
            ReferenceEquals(review, open) ? facts : [],
            ReferenceEquals(review, open) ? [.. candidates.Select(candidate => KeyValuePair.Create(candidate, names.GetValueOrDefault(candidate, ""))).OrderBy(one => one.Value, StringComparer.CurrentCulture)] : []))];
    }
}
