using Courses.Platform.Database;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants;

/// <summary>Names that were stored by an earlier version are kept in one piece and folded as this version searches for them.</summary>
internal sealed class RefoldNames(CoursesDb db) : IAfterMigration
{
    public async Task Run(CancellationToken cancel)
    {
        var changed = new List<(Guid Id, string Given, string Family)>();
        await foreach (var person in db.Set<Participant>().AsNoTracking().Where(row => row.ErasedAt == null).Select(row => new { row.Id, row.GivenName, row.FamilyName, row.SearchName }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            var (given, family) = (Names.Clean(person.GivenName), Names.Clean(person.FamilyName));
            if ((given, family, SearchName.Of(given, family)) != (person.GivenName, person.FamilyName, person.SearchName))
            {
                changed.Add((person.Id, given, family));
            }
        }

        foreach (var (id, given, family) in changed)
        {
            var folded = SearchName.Of(given, family);
            await db.Set<Participant>().Where(row => row.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.GivenName, given).SetProperty(row => row.FamilyName, family).SetProperty(row => row.SearchName, folded).SetProperty(row => row.IndexedAs, 0), cancel);
        }

        var referrals = await db.Set<Referral>().AsNoTracking().Select(row => new { row.Id, row.GivenName, row.FamilyName, row.SearchName }).ToListAsync(cancel);
        foreach (var referral in referrals.Where(row => SearchName.Of(row.GivenName, row.FamilyName) != row.SearchName))
        {
            var folded = SearchName.Of(referral.GivenName, referral.FamilyName);
            await db.Set<Referral>().Where(row => row.Id == referral.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.SearchName, folded), cancel);
        }
    }
}
