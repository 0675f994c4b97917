using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Passes;

/// <summary>How often somebody tried to open a person's pass. One row a person, shared by all nodes.</summary>
internal sealed class PassTries
{
    public const int Allowed = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    public required Guid ParticipantId { get; init; }

    public int Failures { get; init; }

    public DateTimeOffset? LockedAt { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }
}

/// <summary>The number that a person chose instead of the year of birth.</summary>
internal sealed class PassPin
{
    public required Guid ParticipantId { get; init; }

    public required string PinHash { get; set; }

    public required DateTimeOffset SetAt { get; set; }
}

internal enum Opening
{
    Open,
    Wrong,
    Locked,
}

/// <summary>
/// Checks the one thing that only the person knows. A try is counted before it is looked at, by one atomic update, so that a hundred
/// tries at once are five tries.
/// </summary>
internal sealed class PassOpening(CoursesDb db, IParticipants participants, IPasswordHasher<PassPin> hasher, IAudit audit, TimeProvider clock)
{
    public Task<bool> HasPin(Guid participantId, CancellationToken cancel) => db.Set<PassPin>().AnyAsync(pin => pin.ParticipantId == participantId, cancel);

    public async Task<Opening> Try(Guid participantId, string answer, CancellationToken cancel)
    {
        await HaveRow(participantId, cancel);
        return await db.Transact(
            async () =>
            {
                var now = clock.GetUtcNow();
                var row = db.Set<PassTries>().Where(tries => tries.ParticipantId == participantId);
                await row.Where(tries => tries.LockedUntil <= now).ExecuteUpdateAsync(
                    set => set.SetProperty(tries => tries.Failures, 0).SetProperty(tries => tries.LockedAt, (DateTimeOffset?)null).SetProperty(tries => tries.LockedUntil, (DateTimeOffset?)null), cancel);
                var counted = await row.Where(tries => tries.LockedUntil == null).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Failures, tries => tries.Failures + 1), cancel);
                if (counted == 0)
                {
                    return Opening.Locked;
                }

                if (await IsRight(participantId, answer, cancel))
                {
                    await row.ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Failures, 0), cancel);
                    audit.Record("pass.opened", participantId);
                    return Opening.Open;
                }

                var locked = await row.Where(tries => tries.Failures >= PassTries.Allowed).ExecuteUpdateAsync(
                    set => set.SetProperty(tries => tries.LockedAt, now).SetProperty(tries => tries.LockedUntil, now + PassTries.LockedFor), cancel);
                if (locked == 0)
                {
                    return Opening.Wrong;
                }

                audit.Record("pass.locked", participantId);
                return Opening.Locked;
            },
            cancel);
    }

    public async Task ChoosePin(Guid participantId, string pin, CancellationToken cancel)
    {
        var row = await db.Set<PassPin>().SingleOrDefaultAsync(known => known.ParticipantId == participantId, cancel);
        if (row is null)
        {
            db.Add(row = new() { ParticipantId = participantId, PinHash = "", SetAt = default });
        }

        row.PinHash = hasher.HashPassword(row, pin);
        row.SetAt = clock.GetUtcNow();
        audit.Record("pass.pin-chosen", participantId);
        await db.SaveChangesAsync(cancel);
    }

    private async Task<bool> IsRight(Guid participantId, string answer, CancellationToken cancel)
    {
        var pin = await db.Set<PassPin>().AsNoTracking().SingleOrDefaultAsync(known => known.ParticipantId == participantId, cancel);
        if (pin is not null)
        {
            return hasher.VerifyHashedPassword(pin, pin.PinHash, answer) != PasswordVerificationResult.Failed;
        }

        var birth = await participants.People.Where(person => person.Id == participantId).Select(person => person.BirthDate).SingleAsync(cancel);
        return int.TryParse(answer, out var year) && year == birth.Year;
    }

    private async Task HaveRow(Guid participantId, CancellationToken cancel)
    {
        if (await db.Set<PassTries>().AnyAsync(tries => tries.ParticipantId == participantId, cancel))
        {
            return;
        }

        try
        {
            await db.Transact(() => Task.FromResult(db.Add(new PassTries { ParticipantId = participantId })), cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            // Another try at the same moment was faster.
            db.ChangeTracker.Clear();
        }
    }
}

internal sealed class NewcomerAccess(CoursesDb db, IAudit audit, TimeProvider clock) : INewcomerAccess
{
    public IQueryable<PassLockRow> Locks
    {
        get
        {
            var now = clock.GetUtcNow();
            return db.Set<PassTries>().Where(tries => tries.LockedUntil > now)
                .Select(tries => new PassLockRow { ParticipantId = tries.ParticipantId, Since = tries.LockedAt!.Value, Until = tries.LockedUntil!.Value });
        }
    }

    public Task Unlock(Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await db.Set<PassTries>().Where(tries => tries.ParticipantId == participantId).ExecuteUpdateAsync(
                set => set.SetProperty(tries => tries.Failures, 0).SetProperty(tries => tries.LockedAt, (DateTimeOffset?)null).SetProperty(tries => tries.LockedUntil, (DateTimeOffset?)null), cancel);
            await db.Set<PassPin>().Where(pin => pin.ParticipantId == participantId).ExecuteDeleteAsync(cancel);
            audit.Record("pass.unlocked", participantId);
        },
        cancel);
}
