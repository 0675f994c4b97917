using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Exams.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>A coach registers somebody for an exam, sees what came of earlier ones, prints certificates, withdraws what says something wrong and writes another in its place.</summary>
[Audience(Roles.Coach)]
internal sealed class PersonExamsModel(CoursesDb db, OpenExams open, RegisterForExam register, WithdrawExamPaper withdraw, PassLevels levels, IParticipants participants) : PageWithReason, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid Exam { get; set; }

    [BindProperty]
    public string[] Parts { get; set; } = [];

    [BindProperty]
    public Guid Paper { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<OwnExam> Own { get; private set; } = [];

    public IReadOnlyList<ExamToSit> Open { get; private set; } = [];

    public IReadOnlyList<(Paper Paper, ExamPass Pass)> Papers { get; private set; } = [];

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostRegister() => Act(async () =>
    {
        await register.Register(Exam, Id, Parts, Cancel);
        Done = Words["exams.registered"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostWithdraw() => Act(async () =>
    {
        await register.Withdraw(Exam, Id, Cancel);
        Done = Words["exams.withdrawn"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostWithdrawPaper() => Act(async () =>
    {
        await withdraw.Withdraw(Id, Paper, ReasonFrom("certificate"), Cancel);
        Done = Words["exams.paper-withdrawn"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostIssue() => Act(async () =>
    {
        await levels.Issue(Id, Paper, Cancel);
        Done = Words["exams.paper-written"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        Name = await participants.People.Where(row => row.Id == Id).Select(row => row.GivenName + " " + row.FamilyName).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The participant");
        Own = await open.Of(Id, Cancel);
        Open = await open.For(Id, null, Cancel);
        var papers = await (
            from paper in db.Set<Paper>().AsNoTracking()
            join pass in db.Set<ExamPass>().AsNoTracking() on paper.About equals pass.Id
            where paper.HolderId == Id && paper.Kind == PassLevels.PaperKind
            orderby paper.IssuedOn descending, paper.Id
            select new { paper, pass }).ToListAsync(Cancel);
        Papers = [.. papers.Select(row => (row.paper, row.pass))];
    }
}
