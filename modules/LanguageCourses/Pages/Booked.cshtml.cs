using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.LanguageCourses.Features;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.LanguageCourses.Pages;

/// <summary>The third screen: it is yours, and what happens next.</summary>
[Audience(Roles.Newcomer)]
internal sealed class BookedModel(Offerings offerings, ITimetable timetable, IVouchers vouchers, Caller caller, TimeProvider clock) : CoursesPage
{
    public FoundClass Found { get; private set; } = null!;

    public bool IsWaiting { get; private set; }

    public bool IsVoucherKept { get; private set; }

    public int Place { get; private set; }

    /// <summary>What the person pays to the school themselves: the price without what vouchers pay, as on the home page.</summary>
    public long OwnCents { get; private set; }

    /// <summary>The day of their first lesson, by which it is to be paid; null once that is over.</summary>
    public DateOnly? OwnUntil { get; private set; }

    public async Task OnGet(Guid id)
    {
        var mine = await timetable.Enrolments.SingleOrDefaultAsync(row => row.GroupId == id && row.ParticipantId == caller.Id && row.State != EnrolmentState.Withdrawn, Cancel)
            ?? throw new NotFound("The booking");
        var one = await offerings.Find(id, Cancel) ?? throw new NotFound("The class");
        var meetings = await offerings.MeetingsOf([id], Cancel);
        Found = new(one, meetings.GetValueOrDefault(id), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        IsWaiting = mine.State == EnrolmentState.Waiting;
        IsVoucherKept = IsWaiting && one.PriceCents > 0 && await vouchers.Vouchers.AnyAsync(voucher => voucher.ParticipantId == caller.Id && voucher.State == VoucherState.Held, Cancel);
        if (!IsWaiting && one.PriceCents > 0 && (one.ProgrammeCode is null || mine.ProgrammeCode != one.ProgrammeCode))
        {
            OwnCents = one.PriceCents - await vouchers.Redemptions.Where(row => row.EnrolmentId == mine.Id && row.ClosedAt == null).SumAsync(row => row.AmountCents, Cancel);
            OwnUntil = (await timetable.FirstLessons([mine.Id], Cancel)).TryGetValue(mine.Id, out var first) && first >= Found.Today ? first : null;
        }

        Place = await timetable.Enrolments.CountAsync(
            row => row.GroupId == id && row.State == EnrolmentState.Waiting && row.WaitingNumber <= mine.WaitingNumber
                && !timetable.Offers.Any(offer => offer.EnrolmentId == row.Id && offer.ClosedAt == null),
            Cancel);
    }
}
