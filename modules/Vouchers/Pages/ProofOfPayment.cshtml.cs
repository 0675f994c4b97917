using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>
/// One amount opened into what it rests on: the voucher and the decision that gave it, the letters that said so, each session with its mark, and when and on which device that was seen; then the batches
/// that settled it, and its movements in the ledger. From each there is a way back to here.
/// </summary>
[Audience(Roles.ProviderManager, Roles.Coach, Roles.Administrator, Roles.Auditor)]
internal sealed class ProofOfPaymentModel(
    CoursesDb db, Payables payables, ITimetable timetable, IProviders providers, IParticipants participants, IAttendance attendance, IDevices devices, IEligibility eligibility, IMessages messages, Caller caller) : CoursesPage, IShowsPeople
{
    internal sealed record Head(
        Guid ParticipantId, Guid EnrolmentId, Guid VoucherId, Guid AllowanceId, string ProgrammeCode, Guid GroupId, string ClassName, string ProviderName, string VoucherNumber, long AmountCents, long PriceCents,
        RedemptionState State, DateTimeOffset MadeAt, int FullPaymentFromPercent, ProofGrade PaysFrom);

    /// <summary>What decided a mark: when it was seen or said, and the tablet if it was one.</summary>
    internal sealed record Seen(DateTimeOffset At, string? Tablet);

    internal sealed record SettledLine(int Number, BatchState State, int SessionsAttended, int SessionsHeld, long DeltaCents, string Why);

    internal sealed record Movement(DateTimeOffset At, LedgerKind Kind, Account Account, long AmountCents, string Why);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Head About { get; private set; } = null!;

    public Proof Proof { get; private set; } = null!;

    public IReadOnlyList<SettledLine> Lines { get; private set; } = [];

    public IReadOnlyList<Movement> Movements { get; private set; } = [];

    /// <summary>The provider's own people open class and registers; the others see the same marks on the page of the person.</summary>
    public bool OpensRegisters => caller.Is(Roles.ProviderManager);

    /// <summary>Opens the person's record, vouchers and letters.</summary>
    public bool IsCoach => caller.Is(Roles.Coach);

    /// <summary>Whose voucher it is: the name for who works with people, else the number of the pass. Nothing for the provider, whose register names them.</summary>
    public string? Person { get; private set; }

    public IReadOnlyDictionary<Guid, Seen> Facts { get; private set; } = new Dictionary<Guid, Seen>();

    /// <summary>That the person may join the programme, as it stood when the voucher was issued; null for the provider, and where none was taken.</summary>
    public DecisionRow? Decision { get; private set; }

    public IReadOnlyList<ReminderRow> Letters { get; private set; } = [];

    /// <summary>Where the marks of a session stand with all that was recorded of it.</summary>
    public string PageOf(SessionProof session) => OpensRegisters
        ? $"/teacher/registers/{session.SessionId}?person={About.ParticipantId}#p-{About.ParticipantId}"
        : FormattableString.Invariant($"/coach/people/{About.ParticipantId}/attendance?from={Proof.Sessions.Min(one => one.On):yyyy-MM-dd}&until={Proof.Sessions.Max(one => one.On):yyyy-MM-dd}#s-{session.SessionId}");

    /// <summary>How the amount came about, in numbers.</summary>
    public string Formula => (About, Proof) switch
    {
        (_, { SessionsHeld: 0 } or { SessionsAttended: 0 }) => Words.Say("settlement.formula-none", Proof.SessionsHeld),
        _ when Proof.IsPaidInFull(About.FullPaymentFromPercent) => Words.Say(
            "settlement.formula-full", Proof.AttendedMinutes, Proof.HeldMinutes, 100L * Proof.AttendedMinutes / Proof.HeldMinutes, About.FullPaymentFromPercent, Shown.Money(About.AmountCents)),
        _ => Words.Say(
            "settlement.formula-share", Shown.Money(About.AmountCents), Proof.SessionsAttended, Proof.SessionsHeld, Shown.Money(Proof.DueCents(About.AmountCents, About.FullPaymentFromPercent))),
    };

    public IEnumerable<Guid> PeopleShown => Person is null ? [] : [About.ParticipantId];

    public LookKind LooksAt => LookKind.Record;

    public async Task OnGetAsync()
    {
        var own = caller.Is(Roles.ProviderManager) ? caller.OrganisationId ?? throw new Forbidden() : (Guid?)null;
        About = await (
            from redemption in db.Set<Redemption>()
            where redemption.Id == Id && (own == null || redemption.ProviderId == own)
            join @group in timetable.Groups on redemption.GroupId equals @group.Id
            join provider in providers.Providers on redemption.ProviderId equals provider.Id
            select new Head(
                redemption.ParticipantId, redemption.EnrolmentId, redemption.VoucherId, redemption.Voucher.AllowanceId, redemption.Voucher.ProgrammeCode, @group.Id, @group.Name, provider.Name, redemption.Voucher.Number, redemption.AmountCents, redemption.PriceCents, redemption.State, redemption.MadeAt,
                redemption.Voucher.FullPaymentFromPercent, redemption.Voucher.PaysFrom)).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The redemption");
        Proof = await payables.ProofOf(Id, Cancel);
        Lines = await db.Set<SettlementLine>().Where(line => line.RedemptionId == Id).OrderBy(line => line.Batch.Number)
            .Select(line => new SettledLine(line.Batch.Number, line.Batch.State, line.SessionsAttended, line.SessionsHeld, line.DeltaCents, line.Why)).ToListAsync(Cancel);
        Movements = await (
            from transaction in db.Set<LedgerTransaction>()
            where transaction.RedemptionId == Id
            join entry in db.Set<LedgerEntry>() on transaction.Id equals entry.TransactionId
            orderby transaction.At, transaction.Id, entry.AmountCents
            select new Movement(transaction.At, transaction.Kind, entry.Account, entry.AmountCents, transaction.Why)).ToListAsync(Cancel);
        Facts = await WhatDecided();
        if (!OpensRegisters)
        {
            await FindWhoAndWhy();
        }
    }

    private async Task<Dictionary<Guid, Seen>> WhatDecided()
    {
        var ids = Proof.Sessions.Select(session => session.FactId).OfType<Guid>().ToArray();
        var facts = await attendance.Facts.Where(fact => ids.Contains(fact.FactId)).ToListAsync(Cancel);
        var made = facts.Select(fact => fact.DeviceId).Distinct().ToArray();
        var tablets = await devices.Devices.Where(device => made.Contains(device.Id)).ToDictionaryAsync(device => device.Id, device => device.Name, Cancel);
        return facts.GroupBy(fact => fact.FactId).ToDictionary(fact => fact.Key, fact => new Seen(fact.First().At, tablets.GetValueOrDefault(fact.First().DeviceId)));
    }

    private async Task FindWhoAndWhy()
    {
        var (me, programme) = (About.ParticipantId, About.ProgrammeCode);
        var person = await participants.People.Where(row => row.Id == me).Select(row => new { row.GivenName, row.FamilyName, row.PassNumber }).SingleOrDefaultAsync(Cancel);
        Person = IsCoach || caller.May(Permissions.CaseData) ? $"{person?.GivenName} {person?.FamilyName}".Trim() : person?.PassNumber ?? "";
        var issued = await db.Set<VoucherEvent>().Where(row => row.VoucherId == About.VoucherId).MinAsync(row => (DateTimeOffset?)row.At, Cancel) ?? About.MadeAt;
        Decision = await eligibility.Decisions
            .Where(row => row.ParticipantId == me && row.ProgrammeCode == programme && row.Subject == "entry" && row.DecidedAt <= issued)
            .OrderByDescending(row => row.DecidedAt).FirstOrDefaultAsync(Cancel);
        var (given, booked) = (HandOutVouchers.LetterOf(About.AllowanceId), SeatConfirmation.LettersOf(About.EnrolmentId));
        Letters = await messages.Reminders.Where(row => row.ParticipantId == me && (row.OnceKey == given || row.OnceKey.StartsWith(booked))).OrderBy(row => row.QueuedAt).ToListAsync(Cancel);
    }
}
