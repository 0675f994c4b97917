using System.Text.Json;
using Courses.Contracts.Access;
using Microsoft.EntityFrameworkCore;
using Provider = Courses.Participants.Provider;

namespace Courses.IntegrationTests.Reporting;

/// <summary>Pages while rows come and go: who was there all the time is met once, whatever the order.</summary>
public sealed class KeysetTests(City city) : IClassFixture<City>
{
    private static readonly string[] Columns = ["Name", "AccreditedFrom", "AccreditedUntil", "CommitmentSignedOn", "Id", "year(AccreditedFrom)", "length(Name)", "AccreditedFrom eq AccreditedUntil"];
    private readonly Random random = new(11);
    private int number;

    [Fact]
    public async Task A_thousand_walks_lose_and_repeat_nobody()
    {
        List<Guid> there = [];
        for (var i = 0; i < 25; i++)
        {
            there.Add(await Comes());
        }

        var client = city.As(Roles.Administrator);
        var met = 0;
        for (var trial = 0; trial < 1_000; trial++)
        {
            var order = string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Columns[random.Next(Columns.Length)] + (random.Next(2) == 0 ? " desc" : "")));
            var allTheTime = there.ToHashSet();
            List<Guid> found = [];
            for (var next = $"/odata/Providers?$select=Id&$orderby={order}"; next is not null;)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, next);
                request.Headers.Add("Prefer", $"odata.maxpagesize={random.Next(5, 12)}");
                var answer = await client.SendAsync(request);
                var page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
                Assert.True(answer.IsSuccessStatusCode, $"{order}: {page.GetRawText()}");
                found.AddRange(page.GetProperty("value").EnumerateArray().Select(row => row.GetProperty("Id").GetGuid()));
                next = page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
                if (random.Next(4) == 0)
                {
                    there.Add(await Comes());
                    var goes = there[random.Next(there.Count)];
                    there.Remove(goes);
                    allTheTime.Remove(goes);
                    await city.InDatabase(db => db.Set<Provider>().Where(provider => provider.Id == goes).ExecuteDeleteAsync());
                }
            }

            Assert.True(found.Count == found.Distinct().Count(), $"{order}: somebody was met twice.");
            Assert.True(allTheTime.IsSubsetOf(found), $"{order}: {allTheTime.Except(found).Count()} were not met.");
            met += found.Count;
        }

        Assert.True(met > 20_000, $"Only {met} rows were met.");
    }

    private Task<Guid> Comes() => city.InDatabase(async db =>
    {
        var provider = new Provider { Name = $"School {random.Next(6)}, {++number}", Email = "school@example.org" };
        DateOnly? day() => random.Next(3) == 0 ? null : new DateOnly(2026, 1 + random.Next(3), 1);
        var from = day();
        provider.Accredit(from, from is null || random.Next(2) == 0 ? null : from.Value.AddDays(random.Next(2)), day());
        db.Add(provider);
        await db.SaveChangesAsync();
        return provider.Id;
    });
}
