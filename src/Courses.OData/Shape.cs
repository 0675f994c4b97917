using System.Linq.Expressions;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary>How a row is written: which value of its array is which property.</summary>
internal sealed record Shape(VisibleSet? Set, IReadOnlyList<Part> Parts)
{
    /// <summary>The values that make the key; none in a group.</summary>
    public IReadOnlyList<int> Key { get; init; } = [];

    /// <summary>The value that is null when there is no such row.</summary>
    public int? Present { get; init; }

    /// <summary>What <c>$select</c> named; null for everything.</summary>
    public IReadOnlyList<string>? Selected { get; init; }

    /// <summary>The key is not among what is written, so the row says it by its address.</summary>
    public bool LacksItsKey { get; init; }

    public IEnumerable<ManyPart> Manies => Parts.SelectMany(part => part switch
    {
        ManyPart many => [many],
        OnePart one => one.Shape.Manies,
        _ => Enumerable.Empty<ManyPart>(),
    });

    /// <summary>The columns of a table.</summary>
    public IEnumerable<(string Name, int Slot)> Flat(string before = "") => Parts.SelectMany(part => part switch
    {
        ValuePart value => [(before + value.Column.Name, value.Slot)],
        OnePart one => one.Shape.Flat($"{before}{one.Name}/"),
        _ => throw ODataFailure.InvalidQuery("A table has no place for the rows of an expanded collection: ask for JSON, or for the collection itself."),
    });

    /// <summary>The select list of the context: brackets stand only where something was chosen, as OData 4.0 writes it and Excel reads it.</summary>
    public string Context()
    {
        List<string> names = [.. Selected ?? (Set is null ? Parts.OfType<ValuePart>().Select(part => part.Column.Name) : [])];
        foreach (var part in Parts)
        {
            var nested = part switch { OnePart one => one.Shape.Context(), ManyPart many => many.Query.Shape.Context(), _ => null };
            if (nested is { Length: > 0 })
            {
                names.Add(part.Name + nested);
            }
            else if (nested is not null && names.Count > 0 && !names.Contains(part.Name))
            {
                names.Add(part.Name);
            }
        }

        return names.Count == 0 ? "" : $"({string.Join(',', names)})";
    }
}

internal abstract record Part(string Name);

internal sealed record ValuePart(Column Column, int Slot) : Part(Column.Name);

internal sealed record OnePart(string Name, Shape Shape) : Part(Name);

/// <summary>An expanded collection: its rows are read for all rows of a page at once. <paramref name="Slot"/> is the value by which they belong; <paramref name="QueryOf"/> asks the same of fewer rows.</summary>
internal sealed record ManyPart(string Name, VisibleSet Parents, Navigation Way, int Slot, RowQuery Query, Func<Expression, RowQuery> QueryOf) : Part(Name);

/// <summary>What is read of each row: every value once, at the place where it comes to lie.</summary>
internal sealed class Slots
{
    private readonly List<Expression> values = [];

    public IReadOnlyList<Expression> Values => values;

    public int Of(Expression value)
    {
        var found = values.IndexOf(value);
        if (found < 0)
        {
            values.Add(value);
        }

        return found < 0 ? values.Count - 1 : found;
    }
}

/// <summary>Chooses what of the rows is read, and how it is written.</summary>
internal sealed class ShapeOf(View view, Slots slots, Func<string, QueryNode?> alias)
{
    public Shape Rows(Scope scope, SelectExpandClause? clause, int depth)
    {
        if (depth > view.Limits.MaxExpandDepth)
        {
            throw ODataFailure.TooComplex($"$expand is nested more than {view.Limits.MaxExpandDepth} levels deep.");
        }

        return scope.Set is { } set ? Entity(scope, set, clause, depth) : Group(scope, clause);
    }

    private Shape Entity(Scope scope, VisibleSet set, SelectExpandClause? clause, int depth)
    {
        var selected = Selected(clause);
        List<Part> parts = [.. scope.Fields.Where(field => selected is null || selected.Contains(field.Column.Name)).Select(field => new ValuePart(field.Column, slots.Of(field.Value)))];
        foreach (var item in clause?.SelectedItems ?? [])
        {
            if (item is ExpandedNavigationSelectItem expanded)
            {
                parts.Add(Expanded(scope, set, expanded, depth));
            }
            else if (item is ExpandedReferenceSelectItem)
            {
                throw ODataFailure.NotImplemented("$expand with /$ref or /$count is not supported; use ($count=true).");
            }
        }

        return new(set, parts) { Key = [.. set.Set.Key.Select(key => slots.Of(scope.Find(key.Name)!.Value))], Selected = selected, LacksItsKey = selected is not null && !set.Set.Key.All(key => selected.Contains(key.Name)) };
    }

    private Part Expanded(Scope scope, VisibleSet set, ExpandedNavigationSelectItem item, int depth)
    {
        view.SpendExpand();
        if (item.PathToNavigationProperty.Count != 1 || item.PathToNavigationProperty.FirstSegment is not NavigationPropertySegment segment)
        {
            throw ODataFailure.NotImplemented("$expand takes names of navigation properties.");
        }

        if (item.LevelsOption is not null)
        {
            throw ODataFailure.NotImplemented("$levels is for a set that leads to itself; none here does.");
        }

        if (item.ApplyOption is not null)
        {
            throw ODataFailure.NotImplemented("$apply inside of $expand is not supported.");
        }

        var navigation = scope.NavigationTo(segment.NavigationProperty.Name);
        if (navigation.Many)
        {
            RowQuery queryOf(Expression rows) => new(view, navigation.Target, rows, Clauses.Of(item), alias, depth + 1);
            return new ManyPart(navigation.Name, set, navigation, slots.Of(scope.Find(navigation.Here.Name)!.Value), queryOf(view.RowsOf(navigation.Target)), queryOf);
        }

        if (item is not { FilterOption: null, OrderByOption: null, TopOption: null, SkipOption: null, CountOption: null, SearchOption: null, ComputeOption: null })
        {
            throw ODataFailure.NotImplemented($"'{navigation.Name}' is one row: $expand of it takes $select and $expand.");
        }

        var one = scope.Follow(navigation.Name);
        return new OnePart(navigation.Name, Rows(one, item.SelectAndExpand, depth + 1) with { Present = slots.Of(one.Find(navigation.There.Name)!.Value) });
    }

    private Shape Group(Scope scope, SelectExpandClause? clause)
    {
        if (clause?.SelectedItems.OfType<ExpandedReferenceSelectItem>().Any() == true)
        {
            throw ODataFailure.InvalidQuery("$expand cannot follow $apply: group by the path, e.g. groupby((Session/GroupName)).");
        }

        var selected = Selected(clause);
        return Nested([.. scope.Fields.Where(field => selected is null || selected.Contains(field.Column.Name.Split('/')[0])).Select(field => (Path: field.Column.Name.Split('/'), Field: field))], 0);
    }

    private Shape Nested(List<(string[] Path, Field Field)> fields, int at) => new(
        null,
        [.. fields.GroupBy(field => field.Path[at]).Select(Part (same) => same.First() is var first && first.Path.Length == at + 1
            ? new ValuePart(first.Field.Column.Named(same.Key), slots.Of(first.Field.Value))
            : new OnePart(same.Key, Nested([.. same], at + 1)))]);

    /// <summary>Power Query names the navigation too that it expands.</summary>
    private static List<string>? Selected(SelectExpandClause? clause)
    {
        if (clause is null || clause.AllSelected || clause.SelectedItems.OfType<WildcardSelectItem>().Any())
        {
            return null;
        }

        var names = clause.SelectedItems.OfType<PathSelectItem>().Select(item => item.HasOptions || item.SelectedPath.Count != 1 ? null : item.SelectedPath.LastSegment switch
        {
            PropertySegment property => property.Property.Name,
            NavigationPropertySegment navigation => navigation.NavigationProperty.Name,
            DynamicPathSegment made => made.Identifier,
            _ => null,
        });
        return [.. names.Select(name => name ?? throw ODataFailure.NotImplemented("$select takes names of properties."))];
    }
}
