using System.Text.RegularExpressions;
using Courses.Platform.Database;
using Courses.Platform.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Engine;

/// <summary>
/// SQL Server takes two texts for one that PostgreSQL tells apart: in another case, in another width, with blanks at the end. So each text that must be unique is something that
/// cannot differ in that way, or is meant to be the same then: docs/concurrency.md has the table.
/// </summary>
public sealed partial class UniqueTextTests(OnSqlServer host) : IClassFixture<OnSqlServer>
{
    [Fact]
    public async Task Each_unique_text_stands_in_the_table_with_how_it_compares()
    {
        await using var scope = host.Services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<CoursesDb>().Model;
        var unique = model.GetEntityTypes().Where(entity => !entity.HasSharedClrType)
            .SelectMany(entity => entity.GetKeys().SelectMany(key => key.Properties).Concat(entity.GetIndexes().Where(index => index.IsUnique).SelectMany(index => index.Properties)))
            .Where(property => property.ClrType == typeof(string))
            .Select(NameOf).Distinct(StringComparer.Ordinal).ToList();
        var written = Row().Matches(await File.ReadAllTextAsync(Documents.PathOf("docs", "concurrency.md"))).Select(row => row.Groups["column"].Value).ToList();
        Assert.True(unique.Count > 10, "The model was not read.");
        Assert.True(!unique.Except(written).Any(), "Not in the table: " + string.Join(' ', unique.Except(written)));
        Assert.True(!written.Except(unique).Any(), "Not in the model: " + string.Join(' ', written.Except(unique)));
    }

    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData("abc", "abc ")]
    [InlineData("abc", "\uff41bc")]
    [InlineData("Strasse", "Straße")]
    [InlineData("a", "a\u0301")]
    [InlineData("か", "カ")]
    public void Keys_that_a_collation_takes_for_one_are_two(string one, string other)
    {
        var (first, second) = (ClientKey.Of("act:caller", one, new { }), ClientKey.Of("act:caller", other, new { }));
        Assert.NotEqual(first.Hash, second.Hash);
        Assert.All([first.Hash, second.Hash], hash => Assert.Matches("^[0-9a-f]{64}$", hash));
    }

    private static string NameOf(IProperty property) => $"{property.DeclaringType.GetSchema()}.{property.DeclaringType.GetTableName()}.{property.GetColumnName()}";

    [GeneratedRegex(@"^\| `(?<column>[a-z_]+\.[a-z_]+\.[a-z_]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
