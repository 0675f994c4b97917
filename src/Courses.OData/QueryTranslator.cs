using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;
using EdmDate = Microsoft.OData.Edm.Date;
using EdmTimeOfDay = Microsoft.OData.Edm.TimeOfDay;

namespace Courses.OData;

/// <summary>
/// Turns the parser's tree into LINQ. In memory, null needs a guard that a database does not; everywhere else the expression is the same.
/// </summary>
internal sealed class QueryTranslator(VisibleSet set, ParameterExpression row, bool inMemory, ODataLimits limits, DateTimeOffset now, Func<string, QueryNode?> alias)
{
    private static readonly Expression Null = Expression.Constant(null, typeof(object));
    private readonly Dictionary<string, ParameterExpression> lambdaVariables = new(StringComparer.Ordinal);
    private int nodes;
    private int depth;

    /// <summary>The condition: what is neither true nor false does not pass.</summary>
    public Expression Condition(QueryNode node) => IsTrue(Translate(node));

    public Expression Translate(QueryNode node)
    {
        if (++nodes > limits.MaxNodes)
        {
            throw ODataFailure.TooComplex($"The query has more than {limits.MaxNodes} parts. Ask for less at a time.");
        }

        if (++depth > limits.MaxDepth)
        {
            throw ODataFailure.TooComplex($"The query is nested more than {limits.MaxDepth} levels deep. Use 'in' for long lists.");
        }

        var translated = node switch
        {
            ConstantNode constant => Constant(constant.Value),
            ConvertNode convert => ConvertTo(convert),
            SingleValuePropertyAccessNode access => Property(access.Source, access.Property.Name),
            CollectionPropertyAccessNode access => Property(access.Source, access.Property.Name),
            NonResourceRangeVariableReferenceNode variable when lambdaVariables.TryGetValue(variable.Name, out var parameter) => parameter,
            ParameterAliasNode parameter => alias(parameter.Alias) is { } value ? Translate(value) : Null,
            UnaryOperatorNode unary => Unary(unary),
            BinaryOperatorNode binary => Binary(binary),
            InNode list => In(list),
            AnyNode any => AnyOrAll(nameof(Enumerable.Any), any),
            AllNode all => AnyOrAll(nameof(Enumerable.All), all),
            CountNode count => Count(count),
            SingleValueFunctionCallNode call => Call(call),
            _ => throw ODataFailure.NotImplemented($"'{node.Kind}' is not supported."),
        };
        depth--;
        return translated;
    }

    private MemberExpression Property(QueryNode source, string name)
    {
        if (source is not ResourceRangeVariableReferenceNode)
        {
            throw ODataFailure.NotImplemented("Paths of more than one step are not supported.");
        }

        var column = set.Columns.FirstOrDefault(column => column.Name == name)
            ?? throw ODataFailure.InvalidQuery($"There is no property '{name}' in '{set.Set.Name}'.");
        return Expression.Property(row, column.Property);
    }

    /// <summary>A value that reaches the database as a parameter, never as text of the statement.</summary>
    private static Expression Constant(object? value)
    {
        object? clr = value switch
        {
            EdmDate day => new DateOnly(day.Year, day.Month, day.Day),
            EdmTimeOfDay time => new TimeOnly(((TimeSpan)time).Ticks),
            DateTimeOffset instant => instant.ToUniversalTime(),
            _ => value,
        };
        return clr switch
        {
            null => Null,
            string or bool or byte or sbyte or short or int or long or float or double or decimal or Guid or DateTimeOffset or DateOnly or TimeOnly or TimeSpan => Parameter(clr, clr.GetType()),
            _ => throw ODataFailure.NotImplemented("Literals of this type are not supported."),
        };
    }

    private static MemberExpression Parameter(object value, Type type) =>
        Expression.Property(Expression.Constant(Activator.CreateInstance(typeof(Box<>).MakeGenericType(type), value)), "Value");

    public static Expression ParameterOf(object? value, Type type) =>
        value is null ? Expression.Constant(null, NullableOf(type)) : Parameter(value, Nullable.GetUnderlyingType(type) ?? type);

    private Expression ConvertTo(ConvertNode node)
    {
        var value = Translate(node.Source);
        if (IsNull(value) || node.TypeReference is null || !node.TypeReference.IsPrimitive())
        {
            return value;
        }

        return As(value, Column.ClrTypeOf(node.TypeReference.PrimitiveKind()) ?? throw ODataFailure.NotImplemented($"The type {node.TypeReference.FullName()} is not supported."));
    }

    /// <summary>The value as another type; a literal is converted here, so that the database sees the right parameter.</summary>
    private static Expression As(Expression value, Type type)
    {
        var from = Bare(value.Type);
        if (from == type)
        {
            return value;
        }

        if (ValueOf(value) is { } constant)
        {
            try
            {
                return Parameter(constant is DateOnly day && type == typeof(DateTimeOffset)
                    ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
                    : System.Convert.ChangeType(constant, type, CultureInfo.InvariantCulture), type);
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

    private Expression Unary(UnaryOperatorNode node)
    {
        var operand = Translate(node.Operand);
        if (IsNull(operand))
        {
            return Null;
        }

        if (node.OperatorKind == UnaryOperatorKind.Not)
        {
            return Bare(operand.Type) == typeof(bool) ? Expression.Not(operand) : throw ODataFailure.InvalidQuery("'not' needs a condition.");
        }

        return IsNumber(Bare(operand.Type)) ? Expression.Negate(operand) : throw ODataFailure.InvalidQuery("'-' needs a number.");
    }

    private Expression Binary(BinaryOperatorNode node)
    {
        var left = Translate(node.Left);
        var right = Translate(node.Right);
        return node.OperatorKind switch
        {
            BinaryOperatorKind.And => Expression.AndAlso(IsTrue(left), IsTrue(right)),
            BinaryOperatorKind.Or => Expression.OrElse(IsTrue(left), IsTrue(right)),
            BinaryOperatorKind.Equal => Same(left, right),
            BinaryOperatorKind.NotEqual => Expression.Not(Same(left, right)),
            BinaryOperatorKind.GreaterThan => Compare(ExpressionType.GreaterThan, left, right),
            BinaryOperatorKind.GreaterThanOrEqual => Compare(ExpressionType.GreaterThanOrEqual, left, right),
            BinaryOperatorKind.LessThan => Compare(ExpressionType.LessThan, left, right),
            BinaryOperatorKind.LessThanOrEqual => Compare(ExpressionType.LessThanOrEqual, left, right),
            BinaryOperatorKind.Add => Arithmetic(ExpressionType.Add, left, right),
            BinaryOperatorKind.Subtract => Arithmetic(ExpressionType.Subtract, left, right),
            BinaryOperatorKind.Multiply => Arithmetic(ExpressionType.Multiply, left, right),
            BinaryOperatorKind.Divide => Arithmetic(ExpressionType.Divide, left, right),
            BinaryOperatorKind.Modulo => Arithmetic(ExpressionType.Modulo, left, right),
            _ => throw ODataFailure.NotImplemented($"The operator '{node.OperatorKind}' is not supported."),
        };
    }

    private static Expression Same(Expression left, Expression right)
    {
        if (IsNull(left) && IsNull(right))
        {
            return Expression.Constant(true);
        }

        if (IsNull(left) || IsNull(right))
        {
            var value = IsNull(left) ? right : left;
            return CanBeNull(value.Type) ? Expression.Equal(value, Expression.Constant(null, value.Type)) : Expression.Constant(false);
        }

        (left, right) = Alike(left, right);
        return Expression.Equal(left, right);
    }

    public static Expression Compare(ExpressionType comparison, Expression left, Expression right)
    {
        if (IsNull(left) || IsNull(right))
        {
            return Expression.Constant(false);
        }

        (left, right) = Alike(left, right);
        var type = Bare(left.Type);
        if (type == typeof(string))
        {
            return Expression.MakeBinary(comparison, Expression.Call(typeof(string), nameof(string.Compare), null, left, right), Expression.Constant(0));
        }

        if (type == typeof(bool))
        {
            return Expression.MakeBinary(comparison, AsNumber(IsTrue(left)), AsNumber(IsTrue(right)));
        }

        if (type == typeof(Guid))
        {
            // The order of Guids is the database's own (the engines differ): CompareTo becomes its comparison.
            Expression known = CanBeNull(left.Type) ? Expression.Property(left, "HasValue") : Expression.Constant(true);
            return Expression.AndAlso(known, Expression.MakeBinary(
                comparison, Expression.Call(Plain(left), typeof(Guid).GetMethod(nameof(Guid.CompareTo), [typeof(Guid)])!, Plain(right)), Expression.Constant(0)));
        }

        return Expression.MakeBinary(comparison, left, right);
    }

    private static BinaryExpression Arithmetic(ExpressionType operation, Expression left, Expression right)
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
                (left, right) = (Expression.Convert(left, NullableOf(left.Type)), Expression.Convert(right, NullableOf(right.Type)));
            }

            return Expression.MakeBinary(operation, left, right);
        }
        catch (InvalidOperationException)
        {
            throw ODataFailure.NotImplemented("This arithmetic is not supported for these types.");
        }
    }

    private Expression In(InNode node)
    {
        if (node.Right is not CollectionConstantNode constants)
        {
            throw ODataFailure.NotImplemented("'in' needs a list of literals.");
        }

        nodes += constants.Collection.Count;
        if (nodes > limits.MaxNodes)
        {
            throw ODataFailure.TooComplex($"The query has more than {limits.MaxNodes} parts. Ask for less at a time.");
        }

        var value = Translate(node.Left);
        if (IsNull(value))
        {
            return Expression.Constant(constants.Collection.Any(constant => constant.Value is null));
        }

        var type = Bare(value.Type);
        if (type == typeof(bool))
        {
            // Of yes and no there is nothing to search; databases have no list of them.
            return constants.Collection.Select(constant => Same(value, Constant(constant.Value))).Aggregate(Expression.OrElse);
        }

        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        var withNull = false;
        foreach (var constant in constants.Collection)
        {
            var literal = Constant(constant.Value);
            if (IsNull(literal))
            {
                withNull = true;
            }
            else
            {
                list.Add(ValueOf(As(literal, type)));
            }
        }

        var contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [type], Parameter(list, list.GetType()), Plain(value));
        Expression found = inMemory && IsNullable(value.Type) ? Expression.AndAlso(Expression.Property(value, "HasValue"), contains) : contains;
        return withNull && CanBeNull(value.Type) ? Expression.OrElse(found, Same(value, Null)) : found;
    }

    private MethodCallExpression AnyOrAll(string method, LambdaNode node)
    {
        var source = Translate(node.Source);
        var element = source.Type.GetInterfaces().Append(source.Type).First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
        if (node.Body is ConstantNode { Value: true } && method == nameof(Enumerable.Any))
        {
            return Expression.Call(typeof(Enumerable), method, [element], source);
        }

        var parameter = Expression.Parameter(element, node.CurrentRangeVariable.Name);
        lambdaVariables[node.CurrentRangeVariable.Name] = parameter;
        var condition = Condition(node.Body);
        lambdaVariables.Remove(node.CurrentRangeVariable.Name);
        return Expression.Call(typeof(Enumerable), method, [element], source, Expression.Lambda(condition, parameter));
    }

    private MethodCallExpression Count(CountNode node)
    {
        var source = Translate(node.Source);
        var element = source.Type.GetInterfaces().Append(source.Type).First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.LongCount), [element], source);
    }

    private Expression Call(SingleValueFunctionCallNode node)
    {
        var parameters = node.Parameters.ToArray();
        switch (node.Name)
        {
            case "now": return Parameter(now, typeof(DateTimeOffset));
            case "mindatetime": return Parameter(DateTimeOffset.MinValue, typeof(DateTimeOffset));
            case "maxdatetime": return Parameter(DateTimeOffset.MaxValue, typeof(DateTimeOffset));
            case "cast": return Cast(parameters);
        }

        var arguments = parameters.Select(Translate).ToArray();
        if (arguments.Any(IsNull))
        {
            return Null;
        }

        return (node.Name, arguments.Length) switch
        {
            ("contains", 2) => Guarded(arguments, values => Expression.Call(values[0], Text(nameof(string.Contains), 1), values[1])),
            ("startswith", 2) => Guarded(arguments, values => Expression.Call(values[0], Text(nameof(string.StartsWith), 1), values[1])),
            ("endswith", 2) => Guarded(arguments, values => Expression.Call(values[0], Text(nameof(string.EndsWith), 1), values[1])),
            ("length", 1) => Guarded(arguments, values => Expression.Property(values[0], nameof(string.Length))),
            ("indexof", 2) => Guarded(arguments, values => Expression.Call(values[0], Text(nameof(string.IndexOf), 1), values[1])),
            ("substring", 2) => Guarded(arguments, values => Expression.Call(values[0], typeof(string).GetMethod(nameof(string.Substring), [typeof(int)])!, values[1])),
            ("substring", 3) => Guarded(arguments, values => Expression.Call(values[0], typeof(string).GetMethod(nameof(string.Substring), [typeof(int), typeof(int)])!, values[1], values[2])),
            ("tolower", 1) => Guarded(arguments, values => Expression.Call(values[0], Text(nameof(string.ToLower), 0))),
            ("toupper", 1) => Guarded(arguments, values => Expression.Call(values[0], Text(nameof(string.ToUpper), 0))),
            ("trim", 1) => Guarded(arguments, values => Expression.Call(values[0], Text(nameof(string.Trim), 0))),
            ("concat", 2) => Guarded(arguments, values => Expression.Call(typeof(string).GetMethod(nameof(string.Concat), [typeof(string), typeof(string)])!, values[0], values[1])),
            ("year", 1) => Part(arguments, nameof(DateTime.Year)),
            ("month", 1) => Part(arguments, nameof(DateTime.Month)),
            ("day", 1) => Part(arguments, nameof(DateTime.Day)),
            ("hour", 1) => Part(arguments, nameof(DateTime.Hour)),
            ("minute", 1) => Part(arguments, nameof(DateTime.Minute)),
            ("second", 1) => Part(arguments, nameof(DateTime.Second)),
            ("date", 1) => Guarded(arguments, values => Expression.Call(typeof(DateOnly), nameof(DateOnly.FromDateTime), null, Utc(values[0], nameof(DateTimeOffset.Date)))),
            ("time", 1) => Guarded(arguments, values => Expression.Call(typeof(TimeOnly), nameof(TimeOnly.FromTimeSpan), null, Utc(values[0], nameof(DateTimeOffset.TimeOfDay)))),
            ("round", 1) => Rounded(arguments, nameof(Math.Round)),
            ("floor", 1) => Rounded(arguments, nameof(Math.Floor)),
            ("ceiling", 1) => Rounded(arguments, nameof(Math.Ceiling)),
            _ => throw ODataFailure.NotImplemented($"The function '{node.Name}' is not supported. Supported are: {string.Join(", ", Capabilities.Functions)}."),
        };
    }

    private Expression Cast(QueryNode[] parameters)
    {
        if (parameters is not [var value, ConstantNode { Value: string name }] || EdmCoreModel.Instance.FindDeclaredType(name) is not IEdmPrimitiveType { PrimitiveKind: var kind }
            || Column.ClrTypeOf(kind) is not { } type)
        {
            throw ODataFailure.NotImplemented("'cast' needs a value and a primitive type, e.g. cast(Hours,Edm.String).");
        }

        var translated = Translate(value);
        return IsNull(translated) ? Null : As(translated, type);
    }

    private Expression Part(Expression[] arguments, string part) => Guarded(arguments, values =>
    {
        // Instants are stored in UTC; their own members are what both databases can say.
        var source = values[0];
        return source.Type.GetProperty(part) is { } property
            ? Expression.Property(source, property)
            : throw ODataFailure.InvalidQuery($"There is no {part.ToLowerInvariant()} in this value.");
    });

    /// <summary>Instants are stored in UTC, so their own day and time are those of UTC; both databases can say them.</summary>
    private static MemberExpression Utc(Expression instant, string part) => instant.Type == typeof(DateTimeOffset)
        ? Expression.Property(instant, part)
        : throw ODataFailure.InvalidQuery("This function needs a date with a time.");

    private Expression Rounded(Expression[] arguments, string method)
    {
        var type = Bare(arguments[0].Type) == typeof(decimal) ? typeof(decimal) : typeof(double);
        return Guarded([As(arguments[0], type)], values => Expression.Call(typeof(Math).GetMethod(method, [type])!, values[0]));
    }

    private static MethodInfo Text(string method, int arguments) =>
        typeof(string).GetMethod(method, [.. Enumerable.Repeat(typeof(string), arguments)])!;

    /// <summary>A call on values that may be null: its answer is null when one of them is.</summary>
    private Expression Guarded(Expression[] arguments, Func<Expression[], Expression> call)
    {
        Expression result;
        try
        {
            result = call([.. arguments.Select(Plain)]);
        }
        catch (ArgumentException)
        {
            throw ODataFailure.InvalidQuery("The arguments of a function are of the wrong type.");
        }

        if (!arguments.Any(argument => CanBeNull(argument.Type)))
        {
            return result;
        }

        var lifted = result.Type.IsValueType && (inMemory || result.Type != typeof(bool)) ? Expression.Convert(result, NullableOf(result.Type)) : result;
        if (!inMemory)
        {
            return lifted;
        }

        var anyNull = arguments.Where(argument => CanBeNull(argument.Type))
            .Select(Expression (argument) => Expression.Equal(argument, Expression.Constant(null, argument.Type)))
            .Aggregate(Expression.OrElse);
        return Expression.Condition(anyNull, Expression.Constant(null, lifted.Type), lifted);
    }

    private static (Expression Left, Expression Right) Alike(Expression left, Expression right)
    {
        var (leftType, rightType) = (Bare(left.Type), Bare(right.Type));
        if (leftType != rightType)
        {
            // A literal follows the column; otherwise the wider number wins.
            var type = IsNumber(leftType) && IsNumber(rightType)
                ? (Rank(leftType) >= Rank(rightType) ? leftType : rightType)
                : ValueOf(right) is not null ? leftType : rightType;
            (left, right) = (As(left, type), As(right, type));
        }

        return left.Type == right.Type
            ? (left, right)
            : (Expression.Convert(left, NullableOf(left.Type)), Expression.Convert(right, NullableOf(right.Type)));
    }

    public static Expression IsTrue(Expression condition)
    {
        if (IsNull(condition))
        {
            return Expression.Constant(false);
        }

        return Bare(condition.Type) != typeof(bool)
            ? throw ODataFailure.InvalidQuery("A condition is needed here, not a value.")
            : condition.Type == typeof(bool) ? condition : Expression.Equal(condition, Expression.Constant(true, typeof(bool?)));
    }

    public static Expression AsNumber(Expression condition) => Expression.Condition(condition, Expression.Constant(1), Expression.Constant(0));

    /// <summary>Is it the null literal?</summary>
    public static bool IsNull(Expression value) => value is ConstantExpression { Value: null };

    public static bool CanBeNull(Type type) => !type.IsValueType || IsNullable(type);

    private static bool IsNullable(Type type) => Nullable.GetUnderlyingType(type) is not null;

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static Type NullableOf(Type type) => CanBeNull(type) ? type : typeof(Nullable<>).MakeGenericType(type);

    private static Expression Plain(Expression value) => IsNullable(value.Type) ? Expression.Property(value, "Value") : value;

    private static object? ValueOf(Expression value) => value is MemberExpression { Expression: ConstantExpression { Value: IBox box } } ? box.Value : null;

    private static int Rank(Type type) => Array.IndexOf(Numbers, type);

    private static bool IsNumber(Type type) => Rank(type) >= 0;

    private static readonly Type[] Numbers = [typeof(byte), typeof(sbyte), typeof(short), typeof(int), typeof(long), typeof(float), typeof(double), typeof(decimal)];

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
