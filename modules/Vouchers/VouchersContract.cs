using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Messaging;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Vouchers;

/// <summary>
/// What other modules may ask of vouchers. Locks are taken in the order group, voucher, allowance: docs/concurrency.md. Other modules ask vouchers too, so
/// they are fetched when needed and not at construction.
/// </summary>
internal sealed class VouchersContract(CoursesDb db, RedemptionIntake intake, ClientKeys keys, CityTime time, Caller caller, IServiceProvider services) : IVouchers
{
    public IQueryable<VoucherRow> Vouchers => db.Set<Voucher>().Select(voucher => new VoucherRow
    {
        Id = voucher.Id,
        ParticipantId = voucher.ParticipantId,
        ProgrammeCode = voucher.ProgrammeCode,
        Number = voucher.Number,
        State = voucher.State,
        AmountCents = voucher.AmountCents,
        RemainingCents = voucher.RemainingCents,
        IssuedOn = voucher.IssuedOn,
        ExpiresOn = voucher.ExpiresOn,
        WaitsForTopic = voucher.WaitsForTopic,
    });

    public IQueryable<VoucherTransactionRow> Transactions =>
        from entry in db.Set<LedgerEntry>()
        join transaction in db.Set<LedgerTransaction>() on entry.TransactionId equals transaction.Id
        select new VoucherTransactionRow
        {
            Id = entry.Id,
            TransactionId = transaction.Id,
            Kind = transaction.Kind.ToString(),
            Account = entry.Account.ToString(),
            VoucherId = transaction.VoucherId,
            ProviderId = transaction.ProviderId,
            AmountCents = entry.AmountCents,
            At = transaction.At,
        };

    public IQueryable<SettlementRow> Settlements => db.Set<SettlementLine>().Select(line => new SettlementRow
    {
        Id = line.Id,
        ProviderId = line.ProviderId,
        VoucherId = line.VoucherId,
        GroupId = line.GroupId,
        AmountCents = line.DeltaCents,
        AttendedMinutes = line.AttendedMinutes,
        HeldMinutes = line.HeldMinutes,
        State = line.Batch.State == BatchState.Paid ? "paid" : line.Batch.State == BatchState.Approved ? "approved" : "prepared",
    });

    public IQueryable<RedemptionRow> Redemptions => db.Set<Redemption>().Select(redemption => new RedemptionRow
    {
        Id = redemption.Id,
        VoucherId = redemption.VoucherId,
        ParticipantId = redemption.ParticipantId,
        EnrolmentId = redemption.EnrolmentId,
        GroupId = redemption.GroupId,
        ProviderId = redemption.ProviderId,
        AmountCents = redemption.AmountCents,
        PriceCents = redemption.PriceCents,
        IsHeld = redemption.State == RedemptionState.Held,
        MadeAt = redemption.MadeAt,
        ClosedAt = redemption.ClosedAt,
    });

    private Act Now => new(time.Now, time.Today, caller.Id, caller.Is(Roles.Newcomer) ? "" : caller.Name);

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

                var voucher = await Lock(candidate.Id, cancel);
                if (!voucher.WaitsFor(topicCode, isModuleOf.Contains(voucher.ProgrammeCode)))
                {
                    continue;
                }

                voucher.Unlock(topicCode, Now).WriteTo(db);
                if (voucher.UnlockedByModule is not null)
                {
                    used.Add(voucher.AllowanceId);
                }
            }

            await db.SaveChangesAsync(cancel);
        },
        cancel);

    public async Task<IReadOnlyList<Refusal>> Check(Guid voucherId, Guid participantId, Guid groupId, CancellationToken cancel)
    {
        var voucher = await db.Set<Voucher>().AsNoTracking().Include(row => row.Allowance).SingleOrDefaultAsync(row => row.Id == voucherId, cancel)
            ?? throw new NotFound("The voucher");
        IReadOnlyList<Refusal> refusals = voucher.RefusalFor(participantId, time.Today) is { } forNothing ? [forNothing] : [];
        if (refusals is [])
        {
            var facts = await FactsOf(groupId, participantId, cancel);
            refusals = [.. voucher.RefusalsFor(participantId, facts, time.Today)];
            if (refusals is [] && Voucher.CapRefusal(voucher.Allowance, facts) is { } cap)
            {
                refusals = [cap];
            }
        }

        var said = new List<Refusal>();
        foreach (var refusal in refusals)
        {
            said.Add(await InWords(refusal, voucherId, groupId, cancel));
        }

        return said;
    }

    public Task<Redeemed> Redeem(NewRedemption wanted, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("A redemption commits with others and would wait for the locks of this transaction.");
        }

        var key = ClientKey.Of(wanted.KeyScope, wanted.Key, new { wanted.VoucherId, wanted.ClassId });
        var by = new RedeemedBy(caller.Id, Now.Name, CultureInfo.CurrentUICulture);
        return keys.Heard(
            key,
            async () => await intake.Redeem(new(wanted, key, by), cancel) switch
            {
                { Done: { } done } => done,
                { Refusal: RuleBroken refused } => throw (await InWords(new(refused.Code, refused.Details), wanted.VoucherId, wanted.ClassId, cancel)).Broken(),
                var other => throw other.Refusal!,
            },
            cancel);
    }

    public Task GiveBack(IReadOnlyCollection<Guid> enrolmentIds, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            // A class may have more people than a statement may have parameters.
            var wanted = enrolmentIds.ToArray();
            var known = await db.Set<Redemption>().AsNoTracking()
                .Where(redemption => EF.Parameter(wanted).Contains(redemption.EnrolmentId) && redemption.ClosedAt == null)
                .Select(redemption => new { redemption.Id, redemption.VoucherId, redemption.Voucher.AllowanceId })
                .ToListAsync(cancel);
            var vouchers = await db.LockAll<Voucher>(known.Select(redemption => redemption.VoucherId), cancel);
            var allowances = await db.LockAll<Allowance>(known.Select(redemption => redemption.AllowanceId), cancel);
            var ids = known.Select(redemption => redemption.Id).ToArray();
            foreach (var redemption in ids is [] ? [] : await db.Set<Redemption>().Where(redemption => EF.Parameter(ids).Contains(redemption.Id) && redemption.ClosedAt == null).ToListAsync(cancel))
            {
                var voucher = vouchers[redemption.VoucherId];
                voucher.GiveBack(redemption, allowances[voucher.AllowanceId], reason, Now).WriteTo(db);
            }

            await db.SaveChangesAsync(cancel);
        },
        cancel);

    public Task TakeAgain(Guid enrolmentId, DateTimeOffset since, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var known = await db.Set<Redemption>().AsNoTracking().Where(row => row.EnrolmentId == enrolmentId && row.ClosedAt >= since)
                .OrderByDescending(row => row.ClosedAt).Select(row => new { row.Id, row.VoucherId }).FirstOrDefaultAsync(cancel);
            if (known is not null)
            {
                var voucher = await Lock(known.VoucherId, cancel);
                var allowance = await AllowanceOf(voucher, cancel);
                voucher.TakeAgain(await db.Set<Redemption>().SingleAsync(row => row.Id == known.Id, cancel), allowance, Now).WriteTo(db);
                await db.SaveChangesAsync(cancel);
            }
        },
        cancel);

    public Task Follow(Guid enrolmentId, Guid toEnrolmentId, Guid toGroupId, Guid toProviderId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (await OpenRedemption(enrolmentId, cancel) is not { } known)
            {
                return;
            }

            if (known.ProviderId != toProviderId)
            {
                throw new RuleBroken("move.paid-elsewhere");
            }

            if (await OpenRedemption(toEnrolmentId, cancel) is not null)
            {
                throw new RuleBroken("voucher.class-already-paid");
            }

            var voucher = await Lock(known.VoucherId, cancel);
            voucher.Follow(await db.Set<Redemption>().SingleAsync(row => row.Id == known.Id, cancel), toEnrolmentId, toGroupId, Now).WriteTo(db);
            await db.SaveChangesAsync(cancel);
        },
        cancel);

    public Task<long> TurnHoldIntoPayment(Guid enrolmentId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (await OpenRedemption(enrolmentId, cancel) is not { } known)
            {
                return 0;
            }

            var voucher = await Lock(known.VoucherId, cancel);
            if (await db.Set<Redemption>().SingleOrDefaultAsync(row => row.Id == known.Id && row.State == RedemptionState.Held, cancel) is not { } redemption)
            {
                return 0;
            }

            voucher.TurnHoldIntoPayment(redemption, Now).WriteTo(db);
            await db.SaveChangesAsync(cancel);
            return redemption.AmountCents;
        },
        cancel);

    /// <summary>Takes what is left back from vouchers whose last day is over; answers how many.</summary>
    public async Task<int> Expire(CancellationToken cancel)
    {
        var today = time.Today;
        var due = await db.Set<Voucher>()
            .Where(voucher => voucher.ExpiresOn < today && voucher.RemainingCents > 0 && voucher.CancelledAt == null)
            .OrderBy(voucher => voucher.Id)
            .Select(voucher => voucher.Id)
            .ToListAsync(cancel);
        var expired = 0;
        foreach (var id in due)
        {
            expired += await db.Transact(
                async () =>
                {
                    if ((await Lock(id, cancel)).Expire(Now) is not { } moved)
                    {
                        return 0;
                    }

                    moved.WriteTo(db);
                    return 1;
                },
                cancel);
        }

        return expired;
    }

    public Task Cancel(Guid voucherId, string why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            (await Lock(voucherId, cancel)).Cancel(why, Now).WriteTo(db);
            services.GetRequiredService<IAudit>().Record("voucher.cancelled", voucherId, why);
        },
        cancel);

    /// <summary>Cancels a voucher and issues one with a new number and the same terms for what was left.</summary>
    public Task<Guid> Replace(Guid voucherId, string why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var old = await Lock(voucherId, cancel);
            var left = old.RemainingCents;
            old.Cancel(why, Now).WriteTo(db);

            // The old one must be out of its place before the new one takes it.
            await db.SaveChangesAsync(cancel);
            await AllowanceOf(old, cancel);
            var (voucher, moved) = old.Successor(left, VoucherNumber.New(), Now);
            db.Add(voucher);
            moved.WriteTo(db);
            services.GetRequiredService<IAudit>().Record("voucher.replaced", voucherId, why);
            await db.SaveChangesAsync(cancel);
            return voucher.Id;
        },
        cancel);

    private async Task<IReadOnlyList<Guid>> Issue(Guid participantId, string programmeCode, VoucherTerms terms, CancellationToken cancel)
    {
        var act = Now;
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
            foreach (var voucher in vouchers.Where(voucher => voucher.WaitsFor(topic.TopicCode, topic.IsModule)))
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
                OnceKey = $"voucher-issued:{allowance.Id:N}",
                Details = [vouchers.Count.ToString(CultureInfo.InvariantCulture), (terms.AmountCents / 100m).ToString("0.##", CultureInfo.InvariantCulture), vouchers[0].ExpiresOn.ToString("O", CultureInfo.InvariantCulture)],
            },
            cancel);
        await db.SaveChangesAsync(cancel);
        return [.. vouchers.Select(voucher => voucher.Id)];
    }

    private async Task<List<string>> ProgrammesOf(string topicCode, CancellationToken cancel) =>
        await services.GetRequiredService<IOrientation>().Topics.Where(topic => topic.Code == topicCode).Select(topic => topic.ProgrammeCode).ToListAsync(cancel);

    private async Task<Voucher> Lock(Guid id, CancellationToken cancel) => await db.Lock<Voucher>(id, cancel) ?? throw new NotFound("The voucher");

    private async Task<Allowance> AllowanceOf(Voucher voucher, CancellationToken cancel) => (await db.Lock<Allowance>(voucher.AllowanceId, cancel))!;

    private Task<Redemption?> OpenRedemption(Guid enrolmentId, CancellationToken cancel) =>
        db.Set<Redemption>().AsNoTracking().SingleOrDefaultAsync(row => row.EnrolmentId == enrolmentId && row.ClosedAt == null, cancel);

    /// <summary>The sentence of a refusal may name a topic or other courses: codes become names here, in the reader's language.</summary>
    private async Task<Refusal> InWords(Refusal refusal, Guid voucherId, Guid groupId, CancellationToken cancel) => refusal switch
    {
        { Code: "voucher.locked", Details: [string code] } =>
            refusal with { Details = [(await services.GetRequiredService<IOrientation>().NamesOf([code], cancel)).GetValueOrDefault(code, code)] },
        { Code: "voucher.course-too-early" } => refusal with { Details = [.. refusal.Details, await Alternatives(voucherId, groupId, cancel)] },
        _ => refusal,
    };

    /// <summary>Up to three courses that this voucher would pay for, the soonest first.</summary>
    private async Task<string> Alternatives(Guid voucherId, Guid wanted, CancellationToken cancel)
    {
        var voucher = await db.Set<Voucher>().AsNoTracking().SingleAsync(row => row.Id == voucherId, cancel);
        var today = time.Today;
        var courses = services.GetRequiredService<ILanguageCourses>();
        var soon = await (
            from @class in courses.Classes
            join course in courses.Courses on @class.CourseId equals course.Id
            join @group in services.GetRequiredService<ITimetable>().Groups on @class.Id equals @group.Id
            join provider in services.GetRequiredService<IProviders>().Providers on @group.ProviderId equals provider.Id
            where course.IsIntegrationCourse && @group.CancelledAt == null && @group.StartsOn >= today && @group.Id != wanted && @group.SeatsTaken < @group.Capacity
                && provider.AccreditedFrom <= today && (provider.AccreditedUntil == null || provider.AccreditedUntil >= today) && provider.CommitmentSignedOn <= today
            orderby @group.StartsOn, @group.Name
            select new { course.Name, course.Level, @group.StartsOn, ProviderName = provider.Name }).Take(50).ToListAsync(cancel);
        var names = soon.Where(one => voucher.PaysFor(one.Level)).Take(3).Select(one => $"{one.Name}, {one.ProviderName} ({Voucher.Day(one.StartsOn)})").ToArray();
        return names is [] ? "" : services.GetRequiredService<Words>().Say("voucher.alternatives", string.Join("; ", names));
    }

    private async Task<ClassFacts> FactsOf(Guid groupId, Guid participantId, CancellationToken cancel)
    {
        var facts = (await FactsOf([groupId], cancel)).GetValueOrDefault(groupId) ?? throw new NotFound("The class");
        return facts with
        {
            EnrolledFrom = await services.GetRequiredService<ITimetable>().Enrolments
                .Where(enrolment => enrolment.GroupId == groupId && enrolment.ParticipantId == participantId && enrolment.State == EnrolmentState.Enrolled)
                .Select(enrolment => services.GetRequiredService<ITimetable>().Stays.Where(stay => stay.EnrolmentId == enrolment.Id).Min(stay => (DateOnly?)stay.From)).FirstOrDefaultAsync(cancel),
        };
    }

    /// <summary>The facts of these groups by their ids; who has a seat there already is for the caller to add.</summary>
    public async Task<Dictionary<Guid, ClassFacts>> FactsOf(Guid[] groupIds, CancellationToken cancel)
    {
        var courses = services.GetRequiredService<ILanguageCourses>();
        return await (
            from @group in services.GetRequiredService<ITimetable>().Groups
            where groupIds.Contains(@group.Id)
            join provider in services.GetRequiredService<IProviders>().Providers on @group.ProviderId equals provider.Id
            join @class in courses.Classes on @group.Id equals @class.Id into classes
            from @class in classes.DefaultIfEmpty()
            join course in courses.Courses on @class.CourseId equals course.Id into itsCourses
            from course in itsCourses.DefaultIfEmpty()
            select new ClassFacts
            {
                GroupId = @group.Id,
                Name = @group.Name,
                ProviderId = provider.Id,
                ProviderName = provider.Name,
                AccreditedFrom = provider.AccreditedFrom,
                AccreditedUntil = provider.AccreditedUntil,
                CommitmentSignedOn = provider.CommitmentSignedOn,
                StartsOn = @group.StartsOn,
                EndsOn = @group.EndsOn,
                IsCancelled = @group.CancelledAt != null,
                PlannedMinutes = @group.PlannedMinutes,
                Level = (string?)course.Level ?? "",
                IsIntegrationCourse = (bool?)course.IsIntegrationCourse ?? false,
                PriceCents = (long?)@class.PriceCents ?? 0,
            }).ToDictionaryAsync(facts => facts.GroupId, cancel);
    }
}
