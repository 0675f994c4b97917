using System.Security.Claims;

namespace Courses.Contracts.Access;

/// <summary>Who works for the city and for the providers, to choose a teacher from.</summary>
public interface IStaff
{
    /// <summary>One row an account and role; those who may not sign in any more are left out.</summary>
    IQueryable<StaffRow> Staff { get; }

    /// <summary>What an account is and may do at this moment, for what is done later in its name; null when it may not sign in any more.</summary>
    /// <param name="id">The account.</param>
    /// <param name="cancel">Stops asking.</param>
    Task<StaffNow?> Now(Guid id, CancellationToken cancel);
}

/// <summary>An account at one moment.</summary>
/// <param name="Email">Where it gets its mail.</param>
/// <param name="Principal">With the roles and rights that a sign-in would have.</param>
public sealed record StaffNow(string Email, ClaimsPrincipal Principal);

/// <summary>A person of the staff in one role.</summary>
public sealed record StaffRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <see cref="Roles"/>.</summary>
    public required string Role { get; init; }

    /// <summary>The provider that the role is for; null for the city.</summary>
    public required Guid? ProviderId { get; init; }
}
