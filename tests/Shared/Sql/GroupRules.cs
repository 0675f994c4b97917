using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Courses.Tests.Shared.Sql;

/// <summary>What the server checks of groups and aggregates, and a grammar cannot see.</summary>
internal static class GroupRules
{
    private static readonly HashSet<string> Aggregates = new(StringComparer.OrdinalIgnoreCase) { "COUNT", "COUNT_BIG", "SUM", "AVG", "MIN", "MAX", "STRING_AGG", "STDEV", "VAR" };

    public static IReadOnlyList<Finding> Check(TSqlFragment script)
    {
        var queries = new Of<QuerySpecification>();
        script.Accept(queries);
        return [.. queries.Found.SelectMany(Check)];
    }

    private static IEnumerable<Finding> Check(QuerySpecification query)
    {
        var groups = (query.GroupByClause?.GroupingSpecifications ?? []).OfType<ExpressionGroupingSpecification>().Select(group => group.Expression).ToList();
        foreach (var group in groups)
        {
            if (AnyIn<QuerySpecification>(group) || In<FunctionCall>(group).Any(IsAggregate))
            {
                yield return new("144", $"A group cannot be made by a subquery or an aggregate: {group.Text()}");
            }
            else if (!AnyIn<ColumnReferenceExpression>(group))
            {
                yield return new("164", $"A group is made by a column: {group.Text()}");
            }
        }

        List<TSqlFragment> answered = [.. query.SelectElements, .. (query.HavingClause is { } having ? [having] : Array.Empty<TSqlFragment>())];
        var aggregates = answered.SelectMany(In<FunctionCall>).Where(IsAggregate).ToList();
        foreach (var aggregate in aggregates.Where(aggregate => aggregate.Parameters.Any(of => AnyIn<QuerySpecification>(of) || In<FunctionCall>(of).Any(IsAggregate))))
        {
            yield return new("130", $"An aggregate cannot be taken of a subquery or an aggregate: {aggregate.Text()}");
        }

        if (groups.Count == 0 && !aggregates.Exists(aggregate => !answered.SelectMany(In<QuerySpecification>).Any(inner => IsWithin(aggregate, inner))))
        {
            yield break;
        }

        var texts = groups.Select(Bare).ToHashSet(StringComparer.Ordinal);
        var own = (query.FromClause?.TableReferences ?? []).SelectMany(Aliases).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var element in query.OrderByClause is { } order ? answered.Append(order) : answered)
        {
            List<TSqlFragment> known = [.. In<FunctionCall>(element).Where(IsAggregate), .. In<ScalarExpression>(element).Where(part => texts.Contains(Bare(part)))];
            foreach (var column in In<ColumnReferenceExpression>(element).Where(column => column.MultiPartIdentifier is { Count: > 1 } name && own.Contains(name[^2].Value) && !known.Exists(part => IsWithin(column, part))))
            {
                yield return new("8120", $"{column.Text()} is neither grouped by nor in an aggregate: {element.Text()}");
            }
        }
    }

    private static bool IsAggregate(FunctionCall call) => call.OverClause is null && Aggregates.Contains(call.FunctionName.Value);

    private static bool IsWithin(TSqlFragment part, TSqlFragment whole) => part.FirstTokenIndex >= whole.FirstTokenIndex && part.LastTokenIndex <= whole.LastTokenIndex;

    private static string Bare(TSqlFragment fragment) => string.Join(' ', fragment.Text().Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Aliases(TableReference source) => source switch
    {
        JoinTableReference join => Aliases(join.FirstTableReference).Concat(Aliases(join.SecondTableReference)),
        JoinParenthesisTableReference inner => Aliases(inner.Join),
        TableReferenceWithAlias { Alias.Value: { } alias } => [alias],
        NamedTableReference table => [table.SchemaObject.BaseIdentifier.Value],
        _ => [],
    };

    private static bool AnyIn<T>(TSqlFragment fragment)
        where T : TSqlFragment => In<T>(fragment).Count > 0;

    private static List<T> In<T>(TSqlFragment fragment)
        where T : TSqlFragment
    {
        var found = new Of<T>();
        fragment.Accept(found);
        return found.Found;
    }

    private sealed class Of<T> : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public List<T> Found { get; } = [];

        public override void Visit(TSqlFragment fragment)
        {
            if (fragment is T one)
            {
                Found.Add(one);
            }
        }
    }
}
