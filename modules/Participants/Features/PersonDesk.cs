using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>Changes to a person's record. Each may change what the person is entitled to, so eligibility hears of it in the same commit.</summary>
internal sealed class PersonDesk(CoursesDb db, SearchIndex index, IAudit audit, IEligibility eligibility, TimeProvider clock, CityDay city, Caller caller)
{
    public Task Edit(Guid id, int version, Person person, IReadOnlyCollection<Need> needs, CancellationToken cancel) =>
        Change(
            id,
            "participant.changed",
            row =>
            {
                if (row.Version != version)
                {
                    throw new RuleBroken("error.changed-meanwhile");
                }

                row.Change(person, city.Today);
                row.SetNeeds(needs);
            },
            cancel);

    public Task ChangeStatus(Guid id, LegalStatus status, DateOnly from, CancellationToken cancel) =>
        Change(id, "participant.status", row => row.ChangeStatus(status, from, clock.GetUtcNow(), caller.Name), cancel, $"{status} {from:yyyy-MM-dd}");

    private Task Change(Guid id, string act, Action<Participant> change, CancellationToken cancel, string details = "") =>
        db.Transact(
            async () =>
            {
                var person = await db.Set<Participant>().Include(row => row.Statuses).Include(row => row.Needs).SingleOrDefaultAsync(row => row.Id == id && row.MergedInto == null, cancel)
                    ?? throw new NotFound("The participant");
                change(person);
                if (person.IndexedAs != SearchKeys.Version)
                {
                    await index.Update([person], cancel);
                }

                audit.Record(act, id, details);
                await eligibility.MarkStale([id], cancel);
            },
            cancel);
}
