using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Exams.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>The person's exams on the phone: what is ahead, what came of it, and what they can register for. Works without JavaScript.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyExamsModel(CoursesDb db, OpenExams open, RegisterForExam register, Caller caller, CityTime city) : CoursesPage
{
    [BindProperty]
    public Guid Exam { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Level { get; set; }

    public IReadOnlyList<OwnExam> Own { get; private set; } = [];

    public IReadOnlyList<ExamToSit> Open { get; private set; } = [];

    public IReadOnlyList<ExamPass> Passed { get; private set; } = [];

    public bool HasPapers { get; private set; }

    public DateOnly Today => city.Today;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostRegister() => Act(async () =>
    {
        await register.Register(Exam, caller.Id, [], Cancel);
        Done = Words["my.exams.registered"];
        return Redirect("/my/exams");
    });

    public Task<IActionResult> OnPostWithdraw() => Act(async () =>
    {
        await register.Withdraw(Exam, caller.Id, Cancel);
        Done = Words["my.exams.withdrawn"];
        return Redirect("/my/exams");
    });

    protected override async Task Load()
    {
        var me = caller.Id;
        var level = CefrLevels.Whole.Contains(Level) ? Level : null;
        Own = await open.Of(me, Cancel);
        Open = await open.For(me, level, Cancel);
        Passed = await db.Set<ExamPass>().AsNoTracking().Where(pass => pass.ParticipantId == me && pass.WithdrawnAt == null).OrderByDescending(pass => pass.PassedOn).ThenBy(pass => pass.Id).ToListAsync(Cancel);
        HasPapers = await db.Set<Paper>().AnyAsync(paper => paper.HolderId == me && paper.Kind == PassLevels.PaperKind && paper.WithdrawnOn == null, Cancel);
    }
}
