using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Courses.OData;

/// <summary>An entity set as it was registered.</summary>
internal abstract class EntitySet
{
    protected EntitySet(string name, Type rowType, string[] key)
    {
        Name = name;
        RowType = rowType;
        Columns = [.. rowType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != "EqualityContract").Select(property => new Column(property))];
        Key = [.. key.Select(part => Columns.Single(column => column.Name == part))];
        if (Key.FirstOrDefault(column => column.IsNullable || column.IsCollection) is { } bad)
        {
            throw new ArgumentException($"{rowType.Name}.{bad.Name} is part of the key and may be null.", nameof(key));
        }
    }

    public string Name { get; }

    public Type RowType { get; }

    public IReadOnlyList<Column> Columns { get; }

    public IReadOnlyList<Column> Key { get; }

    public abstract bool IsVisibleTo(HttpContext http);

    public abstract IReadOnlyList<Column> ColumnsFor(HttpContext http);

    /// <summary>The rows that this caller may see, before any query option.</summary>
    public abstract IQueryable RowsFor(HttpContext http);

    /// <summary>The rows as arrays: the columns asked for, then the values of the order.</summary>
    public abstract IQueryable<object?[]> Read(IQueryable rows, RowQuery query, IReadOnlyList<Expression> values);

    public abstract Task<long> Count(IQueryable rows, CancellationToken cancel);

    public abstract IQueryable Where(IQueryable rows, ParameterExpression row, Expression condition);
}

/// <summary>What to read, as expressions over <paramref name="Row"/>.</summary>
internal sealed record RowQuery(ParameterExpression Row, IReadOnlyList<OrderKey> Order, int Skip, int? Take);

internal sealed class EntitySet<TRow>(
    string name,
    string[] key,
    Func<HttpContext, IQueryable<TRow>> rows,
    Func<HttpContext, IReadOnlyCollection<string>?>? columns,
    Func<HttpContext, bool>? visible) : EntitySet(name, typeof(TRow), key)
    where TRow : class
{
    public override bool IsVisibleTo(HttpContext http) => visible?.Invoke(http) ?? true;

    public override IReadOnlyList<Column> ColumnsFor(HttpContext http)
    {
        var allowed = columns?.Invoke(http);
        return allowed is null ? Columns : [.. Columns.Where(column => allowed.Contains(column.Name) || Key.Contains(column))];
    }

    public override IQueryable RowsFor(HttpContext http) => rows(http);

    public override IQueryable Where(IQueryable rows, ParameterExpression row, Expression condition) =>
        ((IQueryable<TRow>)rows).Where(Expression.Lambda<Func<TRow, bool>>(condition, row));

    public override Task<long> Count(IQueryable rows, CancellationToken cancel) => rows.Provider is IAsyncQueryProvider
        ? ((IQueryable<TRow>)rows).LongCountAsync(cancel)
        : Task.FromResult(((IQueryable<TRow>)rows).LongCount());

    public override IQueryable<object?[]> Read(IQueryable rows, RowQuery query, IReadOnlyList<Expression> values)
    {
        var ordered = rows.Expression;
        for (var i = 0; i < query.Order.Count; i++)
        {
            var (value, descending) = query.Order[i];
            var method = (i == 0, descending) switch
            {
                (true, false) => nameof(Queryable.OrderBy),
                (true, true) => nameof(Queryable.OrderByDescending),
                (false, false) => nameof(Queryable.ThenBy),
                _ => nameof(Queryable.ThenByDescending),
            };
            ordered = Expression.Call(typeof(Queryable), method, [typeof(TRow), value.Type], ordered, Expression.Quote(Expression.Lambda(value, query.Row)));
        }

        var page = rows.Provider.CreateQuery<TRow>(ordered);
        if (query.Skip > 0)
        {
            page = page.Skip(query.Skip);
        }

        if (query.Take is { } take)
        {
            page = page.Take(take);
        }

        var array = Expression.NewArrayInit(typeof(object), values.Select(value => Expression.Convert(value, typeof(object))));
        return page.Select(Expression.Lambda<Func<TRow, object?[]>>(array, query.Row));
    }
}
