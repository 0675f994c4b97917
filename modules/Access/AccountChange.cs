using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access;

/// <summary>What holds whenever an administrator changes somebody's account: not one's own, not with a password alone, and never in silence.</summary>
internal sealed class AccountChange(CoursesDb db, IMessages messages, IFourEyes fourEyes, StrongSignIn strong, Caller caller, TimeProvider clock)
{
    /// <summary>Nobody gives themselves a right, and the last administrator does not lock themselves out.</summary>
    public void Allowed(Account member)
    {
        strong.Demand();
        if (member.Id == caller.Id)
        {
            throw new RuleBroken("staff.not-oneself");
        }
    }

    /// <summary>A role that takes two waits for the second, unless there is nobody who could be it.</summary>
    public async Task Give(Account member, string role, Guid? providerId, bool caseData, CancellationToken cancel)
    {
        var waits = StaffRole.TakesTwo(role) && await db.AdministratorsOfTheCity().AnyAsync(other => other.Id != caller.Id && other.Id != member.Id, cancel);
        member.Give(role, providerId, caseData, caller.Name, clock.GetUtcNow(), caller.Id, waits);
    }

    public async Task Confirm(Account member, string role, CancellationToken cancel)
    {
        var confirmed = member.Confirm(role, caller.Name);
        if (confirmed.GivenById is { } giver && !await fourEyes.AreIndependent(giver, caller.Id, cancel))
        {
            throw new RuleBroken(giver == caller.Id ? "staff.second-is-first" : "staff.second-same-hand", fourEyes.Days);
        }
    }

    /// <summary>The trail's words: which role, and whether names came with it.</summary>
    public static string InWords(string? role, bool caseData) => $"{role}{(caseData ? ", " + Permissions.CaseData : "")}";

    /// <summary>The person and all administrators hear of it, so that a change that nobody should have made is noticed.</summary>
    public async Task Tell(Account member, string act, string what, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var mails = await db.AdministratorsOfTheCity().Select(other => other.Email!).ToListAsync(cancel);
        await messages.Tell(mails.Append(member.Email!), act.Replace('.', '-'), $"{act}:{member.Id}:{now.UtcTicks}", [member.Name, what, caller.Name], cancel);
    }
}
