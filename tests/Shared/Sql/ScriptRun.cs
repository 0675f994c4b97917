using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Courses.Tests.Shared.Sql;

/// <summary>
/// Goes through a script of migrations statement by statement, as a server would on an empty database, and says what the server would refuse. Rows are followed as
/// far as a migration writes them with values; a kind of statement that is not known here is a finding too, so that nothing passes unread.
/// </summary>
internal sealed class ScriptRun
{
    private const int LongestName = 128;
    private readonly List<Finding> findings = [];

    public Catalogue Catalogue { get; } = new();

    public static (Catalogue Catalogue, IReadOnlyList<Finding> Findings) Of(string sql)
    {
        var run = new ScriptRun();
        run.Run(sql);
        return (run.Catalogue, [.. run.findings, .. SchemaRules.Check(run.Catalogue)]);
    }

    private void Run(string sql)
    {
        var (script, errors) = TSql.Parse(sql);
        findings.AddRange(errors);
        foreach (var statement in script?.Batches.SelectMany(batch => batch.Statements) ?? [])
        {
            Run(statement);
        }
    }

    private void Run(TSqlStatement statement)
    {
        switch (statement)
        {
            case BeginEndBlockStatement block:
                foreach (var inner in block.StatementList.Statements)
                {
                    Run(inner);
                }

                break;
            case IfStatement condition:
                Run(condition.ThenStatement);
                break;
            case ExecuteStatement execute:
                Run(execute);
                break;
            case CreateSchemaStatement schema:
                Catalogue.Schemas.Add(schema.Name.Value);
                break;
            case DropSchemaStatement drop:
                if (Catalogue.Tables.Values.FirstOrDefault(table => Same(table.Schema, drop.Schema.BaseIdentifier.Value)) is { } left)
                {
                    Find("3729", $"{left.Schema} cannot be dropped while {left.Name} is in it.");
                }

                Catalogue.Schemas.Remove(drop.Schema.BaseIdentifier.Value);
                break;
            case CreateTableStatement create:
                Create(create);
                break;
            case DropTableStatement drop:
                foreach (var name in drop.Objects)
                {
                    Drop(name);
                }

                break;
            case AlterTableAddTableElementStatement add when Known(add.SchemaObjectName) is { } table:
                Add(table, add.Definition, isNew: false);
                break;
            case AlterTableAlterColumnStatement alter when Known(alter.SchemaObjectName) is { } table:
                Alter(table, alter);
                break;
            case AlterTableDropTableElementStatement drop when Known(drop.SchemaObjectName) is { } table:
                foreach (var element in drop.AlterTableDropTableElements)
                {
                    Drop(table, element);
                }

                break;
            case CreateIndexStatement index when Known(index.OnName) is { } table:
                Create(table, index);
                break;
            case DropIndexStatement drop:
                foreach (var clause in drop.DropIndexClauses.OfType<DropIndexClause>())
                {
                    if (Known(clause.Object) is { } table && table.Indexes.RemoveAll(index => Same(index.Name, clause.Index.Value)) == 0)
                    {
                        Find("3701", $"{table.Name} has no index {clause.Index.Value} to drop.");
                    }
                }

                break;
            case InsertStatement { InsertSpecification: { Target: NamedTableReference target, InsertSource: ValuesInsertSource } insert } when Known(target.SchemaObject) is { } table:
                Insert(table, insert);
                break;
            case PredicateSetStatement set when !set.IsOn:
                findings.Add(new("1934", $"set {set.Options} off: the tables of filtered indexes cannot be written then."));
                break;
            case UpdateStatement or DeleteStatement or MergeStatement or InsertStatement:
                findings.AddRange(Statements.Check(Catalogue, statement.Text()));
                break;

            // They change nothing that is followed here, or stand for a name that was not known: said already.
            case AlterTableStatement or CreateIndexStatement:
            case PredicateSetStatement or SetIdentityInsertStatement or BeginTransactionStatement or CommitTransactionStatement or DeclareVariableStatement or SelectStatement or PrintStatement:
                break;
            default:
                Find("unread", $"{statement.GetType().Name} is not known to this check: {Short(statement)}");
                break;
        }
    }

    private void Run(ExecuteStatement execute)
    {
        switch (execute.ExecuteSpecification.ExecutableEntity)
        {
            case ExecutableStringList { Strings: [StringLiteral text] }:
                Run(text.Value);
                break;

            // A default is dropped by the name that the server gave it, which a script must look up.
            case ExecutableStringList list when list.Strings.OfType<StringLiteral>().First().Value.Contains("DROP CONSTRAINT", StringComparison.Ordinal):
                break;
            case ExecutableProcedureReference { ProcedureReference.ProcedureReference.Name: { } name } call when Same(name.BaseIdentifier.Value, "sp_rename"):
                Rename([.. call.Parameters.Select(parameter => parameter.ParameterValue).OfType<StringLiteral>().Select(text => text.Value)]);
                break;
            default:
                Find("unread", Short(execute));
                break;
        }
    }

    private void Rename(string[] of)
    {
        var path = of[0].Split('.').Select(part => part.Trim('[', ']')).ToArray();
        var table = Catalogue.Find(string.Join('.', path.Take(2)));
        if (table is null)
        {
            Find("15225", $"There is no {of[0]} to rename.");
            return;
        }

        if (of[1].Length > LongestName)
        {
            // Elsewhere the parser says so; here it is a text to it.
            Find("103", $"{of[1]} has {of[1].Length} characters.");
        }

        switch (of.Length > 2 ? of[2].ToUpperInvariant() : "OBJECT")
        {
            case "COLUMN" when table.Columns.Remove(path[2], out var column):
                table.Columns[of[1]] = column with { Name = of[1] };
                Replace(table.Keys, key => key with { Columns = [.. key.Columns.Select(Renamed)] });
                Replace(table.Indexes, index => index with { Columns = [.. index.Columns.Select(Renamed)], Included = [.. index.Included.Select(Renamed)] });
                Replace(table.ForeignKeys, key => key with { Columns = [.. key.Columns.Select(Renamed)] });
                break;
            case "INDEX" when table.Indexes.FindIndex(index => Same(index.Name, path[2])) is >= 0 and var at:
                table.Indexes[at] = table.Indexes[at] with { Name = of[1] };
                break;
            case "OBJECT" when path.Length == 2:
                Catalogue.Tables.Remove(table.Name);
                table.Name = $"{table.Schema}.{of[1]}";
                Catalogue.Tables[table.Name] = table;
                break;
            default:
                Find("15248", $"There is no {of[0]} to rename.");
                break;
        }

        string Renamed(string name) => Same(name, path[2]) ? of[1] : name;
    }

    private void Create(CreateTableStatement create)
    {
        var (schema, name) = (create.SchemaObjectName.SchemaIdentifier?.Value ?? "dbo", create.SchemaObjectName.BaseIdentifier.Value);
        var table = new Table(schema, name);
        if (!Catalogue.Schemas.Contains(schema))
        {
            Find("2760", $"{table.Name}: there is no schema {schema}.");
        }

        Taken(table, name);
        Catalogue.Tables[table.Name] = table;
        Add(table, create.Definition, isNew: true);
    }

    private void Add(Table table, TableDefinition definition, bool isNew)
    {
        foreach (var column in definition.ColumnDefinitions)
        {
            var name = column.ColumnIdentifier.Value;
            var nullable = column.Constraints.OfType<NullableConstraintDefinition>().FirstOrDefault()?.Nullable ?? true;
            var type = column.DataType is null ? new SqlType("computed", 0, 0) : SqlType.Of(column.DataType);
            if (!table.Columns.TryAdd(name, new(name, type, nullable, column.ComputedColumnExpression?.Text(), column.DefaultConstraint is not null)))
            {
                Find("2705", $"{table.Name} has two columns {name}.");
            }

            if (!isNew && !nullable && column.DefaultConstraint is null && column.ComputedColumnExpression is null)
            {
                Find("4901", $"{table.Name}.{name} is not null and has no default: a table with rows does not take it.");
            }

            foreach (var constraint in column.Constraints)
            {
                Add(table, constraint, [name]);
            }
        }

        foreach (var column in definition.ColumnDefinitions.Where(column => column.ComputedColumnExpression is not null))
        {
            Computed(table, column.ColumnIdentifier.Value, column.ComputedColumnExpression);
        }

        foreach (var constraint in definition.TableConstraints)
        {
            Add(table, constraint, []);
        }
    }

    private void Computed(Table table, string name, ScalarExpression expression)
    {
        foreach (var used in expression.ColumnsIn())
        {
            if (Known(table, used, $"computed column {name}") is { Computed: not null })
            {
                Find("1759", $"{table.Name}.{name} is computed from {used}, which is computed.");
            }
        }
    }

    private void Add(Table table, ConstraintDefinition constraint, IReadOnlyList<string> columnsOfItself)
    {
        if (constraint is NullableConstraintDefinition or DefaultConstraintDefinition)
        {
            return;
        }

        var name = constraint.ConstraintIdentifier?.Value ?? $"(unnamed {table.Name} {table.Keys.Count + table.ForeignKeys.Count + table.Checks.Count})";
        Taken(table, name);
        switch (constraint)
        {
            case UniqueConstraintDefinition key:
                var columns = key.Columns.Count == 0 ? columnsOfItself : NamesOf(key.Columns);
                var clustered = key.Clustered ?? (key.IsPrimaryKey && !IsClustered(table));
                if (clustered && IsClustered(table))
                {
                    Find("1902", $"{table.Name} has a clustered index already, and {name} would be another.");
                }

                foreach (var column in columns)
                {
                    if (Known(table, column, name) is { Nullable: true } && key.IsPrimaryKey)
                    {
                        Find("8111", $"{table.Name}.{column} may be null and is in the primary key {name}.");
                    }
                }

                table.Keys.Add(new(name, key.IsPrimaryKey, clustered, columns));
                break;
            case ForeignKeyConstraintDefinition reference:
                var to = $"{reference.ReferenceTableName.SchemaIdentifier?.Value ?? "dbo"}.{reference.ReferenceTableName.BaseIdentifier.Value}";
                table.ForeignKeys.Add(new(
                    name, reference.Columns.Count == 0 ? columnsOfItself : [.. reference.Columns.Select(column => column.Value)], to,
                    [.. reference.ReferencedTableColumns.Select(column => column.Value)], reference.DeleteAction.ToString(), reference.UpdateAction.ToString()));
                break;
            case CheckConstraintDefinition check:
                foreach (var column in check.CheckCondition.ColumnsIn())
                {
                    Known(table, column, name);
                }

                table.Checks.Add(new(name, check.CheckCondition.Text()));
                break;
            default:
                Find("unread", Short(constraint));
                break;
        }
    }

    private void Alter(Table table, AlterTableAlterColumnStatement alter)
    {
        if (Known(table, alter.ColumnIdentifier.Value, "alter column") is not { } column)
        {
            return;
        }

        var type = SqlType.Of(alter.DataType);
        var sameKind = type.Name == column.Type.Name && type.IsVariable;
        var grows = sameKind && (type.Length == -1 || (column.Type.Length != -1 && type.Length >= column.Type.Length));
        foreach (var user in UsersOf(table, column.Name).Where(user => !(grows && user is Index && type.Length != -1)))
        {
            Find("5074", $"{table.Name}.{column.Name} cannot be altered while {user} uses it.");
        }

        table.Columns[column.Name] = column with { Type = type, Nullable = alter.AlterTableAlterColumnOption != AlterTableAlterColumnOption.NotNull };
    }

    private void Drop(Table table, AlterTableDropTableElement element)
    {
        var name = element.Name.Value;
        switch (element.TableElementType)
        {
            case TableElementType.Column:
                if (Known(table, name, "drop column") is null)
                {
                    return;
                }

                foreach (var user in UsersOf(table, name))
                {
                    Find("5074", $"{table.Name}.{name} cannot be dropped while {user} uses it.");
                }

                table.Columns.Remove(name);
                break;
            case TableElementType.Constraint or TableElementType.NotSpecified:
                foreach (var user in table.Keys.Where(key => Same(key.Name, name)).SelectMany(key => ReferencesTo(table).Where(reference => reference.Key.Referenced.SequenceEqual(key.Columns, StringComparer.OrdinalIgnoreCase))))
                {
                    Find("3725", $"{name} of {table.Name} cannot be dropped while {user.Key.Name} of {user.Table.Name} points to it.");
                }

                if (table.Keys.RemoveAll(key => Same(key.Name, name)) + table.ForeignKeys.RemoveAll(key => Same(key.Name, name)) + table.Checks.RemoveAll(check => Same(check.Name, name)) == 0)
                {
                    Find("3728", $"{table.Name} has no constraint {name} to drop.");
                }

                break;
            default:
                Find("unread", Short(element));
                break;
        }
    }

    private void Drop(SchemaObjectName name)
    {
        if (Known(name) is not { } table)
        {
            return;
        }

        foreach (var (other, key) in ReferencesTo(table).Where(reference => reference.Table != table))
        {
            Find("3726", $"{table.Name} cannot be dropped while {key.Name} of {other.Name} points to it.");
        }

        Catalogue.Tables.Remove(table.Name);
    }

    private void Create(Table table, CreateIndexStatement create)
    {
        var name = create.Name.Value;
        if (table.Indexes.Any(index => Same(index.Name, name)) || table.Keys.Any(key => Same(key.Name, name)))
        {
            Find("1913", $"{table.Name} has two indexes {name}.");
        }

        var columns = NamesOf(create.Columns);
        var included = create.IncludeColumns.Select(column => column.MultiPartIdentifier.Identifiers[^1].Value).ToArray();
        foreach (var column in columns.Concat(included))
        {
            Known(table, column, name);
        }

        if (columns.Concat(included).GroupBy(column => column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            Find("1909", $"{name} of {table.Name} names {twice.Key} twice.");
        }

        if (create.Clustered == true && IsClustered(table))
        {
            Find("1902", $"{table.Name} has a clustered index already, and {name} would be another.");
        }

        if (create.FilterPredicate is { } filter)
        {
            // What else a filter may not be, the parser says.
            foreach (var column in filter.ColumnsIn())
            {
                if (Known(table, column, name) is { Computed: not null })
                {
                    Find("10609", $"{name} of {table.Name} is filtered by the computed {column}.");
                }
            }
        }

        table.Indexes.Add(new(name, create.Unique, create.Clustered == true, columns, included, create.FilterPredicate?.Text()));
    }

    private void Insert(Table table, InsertSpecification insert)
    {
        var columns = insert.Columns.Select(column => column.MultiPartIdentifier.Identifiers[^1].Value).ToArray();
        foreach (var column in columns)
        {
            Known(table, column, "insert");
        }

        foreach (var row in (insert.InsertSource as ValuesInsertSource)?.RowValues ?? [])
        {
            if (row.ColumnValues.Count != columns.Length)
            {
                Find("109", $"{table.Name}: {columns.Length} columns and {row.ColumnValues.Count} values.");
                continue;
            }

            var values = columns.Zip(row.ColumnValues).ToDictionary(pair => pair.First, pair => (pair.Second as Literal)?.Value ?? pair.Second.Text(), StringComparer.OrdinalIgnoreCase);
            foreach (var unique in table.Keys.Select(key => (key.Name, key.Columns)).Concat(table.Indexes.Where(index => index is { Unique: true, Filter: null }).Select(index => (index.Name, index.Columns))))
            {
                // As most of the server's collations compare: without case, and blanks at the end do not count.
                var key = unique.Columns.Select(column => values.GetValueOrDefault(column, "null").TrimEnd(' ').ToUpperInvariant()).Prepend(unique.Name).ToArray();
                if (table.Rows.Any(other => other.SequenceEqual(key)))
                {
                    Find("2627", $"{table.Name}: two rows with {string.Join(", ", key.Skip(1))} under {unique.Name}.");
                }

                table.Rows.Add(key);
            }
        }
    }

    private IEnumerable<object> UsersOf(Table table, string column)
    {
        return
        [
            .. table.Keys.Where(key => Has(key.Columns)),
            .. table.Indexes.Where(index => Has(index.Columns) || Has(index.Included) || Mentions(index.Filter)),
            .. table.ForeignKeys.Where(key => Has(key.Columns)),
            .. table.Checks.Where(check => Mentions(check.Text)),
            .. table.Columns.Values.Where(other => Mentions(other.Computed)),
            .. ReferencesTo(table).Where(reference => Has(reference.Key.Referenced)).Select(reference => reference.Key),
        ];

        bool Has(IReadOnlyList<string> columns) => columns.Contains(column, StringComparer.OrdinalIgnoreCase);
        bool Mentions(string? text) => text is not null && Regex.IsMatch(text, $@"\b{column}\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
    }

    private IEnumerable<(Table Table, ForeignKey Key)> ReferencesTo(Table table) =>
        Catalogue.Tables.Values.SelectMany(other => other.ForeignKeys.Where(key => Same(key.Table, table.Name)).Select(key => (other, key)));

    /// <summary>Tables and constraints of a schema share their names; indexes are named within their table.</summary>
    private void Taken(Table table, string name)
    {
        foreach (var other in Catalogue.Tables.Values.Where(other => Same(other.Schema, table.Schema)))
        {
            if (Same(other.Name, $"{table.Schema}.{name}") || other.Keys.Any(key => Same(key.Name, name)) || other.ForeignKeys.Any(key => Same(key.Name, name)) || other.Checks.Any(check => Same(check.Name, name)))
            {
                Find("2714", $"{table.Schema}.{name} of {table.Name} stands already in {other.Name}.");
            }
        }
    }

    private Table? Known(SchemaObjectName name)
    {
        var found = Catalogue.Find($"{name.SchemaIdentifier?.Value ?? "dbo"}.{name.BaseIdentifier.Value}");
        if (found is null)
        {
            Find("4902", $"There is no table {name.Text()}.");
        }

        return found;
    }

    private Column? Known(Table table, string column, string what)
    {
        var found = table.Columns.GetValueOrDefault(column);
        if (found is null)
        {
            Find("207", $"{what}: {table.Name} has no column {column}.");
        }

        return found;
    }

    private static bool IsClustered(Table table) => table.Keys.Any(key => key.Clustered) || table.Indexes.Any(index => index.Clustered);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string[] NamesOf(IEnumerable<ColumnWithSortOrder> columns) => [.. columns.Select(column => column.Column.MultiPartIdentifier.Identifiers[^1].Value)];

    private static void Replace<T>(List<T> list, Func<T, T> with)
    {
        for (var i = 0; i < list.Count; i++)
        {
            list[i] = with(list[i]);
        }
    }

    private static string Short(TSqlFragment fragment) => fragment.Text() is { Length: > 200 } text ? text[..200] : fragment.Text();

    private void Find(string rule, string what) => findings.Add(new(rule, what));
}
