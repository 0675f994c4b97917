using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Features;

/// <summary>Every hour all rows are compared with what was chained, and a part of what follows from them is worked out again. What is wrong is named on the page of the chain and of the jobs, in the trail, and in a mail to every administrator, once.</summary>
internal sealed class CheckChain(RowChain chain, ChainWalk walk, DerivedWalk derived, ChainDesk desk, CoursesDb db, IMessages messages, IAudit audit, CityTime city) : ISweep
{
    private const int NamedInTheTrail = 100;
    private const int NamedInTheMail = 5;

    public async Task<int> Run(CancellationToken cancel)
    {
        var started = city.Now;
        await chain.Extend(RowChain.LongLookBack, cancel);
        var verdict = await walk.Run([], cancel);
        verdict = verdict with { Faults = [.. verdict.Faults, .. await derived.Hourly(cancel)] };
        await db.Transact(
            async () =>
            {
                var fresh = await desk.WriteDown(verdict, started, cancel);
                foreach (var fault in fresh.Take(NamedInTheTrail))
                {
                    audit.Record("chain.broken", fault.Row ?? Guid.Empty, fault.ToLine());
                }

                if (fresh is not [])
                {
                    await messages.Tell(
                        await db.AdministratorsOfTheCity().Select(account => account.Email!).ToListAsync(cancel),
                        "chain-broken",
                        string.Create(CultureInfo.InvariantCulture, $"chain-broken:{started.UtcTicks}"),
                        [fresh.Count.ToString(CultureInfo.InvariantCulture), string.Join("; ", fresh.Take(NamedInTheMail).Select(fault => fault.ToLine()))],
                        cancel);
                }
            },
            cancel);

        // They have been told. From now on they are bound like all others.
        foreach (var unknown in verdict.Faults.Where(fault => fault.Fault == ChainFault.RowUnknown).GroupBy(fault => fault.Stream))
        {
            await chain.Extend(unknown.Key, unknown.Select(fault => fault.Row!.Value), cancel);
        }

        return verdict.Faults.Count;
    }
}

internal sealed class ChainAlarm(ChainDesk desk) : IAlarm
{
    public async Task<Alarm?> Now(CancellationToken cancel) => await desk.Alarming(cancel) is > 0 and var count ? new("chain.alarm", [count], "/admin/chain") : null;
}
