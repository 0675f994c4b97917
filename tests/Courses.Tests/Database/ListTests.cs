using Courses.Participants;
using Courses.Tests.Shared.Sql;
using Microsoft.EntityFrameworkCore;

namespace Courses.Tests.Database;

/// <summary>How lists of ids travel: docs/operations.md, 'Indexes and plans'.</summary>
public sealed class ListTests(Tables tables) : IClassFixture<Tables>
{
    private const int MostParameters = 2100;

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(3000)]
    public void A_list_of_any_length_is_one_statement_that_SQL_Server_takes(int length)
    {
        var ids = Ids(length);
        using var command = tables.SqlServer.Set<Participant>().Where(person => ids.Contains(person.Id)).CreateDbCommand();
        Assert.Empty(TSql.Parse(command.CommandText).Errors);
        Assert.True(command.Parameters.Count < MostParameters, $"{command.Parameters.Count} parameters");
        Assert.Equal(length > MostParameters, command.CommandText.Contains("OPENJSON", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_that_is_a_parameter_has_one_text_for_every_length()
    {
        var texts = new[] { 1, 100, 3000 }.Select(length =>
        {
            var ids = Ids(length);
            using var command = tables.SqlServer.Set<Participant>().Where(person => EF.Parameter(ids).Contains(person.Id)).CreateDbCommand();
            Assert.Single(command.Parameters);
            return command.CommandText;
        });
        Assert.Contains("OPENJSON", Assert.Single(texts.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public void PostgreSQL_gets_an_array_and_one_text_for_every_length()
    {
        var texts = new[] { 1, 100, 3000 }.Select(length =>
        {
            var ids = Ids(length);
            using var command = tables.PostgreSql.Set<Participant>().Where(person => ids.Contains(person.Id)).CreateDbCommand();
            Assert.Single(command.Parameters);
            return command.CommandText;
        });
        Assert.Contains("= ANY (", Assert.Single(texts.Distinct()), StringComparison.Ordinal);
    }

    private static Guid[] Ids(int length) => [.. Enumerable.Range(0, length).Select(_ => Guid.NewGuid())];
}
