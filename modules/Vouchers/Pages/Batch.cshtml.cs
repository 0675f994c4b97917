using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Pages;

/// <summary>One batch with a statement per provider. It is approved by another person than the one who prepared it.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class BatchModel(CoursesDb db, Statements statements, BankOrder order, SettleBatch settle, Caller caller) : CoursesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The statement of one provider.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Provider { get; set; }

    /// <summary>The lines of one class.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Class { get; set; }

    /// <summary>All lines on one page, to print.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    [BindProperty, StringLength(300)]
    public string? Reason { get; set; }

    /// <summary>What the page showed to the person who approves.</summary>
    [BindProperty, StringLength(64)]
    public string? Seen { get; set; }

    public IReadOnlyList<SettlementTransfer> Transfers { get; private set; } = [];

    public string? FileHash { get; private set; }

    public SettlementBatch Batch { get; private set; } = null!;

    public IReadOnlyList<StatementLine> Lines { get; private set; } = [];

    /// <summary>Each provider opens into its statement, where all of them would be a long page.</summary>
    public bool IsByProvider => Provider is null && !All && Lines.Count > StatementPart.Few;

    public bool MayAct => caller.Is(Roles.Administrator);

    public bool MayDecide => MayAct && Batch.State == BatchState.Prepared && Batch.PreparedBy != caller.Id;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostApproveAsync() => Do(() => settle.Approve(Id, Seen, Cancel), "settlement.done-approved");

    public Task<IActionResult> OnPostRejectAsync() => Do(
        () => settle.Reject(Id, string.IsNullOrWhiteSpace(Reason) ? throw new InvalidField(nameof(Reason), Words["error.field.required"]) : Reason.Trim(), Cancel), "settlement.done-rejected");

    public Task<IActionResult> OnPostPaidAsync() => Do(() => settle.MarkPaid(Id, Cancel), "settlement.done-paid");

    public string Why(string why) => statements.Why(why);

    protected override async Task Load()
    {
        Batch = await db.Set<SettlementBatch>().AsNoTracking().SingleOrDefaultAsync(batch => batch.Id == Id, Cancel) ?? throw new NotFound("The settlement");
        Transfers = await order.TransfersOf(Id, Cancel);
        FileHash = await db.Set<SettlementFile>().Where(file => file.Id == Id).Select(file => file.Sha256).SingleOrDefaultAsync(Cancel);
        Lines = await statements.LinesOf(Id, null, Cancel);
    }

    private Task<IActionResult> Do(Func<Task> act, string done) => Act(async () =>
    {
        if (!MayAct)
        {
            throw new Forbidden();
        }

        await act();
        Done = Words[done];
        return Redirect($"/admin/settlements/{Id}");
    });
}
