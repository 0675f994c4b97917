using System.Globalization;
using Courses.Contracts.LanguageCourses;
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

/// <summary>Pays for a class with a voucher, or says in the reader's words why it cannot.</summary>
internal sealed class PayWithVoucher(CoursesDb db, RedemptionIntake intake, ClassFactsReader classes, ClientKeys keys, CityTime time, Caller caller, Acting acting, IServiceProvider services)
{
    public async Task<IReadOnlyList<Refusal>> Check(Guid voucherId, Guid participantId, Guid groupId, CancellationToken cancel)
    {
        var voucher = await db.Set<Voucher>().AsNoTracking().Include(row => row.Allowance).SingleOrDefaultAsync(row => row.Id == voucherId, cancel)
            ?? throw new NotFound("The voucher");
        IReadOnlyList<Refusal> refusals = voucher.RefusalFor(participantId, time.Today) is { } forNothing ? [forNothing] : [];
        if (refusals is [])
        {
            var facts = await classes.Of(groupId, participantId, cancel);
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

    public async Task<IReadOnlySet<Guid>> Payable(Guid participantId, IReadOnlyCollection<Guid> groupIds, CancellationToken cancel)
    {
        var today = time.Today;
        var mine = await db.Set<Voucher>().AsNoTracking().Include(row => row.Allowance).Where(row => row.ParticipantId == participantId && row.RemainingCents > 0).ToListAsync(cancel);
        var facts = mine is [] ? [] : await classes.Of([.. groupIds], cancel);
        return facts.Values
            .Where(one => mine.Exists(voucher => !voucher.RefusalsFor(participantId, one, today).Any() && Voucher.CapRefusal(voucher.Allowance, one) is null))
            .Select(one => one.GroupId).ToHashSet();
    }

    public Task<Redeemed> Redeem(NewRedemption wanted, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            throw new InvalidOperationException("A redemption commits with others and would wait for the locks of this transaction.");
        }

        var key = ClientKey.Of(wanted.KeyScope, wanted.Key, new { wanted.VoucherId, wanted.ClassId });
        var by = new RedeemedBy(caller.Id, acting.Now.Name, CultureInfo.CurrentUICulture);
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

    /// <summary>The sentence of a refusal may name a topic or other courses: codes become names here, in the reader's language.</summary>
    private async Task<Refusal> InWords(Refusal refusal, Guid voucherId, Guid groupId, CancellationToken cancel) => refusal switch
    {
        { Code: "voucher.locked", Details: [string code] } =>
            refusal with { Details = [(await services.GetRequiredService<IOrientation>().TopicsInWords(cancel)).GetValueOrDefault(code, code)] },
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
}
