using System.Globalization;
using System.Linq.Expressions;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary>What an address names: rows of a set, one row, or a property of one.</summary>
/// <param name="Set">The set that the rows are of.</param>
/// <param name="Rows">Which rows; null for all.</param>
/// <param name="IsOne">One row, or none.</param>
/// <param name="From">The row that a navigation started from, which must be there.</param>
/// <param name="Property">The property of the one row.</param>
/// <param name="IsValue"><c>$value</c>.</param>
/// <param name="IsCount"><c>$count</c>.</param>
internal sealed record Address(VisibleSet Set, Expression? Rows, bool IsOne, Expression? From, Column? Property, bool IsValue, bool IsCount)
{
    public static Address Of(View view, ODataPathSegment[] segments)
    {
        if (segments is not [EntitySetSegment { EntitySet.Name: var name }, ..] || !view.Model.Sets.TryGetValue(name, out var set))
        {
            throw ODataFailure.NotFound("There is nothing at this address.");
        }

        var address = new Address(set, null, false, null, null, false, false);
        foreach (var segment in segments.Skip(1))
        {
            address = segment switch
            {
                KeySegment key when !address.IsOne && address.Property is null => address with { Rows = ByKey(view, address, key), IsOne = true },
                NavigationPropertySegment way when address.IsOne && address.Property is null => Along(view, address, way.NavigationProperty.Name),
                PropertySegment property when address.IsOne && address.Property is null => address with { Property = address.Set.Column(property.Property.Name) },
                ValueSegment when address is { Property: not null, IsValue: false } => address with { IsValue = true },
                CountSegment when !address.IsOne => address with { IsCount = true },
                _ => throw ODataFailure.NotImplemented("Addresses of this form are not supported."),
            };
        }

        return address;
    }

    private static Expression ByKey(View view, Address address, KeySegment key)
    {
        var row = Expression.Parameter(address.Set.Set.RowType, "row");
        var rows = address.Rows ?? view.RowsOf(address.Set);
        foreach (var (name, value) in key.Keys)
        {
            var column = address.Set.Column(name);
            var literal = Literals.Clr(value);
            if (literal is not null && literal.GetType() != column.ValueType)
            {
                literal = Convert.ChangeType(literal, column.ValueType, CultureInfo.InvariantCulture);
            }

            rows = Expression.Call(
                typeof(Queryable), nameof(Queryable.Where), [row.Type], rows,
                Expression.Quote(Expression.Lambda(Expression.Equal(Expression.Property(row, column.Property!), Literals.Of(literal, column.ValueType)), row)));
        }

        return rows;
    }

    private static Address Along(View view, Address from, string name)
    {
        var way = from.Set.Navigations[name];
        var row = Expression.Parameter(from.Set.Set.RowType, "row");
        var (here, there) = (row.Type, way.Target.Set.RowType);
        var others = Scope.Belonging(view.RowsOf(way.Target), there, way.There, Expression.Property(row, way.Here.Property!));
        var lambda = Expression.Lambda(typeof(Func<,>).MakeGenericType(here, typeof(IEnumerable<>).MakeGenericType(there)), others, row);
        return new(
            way.Target, Expression.Call(typeof(Queryable), nameof(Queryable.SelectMany), [here, there], from.Rows!, Expression.Quote(lambda)), !way.Many, from.Rows, null, false, false);
    }
}
