using System.Security.Cryptography;
using System.Text;
using Courses.Access.Passes;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.SignIn;

/// <summary>How often somebody in one network gave a wrong password for one account. All nodes share it.</summary>
internal sealed class SignInTries
{
    public const int Allowed = 5;

    /// <summary>Follows from account and network.</summary>
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public int Failures { get; init; }

    /// <summary>How often it locked since the last right password from there.</summary>
    public int Locks { get; init; }

    public DateTimeOffset? LockedUntil { get; init; }
}

/// <summary>
/// Checks a password. Whoever guesses locks out their own network and not the person, who hears of it; the waits grow as those of a pass do. A passkey cannot be guessed and asks nothing of this. As with a pass, a
/// try is counted before it is looked at. Unknown, locked and closed accounts take the work of one password, as known ones do: the time tells nobody which they are.
/// </summary>
internal sealed class PasswordTries(CoursesDb db, UserManager<Account> accounts, IPasswordHasher<Account> hasher, IMessages messages, IAudit audit, IHttpContextAccessor http, TimeProvider clock)
{
    private static readonly Account Nobody = new() { Name = "", CreatedAt = default };
    private static string? hashOfNobody;

    public async Task<bool> IsRight(Account? account, string password, CancellationToken cancel)
    {
        if (account is null)
        {
            Work(password);
            return false;
        }

        var id = IdOf(account.Id);
        await db.Engine.InsertNew(db, [new SignInTries { Id = id, AccountId = account.Id }], nameof(SignInTries.Id), cancel);
        return await db.Transact(() => Try(account, id, password, cancel), cancel);
    }

    /// <summary>A new password from a link is a new beginning.</summary>
    public Task Forget(Account account, CancellationToken cancel) => db.Set<SignInTries>().Where(tries => tries.AccountId == account.Id).ExecuteDeleteAsync(cancel);

    private async Task<bool> Try(Account account, Guid id, string password, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var row = db.Set<SignInTries>().Where(tries => tries.Id == id);
        await row.Where(tries => tries.LockedUntil <= now).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Failures, 0).SetProperty(tries => tries.LockedUntil, (DateTimeOffset?)null), cancel);
        var isCounted = await row.Where(tries => tries.LockedUntil == null).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Failures, tries => tries.Failures + 1), cancel) > 0;
        if (!isCounted || account.DeactivatedAt is not null)
        {
            Work(password);
            audit.Record(isCounted ? "sign-in.refused" : "sign-in.locked", account.Id);
            return false;
        }

        if (await accounts.CheckPasswordAsync(account, password))
        {
            await row.ExecuteUpdateAsync(set => set.SetProperty(tries => tries.Failures, 0).SetProperty(tries => tries.Locks, 0), cancel);
            return true;
        }

        // The update before holds the row: nobody else locks it meanwhile.
        var locks = 1 + await row.Select(tries => tries.Locks).SingleAsync(cancel);
        var until = now + PassTries.WaitAfter(locks);
        var isLocked = await row.Where(tries => tries.Failures >= SignInTries.Allowed).ExecuteUpdateAsync(set => set.SetProperty(tries => tries.LockedUntil, until).SetProperty(tries => tries.Locks, locks), cancel) > 0;
        audit.Record(isLocked ? "sign-in.locked" : "sign-in.refused", account.Id);
        if (isLocked)
        {
            await messages.QueueForStaff(new() { Email = account.Email!, Kind = "sign-in-locked", OnceKey = $"sign-in-locked:{id}:{now.UtcTicks}", Details = [account.Name] }, cancel);
        }

        return false;
    }

    private void Work(string password) => hasher.VerifyHashedPassword(Nobody, hashOfNobody ??= hasher.HashPassword(Nobody, "a password of nobody"), password);

    private Guid IdOf(Guid account) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{account} {Network()}")).AsSpan(0, 16));

    /// <summary>Whoever has one address of a network has its neighbours, too: 256 of version 4, and of version 6 what one household gets.</summary>
    private string Network()
    {
        var address = http.HttpContext?.Connection.RemoteIpAddress;
        var bytes = (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.GetAddressBytes() ?? [];
        return Convert.ToHexString(bytes.AsSpan(0, bytes.Length switch { 4 => 3, 16 => 8, _ => 0 }));
    }
}
