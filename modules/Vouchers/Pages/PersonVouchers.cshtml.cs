using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>The coach's view of one person's vouchers: issue, cancel with a reason, replace, and everything that happened.</summary>
[Audience(Roles.Coach)]
internal sealed class PersonVouchersModel(CoursesDb db, MyVouchers vouchers, CancelVoucher acts, IssueVouchers issue, IEligibility eligibility, IParticipants participants, CityTime time) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid? VoucherId { get; set; }

    [BindProperty, StringLength(300)]
    public string? Reason { get; set; }

    [BindProperty, StringLength(60)]
    public string? ProgrammeCode { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<Voucher> All { get; private set; } = [];

    public ILookup<Guid, Use> Uses { get; private set; } = Array.Empty<Use>().ToLookup(use => use.VoucherId);

    public ILookup<Guid, VoucherEvent> Events { get; private set; } = Array.Empty<VoucherEvent>().ToLookup(row => row.VoucherId);

    /// <summary>Programmes that give vouchers now, with what they say of the person; those already issued are left out.</summary>
    public IReadOnlyList<ProgrammeAnswer> Offers { get; private set; } = [];

    public DateOnly Today => time.Today;

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostIssueAsync() => Act(async () =>
    {
        if (string.IsNullOrEmpty(ProgrammeCode))
        {
            throw new InvalidField(nameof(ProgrammeCode), Words["error.field.required"]);
        }

        var issued = await issue.ToOne(Id, ProgrammeCode, Cancel);
        Done = Words.Say("vouchers.issued", issued.VoucherIds.Count);
        return RedirectToPage(new { Id });
    });

    public Task<IActionResult> OnPostCancelAsync() => Act(async () =>
    {
        await acts.Cancel(await Mine(), Why(), Cancel);
        Done = Words["vouchers.cancelled"];
        return RedirectToPage(new { Id });
    });

    public Task<IActionResult> OnPostReplaceAsync() => Act(async () =>
    {
        await acts.Replace(await Mine(), Why(), Cancel);
        Done = Words["vouchers.replaced"];
        return RedirectToPage(new { Id });
    });

    protected override async Task Load()
    {
        var person = await participants.People.Where(row => row.Id == Id).Select(row => new { row.GivenName, row.FamilyName }).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The participant");
        Name = $"{person.GivenName} {person.FamilyName}";
        All = await vouchers.Of(Id, Cancel);
        Uses = await vouchers.UsesOf(Id, Cancel);
        Events = (await db.Set<VoucherEvent>().AsNoTracking().Where(row => row.Voucher.ParticipantId == Id).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(Cancel)).ToLookup(row => row.VoucherId);
        var had = All.Select(voucher => voucher.ProgrammeCode).ToHashSet(StringComparer.Ordinal);
        var offers = new List<ProgrammeAnswer>();
        foreach (var answer in await eligibility.Check(Id, Cancel))
        {
            if (!had.Contains(answer.ProgrammeCode) && await eligibility.VoucherTermsOf(answer.ProgrammeCode, Today, Cancel) is { Count: > 0 })
            {
                offers.Add(answer);
            }
        }

        Offers = offers;
    }

    private async Task<Guid> Mine() =>
        await db.Set<Voucher>().AnyAsync(voucher => voucher.Id == VoucherId && voucher.ParticipantId == Id, Cancel) ? VoucherId!.Value : throw new NotFound("The voucher");

    private string Why() => string.IsNullOrWhiteSpace(Reason) ? throw new InvalidField(nameof(Reason), Words["error.field.required"]) : Reason.Trim();
}
