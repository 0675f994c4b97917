using System.Buffers.Text;
using System.Linq.Expressions;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary>One value that rows are ordered by. It is never compared with null: whether it is null is an <see cref="OrderKey"/> of its own before it.</summary>
internal sealed record OrderKey(Expression Value, bool Descending);

/// <summary>
/// A total order of the rows, and the place in it where a page ended. The next page is what comes after that place,
/// so rows that come or go in between neither repeat nor hide others.
/// </summary>
internal static class Keyset
{
    public static List<OrderKey> Order(Scope scope, OrderByClause? clause, Binder binder, ODataLimits limits)
    {
        var order = new List<OrderKey>();
        var columns = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        for (; clause is not null; clause = clause.ThenBy)
        {
            if (++count > limits.MaxOrderBy)
            {
                throw ODataFailure.TooComplex($"$orderby takes at most {limits.MaxOrderBy} values.");
            }

            var value = binder.Value(clause.Expression);
            if (Parameters.In([value]).Count == 0)
            {
                continue; // The same for all rows: it orders nothing, and SQL Server refuses it.
            }

            var column = scope.Fields.FirstOrDefault(field => field.Value == value)?.Column;
            if (column is { IsCollection: true })
            {
                throw ODataFailure.InvalidQuery($"'{column.Name}' is a collection and cannot be ordered by.");
            }

            if (column is null || columns.Add(column.Name))
            {
                Add(order, value, column?.IsNullable ?? Operands.CanBeNull(value.Type), clause.Direction == OrderByDirection.Descending);
            }
        }

        var rest = scope.Set is { } set ? set.Set.Key.Select(key => scope.Find(key.Name)!) : scope.GroupedBy;
        foreach (var field in rest.Where(field => columns.Add(field.Column.Name)))
        {
            Add(order, field.Value, field.Column.IsNullable, false);
        }

        return order;
    }

    /// <summary>Null comes before everything (and last in descending order): the standard says so, and the engines disagree.</summary>
    private static void Add(List<OrderKey> order, Expression value, bool canBeNull, bool descending)
    {
        if (canBeNull)
        {
            order.Add(new(Expression.Condition(Expression.Equal(value, Expression.Constant(null, value.Type)), Expression.Constant(0), Expression.Constant(1)), descending));
        }

        order.Add(new(
            value.Type == typeof(bool) || value.Type == typeof(bool?) ? Operands.AsNumber(value) : value,
            descending));
    }

    /// <summary>The rows after that place: (a > x) or (a = x and b > y) or ...</summary>
    public static Expression After(IReadOnlyList<OrderKey> order, IReadOnlyList<object?> place)
    {
        Expression? after = null;
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var (value, descending) = order[i];
            if (place[i] is null)
            {
                // All that share the place so far are null here too, as the key before says.
                continue;
            }

            var last = Literals.Of(place[i], value.Type);
            var beyond = Operands.Compare(descending ? ExpressionType.LessThan : ExpressionType.GreaterThan, value, last);
            var same = value.Type == last.Type ? Expression.Equal(value, last) : Expression.Equal(value, Expression.Convert(last, value.Type));
            after = after is null ? beyond : Expression.OrElse(beyond, Expression.AndAlso(same, after));
        }

        if (after is null || place[0] is null)
        {
            return after ?? Expression.Constant(false);
        }

        // Says nothing new, but it is a range that an index can start from; a database does not see it through the 'or'.
        var range = Operands.Compare(
            order[0].Descending ? ExpressionType.LessThanOrEqual : ExpressionType.GreaterThanOrEqual, order[0].Value, Literals.Of(place[0], order[0].Value.Type));
        return Expression.AndAlso(range, after);
    }

    public static string Token(string query, IReadOnlyList<object?> place) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<object?[]>([Fingerprint(query), .. place]));

    public static object?[] Place(string token, string query, IReadOnlyList<OrderKey> order)
    {
        try
        {
            using var parts = JsonDocument.Parse(Base64Url.DecodeFromChars(token));
            var values = parts.RootElement.EnumerateArray().ToArray();
            if (values.Length == order.Count + 1 && values[0].GetString() == Fingerprint(query))
            {
                return [.. values.Skip(1).Zip(order, (value, key) => value.Deserialize(Nullable.GetUnderlyingType(key.Value.Type) is { } bare && value.ValueKind != JsonValueKind.Null ? bare : key.Value.Type))];
            }
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            // Answered below: somebody wrote the token by hand, or cut it.
        }

        throw ODataFailure.BadRequest("invalid-skiptoken", "The $skiptoken does not belong to this query. Start again without it.");
    }

    private static string Fingerprint(string query) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(query)), 0, 6);
}
