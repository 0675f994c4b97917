using System.Linq.Expressions;
using System.Reflection;

namespace Courses.OData;

/// <summary>A column of the rows in question, and how its value is reached.</summary>
internal sealed record Field(Column Column, Expression Value);

/// <summary>
/// Rows, and what may be asked of one of them. Columns are reached from <see cref="Row"/>. A way to a single row of another set becomes a left join, once, and only where a value behind it is used.
/// </summary>
internal sealed class Scope
{
    private readonly View view;
    private readonly Expression? source;
    private readonly Dictionary<string, Field> fields;
    private readonly Dictionary<string, Scope> followed = new(StringComparer.Ordinal);
    private readonly List<Join> joins;

    private Scope(View view, VisibleSet? set, Expression? source, ParameterExpression row, IEnumerable<Field> fields, List<Join> joins)
    {
        this.view = view;
        this.source = source;
        this.joins = joins;
        Set = set;
        Row = row;
        this.fields = fields.ToDictionary(field => field.Column.Name, StringComparer.Ordinal);
    }

    /// <summary>Null when the rows are groups.</summary>
    public VisibleSet? Set { get; }

    public ParameterExpression Row { get; }

    public IReadOnlyCollection<Field> Fields => fields.Values;

    /// <summary>What tells groups apart.</summary>
    public IReadOnlyList<Field> GroupedBy { get; private init; } = [];

    /// <summary>Rows of a set; <paramref name="rows"/> may be fewer than all that the caller may see.</summary>
    public static Scope Of(View view, VisibleSet set, Expression? rows = null)
    {
        var row = Expression.Parameter(set.Set.RowType, "row");
        return new(view, set, rows ?? view.RowsOf(set), row, set.Columns.Select(column => new Field(column, Expression.Property(row, column.Property!))), []);
    }

    /// <summary>Rows that a query made of others; the first of their columns tell them apart.</summary>
    public static Scope Of(View view, Expression rows, ParameterExpression row, IReadOnlyList<Field> fields, int groupedBy) =>
        new(view, null, rows, row, fields, []) { GroupedBy = [.. fields.Take(groupedBy)] };

    public Field? Find(string name) => fields.GetValueOrDefault(name);

    public void Add(Field field)
    {
        if (!fields.TryAdd(field.Column.Name, field))
        {
            throw ODataFailure.InvalidQuery($"There is a '{field.Column.Name}' already.");
        }
    }

    public Navigation NavigationTo(string name) => Set is not null && Set.Navigations.TryGetValue(name, out var navigation)
        ? navigation
        : throw ODataFailure.InvalidQuery($"'{name}' cannot be followed here.");

    /// <summary>The one row that this one belongs to. It may be missing, so all its values may be null.</summary>
    public Scope Follow(string name)
    {
        if (followed.TryGetValue(name, out var scope))
        {
            return scope;
        }

        var navigation = NavigationTo(name);
        var rows = view.RowsOf(navigation.Target);
        var other = Expression.Parameter(navigation.Target.Set.RowType, name);
        joins.Add(new(Row, other, rows, fields[navigation.Here.Name].Value, navigation.There));
        scope = new(view, navigation.Target, null, other, navigation.Target.Columns.Select(column => new Field(column, ValueOf(other, column, rows, navigation.There))), joins);
        return followed[name] = scope;
    }

    /// <summary>All rows of another set that belong to this one.</summary>
    public MethodCallExpression Rows(string name)
    {
        var navigation = NavigationTo(name);
        return Belonging(view.RowsOf(navigation.Target), navigation.Target.Set.RowType, navigation.There, fields[navigation.Here.Name].Value);
    }

    /// <summary>The rows with every join that these values need.</summary>
    public Joined Over(params IEnumerable<Expression> values)
    {
        var needed = Parameters.In(values);
        for (var i = joins.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(joins[i].Other))
            {
                needed.UnionWith(Parameters.In([joins[i].From, joins[i].Here]));
            }
        }

        var rows = source!;
        var row = Row;
        var places = new Dictionary<ParameterExpression, Expression> { [Row] = Row };
        foreach (var join in joins.Where(join => needed.Contains(join.Other)))
        {
            var here = Replacing.In(join.Here, places);
            Expression others = Expression.Call(
                typeof(Queryable), nameof(Queryable.DefaultIfEmpty), [join.Other.Type], Belonging(join.Rows, join.Other.Type, join.There, here));
            var pair = typeof(Pair<,>).MakeGenericType(row.Type, join.Other.Type);
            var other = Expression.Parameter(join.Other.Type, "other");
            rows = Expression.Call(
                typeof(Queryable),
                nameof(Queryable.SelectMany),
                [row.Type, join.Other.Type, pair],
                rows,
                Expression.Quote(Expression.Lambda(typeof(Func<,>).MakeGenericType(row.Type, typeof(IEnumerable<>).MakeGenericType(join.Other.Type)), others, row)),
                Expression.Quote(Expression.Lambda(Pairs.Of(pair, row, other), row, other)));
            var both = Expression.Parameter(pair, "row");
            foreach (var (name, place) in places.ToArray())
            {
                places[name] = Replacing.In(place, new() { [row] = Expression.Property(both, nameof(Pair<int, int>.First)) });
            }

            places[join.Other] = Expression.Property(both, nameof(Pair<int, int>.Rest));
            row = both;
        }

        return new(rows, row, places);
    }

    public static MethodCallExpression Belonging(Expression rows, Type type, Column there, Expression here)
    {
        var other = Expression.Parameter(type, "other");
        Expression key = Expression.Property(other, there.Property!);
        var same = key.Type == here.Type ? Expression.Equal(key, here) : Expression.Equal(Operands.Nullable(key), Operands.Nullable(here));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Where), [type], rows, Expression.Quote(Expression.Lambda(same, other)));
    }

    private Expression ValueOf(ParameterExpression other, Column column, Expression rows, Column key)
    {
        var value = Operands.Nullable(Expression.Property(other, column.Property!));
        if (view.InMemory)
        {
            return Expression.Condition(Expression.Equal(other, Expression.Constant(null, other.Type)), Expression.Constant(null, value.Type), value);
        }

        // Where no row was joined the database has null for a stored value by itself, but not for one that is computed of nothing.
        return column.IsNullable || column == key || Projection.IsStored(rows, column.Property!)
            ? value
            : Expression.Condition(
                Expression.Equal(Operands.Nullable(Expression.Property(other, key.Property!)), Expression.Constant(null, Operands.Nullable(key.Property!.PropertyType))),
                Expression.Constant(null, value.Type),
                value);
    }

    private sealed record Join(ParameterExpression From, ParameterExpression Other, Expression Rows, Expression Here, Column There);

    private static class Projection
    {
        /// <summary>Does the projection only pass the property on?</summary>
        public static bool IsStored(Expression rows, PropertyInfo property)
        {
            while (rows is MethodCallExpression call)
            {
                foreach (var argument in call.Arguments.Reverse())
                {
                    if (argument is UnaryExpression { Operand: LambdaExpression { Body: MemberInitExpression made } } && made.Type == property.DeclaringType)
                    {
                        return made.Bindings.OfType<MemberAssignment>().FirstOrDefault(binding => binding.Member.Name == property.Name)?.Expression is MemberExpression { Expression: MemberExpression or ParameterExpression };
                    }
                }

                rows = call.Arguments[0];
            }

            return false;
        }
    }
}

/// <summary>Rows with what was joined to them, and where each part is found in one.</summary>
internal sealed record Joined(Expression Rows, ParameterExpression Row, Dictionary<ParameterExpression, Expression> Places)
{
    public Expression Value(Expression value) => Replacing.In(value, Places);

    public LambdaExpression Lambda(Expression value) => Expression.Lambda(Value(value), Row);

    public Joined Where(IEnumerable<Expression> conditions) => this with
    {
        Rows = conditions.Aggregate(Rows, (rows, condition) => Expression.Call(typeof(Queryable), nameof(Queryable.Where), [Row.Type], rows, Expression.Quote(Lambda(condition)))),
    };
}

/// <summary>Two values beside each other; more than two are pairs in pairs. Databases see through it.</summary>
internal sealed class Pair<TFirst, TRest>
{
    public required TFirst First { get; init; }

    public required TRest Rest { get; init; }
}

internal static class Pairs
{
    public static MemberInitExpression Of(Type pair, Expression first, Expression rest) => Expression.MemberInit(
        Expression.New(pair),
        Expression.Bind(pair.GetProperty(nameof(Pair<int, int>.First))!, first),
        Expression.Bind(pair.GetProperty(nameof(Pair<int, int>.Rest))!, rest));

    /// <summary>All values in one.</summary>
    public static Expression Of(IReadOnlyList<Expression> values)
    {
        var all = values[^1];
        for (var i = values.Count - 2; i >= 0; i--)
        {
            all = Of(typeof(Pair<,>).MakeGenericType(values[i].Type, all.Type), values[i], all);
        }

        return all;
    }

    /// <summary>The value at a place of so many.</summary>
    public static Expression At(Expression all, int place, int count)
    {
        for (var i = 0; i < place; i++)
        {
            all = Expression.Property(all, nameof(Pair<int, int>.Rest));
        }

        return place == count - 1 ? all : Expression.Property(all, nameof(Pair<int, int>.First));
    }
}

internal sealed class Replacing(Dictionary<ParameterExpression, Expression> places) : ExpressionVisitor
{
    public static Expression In(Expression expression, Dictionary<ParameterExpression, Expression> places) => new Replacing(places).Visit(expression);

    protected override Expression VisitParameter(ParameterExpression node) => places.GetValueOrDefault(node, node);
}

internal sealed class Parameters : ExpressionVisitor
{
    private readonly HashSet<ParameterExpression> found = [];

    public static HashSet<ParameterExpression> In(IEnumerable<Expression> expressions)
    {
        var visitor = new Parameters();
        foreach (var expression in expressions)
        {
            visitor.Visit(expression);
        }

        return visitor.found;
    }

    protected override Expression VisitParameter(ParameterExpression node)
    {
        found.Add(node);
        return node;
    }
}
