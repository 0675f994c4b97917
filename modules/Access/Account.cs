using Courses.Platform.Errors;
using Microsoft.AspNetCore.Identity;
using RoleNames = Courses.Contracts.Access.Roles;

namespace Courses.Access;

/// <summary>A person of the staff: of the city or of one provider.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>As colleagues know this person; written beside what they do.</summary>
    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set when this person may not sign in any more. Accounts are never deleted: the audit trail names them.</summary>
    public DateTimeOffset? DeactivatedAt { get; private set; }

    public List<StaffRole> Roles { get; } = [];

    /// <summary>A role of a provider binds the account to it; one account works for one provider, so that no page mixes two.</summary>
    /// <param name="role">One of <see cref="StaffRole.All"/>.</param>
    /// <param name="providerId">For roles of a provider.</param>
    /// <param name="caseData">May see names.</param>
    /// <param name="by">Who gives it.</param>
    /// <param name="now">When.</param>
    /// <param name="byId">The giving account; a second person is somebody else.</param>
    /// <param name="needsSecond">The role is not in force before a second person has said so.</param>
    public void Give(string role, Guid? providerId, bool caseData, string by, DateTimeOffset now, Guid? byId = null, bool needsSecond = false)
    {
        if (StaffRole.BelongsToProvider(role) != providerId.HasValue)
        {
            throw new RuleBroken(providerId.HasValue ? "staff.role-of-city" : "staff.role-needs-provider");
        }

        if (providerId is not null && Roles.Any(other => other.ProviderId is { } bound && bound != providerId))
        {
            throw new RuleBroken("staff.one-provider");
        }

        Roles.RemoveAll(other => other.Role == role);
        Roles.Add(new() { Role = role, ProviderId = providerId, CaseData = caseData, GivenBy = by, GivenById = byId, GivenAt = now, WaitsSince = needsSecond ? now : null });
    }

    /// <summary>The second person agrees.</summary>
    public StaffRole Confirm(string role, string by)
    {
        var waiting = Roles.Find(other => other.Role == role && other.WaitsSince is not null) ?? throw new RuleBroken("staff.nothing-waits");
        waiting.Confirm(by);
        return waiting;
    }

    public void Withdraw(string role) => Roles.RemoveAll(other => other.Role == role);

    public void Deactivate(DateTimeOffset now) => DeactivatedAt ??= now;

    public void Reactivate() => DeactivatedAt = null;
}

/// <summary>What an account may be, and where.</summary>
internal sealed class StaffRole
{
    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public required string Role { get; init; }

    public required Guid? ProviderId { get; init; }

    /// <summary>May see names beside the figures; coaches always may.</summary>
    public required bool CaseData { get; init; }

    public required string GivenBy { get; init; }

    public Guid? GivenById { get; init; }

    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>Set while a second person has not agreed yet: until then the role opens nothing.</summary>
    public DateTimeOffset? WaitsSince { get; set; }

    public string ConfirmedBy { get; private set; } = "";

    public static readonly IReadOnlyList<string> All =
        [RoleNames.Coach, RoleNames.ProviderManager, RoleNames.Teacher, RoleNames.Mentor, RoleNames.Administrator, RoleNames.Auditor];

    /// <summary>Who may approve money, rules and accounts is raised by two people.</summary>
    public static bool TakesTwo(string role) => role == RoleNames.Administrator;

    public void Confirm(string by) => (WaitsSince, ConfirmedBy) = (null, by);

    public static bool BelongsToProvider(string role) => role is RoleNames.ProviderManager or RoleNames.Teacher;
}
