using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Courses.Tests.Shared.Sql;

/// <summary>Reads T-SQL with Microsoft's own parser, as the oldest server that is supported would: SQL Server 2019.</summary>
internal static class TSql
{
    public static (TSqlScript? Script, IReadOnlyList<Finding> Errors) Parse(string sql)
    {
        var fragment = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        return (fragment as TSqlScript, [.. errors.Select(error => new Finding("syntax", $"line {error.Line}, column {error.Column}: {error.Message}"))]);
    }

    public static string Text(this TSqlFragment fragment) =>
        string.Concat(fragment.ScriptTokenStream.Skip(fragment.FirstTokenIndex).Take(fragment.LastTokenIndex - fragment.FirstTokenIndex + 1).Select(token => token.Text));

    public static IReadOnlyList<string> ColumnsIn(this TSqlFragment fragment)
    {
        var columns = new ColumnNames();
        fragment.Accept(columns);
        return columns.Names;
    }

    private sealed class ColumnNames : TSqlFragmentVisitor
    {
        public List<string> Names { get; } = [];

        public override void Visit(ColumnReferenceExpression node)
        {
            if (node.MultiPartIdentifier is { } name)
            {
                Names.Add(name.Identifiers[^1].Value);
            }
        }
    }
}

/// <summary>What the server would say no to.</summary>
/// <param name="Rule">The server's own error number, or a word where it has several.</param>
/// <param name="What">Where, and what is wrong there.</param>
internal sealed record Finding(string Rule, string What)
{
    public override string ToString() => $"{Rule}: {What}";
}
