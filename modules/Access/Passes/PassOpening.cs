using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Passes;

/// <summary>How often somebody tried to open a person's pass. One row a person, shared by all nodes.</summary>
internal sealed class PassTries
{
    public const int Allowed = 5;

    /// <summary>From this lock on without a right answer between, the coaches are told.</summary>
    public const int CoachesAreToldAt = 2;

    public required Guid ParticipantId { get; init; }

    public int Failures { get; init; }

    /// <summary>How often it locked itself since the last right answer: each wait is four times the one before, a day at most.</summary>
    public int Locks { get; init; }

    public DateTimeOffset? LockedAt { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }

    public static TimeSpan WaitAfter(int locks) => TimeSpan.FromMinutes(Math.Min(15 * Math.Pow(4, Math.Max(0, locks - 1)), TimeSpan.FromDays(1).TotalMinutes));
}

/// <summary>The number that a person chose instead of the one in the letter.</summary>
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

/// <summary>What a try came to; <see cref="Until"/> is set when the pass is locked.</summary>
internal sealed record Tried(Opening How, DateTimeOffset? Until = null)
{
    /// <summary>After a wrong answer: how many more there are before the pass is locked.</summary>
    public int Left { get; init; }
}

/// <summary>
/// Checks the one thing that only the person knows. A try is counted before it is looked at, by one atomic update, so that a hundred
/// tries at once are five tries.
/// </summary>
internal sealed class PassOpening(CoursesDb db, IParticipants participants, IPassLinks links, IPasswordHasher<PassPin> hasher, IMessages messages, IAudit audit, TimeProvider clock)
{
    /// <summary>A large city has many coaches; so many are enough to help one person.</summary>
    private const int MostCoachesTold = 10;

    public Task<bool> HasPin(Guid participantId, CancellationToken cancel) => db.Set<PassPin>().AnyAsync(pin => pin.ParticipantId == participantId, cancel);

    /// <summary>Is it a PIN that opens this pass, chosen or from the letter? If not, it is an old pass, and the year of birth does.</summary>
    public async Task<bool> AsksPin(PassRow pass, CancellationToken cancel) => pass.HasLetterPin || await HasPin(pass.ParticipantId, cancel);

    public async Task<Tried> Try(PassRow pass, string answer, CancellationToken cancel)
    {
        var participantId = pass.ParticipantId;
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
                    return new Tried(Opening.Locked, await row.Select(tries => tries.LockedUntil).SingleAsync(cancel));
                }

                if (await IsRight(pass, answer, cancel))
                {
                    await row.ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Failures, 0).SetProperty(tries => tries.Locks, 0), cancel);
                    audit.Record("pass.opened", participantId);
                    return new(Opening.Open);
                }

                // The update before holds the row: nobody else locks it meanwhile.
                var locks = 1 + await row.Select(tries => tries.Locks).SingleAsync(cancel);
                var until = now + PassTries.WaitAfter(locks);
                var locked = await row.Where(tries => tries.Failures >= PassTries.Allowed).ExecuteUpdateAsync(
                    set => set.SetProperty(tries => tries.LockedAt, now).SetProperty(tries => tries.LockedUntil, until).SetProperty(tries => tries.Locks, locks), cancel);
                if (locked == 0)
                {
                    return new(Opening.Wrong) { Left = PassTries.Allowed - await row.Select(tries => tries.Failures).SingleAsync(cancel) };
                }

                audit.Record("pass.locked", participantId);
                if (locks == PassTries.CoachesAreToldAt)
                {
                    await TellCoaches(pass, now, cancel);
                }

                return new(Opening.Locked, until);
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
        await TellOfPin(participantId, row.SetAt, cancel);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Whoever did it, the owner of the pass hears of it.</summary>
    private Task TellOfPin(Guid participantId, DateTimeOffset at, CancellationToken cancel) => messages.TellOfPin(participantId, at, cancel);

    /// <summary>One lock happens to everybody. The second says that somebody needs help, or tries to get in.</summary>
    private async Task TellCoaches(PassRow pass, DateTimeOffset now, CancellationToken cancel)
    {
        var coaches = await db.Set<Account>().Where(account => account.DeactivatedAt == null && account.Email != null && account.Roles.Any(role => role.Role == Roles.Coach && role.WaitsSince == null))
            .OrderBy(account => account.Id).Select(account => new { account.Id, account.Email }).Take(MostCoachesTold).ToListAsync(cancel);
        foreach (var coach in coaches)
        {
            await messages.QueueForStaff(
                new() { Email = coach.Email!, Kind = "pass-locked-again", OnceKey = $"pass-locked:{pass.ParticipantId}:{now.ToUnixTimeSeconds()}:{coach.Id}", Details = [pass.Number] },
                cancel);
        }
    }

    private async Task<bool> IsRight(PassRow pass, string answer, CancellationToken cancel)
    {
        var participantId = pass.ParticipantId;
        var pin = await db.Set<PassPin>().AsNoTracking().SingleOrDefaultAsync(known => known.ParticipantId == participantId, cancel);
        if (pin is not null)
        {
            return hasher.VerifyHashedPassword(pin, pin.PinHash, answer) != PasswordVerificationResult.Failed;
        }

        if (pass.HasLetterPin)
        {
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(links.LetterPin(pass.Number)), Encoding.UTF8.GetBytes(answer));
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

internal static class PinMessages
{
    public static Task TellOfPin(this IMessages messages, Guid participantId, DateTimeOffset at, CancellationToken cancel) => messages.Queue(
        new()
        {
            ParticipantId = participantId,
            Kind = "pin-changed",
            OnceKey = string.Create(CultureInfo.InvariantCulture, $"pin-changed:{participantId}:{at.ToUnixTimeSeconds()}"),
            Details = [at.ToString("O", CultureInfo.InvariantCulture)],
            Link = "/my/help",
            Immediate = true,
        },
        cancel);
}

internal sealed class NewcomerAccess(CoursesDb db, PassOpening opening, IParticipants participants, IMessages messages, IAudit audit, TimeProvider clock) : INewcomerAccess
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

    public async Task Confirm(Guid participantId, string answer, CancellationToken cancel)
    {
        var pass = await participants.Passes.SingleOrDefaultAsync(row => row.ParticipantId == participantId && row.ReplacedAt == null && row.BroughtAt == null, cancel) ?? throw new RuleBroken("own-word.no-pass");
        var tried = await opening.Try(pass, answer, cancel);
        if (tried.How != Opening.Open)
        {
            throw new RuleBroken(tried.How == Opening.Locked ? "own-word.locked" : "own-word.wrong");
        }
    }

    public Task Unlock(Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            await db.Set<PassTries>().Where(tries => tries.ParticipantId == participantId).ExecuteUpdateAsync(
                set => set.SetProperty(tries => tries.Failures, 0).SetProperty(tries => tries.Locks, 0).SetProperty(tries => tries.LockedAt, (DateTimeOffset?)null).SetProperty(tries => tries.LockedUntil, (DateTimeOffset?)null), cancel);
            if (await db.Set<PassPin>().Where(pin => pin.ParticipantId == participantId).ExecuteDeleteAsync(cancel) > 0)
            {
                await messages.TellOfPin(participantId, clock.GetUtcNow(), cancel);
            }

            audit.Record("pass.unlocked", participantId);
        },
        cancel);
}
