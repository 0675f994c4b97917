using System.Data.Common;
using System.Text.Json;
using Courses.Access;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Platform.Database;
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

    /// <summary>A text that must be unique and that people write: docs/concurrency.md says which two are one, and where.</summary>
    [Theory]
    [InlineData("Ibis")]
    [InlineData("IBIS")]
    [InlineData("Ibis ")]
    [InlineData("Ibis 2")]
    public async Task Two_texts_are_one_in_a_key_where_the_engine_takes_them_for_one(string other)
    {
        var mark = $"{Guid.NewGuid():N} ";
        await HasReferralFrom(mark + "Ibis");
        var refused = await Record.ExceptionAsync(() => HasReferralFrom(mark + other));
        Assert.Equal(await IsOne(other), refused is DbUpdateException { InnerException: DbException inner } && Engines.Named(TestDatabase.Engine).IsDuplicate(inner));
    }

    /// <summary>So nothing is joined or grouped by a text that people write; codes of ours have one spelling.</summary>
    [Theory]
    [InlineData("IBIS")]
    [InlineData("Ibis ")]
    public async Task Two_texts_are_one_in_a_join_and_in_a_group_as_in_a_key(string other)
    {
        var mark = $"{Guid.NewGuid():N} ";
        await HasEntry($"{mark}Ibis", city.Clock.GetUtcNow());
        await HasEntry(mark + other, city.Clock.GetUtcNow());
        var pairs = await city.InDatabase(db => (
            from one in db.Set<AuditEntry>()
            join other in db.Set<AuditEntry>() on one.CallerName equals other.CallerName
            where one.CallerName.StartsWith(mark)
            select one.Act).CountAsync());
        var groups = await city.InDatabase(db => db.Set<AuditEntry>().Where(row => row.CallerName.StartsWith(mark)).GroupBy(row => row.CallerName).CountAsync());
        Assert.Equal(await IsOne(other) ? (4, 1) : (2, 2), (pairs, groups));
    }

    /// <summary>SQL Server looks past blanks at the end, and past case where its collation does; PostgreSQL past neither.</summary>
    private async Task<bool> IsOne(string other)
    {
        var caseIsNothing = await city.InDatabase(db => db.Database.SqlQueryRaw<int>("select case when 'a' = 'A' then 1 else 0 end as \"Value\"").SingleAsync()) == 1;
        Assert.True(caseIsNothing is false || TestDatabase.Engine == "SqlServer", "PostgreSQL tells capitals apart.");
        var read = TestDatabase.Engine == "SqlServer" ? other.TrimEnd(' ') : other;
        return string.Equals("Ibis", read, caseIsNothing ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private Task HasReferralFrom(string office) => city.InDatabase(async db =>
    {
        db.Add(new Referral
        {
            Office = office,
            CaseNumber = "1",
            GivenName = "Amal",
            FamilyName = "Haddad",
            SearchName = "amal haddad",
            BirthDate = new(1990, 1, 2),
            Status = LegalStatus.Refugee,
            ReferredOn = new(2026, 1, 2),
        });
        await db.SaveChangesAsync();
    });

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
