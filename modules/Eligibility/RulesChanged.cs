using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>A rule that changed makes everybody stale: the job works it off in batches.</summary>
internal static class RulesChanged
{
    public static Task MarkEverybody(CoursesDb db, IEligibility eligibility, IParticipants participants, CancellationToken cancel) =>
        db.Transact(
            async () => await eligibility.MarkStale(await participants.People.Select(person => person.Id).ToArrayAsync(cancel), cancel),
            cancel);
}
