using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>Two records side by side: which one goes on, what comes over, what must be settled first and what must be known. A merge is taken back on the page of the person who goes on.</summary>
[Audience(Roles.Coach)]
internal sealed class MergePairModel(CoursesDb db, MergePeople merge, ITimetable timetable, IVouchers vouchers, IMessages messages) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid One { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Other { get; set; }

    /// <summary>The record that goes on; the other one is closed.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Kept { get; set; }

    [BindProperty]
    [StringLength(300)]
    public string? Reason { get; set; }

    /// <summary>The questions were read.</summary>
    [BindProperty]
    public bool IsKnown { get; set; }

    public IReadOnlyList<RecordOfPerson> Records { get; private set; } = [];

    public IReadOnlyList<MergeQuestion> Questions { get; private set; } = [];

    public bool MayMerge => Questions.All(question => !question.MustBeSettled);

    private Guid Merged => Kept == One ? Other : One;

    public IEnumerable<Guid> PeopleShown => [One, Other];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Act(async () =>
    {
        await Load();
        if (string.IsNullOrWhiteSpace(Reason))
        {
            throw new InvalidField(nameof(Reason), Words["error.field.required"]);
        }

        if (Questions is not [] && MayMerge && !IsKnown)
        {
            throw new InvalidField(nameof(IsKnown), Words["merge.say-known"]);
        }

        await merge.Merge(Merged, Kept!.Value, Reason.Trim(), Cancel);
        Done = Words["merge.done"];
        return LocalRedirect($"/coach/people/{Kept}");
    });

    protected override async Task Load()
    {
        Guid[] both = [One, Other];
        var people = await db.Set<Participant>().AsNoTracking().Where(person => both.Contains(person.Id) && person.MergedInto == null).ToListAsync(Cancel);
        if (people.Count != 2)
        {
            throw new NotFound("The participant");
        }

        // The older record has more that leads to it.
        Kept = both.Contains(Kept ?? Guid.Empty) ? Kept : people.OrderBy(person => person.RegisteredAt).ThenBy(person => person.Id).First().Id;
        var seats = await timetable.Enrolments.Where(row => both.Contains(row.ParticipantId) && row.State != EnrolmentState.Withdrawn).GroupBy(row => row.ParticipantId).Select(of => new { of.Key, Count = of.Count() }).ToDictionaryAsync(of => of.Key, of => of.Count, Cancel);
        var given = await vouchers.Vouchers.Where(row => both.Contains(row.ParticipantId)).GroupBy(row => row.ParticipantId).Select(of => new { of.Key, Cents = of.Sum(row => row.AmountCents) }).ToDictionaryAsync(of => of.Key, of => of.Cents, Cancel);
        var letters = await messages.Reminders.Where(row => both.Contains(row.ParticipantId)).GroupBy(row => row.ParticipantId).Select(of => new { of.Key, Count = of.Count() }).ToDictionaryAsync(of => of.Key, of => of.Count, Cancel);
        Records = [.. people.OrderBy(person => person.Id != Kept).Select(person => new RecordOfPerson(person, seats.GetValueOrDefault(person.Id), given.GetValueOrDefault(person.Id), letters.GetValueOrDefault(person.Id)))];
        Questions = await merge.Before(Merged, Kept!.Value, Cancel);
    }
}

internal sealed record RecordOfPerson(Participant Person, int Seats, long VoucherCents, int Letters);
