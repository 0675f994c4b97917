using System.ComponentModel.DataAnnotations;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Materials;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Attendance.Pages;

/// <summary>The register without JavaScript: take it, type it in from paper, sign it off, correct it later with a reason.</summary>
[Audience(Roles.Teacher, Roles.ProviderManager)]
internal sealed class TeacherRegisterModel(RegisterSheets sheets, RegisterBook book, Recorders recorders, ITimetable timetable, IVouchers vouchers, IMaterials materials, Caller caller, TimeProvider clock) : CoursesPage, IShowsPeople
{
    internal sealed class Line
    {
        [StringLength(20)]
        public string? State { get; set; }

        [Range(1, 600)]
        public int? Minutes { get; set; }

        [StringLength(200)]
        public string? Note { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid SessionId { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Paper { get; set; }

    // Named, so that the binder does not look for lines in other fields when there are none.
    [BindProperty(Name = nameof(People))]
    public Dictionary<Guid, Line> People { get; set; } = [];

    /// <summary>Guests without a record, by age band and gender: <c>6-13:f</c>.</summary>
    [BindProperty(Name = nameof(Guests))]
    public Dictionary<string, int?> Guests { get; set; } = [];

    [BindProperty, StringLength(20)]
    public string? State { get; set; }

    [BindProperty, Range(1, 600)]
    public int? Minutes { get; set; }

    [BindProperty, StringLength(300)]
    public string? Reason { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Person { get; set; }

    public Sheet Sheet { get; private set; } = null!;

    public bool MaySignOff => clock.GetUtcNow() >= Sheet.Session.EndsAt - Register.LastMinutes && Sheet.Session.CancelledAt is null;

    public static IReadOnlyList<string> States { get; } = ["present", "late", "left-early", "excused", MarkNames.Proven, "absent"];

    /// <summary>What vouchers paid for the person who is looked at: for the manager, who has the settlement.</summary>
    public IReadOnlyList<PaidSeat> Paid { get; private set; } = [];

    /// <summary>What is used in the session, and the kit that its group works with.</summary>
    public SessionMaterials Materials { get; private set; } = new([], null, []);

    protected override async Task Load()
    {
        Sheet = await sheets.Open(SessionId, Cancel);
        Materials = await materials.OfSession(SessionId, Sheet.Session.GroupId, Cancel);
        if (caller.Is(Roles.ProviderManager) && Sheet.Rows.Any(row => row.ParticipantId == Person))
        {
            Paid = [.. (await PaidSeat.Of(Person!.Value, timetable, vouchers, Cancel))[Sheet.Session.GroupId]];
        }
    }

    public IEnumerable<Guid> PeopleShown => Sheet.Rows.Select(row => row.ParticipantId);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostSave() => Act(async () =>
    {
        await Save();
        Done = Words["attendance.saved"];
        return Redirect($"/teacher/registers/{SessionId}");
    });

    /// <summary>Whoever has no mark yet and did not say that they are ill was there; what the teacher chose stays as it is.</summary>
    public Task<IActionResult> OnPostAllPresent() => Act(async () =>
    {
        await Load();
        foreach (var row in Sheet.Rows.Where(row => row is { Expected: true, State: null, Says: null }))
        {
            var line = People.TryGetValue(row.ParticipantId, out var typed) ? typed : People[row.ParticipantId] = new();
            line.State = string.IsNullOrEmpty(line.State) ? "present" : line.State;
        }

        await Save();
        Done = Words["attendance.saved"];
        return Redirect($"/teacher/registers/{SessionId}");
    });

    public Task<IActionResult> OnPostSignOff() => Act(async () =>
    {
        await Save();
        await book.SignOff(Sheet.Session, recorders.Name, recorders.CallerId, Cancel);
        Done = Words["attendance.signed-now"];
        return Redirect($"/teacher/registers/{SessionId}");
    });

    public Task<IActionResult> OnPostCorrect() => Act(async () =>
    {
        await Load();
        var kind = MarkNames.KindOf(State) ?? throw new InvalidField(nameof(State), Words["error.field.required"]);
        var row = Sheet.Rows.FirstOrDefault(row => row.ParticipantId == Person) ?? throw new NotFound("Person");
        if (kind is FactKind.Late or FactKind.LeftEarly && Minutes is null)
        {
            throw new InvalidField(nameof(Minutes), Words["error.field.required"]);
        }

        await book.Correct(Sheet.Session, row.ParticipantId, kind, Minutes, ProofOf(State), Reason ?? "", recorders.Name, recorders.CallerId, Cancel);
        Done = Words.Say("attendance.corrected", row.Name);
        return Redirect($"/teacher/registers/{SessionId}");
    });

    /// <summary>Only what the teacher changed becomes a fact; a mark that is changed knowingly is taken back first.</summary>
    private async Task Save()
    {
        await Load();
        if (Sheet.IsSignedOff)
        {
            throw new RuleBroken("attendance.already-signed");
        }

        var now = clock.GetUtcNow();
        var facts = new List<AttendanceFact>();
        foreach (var (person, line) in People)
        {
            var row = Sheet.Rows.FirstOrDefault(row => row.ParticipantId == person) ?? throw new NotFound("Person");
            var kind = MarkNames.KindOf(line.State);
            var minutes = kind is FactKind.Late or FactKind.LeftEarly ? line.Minutes ?? throw new InvalidField($"People[{person}].Minutes", Words["error.field.required"]) : (int?)null;
            var same = row.State is { } state && MarkNames.Of(state, row.Excuse) == line.State && (minutes is null || minutes == row.Minutes);
            if (kind is null || same)
            {
                continue;
            }

            if (row is { FactId: not null, Scanned: false })
            {
                facts.Add(Fact(person, FactKind.Withdraw, null, row.FactId, ""));
            }

            facts.Add(Fact(person, kind.Value, minutes, null, line.Note ?? "", ProofOf(line.State)));
        }

        foreach (var band in Sheet.CountsGuests ? GuestCounts.Bands : [])
        {
            foreach (var gender in GuestCounts.Genders)
            {
                var cell = $"{band}:{gender}";
                if (!Guests.TryGetValue(cell, out var typed) || (typed ?? 0) == Sheet.Guests.GetValueOrDefault(cell))
                {
                    continue;
                }

                facts.Add(Guest(band, gender, typed is null or (>= 0 and <= GuestCounts.Most) ? typed ?? 0 : throw new InvalidField($"Guests[{cell}]", Words.Say("attendance.guests-many", GuestCounts.Most))));
            }
        }

        await book.Record(facts, recorders.Current(), Cancel);

        AttendanceFact Guest(string band, string gender, int people) => new()
        {
            FactId = Guid.CreateVersion7(now),
            SessionId = SessionId,
            Kind = FactKind.Guests,
            GuestBand = band,
            GuestGender = gender,
            Guests = people,
            Source = Paper ? FactSource.Paper : FactSource.Hand,
            DeviceId = recorders.CallerId,
            DeviceSequence = 0,
            DeviceTime = now,
            ClockOffsetMs = 0,
            ReceivedAt = now,
            RecordedBy = recorders.Name,
        };

        AttendanceFact Fact(Guid person, FactKind kind, int? minutes, Guid? withdraws, string note, ExcuseProof? excuse = null) => new()
        {
            FactId = Guid.CreateVersion7(now),
            SessionId = SessionId,
            ParticipantId = person,
            Kind = kind,
            Minutes = minutes,
            Withdraws = withdraws,
            Excuse = excuse,
            Source = Paper ? FactSource.Paper : FactSource.Hand,
            DeviceId = recorders.CallerId,
            DeviceSequence = 0,
            DeviceTime = now,
            ClockOffsetMs = 0,
            ReceivedAt = now,
            RecordedBy = recorders.Name,
            Note = note,
        };
    }

    private static ExcuseProof? ProofOf(string? state) => MarkNames.KindOf(state) != FactKind.Excused ? null : state == MarkNames.Proven ? ExcuseProof.Certificate : ExcuseProof.Word;

    public string Hours(SheetRow row) => row.State is MarkState.Late or MarkState.LeftEarly ? Words.Say("attendance.minutes", row.PresentMinutes) : "";
}
