using System.Globalization;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>
/// A lesson was moved: who was seen before has its new minutes. Perhaps into days on which people had told that they cannot come: who was believed for these days is excused from it as from the others of these days, in the name of who decided; a provider
/// that had no lesson in them before decides now.
/// </summary>
internal sealed class FollowMovedLesson(CoursesDb db, TouchedLessons lessons, ReportIllness reports, RegisterBook book)
{
    public async Task Handle(SessionInfo session, CancellationToken cancel)
    {
        await book.Moved(session, cancel);
        var day = session.LocalDate;
        var told = await db.Set<IllnessReport>().Where(report => report.TakenBackAt == null && report.From <= day && report.Until >= day).Select(report => report.ParticipantId).Distinct().ToArrayAsync(cancel);
        foreach (var person in (await lessons.Of(told, day, day, cancel)).Where(lesson => lesson.Session.Id == session.Id).Select(lesson => lesson.ParticipantId).Order())
        {
            await reports.Lock(person, cancel);
            foreach (var report in await db.Set<IllnessReport>().Include(report => report.Cases)
                .Where(report => report.ParticipantId == person && report.TakenBackAt == null && report.From <= day && report.Until >= day).OrderBy(report => report.SentAt).ToListAsync(cancel))
            {
                var one = report.AlsoConcerns(session.ProviderId);
                if (one.Excuses(day) is { } proof)
                {
                    var note = string.Create(CultureInfo.InvariantCulture, $"{report.From:yyyy-MM-dd} – {report.Until:yyyy-MM-dd}");
                    var excused = await book.Excuse([session], person, proof, note, one.DecidedByName, one.DecidedById!.Value, cancel);
                    one.LessonCame(excused.Count);
                }
            }
        }

        await db.SaveChangesAsync(cancel);
    }
}
