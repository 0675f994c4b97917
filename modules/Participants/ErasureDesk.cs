using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Kept;
using Courses.Platform.Users;
using Courses.Platform.Work;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants;

/// <summary>Where an erasure is asked for, taken back, held up and confirmed by two.</summary>
internal sealed class ErasureDesk(CoursesDb db, IEnumerable<IKeepsAboutPeople> modules, WorkDesk desk, IFourEyes fourEyes, IAudit audit, Caller caller, CityDay city, TimeProvider clock)
{
    private string NameOfStaff => caller.Is(Roles.Newcomer) ? "" : caller.Name;

    public Task<Erasure?> Last(Guid person, CancellationToken cancel) => db.Set<Erasure>().AsNoTracking().Where(row => row.ParticipantId == person).OrderByDescending(row => row.AskedAt).FirstOrDefaultAsync(cancel);

    public async Task<IReadOnlyList<ErasureHold>> Holds(Guid person, CancellationToken cancel)
    {
        var (holds, records) = (new List<ErasureHold>(), await RecordsOf(person, cancel));
        foreach (var module in modules)
        {
            holds.AddRange(await module.Holds(records, cancel));
        }

        return [.. holds.Distinct()];
    }

    /// <summary>The kinds of records that go, and those that stay under a number.</summary>
    public (IReadOnlyList<string> Goes, IReadOnlyList<string> Stays) Fates()
    {
        var stays = modules.SelectMany(module => module.Erasing([])).GroupBy(rows => rows.Kind, StringComparer.Ordinal).ToLookup(kind => kind.Any(rows => rows.Stays), kind => kind.Key);
        return ([.. stays[false]], [.. stays[true]]);
    }

    /// <summary>The record, with those that were closed in favour of it.</summary>
    public async Task<IReadOnlyList<Guid>> RecordsOf(Guid person, CancellationToken cancel) => [person, .. await db.Set<Participant>().Where(row => row.MergedInto == person).Select(row => row.Id).ToListAsync(cancel)];

    /// <summary>What waits is not asked for twice.</summary>
    public Task Ask(Guid person, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var known = await db.Lock<Participant>(person, cancel) ?? throw new NotFound("The participant");
            if (known.ErasedAt is not null)
            {
                throw new RuleBroken("erasure.is-erased");
            }

            if (await db.Set<Erasure>().AnyAsync(row => row.ParticipantId == person && row.WithdrawnAt == null, cancel))
            {
                return;
            }

            db.Add(new Erasure { ParticipantId = person, AskedAt = clock.GetUtcNow(), AskedById = caller.Id, AskedByName = NameOfStaff });
            audit.Record("erasure.asked", person);
        },
        cancel);

    public Task Withdraw(Guid person, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await db.Lock<Participant>(person, cancel);
            var erasure = await db.Set<Erasure>().Where(row => row.ParticipantId == person && row.WithdrawnAt == null).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The erasure");
            erasure.Withdraw(NameOfStaff, clock.GetUtcNow());
            audit.Record("erasure.withdrawn", person);
        },
        cancel);

    /// <summary>
    /// One of two; with the second it begins, and the work's id is the answer. Broken rules: <c>erasure.same-person</c>, <c>erasure.same-hand</c>, <c>erasure.decided-already</c>, and what holds it up.
    /// </summary>
    public async Task<Guid?> Confirm(Guid id, CancellationToken cancel)
    {
        var isSecond = await db.Set<Erasure>().Where(row => row.Id == id).Select(row => (bool?)(row.FirstAt != null)).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The erasure");
        if (!isSecond)
        {
            await db.Transact(() => ConfirmOne(id, isSecond: false, cancel), cancel);
            return null;
        }

        return await desk.Ask(ErasePerson.Name, new ErasureOrder(id), () => ConfirmOne(id, isSecond: true, cancel), cancel);
    }

    public Task Hold(Guid person, DateOnly until, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (until < city.Today)
            {
                throw new RuleBroken("erasure.hold-over");
            }

            var known = await db.Lock<Participant>(person, cancel) ?? throw new NotFound("The participant");
            if (known.ErasedAt is not null)
            {
                throw new RuleBroken("erasure.is-erased");
            }

            if (await db.Set<Erasure>().AnyAsync(row => row.ParticipantId == person && row.SecondAt != null && row.DoneAt == null, cancel))
            {
                throw new RuleBroken("erasure.decided-already");
            }

            db.Add(new LegalHold { ParticipantId = person, Until = until, Reason = reason, At = clock.GetUtcNow(), ById = caller.Id, ByName = caller.Name });
            audit.Record("erasure.held", person, until.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        },
        cancel);

    public Task EndHold(Guid person, Guid id, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var hold = await db.Set<LegalHold>().SingleOrDefaultAsync(row => row.Id == id && row.ParticipantId == person && row.EndedAt == null, cancel) ?? throw new NotFound("The hold");
            hold.End(clock.GetUtcNow(), caller.Name);
            audit.Record("erasure.hold-ended", person);
        },
        cancel);

    private async Task ConfirmOne(Guid id, bool isSecond, CancellationToken cancel)
    {
        // The person first, as whoever writes down a hold does: it comes before the second yes, or is refused.
        var person = await db.Set<Erasure>().Where(row => row.Id == id).Select(row => row.ParticipantId).SingleAsync(cancel);
        await db.Lock<Participant>(person, cancel);
        var erasure = await db.Lock<Erasure>(id, cancel) ?? throw new NotFound("The erasure");
        if (await Holds(erasure.ParticipantId, cancel) is [var hold, ..])
        {
            throw new RuleBroken(hold.Code, hold.Until is { } day ? [Platform.Languages.Shown.Date(day)] : []);
        }

        if (!isSecond)
        {
            erasure.ConfirmFirst(caller.Id, caller.Name, clock.GetUtcNow());
        }
        else
        {
            erasure.ConfirmSecond(caller.Id, caller.Name, clock.GetUtcNow());
            if (!await fourEyes.AreIndependent(erasure.FirstById!.Value, caller.Id, cancel))
            {
                throw new RuleBroken("erasure.same-hand", fourEyes.Days);
            }
        }

        audit.Record("erasure.confirmed", erasure.ParticipantId);
    }
}
