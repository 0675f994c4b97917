using System.Globalization;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Features;

/// <summary>Two days before something is to be back its borrower gets a letter, and another one when it is late. Each once for each last day: what was extended is reminded of anew.</summary>
internal sealed class RemindOfLoans(CoursesDb db, IProviders providers, IMessages messages, CityTime city) : ISweep
{
    public const string Name = "loan-reminders";
    public const string DueLetter = "loan-due";
    public const string OverdueLetter = "loan-overdue";
    public const int DaysBefore = 2;

    /// <summary>What is late for longer than this is asked for by people, and not by a letter that comes out of nowhere.</summary>
    private const int DaysAfter = 30;

    public async Task<int> Run(CancellationToken cancel)
    {
        var (today, first, last) = (city.Today, city.Today.AddDays(-DaysAfter), city.Today.AddDays(DaysBefore));
        var due = await (
            from loan in db.Set<Loan>()
            join thing in db.Set<Lendable>() on loan.LendableId equals thing.Id
            join provider in providers.Providers on thing.ProviderId equals provider.Id
            where loan.ReturnedOn == null && loan.DueOn >= first && loan.DueOn <= last
            orderby loan.Id
            select new { loan.Id, loan.ParticipantId, loan.DueOn, loan.LentOn, thing.Kind, thing.Label, Provider = provider.Name }).ToListAsync(cancel);
        return await db.Transact(
            () => messages.QueueMany(
                [.. due.Where(row => row.DueOn < today || row.LentOn < today).Select(row =>
                {
                    var (kind, day) = (row.DueOn < today ? OverdueLetter : DueLetter, row.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    return new NewMessage
                    {
                        ParticipantId = row.ParticipantId,
                        Kind = kind,
                        OnceKey = $"{kind}:{row.Id:N}:{day}",
                        About = row.Id,
                        Details = [$"words:lendable.kind.{row.Kind}", row.Label, day, row.Provider],
                        Link = "/my/loans",
                    };
                })],
                cancel),
            cancel);
    }
}
