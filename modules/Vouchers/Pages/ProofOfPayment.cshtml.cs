using Courses.Contracts.Access;
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

/// <summary>One amount opened into the sessions and marks it rests on, the batches that settled it, and its movements in the ledger.</summary>
[Audience(Roles.ProviderManager, Roles.Administrator, Roles.Auditor)]
internal sealed class ProofOfPaymentModel(CoursesDb db, Payables payables, ITimetable timetable, IProviders providers, Caller caller) : CoursesPage
{
    internal sealed record Head(Guid GroupId, string ClassName, string ProviderName, string VoucherNumber, long AmountCents, long PriceCents, RedemptionState State, DateTimeOffset MadeAt, int FullPaymentFromPercent);

    internal sealed record SettledLine(int Number, BatchState State, int SessionsAttended, int SessionsHeld, long DeltaCents, string Why);

    internal sealed record Movement(DateTimeOffset At, LedgerKind Kind, Account Account, long AmountCents, string Why);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Head About { get; private set; } = null!;

    public Proof Proof { get; private set; } = null!;

    public IReadOnlyList<SettledLine> Lines { get; private set; } = [];

    public IReadOnlyList<Movement> Movements { get; private set; } = [];

    /// <summary>The provider's own people open class and registers; the others have rights to figures only.</summary>
    public bool OpensRegisters => caller.Is(Roles.ProviderManager);

    /// <summary>How the amount came about, in numbers.</summary>
    public string Formula => (About, Proof) switch
    {
        (_, { SessionsHeld: 0 } or { SessionsAttended: 0 }) => Words.Say("settlement.formula-none", Proof.SessionsHeld),
        _ when Proof.IsPaidInFull(About.FullPaymentFromPercent) => Words.Say(
            "settlement.formula-full", Proof.AttendedMinutes, Proof.HeldMinutes, 100L * Proof.AttendedMinutes / Proof.HeldMinutes, About.FullPaymentFromPercent, Shown.Money(About.AmountCents)),
        _ => Words.Say(
            "settlement.formula-share", Shown.Money(About.AmountCents), Proof.SessionsAttended, Proof.SessionsHeld, Shown.Money(Proof.DueCents(About.AmountCents, About.FullPaymentFromPercent))),
    };

    public async Task OnGetAsync()
    {
        var own = caller.Is(Roles.ProviderManager) ? caller.OrganisationId ?? throw new Forbidden() : (Guid?)null;
        About = await (
            from redemption in db.Set<Redemption>()
            where redemption.Id == Id && (own == null || redemption.ProviderId == own)
            join @group in timetable.Groups on redemption.GroupId equals @group.Id
            join provider in providers.Providers on redemption.ProviderId equals provider.Id
            select new Head(
                @group.Id, @group.Name, provider.Name, redemption.Voucher.Number, redemption.AmountCents, redemption.PriceCents, redemption.State, redemption.MadeAt,
                redemption.Voucher.FullPaymentFromPercent)).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The redemption");
        Proof = await payables.ProofOf(Id, Cancel);
        Lines = await db.Set<SettlementLine>().Where(line => line.RedemptionId == Id).OrderBy(line => line.Batch.Number)
            .Select(line => new SettledLine(line.Batch.Number, line.Batch.State, line.SessionsAttended, line.SessionsHeld, line.DeltaCents, line.Why)).ToListAsync(Cancel);
        Movements = await (
            from transaction in db.Set<LedgerTransaction>()
            where transaction.RedemptionId == Id
            join entry in db.Set<LedgerEntry>() on transaction.Id equals entry.TransactionId
            orderby transaction.At, transaction.Id, entry.AmountCents
            select new Movement(transaction.At, transaction.Kind, entry.Account, entry.AmountCents, transaction.Why)).ToListAsync(Cancel);
    }
}
