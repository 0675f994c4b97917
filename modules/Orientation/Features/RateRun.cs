using Courses.Contracts.Attendance;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Orientation.Features;

/// <summary>Whoever was there may say once how useful it was. The answer is stored apart from the name, with the day only.</summary>
internal sealed class RateRun(CoursesDb db, IAttendance attendance, ITimetable timetable, TimeProvider clock)
{
    public async Task<bool> MayRate(Guid runId, Guid participantId, CancellationToken cancel) =>
        await attendance.Marks.AnyAsync(mark => mark.GroupId == runId && mark.ParticipantId == participantId && mark.PresentMinutes > 0, cancel)
        || await db.Set<Completion>().AnyAsync(completion => completion.RunId == runId && completion.ParticipantId == participantId, cancel);

    public Task<bool> HasRated(Guid runId, Guid participantId, CancellationToken cancel) =>
        db.Set<RatingGiven>().AnyAsync(given => given.RunId == runId && given.ParticipantId == participantId, cancel);

    public Task Rate(Guid runId, Guid participantId, Usefulness useful, string comment, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (!await timetable.Enrolments.AnyAsync(row => row.GroupId == runId && row.ParticipantId == participantId, cancel)
                || !await db.Set<ModuleRun>().AnyAsync(run => run.Id == runId, cancel))
            {
                throw new NotFound("The module");
            }

            if (!await MayRate(runId, participantId, cancel))
            {
                throw new RuleBroken("rate.not-there");
            }

            if (await HasRated(runId, participantId, cancel))
            {
                throw new RuleBroken("rate.already");
            }

            var day = clock.GetUtcNow().UtcDateTime.Date;
            db.Add(new RatingGiven { RunId = runId, ParticipantId = participantId });
            db.Add(new Rating { Id = Guid.NewGuid(), RunId = runId, Useful = useful, Comment = comment, RatedAt = new DateTimeOffset(day, TimeSpan.Zero) });
        },
        cancel);
}
