using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>
/// Tells a provider by mail, once, of each register that is still missing 48 hours after the session. Until it comes, its people's marks stay unknown.
/// </summary>
internal sealed class ChaseMissingRegisters(CoursesDb db, MissingRegisters missing, ITimetable timetable, IProviders providers, IMessages messages, TimeProvider clock) : ISweep
{
    public static readonly TimeSpan Patience = TimeSpan.FromHours(48);

    /// <summary>Older ones were chased when they were due, or come from before the product was used.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(14);

    public async Task<int> Run(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (from, until) = (now - Patience - LookBack, now - Patience);
        var begun = from - NewSession.Longest;
        var due = await missing.Among(SessionInfos.Of(timetable)
                .Where(session => session.EndsAt > from && session.StartsAt > begun && session.EndsAt <= until && session.StartsAt < until && !db.Set<Register>().Any(register => register.Id == session.Id && register.ChasedAt != null)))
            .OrderBy(session => session.Id).Take(500).ToListAsync(cancel);
        return await db.EachAlone(due, session => Chase(session, now, cancel), cancel);
    }

    private async Task<int> Chase(SessionInfo session, DateTimeOffset now, CancellationToken cancel)
    {
        await db.Engine.InsertNew(db, [new Register { Id = session.Id }], nameof(Register.Id), cancel);
        var register = (await db.Lock<Register>(session.Id, cancel))!;
        if (register.IsSignedOff || register.ChasedAt is not null)
        {
            return 0;
        }

        register.Chase(now);
        var provider = await providers.Providers.SingleOrDefaultAsync(provider => provider.Id == session.ProviderId, cancel);
        if (provider is { Email.Length: > 0 })
        {
            await messages.QueueForStaff(
                new()
                {
                    Email = provider.Email,
                    Kind = "register-missing",
                    OnceKey = $"register-missing:{session.Id}",
                    Details = [session.GroupName, session.LocalDate.ToString("O", System.Globalization.CultureInfo.InvariantCulture)],
                },
                cancel);
        }

        return 1;
    }
}
