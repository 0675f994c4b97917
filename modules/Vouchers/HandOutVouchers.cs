using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Orientation;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Vouchers;

/// <summary>
/// A voucher comes into a hand, and becomes good for something when what it waits for is finished. Other modules ask vouchers too, so they are fetched when needed
/// and not at construction.
/// </summary>
internal sealed class HandOutVouchers(CoursesDb db, CityTime time, Acting acting, IServiceProvider services)
{
    /// <summary>The key of the letter that came with the vouchers.</summary>
    public static string LetterOf(Guid allowanceId) => $"voucher-issued:{allowanceId:N}";

    public async Task<IReadOnlyList<Guid>> Issue(Guid participantId, string programmeCode, CancellationToken cancel)
    {
        var eligibility = services.GetRequiredService<IEligibility>();
        if (await db.Set<Allowance>().AnyAsync(row => row.ParticipantId == participantId && row.ProgrammeCode == programmeCode, cancel))
        {
            throw new RuleBroken("voucher.already-issued");
        }

        var answer = (await eligibility.Check(participantId, cancel)).FirstOrDefault(row => row.ProgrammeCode == programmeCode) ?? throw new NotFound("The programme");
        if (answer.Outcome != Outcome.May)
        {
            throw new RuleBroken("voucher.not-eligible", answer.ProgrammeName, answer.Reasons is [var reason, ..] ? reason : "");
        }

        var terms = await eligibility.VoucherTermsOf(programmeCode, time.Today, cancel);
        if (terms is null or { Count: 0 })
        {
            throw new RuleBroken("voucher.programme-gives-none", answer.ProgrammeName);
        }

        try
        {
            return await db.Transact(() => Issue(participantId, programmeCode, terms, cancel), cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new RuleBroken("voucher.already-issued");
        }
    }

    public Task Unlock(Guid participantId, string topicCode, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var isModuleOf = await ProgrammesOf(topicCode, cancel);
            var waiting = await db.Set<Voucher>().AsNoTracking()
                .Where(voucher => voucher.ParticipantId == participantId && voucher.State == VoucherState.Issued)
                .OrderBy(voucher => voucher.ProgrammeCode).ThenBy(voucher => voucher.Ordinal)
                .ToListAsync(cancel);
            var used = await db.Set<Voucher>()
                .Where(voucher => voucher.ParticipantId == participantId && voucher.CancelledAt == null && voucher.UnlockedByModule == topicCode)
                .Select(voucher => voucher.AllowanceId)
                .ToListAsync(cancel);
            foreach (var candidate in waiting.Where(voucher => voucher.WaitsFor(topicCode, isModuleOf.Contains(voucher.ProgrammeCode))))
            {
                if (candidate.WaitsForTopic == Voucher.AnyModule && used.Contains(candidate.AllowanceId))
                {
                    continue;
                }

                var voucher = await db.LockVoucher(candidate.Id, cancel);
                if (!voucher.WaitsFor(topicCode, isModuleOf.Contains(voucher.ProgrammeCode)))
                {
                    continue;
                }

                voucher.Unlock(topicCode, acting.Now).WriteTo(db);
                if (voucher.UnlockedByModule is not null)
                {
                    used.Add(voucher.AllowanceId);
                }
            }

            await db.SaveChangesAsync(cancel);
        },
        cancel);

    private async Task<IReadOnlyList<Guid>> Issue(Guid participantId, string programmeCode, VoucherTerms terms, CancellationToken cancel)
    {
        var act = acting.Now;
        var allowance = Allowance.Grant(participantId, programmeCode, terms, act.At);
        db.Add(allowance);
        var vouchers = new List<Voucher>();
        for (var ordinal = 1; ordinal <= terms.Count; ordinal++)
        {
            var (voucher, moved) = Voucher.Issue(allowance, ordinal, terms, VoucherNumber.New(), act);
            db.Add(voucher);
            moved.WriteTo(db);
            vouchers.Add(voucher);
        }

        // What the person had finished before counts, in the order in which it was finished.
        var orientation = services.GetRequiredService<IOrientation>();
        var finished = await (
            from completion in orientation.Completions
            where completion.ParticipantId == participantId
            orderby completion.CompletedOn, completion.TopicCode
            select new { completion.TopicCode, IsModule = orientation.Topics.Any(topic => topic.Code == completion.TopicCode && topic.ProgrammeCode == programmeCode) }).ToListAsync(cancel);
        foreach (var topic in finished)
        {
            var moduleIsFree = true;
            foreach (var voucher in vouchers.Where(voucher => voucher.WaitsFor(topic.TopicCode, topic.IsModule && topic.TopicCode != terms.FirstTopic)))
            {
                if (voucher.WaitsForTopic != Voucher.AnyModule || moduleIsFree)
                {
                    moduleIsFree &= voucher.WaitsForTopic != Voucher.AnyModule;
                    voucher.Unlock(topic.TopicCode, act).WriteTo(db);
                }
            }
        }

        services.GetRequiredService<IAudit>().Record("voucher.issued", participantId, programmeCode);
        await services.GetRequiredService<IMessages>().Queue(
            new()
            {
                ParticipantId = participantId,
                Kind = "voucher-issued",
                OnceKey = LetterOf(allowance.Id),
                Details = [vouchers.Count.ToString(CultureInfo.InvariantCulture), (terms.AmountCents / 100m).ToString("0.##", CultureInfo.InvariantCulture), vouchers[0].ExpiresOn.ToString("O", CultureInfo.InvariantCulture)],
            },
            cancel);
        await db.SaveChangesAsync(cancel);
        return [.. vouchers.Select(voucher => voucher.Id)];
    }

    /// <summary>The programmes of which the topic is one more module.</summary>
    private async Task<IReadOnlyList<string>> ProgrammesOf(string topicCode, CancellationToken cancel)
    {
        var eligibility = services.GetRequiredService<IEligibility>();
        List<string> programmes = [];
        foreach (var programme in await services.GetRequiredService<IOrientation>().Topics.Where(topic => topic.Code == topicCode).Select(topic => topic.ProgrammeCode).ToListAsync(cancel))
        {
            if ((await eligibility.VoucherTermsOf(programme, time.Today, cancel))?.FirstTopic != topicCode)
            {
                programmes.Add(programme);
            }
        }

        return programmes;
    }
}
