using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Features;

/// <summary>Nobody is reminded of what is back, nor told that something is late which was extended meanwhile.</summary>
internal sealed class LoanLetterCheck(CoursesDb db, CityTime city, string kind) : IMessageCheck
{
    public string Kind => kind;

    public async Task<IReadOnlyCollection<MessageToCheck>> NoLongerTrue(IReadOnlyCollection<MessageToCheck> messages, CancellationToken cancel)
    {
        var (ids, today, isOverdue) = (messages.Select(message => message.About).Distinct().ToArray(), city.Today, kind == RemindOfLoans.OverdueLetter);
        var open = await db.Set<Loan>().Where(loan => ids.Contains(loan.Id) && loan.ReturnedOn == null && (isOverdue ? loan.DueOn < today : loan.DueOn >= today)).Select(loan => loan.Id).ToListAsync(cancel);
        return [.. messages.Where(message => !open.Contains(message.About))];
    }
}
