using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Participants.Pages;

/// <summary>Everything about one person at a glance, and what a coach does with it.</summary>
[Audience(Roles.Coach)]
internal sealed class OnePersonModel(
    CoursesDb db, PersonDesk desk, PassDesk passes, MergePeople merge, IParticipants participants, IEligibility eligibility, IVouchers vouchers, IOrientation orientation, ITimetable timetable, IAttendance attendance, CityDay city)
    : CoursesPage, IShowsPeople
{
    private const int FewDecisions = 15;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Participant Person { get; private set; } = null!;

    public IReadOnlyList<ProgrammeAnswer> Answers { get; private set; } = [];

    public IReadOnlyList<VoucherRow> Vouchers { get; private set; } = [];

    public IReadOnlyList<VoucherOffer> Offers { get; private set; } = [];

    public IReadOnlyDictionary<string, string> TopicNames { get; private set; } = new Dictionary<string, string>();

    public IReadOnlyList<CompletionRow> Completions { get; private set; } = [];

    public IReadOnlyList<TopicRow> OpenTopics { get; private set; } = [];

    public IReadOnlyList<CourseLine> Courses { get; private set; } = [];

    public IReadOnlyList<DecisionRow> Decisions { get; private set; } = [];

    public IReadOnlyList<(IllnessRow Told, string Provider)> Illness { get; private set; } = [];

    /// <summary>What the person asked or complained of under their name.</summary>
    public IReadOnlyList<Complaint> Complaints { get; private set; } = [];

    public int NoteCount { get; private set; }

    public DateOnly Today => city.Today;

    public DateOnly DayOf(DateTimeOffset instant) => city.Of(instant);

    /// <summary>What happened to this person here, the newest first: one line for each day and event, which leads to where it is told in full.</summary>
    public IEnumerable<TimeLineEntry> TimeLine => new IEnumerable<TimeLineEntry>[]
    {
        Person.Statuses.Select(held => new TimeLineEntry(held.From, Words.Say("timeline.status", Words["legal-status." + held.Status]), "#statuses")),
        Person.Passes.Select(pass => new TimeLineEntry(DayOf(pass.IssuedAt), Words.Say("timeline.pass", pass.Number), null)),
        Person.ArrivedOn is { } arrived ? [new(arrived, Words["person.arrived"], null)] : [],
        Person.FirstPermitOn is { } permit ? [new(permit, Words["person.first-permit"], null)] : [],
        Completions.Select(done => new TimeLineEntry(done.CompletedOn, Words.Say("timeline.module", TopicName(done.TopicCode)), null)),
        Courses.Where(course => course.StartsOn <= Today).Select(course => new TimeLineEntry(course.StartsOn, Words.Say("timeline.course-starts", course.Name), "#courses")),
        Courses.Where(course => course.EndsOn <= Today && !course.Cancelled).Select(course => new TimeLineEntry(course.EndsOn, Words.Say("timeline.course-ends", course.Name), "#courses")),
        Vouchers.Select(voucher => new TimeLineEntry(voucher.IssuedOn, Words.Say("timeline.voucher", voucher.Number, Platform.Languages.Shown.Money(voucher.AmountCents)), "#vouchers")),
        Decisions.Select(decision => new TimeLineEntry(DayOf(decision.DecidedAt), Words.Say("timeline.decision", ProgrammeName(decision.ProgrammeCode), Words["person.subject." + decision.Subject], Words["person.outcome." + decision.Outcome]), $"/coach/decisions/{Id}?On={DayOf(decision.DecidedAt):yyyy-MM-dd}")),
        Illness.Select(one => new TimeLineEntry(one.Told.From, Words.Say("timeline.illness", one.Provider), "#illness")),
        Complaints.Select(complaint => new TimeLineEntry(complaint.SentOn, Words["complaints.kind." + complaint.Kind], "#complaints")),
    }.SelectMany(entries => entries).OrderByDescending(entry => entry.On).ThenBy(entry => entry.What, StringComparer.Ordinal);

    public string TopicName(string code) => TopicNames.GetValueOrDefault(code, code);

    public string ProgrammeName(string code) => Answers.FirstOrDefault(answer => answer.ProgrammeCode == code)?.ProgrammeName ?? code;

    /// <summary>Records of the same person that were closed in favour of this one.</summary>
    public IReadOnlyList<TakenIn> TakenIn { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public async Task<IActionResult> OnGetAsync()
    {
        // A closed record leads to the one that goes on.
        if (await participants.Aliases.Where(alias => alias.MergedId == Id).Select(alias => (Guid?)alias.KeptId).SingleOrDefaultAsync(Cancel) is { } kept)
        {
            return LocalRedirect($"/coach/people/{kept}");
        }

        await Load();
        return Page();
    }

    public Task<IActionResult> OnPostUndoMergeAsync(Guid which) =>
        Act(async () =>
        {
            if (!await db.Set<Merge>().AnyAsync(row => row.Id == which && row.KeptId == Id, Cancel))
            {
                throw new NotFound("The merge");
            }

            await merge.Undo(which, Cancel);
            return Back(Words["merge.undone"]);
        });

    public Task<IActionResult> OnPostVouchersAsync(string? programme) =>
        Act(async () =>
        {
            await Exists();
            var issued = await vouchers.Issue(Id, programme ?? throw new NotFound("The programme"), Cancel);
            return Back(Words.Say("person.issued", issued.Count));
        });

    public Task<IActionResult> OnPostModuleAsync(string? topic, [DateOf(DateMeaning.Past)] DateOnly? on) =>
        Act(async () =>
        {
            await Exists();
            var day = on ?? throw new InvalidField("on", Words["error.field.required"]);
            if (day > city.Today)
            {
                throw new InvalidField("on", Words["person.module-future"]);
            }

            await orientation.Complete(Id, string.IsNullOrEmpty(topic) ? throw new InvalidField("topic", Words["error.field.required"]) : topic, day, Cancel);
            return Back(Words["person.module-recorded"]);
        });

    public Task<IActionResult> OnPostStatusAsync(LegalStatus? status, [DateOf(DateMeaning.Past)] DateOnly? from) =>
        Act(async () =>
        {
            await desk.ChangeStatus(
                Id, status ?? throw new InvalidField("status", Words["error.field.required"]), from ?? throw new InvalidField("from", Words["error.field.required"]), Cancel);
            return Back(Words["person.saved"]);
        });

    public Task<IActionResult> OnPostLevelAsync(Skill? skill, string? level) =>
        Act(async () =>
        {
            await participants.SetLevel(
                Id, skill ?? throw new InvalidField("skill", Words["error.field.required"]), level ?? throw new InvalidField("level", Words["error.field.required"]), Cancel);
            return Back(Words["person.saved"]);
        });

    public Task<IActionResult> OnPostReplaceAsync(string? oldNumber, bool sure) =>
        Act(async () =>
        {
            if (!sure)
            {
                throw new RuleBroken("participant.pass-confirm");
            }

            return Back(Words.Say("person.pass-new", await passes.Replace(Id, oldNumber ?? "", Cancel)));
        });

    public Task<IActionResult> OnPostSendAsync() =>
        Act(async () =>
        {
            await passes.Send(Id, Cancel);
            var email = await db.Set<Participant>().Where(person => person.Id == Id).Select(person => person.Email).SingleAsync(Cancel);
            return Back(Words.Say("person.pass-sent", email!));
        });

    protected override async Task Load()
    {
        Person = await db.Set<Participant>().AsNoTracking().AsSplitQuery().Include(person => person.Statuses).Include(person => person.Levels).Include(person => person.Needs).Include(person => person.Passes)
            .SingleOrDefaultAsync(person => person.Id == Id && person.MergedInto == null, Cancel) ?? throw new NotFound("The participant");
        TakenIn = await (
            from row in db.Set<Merge>()
            where row.KeptId == Id && row.UndoneAt == null
            join closed in db.Set<Participant>() on row.MergedId equals closed.Id
            orderby row.At, row.Id
            select new TakenIn(row.Id, closed.GivenName + " " + closed.FamilyName, closed.PassNumber, row.At, row.ByName, row.Reason)).AsNoTracking().ToListAsync(Cancel);
        Answers = [.. (await eligibility.Check(Id, Cancel)).OrderBy(answer => answer.Outcome)];
        Vouchers = await vouchers.Vouchers.Where(voucher => voucher.ParticipantId == Id).OrderBy(voucher => voucher.Number).ToListAsync(Cancel);
        Decisions = await eligibility.Decisions.Where(decision => decision.ParticipantId == Id || participants.Aliases.Any(alias => alias.KeptId == Id && alias.MergedId == decision.ParticipantId)).OrderByDescending(decision => decision.DecidedAt).Take(FewDecisions).ToListAsync(Cancel);
        Completions = await orientation.Completions.Where(done => done.ParticipantId == Id).OrderBy(done => done.CompletedOn).ToListAsync(Cancel);
        Illness = await LoadIllness();
        Complaints = await db.Set<Complaint>().AsNoTracking().Where(row => row.ParticipantId == Id).OrderByDescending(row => row.SentOn).ThenByDescending(row => row.Id).Take(FewDecisions).ToListAsync(Cancel);
        NoteCount = await db.Set<PersonNote>().CountAsync(note => note.ParticipantId == Id, Cancel);
        await LoadTopics();
        await LoadOffers();
        Courses = await LoadCourses();
    }

    /// <summary>What the person said of days on which they cannot come, and what the providers decided.</summary>
    private async Task<IReadOnlyList<(IllnessRow Told, string Provider)>> LoadIllness()
    {
        var told = await attendance.Illness.Where(row => row.ParticipantId == Id).OrderByDescending(row => row.From).ThenBy(row => row.Id).Take(FewDecisions).ToListAsync(Cancel);
        var ids = told.Select(row => row.ProviderId).Distinct().ToArray();
        var names = await db.Set<Provider>().Where(provider => ids.Contains(provider.Id)).ToDictionaryAsync(provider => provider.Id, provider => provider.Name, Cancel);
        return [.. told.Select(row => (row, names.GetValueOrDefault(row.ProviderId, "")))];
    }

    private async Task LoadTopics()
    {
        var topics = (await orientation.Topics.ToListAsync(Cancel)).OrderBy(topic => topic.ProgrammeCode, StringComparer.Ordinal).ThenInReadersOrder(topic => topic.Name).ToArray();
        TopicNames = await orientation.TopicsInWords(Cancel);

        // What a programme wants first comes first.
        var first = Answers.Select(answer => answer.FirstStep?.TopicCode).OfType<string>().ToHashSet(StringComparer.Ordinal);
        OpenTopics = [.. topics.Where(topic => Completions.All(done => done.TopicCode != topic.Code)).OrderByDescending(topic => first.Contains(topic.Code))];
    }

    /// <summary>Vouchers that a programme gives and this person has not got.</summary>
    private async Task LoadOffers()
    {
        var offers = new List<VoucherOffer>();
        foreach (var answer in Answers.Where(answer => answer.Outcome != Outcome.MayNot && Vouchers.All(voucher => voucher.ProgrammeCode != answer.ProgrammeCode)))
        {
            if (await eligibility.VoucherTermsOf(answer.ProgrammeCode, city.Today, Cancel) is { } terms)
            {
                offers.Add(new(answer, terms));
            }
        }

        Offers = offers;
    }

    private async Task<IReadOnlyList<CourseLine>> LoadCourses()
    {
        var lines = await (
            from enrolment in timetable.Enrolments
            where enrolment.ParticipantId == Id
            join held in timetable.Groups on enrolment.GroupId equals held.Id
            orderby held.StartsOn descending
            select new CourseLine { GroupId = held.Id, Name = held.Name, StartsOn = held.StartsOn, EndsOn = held.EndsOn, State = enrolment.State, Cancelled = held.CancelledAt != null }).ToListAsync(Cancel);

        // Excused lessons count on neither side; only signed registers count at all, and only while the person belonged to the class.
        var marked = await (
            from mark in attendance.Marks
            where mark.ParticipantId == Id && mark.State != MarkState.Excused
            join session in timetable.Sessions on mark.SessionId equals session.Id
            where session.CancelledAt == null && attendance.Registers.Any(register => register.SessionId == session.Id)
                && timetable.Stays.Any(stay => stay.ParticipantId == Id && stay.GroupId == session.GroupId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate))
            group new { mark.PresentMinutes, session.PlannedMinutes } by session.GroupId into perClass
            select new { GroupId = perClass.Key, Attended = perClass.Sum(row => row.PresentMinutes), Held = perClass.Sum(row => row.PlannedMinutes) }).ToDictionaryAsync(row => row.GroupId, Cancel);
        return [.. lines.Select(line => marked.TryGetValue(line.GroupId, out var minutes) ? line with { AttendedMinutes = minutes.Attended, HeldMinutes = minutes.Held } : line)];
    }

    private async Task Exists()
    {
        if (!await db.Set<Participant>().AnyAsync(person => person.Id == Id && person.MergedInto == null, Cancel))
        {
            throw new NotFound("The participant");
        }
    }

    private RedirectResult Back(string done)
    {
        Done = done;
        return Redirect($"/coach/people/{Id}");
    }

    internal sealed record VoucherOffer(ProgrammeAnswer Programme, VoucherTerms Terms);

    internal sealed record CourseLine
    {
        public required Guid GroupId { get; init; }

        public required string Name { get; init; }

        public required DateOnly StartsOn { get; init; }

        public required DateOnly EndsOn { get; init; }

        public required EnrolmentState State { get; init; }

        public required bool Cancelled { get; init; }

        public int AttendedMinutes { get; init; }

        public int HeldMinutes { get; init; }
    }
}

/// <summary>One event of a person's time here.</summary>
internal sealed record TimeLineEntry(DateOnly On, string What, string? Link);

/// <summary>A record that was closed in favour of this one.</summary>
internal sealed record TakenIn(Guid Id, string Name, string? PassNumber, DateTimeOffset At, string By, string Reason);
