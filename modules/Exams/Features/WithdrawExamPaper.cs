using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Features;

/// <summary>A coach withdraws a certificate that says something wrong (a name, a birth date). The level stays: that is for whoever examined to correct.</summary>
internal sealed class WithdrawExamPaper(CoursesDb db, PaperDesk papers, IMessages messages, IAudit audit)
{
    public const string Letter = "exam-paper-withdrawn";

    public Task Withdraw(Guid participantId, Guid paperId, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (!await db.Set<Paper>().AnyAsync(row => row.Id == paperId && row.HolderId == participantId && row.Kind == PassLevels.PaperKind, cancel))
            {
                throw new NotFound("The paper");
            }

            var paper = (await papers.Withdraw(paperId, PassLevels.PaperKind, why, cancel))!;
            var pass = await db.Set<ExamPass>().AsNoTracking().SingleAsync(row => row.Id == paper.About, cancel);
            audit.Record("exam.paper-withdrawn", participantId, PaperNumber.Written(paper.Number));
            await messages.Queue(
                new()
                {
                    ParticipantId = participantId,
                    Kind = Letter,
                    OnceKey = $"{Letter}:{paperId:N}",
                    Details = [Shown.LanguageName(pass.Language), pass.Level, PlanExam.InWords(paper.IssuedOn), why.AsDetail()],
                    About = paperId,
                    Link = "/my/exams/papers",
                },
                cancel);
        },
        cancel);
}
