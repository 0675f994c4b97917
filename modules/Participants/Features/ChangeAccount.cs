using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.Extensions.Configuration;

namespace Courses.Participants.Features;

/// <summary>
/// The account that a provider is paid into changes by two people, and rests before it is used: <c>Settlement:AccountRestDays</c>, 3 days by default. The provider
/// hears of each step at the address that was known before.
/// </summary>
internal sealed class ChangeAccount(CoursesDb db, IFourEyes fourEyes, StrongSignIn strong, IMessages messages, IAudit audit, Caller caller, CityTime time, IConfiguration configuration)
{
    private readonly TimeSpan rest = TimeSpan.FromDays(configuration.GetValue("Settlement:AccountRestDays", 3));

    /// <summary>Enters the account that is wanted; null stops payments at once. The same account as today changes nothing.</summary>
    public async Task To(Provider provider, string? iban, CancellationToken cancel)
    {
        var old = provider.AccountAt(time.Now);
        if (iban == old)
        {
            return;
        }

        strong.Demand();
        if (iban is null)
        {
            provider.StopPaying(caller.Name, time.Now);
            audit.Record("provider.account-removed", provider.Id, ProviderAccount.Masked(old));
            return;
        }

        var proposed = provider.Propose(iban, caller.Id, caller.Name, time.Now);
        audit.Record("provider.account-proposed", provider.Id, Change(old, iban));
        await Tell(provider, proposed, "provider-account-proposed", Change(old, iban), cancel);
    }

    public Task Confirm(Guid providerId, Guid accountId, CancellationToken cancel) => Decide(
        providerId,
        accountId,
        async (provider, account) =>
        {
            var old = provider.AccountAt(time.Now);
            account.Confirm(caller.Id, caller.Name, time.Now, rest);
            if (!await fourEyes.AreIndependent(account.ProposedBy, caller.Id, cancel))
            {
                throw new RuleBroken("provider.account-same-hand", fourEyes.Days);
            }

            audit.Record("provider.account-confirmed", provider.Id, Change(old, account.Iban));
            await Tell(provider, account, "provider-account-confirmed", Change(old, account.Iban), cancel);
        },
        cancel);

    /// <summary>Either of the two may take it back, before it is used and after.</summary>
    public Task Withdraw(Guid providerId, Guid accountId, CancellationToken cancel) => Decide(
        providerId,
        accountId,
        (provider, account) =>
        {
            account.Withdraw(caller.Name, time.Now);
            audit.Record("provider.account-withdrawn", provider.Id, ProviderAccount.Masked(account.Iban));
            return Task.CompletedTask;
        },
        cancel);

    private Task Decide(Guid providerId, Guid accountId, Func<Provider, ProviderAccount, Task> decide, CancellationToken cancel)
    {
        strong.Demand();
        return db.Transact(
            async () =>
            {
                var provider = await db.Lock<Provider>(providerId, cancel) ?? throw new NotFound("The provider");
                await db.Entry(provider).Collection(row => row.Accounts).LoadAsync(cancel);
                var account = provider.Accounts.FirstOrDefault(row => row.Id == accountId) ?? throw new NotFound("The account");
                await decide(provider, account);
            },
            cancel);
    }

    private Task Tell(Provider provider, ProviderAccount account, string kind, string change, CancellationToken cancel) => messages.QueueForStaff(
        new()
        {
            // Whoever leads money astray may have changed the address in the same step.
            Email = db.Entry(provider).Property(row => row.Email).OriginalValue,
            Kind = kind,
            OnceKey = $"{kind}:{provider.Id}:{account.ProposedAt.UtcTicks}",
            Details = [provider.Name, change, time.Show(account.UsableFrom ?? (time.Now + rest))],
        },
        cancel);

    private static string Change(string? old, string iban) => $"{ProviderAccount.Masked(old)} → {ProviderAccount.Masked(iban)}";
}
