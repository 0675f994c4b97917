using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access.Devices;

internal sealed record KnownDevice(Guid Id, string Name, Guid ProviderId, string CredentialHash, DateTimeOffset? LastSeenAt);

/// <summary>
/// Finds tablets by their credential. The database is asked for each request anew, so that a revoked tablet is out with its next one; but who asks while
/// a look is under way is gathered, and the next look is for all of them.
/// </summary>
internal sealed class DeviceLookup(IServiceScopeFactory scopes)
{
    private const int Lanes = 2;
    private readonly Lock gate = new();
    private List<(string Hash, TaskCompletionSource<KnownDevice?> Found)> waiting = [];
    private int running;

    /// <summary>Null for a tablet that is not known or was revoked.</summary>
    public Task<KnownDevice?> Find(string credentialHash, CancellationToken cancel)
    {
        var found = new TaskCompletionSource<KnownDevice?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((credentialHash, found));
            if (running < Lanes)
            {
                running++;
                // The look is for everybody and must not look like the request that began it.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(Run, CancellationToken.None);
                }
            }
        }

        return found.Task.WaitAsync(cancel);
    }

    private async Task Run()
    {
        while (true)
        {
            List<(string Hash, TaskCompletionSource<KnownDevice?> Found)> taken;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    running--;
                    return;
                }

                (taken, waiting) = (waiting, []);
            }

            try
            {
                var known = await Look([.. taken.Select(asked => asked.Hash).Distinct()]);
                foreach (var asked in taken)
                {
                    asked.Found.SetResult(known.GetValueOrDefault(asked.Hash));
                }
            }
            catch (Exception error)
            {
                foreach (var asked in taken)
                {
                    asked.Found.SetException(error);
                }
            }
        }
    }

    private async Task<Dictionary<string, KnownDevice>> Look(string[] hashes)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CoursesDb>().Set<Device>()
            .Where(device => hashes.Contains(device.CredentialHash) && device.RevokedAt == null)
            .Select(device => new KnownDevice(device.Id, device.Name, device.ProviderId, device.CredentialHash, device.LastSeenAt))
            .ToDictionaryAsync(device => device.CredentialHash, StringComparer.Ordinal);
    }
}
