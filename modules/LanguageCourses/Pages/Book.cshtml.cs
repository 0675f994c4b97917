using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.LanguageCourses.Features;
using Courses.Platform.Errors;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>The second of three screens: what is booked, who pays, and one button.</summary>
[Audience(Roles.Newcomer)]
internal sealed class BookModel(Offerings offerings, BookClass book, IVouchers vouchers, IEligibility eligibility, ITimetable timetable, IParticipants participants, Caller caller, TimeProvider clock) : CoursesPage
{
    public const string Own = "own";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The id of the voucher that pays, or <see cref="Own"/>.</summary>
    [BindProperty]
    public string? With { get; set; }

    /// <summary>Made with the page: a second tap on the button is the same booking.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>The person was asked whether a class of another level is meant, and pressed again.</summary>
    [BindProperty]
    public bool Sure { get; set; }

    /// <summary>The page that was sent asked whether the only voucher is to pay.</summary>
    [BindProperty]
    public bool AskedOnlyVoucher { get; set; }

    /// <summary>The question stands on this page.</summary>
    public bool IsAsked { get; private set; }

    public FoundClass Found { get; private set; } = null!;

    public Offering Class => Found.Class;

    public IReadOnlyList<VoucherChoice> Vouchers { get; private set; } = [];

    /// <summary>The class is held for a programme that this person may join.</summary>
    public bool IsPaidByProgramme { get; private set; }

    /// <summary>Already in, or already waiting.</summary>
    public bool IsMine { get; private set; }

    public bool IsOver { get; private set; }

    public IReadOnlyList<FoundClass> Alternatives { get; private set; } = [];

    /// <summary>What speaks against a seat for this person: another course at that time, or too few hours.</summary>
    public Refusal? Obstacle { get; private set; }

    /// <summary>The voucher that can pay is the only one that the person has: with it used here, nothing is left for another class.</summary>
    public bool IsOnlyVoucher => Vouchers.Where(choice => choice.Voucher.ExpiresOn >= Found.Today).ToArray() is [{ Refusals: [] }];

    public bool HasUsableVoucher => Vouchers.Any(voucher => voucher.Refusals is []);

    /// <summary>What a voucher holds or has paid for this class: it pays when an offered seat is taken, and for who comes back. Null when nothing does.</summary>
    public long? KeptCents { get; private set; }

    public bool NeedsMoney => Class.PriceCents > 0 && !IsPaidByProgramme && KeptCents is null;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Act(async () =>
    {
        if (Key is not { Length: > 0 and <= ClientKeys.Longest })
        {
            throw new InvalidField(nameof(Key), Words["error.field.required"]);
        }

        Guid? voucher = With is null or Own ? null : Guid.TryParse(With, out var id) ? id : throw new InvalidField(nameof(With), Words["error.field.invalid"]);
        if (With is null)
        {
            await Load();
            if (NeedsMoney)
            {
                throw new InvalidField(nameof(With), Words["book.choose-payment"]);
            }
        }

        await Ask(voucher);
        try
        {
            await book.Book(caller.Id, Id, voucher, Key, Cancel);
        }
        catch (KeyReused)
        {
            // Back in the browser, another choice, and sent again: the first booking stands.
            throw new RuleBroken("group.already-enrolled");
        }

        return Redirect($"/my/book/{Id}/done");
    });

    protected override string FieldOf(string code) => code.StartsWith("voucher.", StringComparison.Ordinal) ? nameof(With) : "";

    /// <summary>
    /// A voucher is spent once: whoever was assessed at one level and pays for another is asked first, and so is whoever uses the only voucher, where the page did not ask already.
    /// What is refused anyway needs no question.
    /// </summary>
    private async Task Ask(Guid? voucher)
    {
        if (Sure)
        {
            return;
        }

        await Load();
        if (IsMine || IsOver || Obstacle is not null || Vouchers.Any(choice => choice.Voucher.Id == voucher && choice.Refusals is not []))
        {
            return;
        }

        var mine = await participants.People.Where(person => person.Id == caller.Id).Select(person => person.Level).SingleOrDefaultAsync(Cancel);
        if (mine is not null && Class.Level is { } level && Cefr.Main(level) != Cefr.Main(mine))
        {
            IsAsked = true;
            throw new RuleBroken("book.other-level", mine, level);
        }

        if (voucher is not null && IsOnlyVoucher && !AskedOnlyVoucher)
        {
            throw new RuleBroken("book.only-voucher");
        }
    }

    protected override async Task Load()
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var one = await offerings.Find(Id, Cancel) ?? throw new NotFound("The class");
        var meetings = await offerings.MeetingsOf([Id], Cancel);
        Found = new(one, meetings.GetValueOrDefault(Id), today);
        IsOver = one.CancelledAt is not null || Found.Meetings is null;
        IsMine = await timetable.Enrolments.AnyAsync(
            enrolment => enrolment.GroupId == Id && enrolment.ParticipantId == caller.Id && enrolment.State != EnrolmentState.Withdrawn
                && !timetable.Offers.Any(offer => offer.EnrolmentId == enrolment.Id && offer.ClosedAt == null),
            Cancel);
        IsPaidByProgramme = one.ProgrammeCode is not null && one.PriceCents > 0 && await BookClass.MayJoin(eligibility, one.ProgrammeCode, caller.Id, Cancel);
        KeptCents = await vouchers.Redemptions
            .Where(redemption => redemption.ParticipantId == caller.Id && redemption.GroupId == Id && redemption.ClosedAt == null)
            .Select(redemption => (long?)redemption.AmountCents).FirstOrDefaultAsync(Cancel);
        Key ??= Guid.NewGuid().ToString("N");
        if (IsMine || IsOver)
        {
            return;
        }

        var programme = IsPaidByProgramme || one.PriceCents == 0 ? one.ProgrammeCode : null;
        Obstacle = one.HasSeat ? (await timetable.CheckSeats(caller.Id, new Dictionary<Guid, string?> { [Id] = programme }, Cancel)).GetValueOrDefault(Id) : null;
        if (Obstacle is not null)
        {
            Alternatives = await AlternativesFor(null, one, today);
        }

        if (!NeedsMoney)
        {
            return;
        }

        var mine = await vouchers.Vouchers
            .Where(voucher => voucher.ParticipantId == caller.Id && voucher.RemainingCents > 0 && voucher.State != VoucherState.Cancelled)
            .OrderBy(voucher => voucher.ExpiresOn).ThenBy(voucher => voucher.Number)
            .ToListAsync(Cancel);
        var choices = new List<VoucherChoice>();
        foreach (var voucher in mine)
        {
            choices.Add(new(voucher, await vouchers.Check(voucher.Id, caller.Id, Id, Cancel)));
        }

        Vouchers = [.. choices.OrderBy(choice => choice.Refusals.Count)];
        With ??= Vouchers.FirstOrDefault(choice => choice.Refusals is [])?.Voucher.Id.ToString();
        if (Obstacle is null && !HasUsableVoucher && Vouchers is [var refused, ..])
        {
            Alternatives = await AlternativesFor(refused.Voucher.Id, one, today);
        }
    }

    private async Task<IReadOnlyList<FoundClass>> AlternativesFor(Guid? voucherId, Offering one, DateOnly today)
    {
        var fitting = await book.Fitting(caller.Id, one, voucherId, 3, Cancel);
        var meetings = await offerings.MeetingsOf([.. fitting.Select(other => other.Id)], Cancel);
        return [.. fitting.Select(other => new FoundClass(other, meetings.GetValueOrDefault(other.Id), today))];
    }
}

internal sealed record VoucherChoice(VoucherRow Voucher, IReadOnlyList<Refusal> Refusals);
