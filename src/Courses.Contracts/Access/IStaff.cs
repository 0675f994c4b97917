namespace Courses.Contracts.Access;

/// <summary>Who works for the city and for the providers, to choose a teacher from.</summary>
public interface IStaff
{
    /// <summary>One row an account and role; those who may not sign in any more are left out.</summary>
    IQueryable<StaffRow> Staff { get; }
}

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
