using System.Globalization;
using System.Linq.Expressions;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary>What two values have to become before a database may compare them, add them up or order them, and when one of them can be null.</summary>
internal static class Operands
{
    public static readonly Expression Null = Expression.Constant(null, typeof(object));
    public static readonly Expression True = Expression.Constant(true);
    public static readonly Expression False = Expression.Constant(false);
    private static readonly Type[] Numbers = [typeof(byte), typeof(sbyte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double), typeof(decimal)];

    /// <summary>Beside a day of a row an instant is the day that is written in it.</summary>
    public static Expression? DayBeside(Expression value, Expression other, QueryNode otherNode)
    {
        if (Bare(value.Type) != typeof(DateOnly) || Bare(other.Type) != typeof(DateTimeOffset))
        {
            return null;
        }

        return otherNode is ConstantNode { Value: DateTimeOffset instant }
            ? Literals.Parameter(DateOnly.FromDateTime(instant.DateTime), typeof(DateOnly))
            : Literals.ValueOf(other) is DateTimeOffset now
                ? Literals.Parameter(DateOnly.FromDateTime(now.UtcDateTime), typeof(DateOnly))
                : Nullable(Expression.Call(typeof(DateOnly), nameof(DateOnly.FromDateTime), null, Expression.Property(Plain(other), nameof(DateTimeOffset.Date))));
    }

    public static Expression Same(Expression left, Expression right)
    {
        if (IsNull(left) && IsNull(right))
        {
            return True;
        }

        if (IsNull(left) || IsNull(right))
        {
            var value = IsNull(left) ? right : left;
            return CanBeNull(value.Type) ? Expression.Equal(value, Expression.Constant(null, value.Type)) : False;
        }

        (left, right) = Alike(left, right);
        return Expression.Equal(left, right);
    }

    public static Expression Compare(ExpressionType comparison, Expression left, Expression right)
    {
        if (IsNull(left) || IsNull(right))
        {
            return False;
        }

        (left, right) = Alike(left, right);
        var type = Bare(left.Type);
        if (type == typeof(string))
        {
            return Expression.MakeBinary(comparison, Expression.Call(typeof(string), nameof(string.Compare), null, left, right), Expression.Constant(0));
        }

        if (type == typeof(bool))
        {
            return Expression.MakeBinary(comparison, AsNumber(left), AsNumber(right));
        }

        if (type == typeof(Guid))
        {
            // The order of Guids is the database's own (the engines differ): CompareTo becomes its comparison.
            var known = new[] { left, right }.Where(value => IsNullable(value.Type) && Literals.ValueOf(value) is null).Select(Expression (value) => Expression.Property(value, "HasValue"));
            return known.Append(Expression.MakeBinary(
                comparison, Expression.Call(Plain(left), typeof(Guid).GetMethod(nameof(Guid.CompareTo), [typeof(Guid)])!, Plain(right)), Expression.Constant(0))).Aggregate(Expression.AndAlso);
        }

        return Expression.MakeBinary(comparison, left, right);
    }

    public static BinaryExpression Arithmetic(ExpressionType operation, Expression left, Expression right)
    {
        if (IsNull(left) || IsNull(right))
        {
            throw ODataFailure.InvalidQuery("Arithmetic with null is not supported.");
        }

        try
        {
            // Instants and durations do not become alike.
            if (IsNumber(Bare(left.Type)) && IsNumber(Bare(right.Type)))
            {
                (left, right) = Alike(left, right);
            }
            else if (IsNullable(left.Type) != IsNullable(right.Type))
            {
                (left, right) = (Nullable(left), Nullable(right));
            }

            return Expression.MakeBinary(operation, left, right);
        }
        catch (InvalidOperationException)
        {
            throw ODataFailure.NotImplemented("This arithmetic is not supported for these types.");
        }
    }

    /// <summary>The value as another type; a literal is converted here, so that the database sees the right parameter.</summary>
    public static Expression As(Expression value, Type type)
    {
        var from = Bare(value.Type);
        if (from == type)
        {
            return value;
        }

        if (Literals.ValueOf(value) is { } constant)
        {
            try
            {
                return Literals.Parameter(constant is DateOnly day && type == typeof(DateTimeOffset)
                    ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
                    : Convert.ChangeType(type == typeof(string) ? Column.Text(constant) : constant, type, CultureInfo.InvariantCulture), type);
            }
            catch (Exception error) when (error is InvalidCastException or FormatException or OverflowException)
            {
                throw ODataFailure.InvalidQuery($"'{Column.Text(constant)}' does not fit here.");
            }
        }

        if (type == typeof(string))
        {
            return Expression.Call(value, value.Type.GetMethod(nameof(ToString), Type.EmptyTypes)!);
        }

        return IsNumber(from) && IsNumber(type)
            ? Expression.Convert(value, IsNullable(value.Type) ? NullableOf(type) : type)
            : throw ODataFailure.NotImplemented($"Turning {from.Name} into {type.Name} is not supported.");
    }

    public static (Expression Left, Expression Right) Alike(Expression left, Expression right)
    {
        var (leftType, rightType) = (Bare(left.Type), Bare(right.Type));
        if (leftType != rightType)
        {
            // A literal follows the column; otherwise the wider number wins.
            var type = IsNumber(leftType) && IsNumber(rightType)
                ? (Rank(leftType) >= Rank(rightType) ? leftType : rightType)
                : Literals.ValueOf(right) is not null ? leftType : rightType;
            (left, right) = (As(left, type), As(right, type));
        }

        return left.Type == right.Type ? (left, right) : (Nullable(left), Nullable(right));
    }

    /// <summary>Yes and no as one and zero, which databases can order.</summary>
    public static Expression AsNumber(Expression condition) => Expression.Condition(
        condition.Type == typeof(bool) ? condition : Expression.Equal(condition, Expression.Constant(true, typeof(bool?))), Expression.Constant(1), Expression.Constant(0));

    public static bool IsNull(Expression value) => value is ConstantExpression { Value: null };

    public static bool CanBeNull(Type type) => !type.IsValueType || IsNullable(type);

    public static Type Bare(Type type) => System.Nullable.GetUnderlyingType(type) ?? type;

    public static Type Nullable(Type type) => NullableOf(type);

    public static Expression Nullable(Expression value) => CanBeNull(value.Type) ? value : Expression.Convert(value, NullableOf(value.Type));

    public static bool IsNumber(Type type) => Rank(type) >= 0;

    private static Type NullableOf(Type type) => CanBeNull(type) ? type : typeof(Nullable<>).MakeGenericType(type);

    public static bool IsNullable(Type type) => System.Nullable.GetUnderlyingType(type) is not null;

    public static bool IsWhole(Type type) => type == typeof(byte) || type == typeof(sbyte) || type == typeof(short) || type == typeof(int) || type == typeof(long);

    public static Expression Plain(Expression value) => IsNullable(value.Type) ? Expression.Property(value, "Value") : value;

    public static bool IsNotANumber(Expression value) => Literals.ValueOf(value) is double.NaN or float.NaN;

    private static int Rank(Type type) => Array.IndexOf(Numbers, type);

    public static Type ElementOf(Type type) => type.GetInterfaces().Append(type)
        .First(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
}
