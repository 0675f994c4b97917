using System.Linq.Expressions;
using Microsoft.OData.UriParser;
using Microsoft.OData.UriParser.Aggregation;

namespace Courses.OData;

/// <summary><c>$apply</c>: each step makes rows of rows, and the database sees one query.</summary>
internal static class Grouping
{
    /// <summary>The conditions that have not been applied yet are for whoever reads the rows; <paramref name="binder"/> is left with the rows that the last step made.</summary>
    /// <returns>When all rows became one: its columns that count, which are zero (and all others null) where there were no rows, though a database then answers with none.</returns>
    public static IReadOnlyCollection<string>? Apply(View view, Binder binder, ApplyClause clause, List<Expression> conditions)
    {
        IReadOnlyCollection<string>? single = null;
        foreach (var step in clause.Transformations)
        {
            switch (step)
            {
                case FilterTransformationNode filter:
                    conditions.Add(binder.Condition(filter.FilterClause.Expression));
                    single = null;
                    break;
                case ComputeTransformationNode compute:
                    Compute(binder, compute.Expressions);
                    single = null;
                    break;
                case GroupByTransformationNode group:
                    var columns = Leaves(group.GroupingProperties, "").ToList();
                    binder.Scope = Group(view, binder, columns, group.ChildTransformations switch
                    {
                        null => [],
                        AggregateTransformationNode aggregate => [.. aggregate.AggregateExpressions],
                        var other => throw ODataFailure.NotImplemented($"'{other.Kind}' inside of 'groupby' is not supported; 'aggregate' is."),
                    }, conditions);
                    single = null;
                    break;
                case AggregateTransformationNode aggregate:
                    binder.Scope = Group(view, binder, [], [.. aggregate.AggregateExpressions], conditions);
                    single = [.. aggregate.AggregateExpressions.OfType<AggregateExpression>()
                        .Where(sum => sum.Method is AggregationMethod.VirtualPropertyCount or AggregationMethod.CountDistinct).Select(sum => sum.Alias)];
                    break;
                default:
                    throw ODataFailure.NotImplemented($"'{step.Kind}' in $apply is not supported. Supported are: aggregate, groupby, filter, compute.");
            }
        }

        return single;
    }

    public static void Compute(Binder binder, IEnumerable<ComputeExpression> expressions)
    {
        foreach (var expression in expressions)
        {
            var value = binder.Value(expression.Expression);
            binder.Scope.Add(Made(expression.Alias, value));
        }
    }

    private static Field Made(string name, Expression value) => Operands.IsNull(value)
        ? throw ODataFailure.InvalidQuery($"'{name}' would always be null.")
        : new(new Column(name, value.Type), value);

    private static IEnumerable<(string Path, SingleValueNode Value)> Leaves(IEnumerable<GroupByPropertyNode> nodes, string before) =>
        nodes.SelectMany(node => node.Expression is { } value && node.ChildTransformations.Count == 0
            ? [(before + node.Name, value)]
            : Leaves(node.ChildTransformations, $"{before}{node.Name}/"));

    private static Scope Group(View view, Binder binder, List<(string Path, SingleValueNode Value)> columns, IReadOnlyList<AggregateExpressionBase> aggregates, List<Expression> conditions)
    {
        var keys = columns.Select(column => Made(column.Path, binder.Value(column.Value))).ToList();
        var sums = aggregates.Select(aggregate => Understood(binder, aggregate)).ToList();
        var joined = binder.Scope.Over([.. conditions, .. keys.Select(key => key.Value), .. sums.Select(sum => sum.Of).OfType<Expression>()]).Where(conditions);
        conditions.Clear();

        var key = keys.Count == 0 ? Expression.Constant(1) : Pairs.Of([.. keys.Select(field => joined.Value(field.Value))]);
        var grouping = typeof(IGrouping<,>).MakeGenericType(key.Type, joined.Row.Type);
        var groups = Expression.Call(typeof(Queryable), nameof(Queryable.GroupBy), [joined.Row.Type, key.Type], joined.Rows, Expression.Quote(Expression.Lambda(key, joined.Row)));
        var group = Expression.Parameter(grouping, "rows");
        Expression[] values =
        [
            .. keys.Select((_, i) => Pairs.At(Expression.Property(group, "Key"), i, keys.Count)),
            .. sums.Select(sum => Aggregated(view, group, joined, sum)),
        ];
        var all = Pairs.Of(values);
        var rows = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [grouping, all.Type], groups, Expression.Quote(Expression.Lambda(all, group)));
        var row = Expression.Parameter(all.Type, "row");
        var names = keys.Select(field => field.Column.Name).Concat(sums.Select(sum => sum.Alias)).ToArray();
        return names.Distinct(StringComparer.Ordinal).Count() < names.Length
            ? throw ODataFailure.InvalidQuery("Two columns of $apply have the same name.")
            : Scope.Of(view, rows, row, [.. names.Select((name, i) => new Field(i < keys.Count ? Grouped(keys[i], name) : new Column(name, values[i].Type), Pairs.At(row, i, values.Length)))], keys.Count);
    }

    /// <summary>A text that is never null in the rows is not null in a group of them.</summary>
    private static Column Grouped(Field key, string name) => key.Column.Named(name);

    private sealed record Sum(string Alias, AggregationMethod Method, Expression? Of);

    private static Sum Understood(Binder binder, AggregateExpressionBase aggregate) => aggregate switch
    {
        AggregateExpression { Method: AggregationMethod.VirtualPropertyCount } => new(aggregate.Alias, AggregationMethod.VirtualPropertyCount, null),
        AggregateExpression one when one.Method != AggregationMethod.Custom => new(one.Alias, one.Method, Countable(binder.Value(one.Expression))),
        AggregateExpression one => throw ODataFailure.NotImplemented($"There is no aggregation method '{one.MethodDefinition.MethodLabel}'. There are: sum, min, max, average, countdistinct."),
        _ => throw ODataFailure.NotImplemented("Aggregates over a collection are not supported: start from the set of its rows and follow the way back."),
    };

    private static Expression Countable(Expression value) => Operands.IsNull(value) ? throw ODataFailure.InvalidQuery("There is nothing to aggregate in null.") : value;

    private static Expression Aggregated(View view, ParameterExpression group, Joined joined, Sum sum)
    {
        var row = joined.Row.Type;
        if (sum.Of is null)
        {
            return Expression.Call(typeof(Enumerable), nameof(Enumerable.LongCount), [row], group);
        }

        var value = joined.Value(sum.Of);
        var bare = Operands.Bare(value.Type);
        switch (sum.Method)
        {
            case AggregationMethod.CountDistinct:
                Expression values = Expression.Call(typeof(Enumerable), nameof(Enumerable.Select), [row, value.Type], group, Expression.Lambda(value, joined.Row));
                if (view.InMemory && Operands.CanBeNull(value.Type))
                {
                    var item = Expression.Parameter(value.Type, "value");
                    values = Expression.Call(typeof(Enumerable), nameof(Enumerable.Where), [value.Type], values, Expression.Lambda(Expression.NotEqual(item, Expression.Constant(null, value.Type)), item));
                }

                return Expression.Call(
                    typeof(Enumerable), nameof(Enumerable.LongCount), [value.Type], Expression.Call(typeof(Enumerable), nameof(Enumerable.Distinct), [value.Type], values));
            case AggregationMethod.Min or AggregationMethod.Max when bare != typeof(bool):
                return Expression.Call(
                    typeof(Enumerable), sum.Method == AggregationMethod.Min ? nameof(Enumerable.Min) : nameof(Enumerable.Max), [row, value.Type], group, Expression.Lambda(value, joined.Row));
            case AggregationMethod.Sum or AggregationMethod.Average when Operands.IsNumber(bare):
                // A sum of many small numbers is no small number.
                var wide = bare == typeof(decimal) ? typeof(decimal) : sum.Method == AggregationMethod.Average || bare == typeof(double) || bare == typeof(float) ? typeof(double) : typeof(long);
                var wider = bare == wide ? value : Expression.Convert(value, Operands.CanBeNull(value.Type) ? Operands.Nullable(wide) : wide);
                Expression total = Expression.Call(
                    typeof(Enumerable), sum.Method == AggregationMethod.Sum ? nameof(Enumerable.Sum) : nameof(Enumerable.Average), [row], group, Expression.Lambda(wider, joined.Row));
                if (sum.Method == AggregationMethod.Average || !Operands.CanBeNull(value.Type))
                {
                    return total;
                }

                // The sum of nothing is null, not zero.
                var known = Expression.Lambda(Expression.NotEqual(value, Expression.Constant(null, value.Type)), joined.Row);
                return Expression.Condition(
                    Expression.Equal(Expression.Call(typeof(Enumerable), nameof(Enumerable.Count), [row], group, known), Expression.Constant(0)), Expression.Constant(null, Operands.Nullable(wide)), Operands.Nullable(total));
            default:
                throw ODataFailure.InvalidQuery($"'{sum.Method.ToString().ToLowerInvariant()}' cannot be asked of a {bare.Name}.");
        }
    }
}
