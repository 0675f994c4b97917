using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>People whose facts break the evaluation, by the number of their pass: operators see no names.</summary>
internal sealed class SetAsidePeople(CoursesDb db, IParticipants participants) : ISetAside
{
    private const int Most = 200;

    public async Task<IReadOnlyList<SetAsideItem>> Items(CancellationToken cancel) => await (
        from aside in db.Set<SetAside>()
        join person in participants.People on aside.Id equals person.Id
        orderby aside.Since, aside.Id
        select new SetAsideItem("recompute-stale", person.PassNumber ?? "", "/coach/people/" + aside.Id, aside.Why, aside.Since)).Take(Most).ToListAsync(cancel);
}
