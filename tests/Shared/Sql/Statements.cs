using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Courses.Tests.Shared.Sql;

/// <summary>What a server would say to one statement of the product: is it T-SQL, and does every name in it stand for a table or a column that is there?</summary>
internal static class Statements
{
    public static IReadOnlyList<Finding> Check(Catalogue catalogue, string sql)
    {
        var (script, errors) = TSql.Parse(sql);
        if (errors.Count > 0 || script is null)
        {
            return errors;
        }

        var sources = new Sources(catalogue);
        script.Accept(sources);
        var names = new Names(sources);
        script.Accept(names);
        return [.. sources.Findings, .. names.Findings, .. GroupRules.Check(script)];
    }

    /// <summary>What stands behind each alias of a statement; null where anything may.</summary>
    private sealed class Sources(Catalogue catalogue) : TSqlFragmentVisitor
    {
        private readonly Dictionary<string, HashSet<string>?> columns = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> bare = new(StringComparer.OrdinalIgnoreCase);

        public List<Finding> Findings { get; } = [];

        public bool Knows(string alias) => columns.ContainsKey(alias) || bare.Contains(alias);

        public bool Has(string alias, string column) => columns.GetValueOrDefault(alias)?.Contains(column) ?? true;

        public bool AnyHas(string column) => columns.Values.Any(names => names?.Contains(column) ?? true) || bare.Any(name => !columns.ContainsKey(name));

        public override void Visit(NamedTableReference node)
        {
            var name = node.SchemaObject.BaseIdentifier.Value;
            var schema = node.SchemaObject.SchemaIdentifier?.Value;
            if (schema is null || name.StartsWith('#') || schema.Equals("sys", StringComparison.OrdinalIgnoreCase) || name.StartsWith("sp_", StringComparison.OrdinalIgnoreCase))
            {
                // A temporary table, a common table expression, or an alias that is updated and explained elsewhere in the statement.
                bare.Add(node.Alias?.Value ?? name);
                return;
            }

            if (catalogue.Find($"{schema}.{name}") is not { } table)
            {
                Findings.Add(new("208", $"There is no table {node.SchemaObject.Text()}."));
                columns[node.Alias?.Value ?? name] = null;
                return;
            }

            Add(node.Alias?.Value ?? name, table.Columns.Keys);
        }

        public override void Visit(QueryDerivedTable node) => Add(node.Alias.Value, node.Columns.Count > 0 ? node.Columns.Select(column => column.Value) : ColumnsOf(node.QueryExpression));

        public override void Visit(CommonTableExpression node) => Add(node.ExpressionName.Value, null);

        public override void Visit(OpenJsonTableReference node) =>
            Add(node.Alias?.Value ?? "openjson", node.SchemaDeclarationItems.Count > 0 ? node.SchemaDeclarationItems.Select(item => item.ColumnDefinition.ColumnIdentifier.Value) : ["key", "value", "type"]);

        public override void Visit(InlineDerivedTable node) => Add(node.Alias.Value, node.Columns.Select(column => column.Value));

        public override void Visit(SchemaObjectFunctionTableReference node) => Add(node.Alias?.Value ?? "function", null);

        public override void Visit(GlobalFunctionTableReference node) => Add(node.Alias?.Value ?? "function", null);

        public override void Visit(VariableTableReference node) => Add(node.Alias?.Value ?? node.Variable.Name, null);

        public override void Visit(OutputClause node)
        {
            Add("inserted", null);
            Add("deleted", null);
        }

        public override void Visit(OutputIntoClause node)
        {
            Add("inserted", null);
            Add("deleted", null);
        }

        public override void Visit(SelectScalarExpression node)
        {
            // Its own name may be used to order by.
            if (node.ColumnName?.Value is { } name)
            {
                Add("", [name]);
            }
        }

        private void Add(string alias, IEnumerable<string>? names)
        {
            if (names is null || (columns.TryGetValue(alias, out var known) && known is null))
            {
                columns[alias] = null;
                return;
            }

            columns[alias] = [.. known ?? [], .. names];
            columns[alias] = new(columns[alias]!, StringComparer.OrdinalIgnoreCase);
        }

        private static IEnumerable<string>? ColumnsOf(QueryExpression query) => query switch
        {
            QueryParenthesisExpression inner => ColumnsOf(inner.QueryExpression),
            BinaryQueryExpression both => ColumnsOf(both.FirstQueryExpression),
            QuerySpecification one when one.SelectElements.All(element => element is SelectScalarExpression) => [.. one.SelectElements.Cast<SelectScalarExpression>().Select(NameOf)],
            _ => null,
        };

        private static string NameOf(SelectScalarExpression element) =>
            element.ColumnName?.Value ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?.Identifiers[^1].Value ?? "";
    }

    private sealed class Names(Sources sources) : TSqlFragmentVisitor
    {
        public List<Finding> Findings { get; } = [];

        public override void Visit(ColumnReferenceExpression node)
        {
            if (node.MultiPartIdentifier is not { Identifiers: { Count: > 0 } parts })
            {
                return;
            }

            var column = parts[^1].Value;
            if (parts.Count == 1 && !sources.AnyHas(column))
            {
                Findings.Add(new("207", $"There is no column {column}."));
            }
            else if (parts.Count > 1 && !sources.Knows(parts[^2].Value))
            {
                Findings.Add(new("4104", $"{parts[^2].Value} stands for nothing."));
            }
            else if (parts.Count > 1 && !sources.Has(parts[^2].Value, column))
            {
                Findings.Add(new("207", $"{parts[^2].Value} has no column {column}."));
            }
        }
    }
}
