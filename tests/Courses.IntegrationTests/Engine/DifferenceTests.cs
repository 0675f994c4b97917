using System.Text.Json;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Platform.Imports;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Engine;

/// <summary>What PostgreSQL and SQL Server answer differently when they are asked in the same words has one answer here: the right one is written down, not taken from either.</summary>
public sealed class DifferenceTests(City city) : IClassFixture<City>
{
    /// <summary>Of a session of 90 minutes. PostgreSQL rounds what SQL Server cuts, and they differ on a half.</summary>
    [Theory]
    [InlineData("round(PlannedMinutes div 4.0)", 23)]
    [InlineData("round(PlannedMinutes div -4.0)", -23)]
    [InlineData("round(PlannedMinutes div 36.0)", 3)]
    [InlineData("floor(PlannedMinutes div -4.0)", -23)]
    [InlineData("ceiling(PlannedMinutes div -4.0)", -22)]
    [InlineData("cast(PlannedMinutes div 4.0,Edm.Int32)", 22)]
    [InlineData("cast(PlannedMinutes div -4.0,Edm.Int32)", -22)]
    [InlineData("cast(PlannedMinutes mul 1.06,Edm.Int64)", 95)]
    [InlineData("cast(PlannedMinutes div cast(100,Edm.Double),Edm.Int32)", 0)]
    [InlineData("PlannedMinutes div 4", 22)]
    [InlineData("PlannedMinutes div -4", -22)]
    [InlineData("PlannedMinutes mod 4", 2)]
    public async Task Numbers_are_rounded_and_cut_alike(string asked, double expected) =>
        Assert.Equal(expected, await Answer(asked, "PlannedMinutes eq 90"));

    /// <summary>A session that begins at 18:00 in Vienna on a winter day: instants are read in UTC, whatever zone the server lives in.</summary>
    [Theory]
    [InlineData("year(StartsAt) sub 2000 add month(StartsAt) mul 100", 1126)]
    [InlineData("hour(StartsAt)", 17)]
    [InlineData("minute(StartsAt) add second(StartsAt)", 0)]
    [InlineData("totaloffsetminutes(StartsAt)", 0)]
    public async Task The_parts_of_an_instant_are_those_of_UTC(string asked, double expected) =>
        Assert.Equal(expected, await Answer(asked, "month(StartsAt) eq 11"));

    [Fact]
    public async Task An_instant_is_found_by_what_was_read_of_it()
    {
        // PostgreSQL keeps microseconds, SQL Server a tenth of one. Both keep UTC: PostgreSQL would not take another offset.
        var at = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddTicks(1_234_567);
        var entry = await HasEntry("Precise", at);
        var read = await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Act == entry).Select(row => row.At).SingleAsync());
        Assert.InRange((read - at).Duration(), TimeSpan.Zero, TimeSpan.FromMicroseconds(1));
        Assert.Equal(TimeSpan.Zero, read.Offset);
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(row => row.Act == entry && row.At == read)));
        Assert.Equal(0, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(row => row.Act == entry && (row.At > read || row.At < read))));
    }

    [Fact]
    public async Task An_empty_text_is_a_text()
    {
        var entry = await HasEntry("", city.Clock.GetUtcNow());
        var read = await city.InDatabase(db => db.Set<AuditEntry>().SingleAsync(row => row.Act == entry));
        Assert.Equal("", read.CallerName);
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(row => row.Act == entry && row.CallerName == "")));
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(row => row.Act == entry && row.CallerName.Length == 0)));
    }

    [Fact]
    public async Task Blanks_at_the_end_and_case_are_what_is_stored()
    {
        // Their comparison is the collation's affair, so nothing that counts rests on it; what comes back is what was written.
        var entry = await HasEntry("Straße  ", city.Clock.GetUtcNow());
        Assert.Equal("Straße  ", await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.Act == entry).Select(row => row.CallerName).SingleAsync()));
        Assert.Equal(1, await city.InDatabase(db => db.Set<AuditEntry>().CountAsync(row => row.Act == entry && row.CallerName.ToLower() == "straße  ")));
    }

    [Fact]
    public async Task Names_that_people_type_end_without_blanks()
    {
        var person = await city.HasPerson("  Amal \u00a0 ");
        Assert.Equal("Amal", await city.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(row => row.Id == person).Select(row => row.GivenName).SingleAsync()));
    }

    [Fact]
    public async Task Keys_are_compared_in_the_order_in_which_they_are_sorted()
    {
        // PostgreSQL sorts by the first byte, SQL Server by the last six and then by those before them: pages that end at a key must go on behind it.
        var made = Enumerable.Range(0, 50).Select(_ => Guid.NewGuid()).ToArray();
        await city.InDatabase(db => db.Engine.BulkInsert(db, [.. made.Select(Row)], default));
        var sorted = await city.InDatabase(db => db.Set<ImportedRow>().Where(row => made.Contains(row.Key)).OrderBy(row => row.Key).Select(row => row.Key).ToArrayAsync());
        Assert.Equal(made.Order(), sorted.Order());
        Assert.Equal(sorted[20..], await city.InDatabase(db => db.Set<ImportedRow>().Where(row => made.Contains(row.Key) && row.Key.CompareTo(sorted[20]) >= 0).OrderBy(row => row.Key).Select(row => row.Key).ToArrayAsync()));
    }

    private async Task<double> Answer(string asked, string filter)
    {
        var taught = await city.HasReportedClass();
        var answer = await city.As(Roles.Administrator).GetAsync($"/odata/Sessions?$filter=GroupId eq {taught.GroupId} and {filter}&$compute={Uri.EscapeDataString(asked)} as Answer&$select=Answer&$top=1");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("value")[0].GetProperty("Answer").GetDouble();
    }

    private async Task<string> HasEntry(string name, DateTimeOffset at)
    {
        var act = $"test.{Guid.NewGuid():N}";
        await city.InDatabase(async db =>
        {
            db.Add(Entry(act, name, at));
            await db.SaveChangesAsync();
        });
        return act;
    }

    private static AuditEntry Entry(string act, string name, DateTimeOffset at) => new()
    {
        At = at,
        CallerId = Guid.NewGuid(),
        CallerName = name,
        CallerRole = Roles.Coach,
        OrganisationId = null,
        Act = act,
        Subject = Guid.NewGuid(),
        Details = "",
    };

    private static ImportedRow Row(Guid key) => new() { Key = key, Kind = "difference-tests", FileId = Guid.Empty, RowNumber = 1, At = DateTimeOffset.UnixEpoch };
}
