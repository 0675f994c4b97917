using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.OData.UriParser;
using Microsoft.OData.UriParser.Aggregation;

namespace Courses.OData;

/// <summary>What is asked of rows, in the address or inside of an <c>$expand</c>.</summary>
internal sealed record Clauses(
    ApplyClause? Apply, ComputeClause? Compute, FilterClause? Filter, SearchClause? Search, OrderByClause? OrderBy, SelectExpandClause? SelectExpand, long? Top, long? Skip, bool Count)
{
    public static Clauses Of(ODataQueryOptionParser parser)
    {
        // The order matters: what $apply and $compute make is known to all that follow.
        var apply = parser.ParseApply();
        var compute = parser.ParseCompute();
        return new(
            apply, compute, parser.ParseFilter(), parser.ParseSearch(), parser.ParseOrderBy(), parser.ParseSelectAndExpand(), parser.ParseTop(), parser.ParseSkip(), parser.ParseCount() == true);
    }

    public static Clauses Of(ExpandedNavigationSelectItem item) => new(
        item.ApplyOption, item.ComputeOption, item.FilterOption, item.SearchOption, item.OrderByOption, item.SelectAndExpand, item.TopOption, item.SkipOption, item.CountOption == true);
}

/// <summary>Rows that are asked for: which, in which order, and which values of each.</summary>
internal sealed class RowQuery
{
    private readonly View view;
    private readonly Scope scope;
    private readonly List<Expression> conditions = [];
    private readonly Slots slots = new();
    private readonly int[] orderedBy;

    public RowQuery(View view, VisibleSet set, Expression? rows, Clauses clauses, Func<string, QueryNode?> alias, int depth = 0)
    {
        this.view = view;
        scope = Scope.Of(view, set, rows);
        var binder = new Binder(view, set, scope, alias);
        if (clauses.Apply is { } apply)
        {
            CountsOfNothing = Grouping.Apply(view, binder, apply, conditions);
            scope = binder.Scope;
        }

        if (clauses.Compute is { } compute)
        {
            Grouping.Compute(binder, compute.ComputedItems);
        }

        if (clauses.Filter is { } filter)
        {
            conditions.Add(binder.Condition(filter.Expression));
            CountsOfNothing = null;
        }

        if (clauses.Search is { } search)
        {
            conditions.Add(Search.Condition(view, scope, search));
            CountsOfNothing = null;
        }

        Order = Keyset.Order(scope, clauses.OrderBy, binder, view.Limits);
        Shape = new ShapeOf(view, slots, alias).Rows(scope, clauses.SelectExpand, depth);
        orderedBy = [.. Order.Select(key => slots.Of(key.Value))];
        Clauses = clauses;
    }

    public Clauses Clauses { get; }

    public IReadOnlyList<OrderKey> Order { get; }

    public Shape Shape { get; }

    /// <summary>See <see cref="Grouping.Apply"/>.</summary>
    public IReadOnlyCollection<string>? CountsOfNothing { get; }

    /// <summary>Where in the order a row stands.</summary>
    public object?[] PlaceOf(object?[] row) => [.. orderedBy.Select(slot => row[slot])];

    /// <summary>The rows as arrays of the values that <see cref="Shape"/> and their place in the order are made of.</summary>
    public IQueryable<object?[]> Page(object?[]? place, long skip, long? take)
    {
        var (joined, rows) = Ordered(place, skip, take);
        return view.Provider.CreateQuery<object?[]>(Arrays(rows, joined.Row, slots.Values.Select(joined.Value)));
    }

    public Task<long> Count(CancellationToken cancel)
    {
        var joined = scope.Over(conditions).Where(conditions);
        return Count(view, joined.Rows, joined.Row, cancel);
    }

    public static Task<long> Count(View view, Expression rows, ParameterExpression row, CancellationToken cancel)
    {
        var ones = view.Provider.CreateQuery<int>(
            Expression.Call(typeof(Queryable), nameof(Queryable.Select), [row.Type, typeof(int)], rows, Expression.Quote(Expression.Lambda(Expression.Constant(1), row))));
        return view.Provider is IAsyncQueryProvider ? ones.LongCountAsync(cancel) : Task.FromResult(ones.LongCount());
    }

    /// <summary>The rows of each of these parents, with the parent's key after the values; <c>$skip</c> and <c>$top</c> hold for each parent.</summary>
    public static IQueryable<object?[]> PageOfEach(View view, ManyPart part, IReadOnlyCollection<object> keys) =>
        part.Query.Clauses is { Top: null, Skip: null or 0 } ? AllOfEach(view, part, keys) : SomeOfEach(view, part, keys);

    /// <summary>All rows of all these parents, in one plain statement.</summary>
    private static IQueryable<object?[]> AllOfEach(View view, ManyPart part, IReadOnlyCollection<object> keys)
    {
        var query = part.QueryOf(Belonging(view, part, keys));
        var there = query.scope.Find(part.Way.There.Name)!.Value;
        var joined = query.scope.Over([.. query.conditions, there, .. query.slots.Values]).Where(query.conditions);
        var rows = Sorted(joined.Rows, joined.Row, query.Order.Prepend(new(there, false)).Select(key => key with { Value = joined.Value(key.Value) }));
        return view.Provider.CreateQuery<object?[]>(Arrays(Taken(view, rows, joined.Row.Type, MostOf(view)), joined.Row, query.slots.Values.Append(there).Select(joined.Value)));
    }

    private static IQueryable<object?[]> SomeOfEach(View view, ManyPart part, IReadOnlyCollection<object> keys)
    {
        var (parent, here, query) = Below(view, part);
        var take = Math.Min(query.Clauses.Top ?? long.MaxValue, MostOf(view));
        var (joined, rows) = query.Ordered(null, query.Clauses.Skip ?? 0, take);
        Expression[] each = [.. query.slots.Values.Select(joined.Value), here];
        var all = Pairs.Of(each);
        var children = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [joined.Row.Type, all.Type], rows, Expression.Quote(Expression.Lambda(all, joined.Row)));
        Expression flat = Expression.Call(
            typeof(Queryable),
            nameof(Queryable.SelectMany),
            [parent.Type, all.Type],
            Those(view.RowsOf(part.Parents), part.Parents, part.Way.Here, keys),
            Expression.Quote(Expression.Lambda(typeof(Func<,>).MakeGenericType(parent.Type, typeof(IEnumerable<>).MakeGenericType(all.Type)), children, parent)));
        var row = Expression.Parameter(all.Type, "row");
        var order = query.Order.Select((key, i) => new OrderKey(Pairs.At(row, query.orderedBy[i], each.Length), key.Descending)).Prepend(new(Pairs.At(row, each.Length - 1, each.Length), false));
        flat = Sorted(flat, row, order);
        return view.Provider.CreateQuery<object?[]>(Arrays(flat, row, each.Select((_, i) => Pairs.At(row, i, each.Length))));
    }

    /// <summary>One more than may come: then it is known to be too many.</summary>
    private static long MostOf(View view) => view.Limits.MaxExpandedRows + 1L;

    /// <summary>How many rows each of these parents has.</summary>
    public static IQueryable<object?[]> CountOfEach(View view, ManyPart part, IReadOnlyCollection<object> keys)
    {
        var (parent, here, query) = Below(view, part);
        var joined = query.scope.Over(query.conditions).Where(query.conditions);
        return view.Provider.CreateQuery<object?[]>(Arrays(
            Those(view.RowsOf(part.Parents), part.Parents, part.Way.Here, keys), parent, [here, Expression.Call(typeof(Queryable), nameof(Queryable.LongCount), [joined.Row.Type], joined.Rows)]));
    }

    private (Joined Joined, Expression Rows) Ordered(object?[]? place, long skip, long? take)
    {
        IReadOnlyList<Expression> all = place is null ? conditions : [.. conditions, Keyset.After(Order, place)];
        var joined = scope.Over([.. all, .. slots.Values]).Where(all);
        var rows = Sorted(joined.Rows, joined.Row, Order.Select(key => key with { Value = joined.Value(key.Value) }));
        if (skip > 0)
        {
            rows = Expression.Call(typeof(Queryable), nameof(Queryable.Skip), [joined.Row.Type], rows, Literals.Parameter((int)Math.Min(skip, int.MaxValue), typeof(int)));
        }

        return (joined, take is { } most ? Taken(view, rows, joined.Row.Type, most) : rows);
    }

    /// <summary>The number stands in the statement: a plan for any number of rows, which a database takes when it has been asked often, is a plan for a tenth of them.</summary>
    private static MethodCallExpression Taken(View view, Expression rows, Type row, long most)
    {
        Expression number = Expression.Constant((int)Math.Min(most, int.MaxValue));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Take), [row], rows, view.InMemory ? number : Expression.Call(typeof(EF), nameof(EF.Constant), [typeof(int)], number));
    }

    /// <summary>One of the parents, what of it the rows refer to, and the query over the rows of this one.</summary>
    private static (ParameterExpression Parent, MemberExpression Here, RowQuery Query) Below(View view, ManyPart part)
    {
        var parent = Expression.Parameter(part.Parents.Set.RowType, "parent");
        var here = Expression.Property(parent, part.Way.Here.Property!);
        return (parent, here, part.QueryOf(Scope.Belonging(view.RowsOf(part.Way.Target), part.Way.Target.Set.RowType, part.Way.There, here)));
    }

    /// <summary>The rows of these parents. The keys choose parents, and not rows: a database carries a parent through the joins that rows are made of, but not a list of keys.</summary>
    private static MethodCallExpression Belonging(View view, ManyPart part, IReadOnlyCollection<object> keys)
    {
        var (row, parent) = (Expression.Parameter(part.Way.Target.Set.RowType, "row"), Expression.Parameter(part.Parents.Set.RowType, "parent"));
        Expression there = Expression.Property(row, part.Way.There.Property!);
        Expression here = Expression.Property(parent, part.Way.Here.Property!);
        here = here.Type == there.Type ? here : Expression.Convert(here, there.Type);
        return Expression.Call(
            typeof(Queryable),
            nameof(Queryable.Join),
            [row.Type, parent.Type, there.Type, row.Type],
            view.RowsOf(part.Way.Target),
            Those(view.RowsOf(part.Parents), part.Parents, part.Way.Here, keys),
            Expression.Quote(Expression.Lambda(there, row)),
            Expression.Quote(Expression.Lambda(here, parent)),
            Expression.Quote(Expression.Lambda(row, row, parent)));
    }

    private static MethodCallExpression Those(Expression rows, VisibleSet set, Column key, IReadOnlyCollection<object> keys)
    {
        var row = Expression.Parameter(set.Set.RowType, "those");
        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(key.ValueType))!;
        foreach (var one in keys)
        {
            list.Add(one);
        }

        var those = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [key.ValueType], Literals.Parameter(list, list.GetType()), Expression.Property(row, key.Property!));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Where), [row.Type], rows, Expression.Quote(Expression.Lambda(those, row)));
    }

    private static Expression Sorted(Expression rows, ParameterExpression row, IEnumerable<OrderKey> order)
    {
        var first = true;
        foreach (var (value, descending) in order)
        {
            var method = (first, descending) switch
            {
                (true, false) => nameof(Queryable.OrderBy),
                (true, true) => nameof(Queryable.OrderByDescending),
                (false, false) => nameof(Queryable.ThenBy),
                _ => nameof(Queryable.ThenByDescending),
            };
            rows = Expression.Call(typeof(Queryable), method, [row.Type, value.Type], rows, Expression.Quote(Expression.Lambda(value, row)));
            first = false;
        }

        return rows;
    }

    private static MethodCallExpression Arrays(Expression rows, ParameterExpression row, IEnumerable<Expression> values) => Expression.Call(
        typeof(Queryable),
        nameof(Queryable.Select),
        [row.Type, typeof(object[])],
        rows,
        Expression.Quote(Expression.Lambda(Expression.NewArrayInit(typeof(object), values.Select(value => Expression.Convert(value, typeof(object)))), row)));
}
