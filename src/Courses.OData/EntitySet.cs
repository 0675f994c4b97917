using System.Reflection;
using Microsoft.AspNetCore.Http;

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
}

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
}

/// <summary>A row of one set belongs to one of another: <paramref name="Name"/> leads there, <paramref name="Back"/> leads back to all of them.</summary>
internal sealed record Link(string Name, string Back, Type From, Type To, string ForeignKey, string Key);
