using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;

namespace Courses.Access;

/// <summary>Who hears of what nobody should have done.</summary>
internal static class Administrators
{
    public static IQueryable<Account> AdministratorsOfTheCity(this CoursesDb db) =>
        db.Set<Account>().Where(account => account.DeactivatedAt == null && account.Roles.Any(role => role.Role == Roles.Administrator && role.WaitsSince == null));

    /// <summary>One mail each, in the running unit of work.</summary>
    public static async Task Tell(this IMessages messages, IEnumerable<string> mails, string kind, string onceKey, IReadOnlyList<string> details, CancellationToken cancel)
    {
        foreach (var mail in mails.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            await messages.QueueForStaff(new() { Email = mail, Kind = kind, OnceKey = $"{onceKey}:{mail}", Details = details }, cancel);
        }
    }
}
