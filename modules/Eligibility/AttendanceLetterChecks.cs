using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>A letter about attendance goes out only while the decision it tells of is still the one in force.</summary>
internal sealed class AttendanceLetterCheck(string kind, CoursesDb db) : IMessageCheck
{
    /// <summary>Under a line that cuts a share: so much as is missed now, when the period is over.</summary>
    public const string CutWarning = "cut-warning";

    public static readonly IReadOnlyList<string> Kinds = ["attendance-at-risk", "attendance-under", "attendance-out-of-reach", "attendance-back", CutWarning];

    public string Kind => kind;

    public async Task<IReadOnlyCollection<MessageToCheck>> NoLongerTrue(IReadOnlyCollection<MessageToCheck> messages, CancellationToken cancel)
    {
        var decisions = messages.Select(message => message.About).Distinct().ToArray();
        var inForce = (await db.Set<Decision>().Where(row => EF.Parameter(decisions).Contains(row.Id) && row.SupersededAt == null).Select(row => row.Id).ToListAsync(cancel)).ToHashSet();
        return [.. messages.Where(message => !inForce.Contains(message.About))];
    }
}
