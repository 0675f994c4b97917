using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Tokens;

/// <summary>A key with which Excel or Power BI reads OData in a person's name. It reads, it ends, and it is shown once.</summary>
internal sealed class AccessToken
{
    public Guid Id { get; private set; }

    public required Guid AccountId { get; init; }

    /// <summary>What it is for, in its owner's words.</summary>
    public required string Name { get; init; }

    public required string TokenHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public static (AccessToken Row, string Token) For(Guid accountId, string name, int days, DateTimeOffset now)
    {
        var token = Secrets.New();
        return (new() { AccountId = accountId, Name = name, TokenHash = Secrets.HashOf(token), CreatedAt = now, ExpiresAt = now.AddDays(days) }, token);
    }

    /// <summary>Whoever knew the old password may have made tokens with it.</summary>
    public static Task EndAllOf(Guid accountId, CoursesDb db, DateTimeOffset now, CancellationToken cancel) =>
        db.Set<AccessToken>().Where(row => row.AccountId == accountId && row.RevokedAt == null).ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), cancel);

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
