using System.Globalization;
using System.Linq.Expressions;

namespace Courses.OData;

/// <summary>Values that reach the database as parameters, never as text of the statement.</summary>
internal static class Literals
{
    public static MemberExpression Parameter(object value, Type type) =>
        Expression.Property(Expression.Constant(Activator.CreateInstance(typeof(Box<>).MakeGenericType(type), value)), "Value");

    public static Expression Of(object? value, Type type) =>
        value is null ? Expression.Constant(null, Operands.Nullable(type)) : Parameter(value, Nullable.GetUnderlyingType(type) ?? type);

    /// <summary>What the parser read, as the type that rows have. The parser has types of its own for days and times.</summary>
    public static object? Clr(object? value) => value switch
    {
        null or string or bool or byte or sbyte or short or int or long or float or double or decimal or Guid or DateTimeOffset or DateOnly or TimeOnly or TimeSpan => value,
        _ when value.GetType().Name == "Date" => DateOnly.Parse(value.ToString()!, CultureInfo.InvariantCulture),
        _ when value.GetType().Name == "TimeOfDay" => TimeOnly.Parse(value.ToString()!, CultureInfo.InvariantCulture),
        _ => throw ODataFailure.NotImplemented("Literals of this type are not supported."),
    };

    /// <summary>The value of a literal; null for all else.</summary>
    public static object? ValueOf(Expression expression) => expression is MemberExpression { Expression: ConstantExpression { Value: IBox box } } ? box.Value : null;

    private interface IBox
    {
        object? Value { get; }
    }

    /// <summary>EF turns a captured value into a parameter, a constant into text.</summary>
    private sealed class Box<T>(T value) : IBox
    {
        public T Value { get; } = value;

        object? IBox.Value => Value;
    }
}
