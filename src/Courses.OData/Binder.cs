using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Query.Expressions;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;
using static Courses.OData.Operands;

namespace Courses.OData;

/// <summary>
/// Turns the parser's tree into LINQ. The functions of texts, numbers and dates are the library's; where null, order, rounding, days and instants are concerned, the standard is kept here.
/// A condition is asked in two ways, whether it is true and whether it is false: what is neither (a function of null) passes in no way, and the database never has to compute with 'unknown'.
/// </summary>
internal sealed class Binder(View view, VisibleSet set, Scope scope, Func<string, QueryNode?> alias) : FilterBinder
{
    private readonly QueryBinderContext context = new(
        view.Model.Edm,
        new ODataQuerySettings { HandleNullPropagation = view.InMemory ? HandleNullPropagationOption.True : HandleNullPropagationOption.False, MaxFunctionCallDepth = view.Limits.MaxDepth },
        set.Set.RowType);

    private readonly Dictionary<string, Scope> scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParameterExpression> items = new(StringComparer.Ordinal);
    private int depth;

    /// <summary>The rows in question; others after a step of <c>$apply</c>.</summary>
    public Scope Scope { get; set; } = scope;

    public Expression Value(QueryNode node) => Bind(node, context);

    /// <summary>The condition: what is neither true nor false does not pass.</summary>
    public Expression Condition(QueryNode node) => IsTrue(node);

    public override Expression Bind(QueryNode node, QueryBinderContext context)
    {
        view.Spend(1);
        if (++depth > view.Limits.MaxDepth)
        {
            throw ODataFailure.TooComplex($"The query is nested more than {view.Limits.MaxDepth} levels deep.");
        }

        var bound = node is ParameterAliasNode parameter ? alias(parameter.Alias) is { } value ? Bind(value, context) : Null : base.Bind(node, context);
        depth--;
        return bound;
    }

    public override Expression BindConstantNode(ConstantNode constantNode, QueryBinderContext context) => Literals.Clr(constantNode.Value) switch
    {
        null => Null,
        DateTimeOffset instant => Literals.Parameter(instant.ToUniversalTime(), typeof(DateTimeOffset)),
        var value => Literals.Parameter(value, value.GetType()),
    };

    public override Expression BindConvertNode(ConvertNode convertNode, QueryBinderContext context)
    {
        var value = Bind(convertNode.Source, context);
        return IsNull(value) || convertNode.TypeReference is null || !convertNode.TypeReference.IsPrimitive() || Column.ClrTypeOf(convertNode.TypeReference.PrimitiveKind()) is not { } type
            // A day beside an instant stays a day: they are compared as days.
            || (Bare(value.Type) == typeof(DateOnly) && type == typeof(DateTimeOffset) && Literals.ValueOf(value) is null)
            ? value
            : As(value, type);
    }

    public override Expression BindPropertyAccessQueryNode(SingleValuePropertyAccessNode propertyAccessNode, QueryBinderContext context) =>
        Reach(propertyAccessNode.Source, propertyAccessNode.Property.Name);

    public override Expression BindDynamicPropertyAccessQueryNode(SingleValueOpenPropertyAccessNode openNode, QueryBinderContext context) => Reach(openNode.Source, openNode.Name);

    public override Expression BindCollectionPropertyAccessNode(CollectionPropertyAccessNode propertyAccessNode, QueryBinderContext context) =>
        Reach(propertyAccessNode.Source, propertyAccessNode.Property.Name);

    public override Expression BindRangeVariable(RangeVariable rangeVariable, QueryBinderContext context) => items.TryGetValue(rangeVariable.Name, out var item)
        ? item
        : throw ODataFailure.NotImplemented("A whole row is no value here: name one of its properties.");

    public override Expression BindNavigationPropertyNode(QueryNode sourceNode, IEdmNavigationProperty navigationProperty, string propertyPath, QueryBinderContext context) =>
        navigationProperty.TargetMultiplicity() == EdmMultiplicity.Many
            ? ScopeOf(sourceNode).Rows(navigationProperty.Name)
            : throw ODataFailure.NotImplemented("A whole row is no value here: name one of its properties.");

    public override Expression BindUnaryOperatorNode(UnaryOperatorNode unaryOperatorNode, QueryBinderContext context)
    {
        if (unaryOperatorNode.OperatorKind == UnaryOperatorKind.Not)
        {
            return Logical(unaryOperatorNode);
        }

        var operand = Bind(unaryOperatorNode.Operand, context);
        return IsNull(operand) ? Null : IsNumber(Bare(operand.Type)) ? Expression.Negate(operand) : throw ODataFailure.InvalidQuery("'-' needs a number.");
    }

    public override Expression BindBinaryOperatorNode(BinaryOperatorNode binaryOperatorNode, QueryBinderContext context)
    {
        ExpressionType? arithmetic = binaryOperatorNode.OperatorKind switch
        {
            BinaryOperatorKind.Add => ExpressionType.Add,
            BinaryOperatorKind.Subtract => ExpressionType.Subtract,
            BinaryOperatorKind.Multiply => ExpressionType.Multiply,
            BinaryOperatorKind.Divide => ExpressionType.Divide,
            BinaryOperatorKind.Modulo => ExpressionType.Modulo,
            _ => null,
        };
        return arithmetic is { } operation
            ? Arithmetic(operation, Bind(binaryOperatorNode.Left, context), Bind(binaryOperatorNode.Right, context))
            : Logical(binaryOperatorNode);
    }

    public override Expression BindInNode(InNode inNode, QueryBinderContext context)
    {
        if (inNode.Right is not CollectionConstantNode constants)
        {
            throw ODataFailure.NotImplemented("'in' needs a list of literals.");
        }

        view.Spend(constants.Collection.Count);
        return OneOf(Bind(inNode.Left, context), [.. constants.Collection]);
    }

    public override Expression BindAnyNode(AnyNode anyNode, QueryBinderContext context) =>
        Quantified(nameof(Queryable.Any), anyNode, anyNode.Body is ConstantNode { Value: true } ? null : anyNode.Body);

    public override Expression BindAllNode(AllNode allNode, QueryBinderContext context) => Quantified(nameof(Queryable.All), allNode, allNode.Body);

    public override Expression BindCountNode(CountNode node, QueryBinderContext context)
    {
        if (node.SearchClause is not null)
        {
            throw ODataFailure.NotImplemented("$search in a $count inside of a filter is not supported.");
        }

        if (node.Source is not CollectionNavigationNode ways)
        {
            var list = Bind(node.Source, context);
            return Expression.Call(typeof(Enumerable), nameof(Enumerable.LongCount), [ElementOf(list.Type)], list);
        }

        var rows = RowsAt(ways);
        var joined = rows.Over([]);
        if (node.FilterClause is { } filter)
        {
            var condition = Inside("$it", rows, () => IsTrue(filter.Expression));
            joined = rows.Over(condition).Where([condition]);
        }

        return Expression.Call(typeof(Queryable), nameof(Queryable.LongCount), [joined.Row.Type], joined.Rows);
    }

    public override Expression BindSingleValueFunctionCallNode(SingleValueFunctionCallNode node, QueryBinderContext context)
    {
        var parameters = node.Parameters.ToArray();
        switch (node.Name)
        {
            case "now": return Literals.Parameter(view.Now, typeof(DateTimeOffset));
            case "mindatetime": return Literals.Parameter(DateTimeOffset.MinValue, typeof(DateTimeOffset));
            case "maxdatetime": return Literals.Parameter(DateTimeOffset.MaxValue, typeof(DateTimeOffset));
            case "cast": return Cast(parameters);
        }

        if (!Capabilities.Functions.Contains(node.Name))
        {
            throw ODataFailure.NotImplemented($"The function '{node.Name}' is not supported. Supported are: {string.Join(", ", Capabilities.Functions)}.");
        }

        if (parameters.Any(parameter => IsNull(Bind(parameter, context))))
        {
            return Null;
        }

        return Lifted(Call(node, context), parameters);
    }

    /// <summary>The function as the database computes it, without a word on null.</summary>
    private Expression Call(SingleValueFunctionCallNode node, QueryBinderContext context)
    {
        switch (node.Name)
        {
            case "date": return OfInstant(node, instant => Expression.Call(typeof(DateOnly), nameof(DateOnly.FromDateTime), null, Expression.Property(instant, nameof(DateTimeOffset.Date))));
            case "time": return OfInstant(node, instant => Expression.Call(typeof(TimeOnly), nameof(TimeOnly.FromTimeSpan), null, Expression.Property(instant, nameof(DateTimeOffset.TimeOfDay))));
            // Instants are stored in UTC.
            case "totaloffsetminutes": return OfInstant(node, _ => Expression.Constant(0));
            case "round" or "floor" or "ceiling":
                var value = Bind(node.Parameters.Single(), context);
                return Guarded(As(value, Bare(value.Type) == typeof(decimal) ? typeof(decimal) : typeof(double)), number => Rounded(node.Name, number));
        }

        try
        {
            return base.BindSingleValueFunctionCallNode(node, context);
        }
        catch (Exception error) when (error is ArgumentException or KeyNotFoundException or InvalidOperationException or NullReferenceException)
        {
            throw ODataFailure.InvalidQuery($"'{node.Name}' cannot be asked of these values.");
        }
    }

    /// <summary>Half goes away from zero, on every type and engine.</summary>
    private Expression Rounded(string function, Expression number)
    {
        if (function != "round")
        {
            return Expression.Call(typeof(Math), function == "floor" ? nameof(Math.Floor) : nameof(Math.Ceiling), null, number);
        }

        if (number.Type == typeof(decimal))
        {
            // Databases round what is exact as the standard wants it; .NET has to be told.
            return view.InMemory || Literals.ValueOf(number) is not null
                ? Expression.Call(typeof(Math), nameof(Math.Round), null, number, Expression.Constant(MidpointRounding.AwayFromZero))
                : Expression.Call(typeof(Math), nameof(Math.Round), null, number);
        }

        var (zero, half) = (Expression.Constant(0.0), Expression.Constant(0.5));
        Expression floor(Expression of) => Expression.Call(typeof(Math), nameof(Math.Floor), null, of);
        return Expression.Condition(
            Expression.LessThan(number, zero), Expression.Negate(floor(Expression.Subtract(half, number))), floor(Expression.Add(number, half)));
    }

    private Expression OfInstant(SingleValueFunctionCallNode node, Func<Expression, Expression> function)
    {
        var value = Bind(node.Parameters.Single(), context);
        return Bare(value.Type) != typeof(DateTimeOffset) ? throw ODataFailure.InvalidQuery($"'{node.Name}' needs a date with a time.") : Guarded(value, function);
    }

    /// <summary>A function of one value. In memory null needs a guard.</summary>
    private Expression Guarded(Expression value, Func<Expression, Expression> function)
    {
        var result = function(Plain(value));
        return view.InMemory && CanBeNull(value.Type)
            ? Expression.Condition(Expression.Equal(value, Expression.Constant(null, value.Type)), Expression.Constant(null, Nullable(result.Type)), Nullable(result))
            : result;
    }

    /// <summary>Of null it is null: the type has to allow for it.</summary>
    private Expression Lifted(Expression result, QueryNode[] parameters)
    {
        // .NET takes null for an empty text when it joins two; all other functions of texts leave it null by themselves.
        var joins = result is MethodCallExpression { Method.Name: nameof(string.Concat) };
        if (view.InMemory || (!result.Type.IsValueType && !joins) || IsNullable(result.Type) || Known(parameters) is not { } known)
        {
            return result;
        }

        if (joins)
        {
            return Expression.Condition(known, result, Expression.Constant(null, typeof(string)));
        }

        return result.Type == typeof(bool)
            ? Expression.Condition(known, Nullable(result), Expression.Constant(null, typeof(bool?)))
            : Nullable(result);
    }

    /// <summary>No parameter is null; null when none can be.</summary>
    private Expression? Known(IEnumerable<QueryNode> parameters) => parameters
        .Select(parameter => Bind(parameter, context))
        .Where(value => CanBeNull(value.Type) && Literals.ValueOf(value) is null)
        .Select(Expression (value) => Expression.NotEqual(value, Expression.Constant(null, value.Type)))
        .Aggregate((Expression?)null, (all, one) => all is null ? one : Expression.AndAlso(all, one));

    /// <summary>A condition as a value: true, false, or null.</summary>
    private Expression Logical(QueryNode node) => Parts(node).Any(part => part is SingleValueFunctionCallNode || (part is SingleValuePropertyAccessNode or SingleValueOpenPropertyAccessNode && IsNullable(Value(part).Type)))
        ? Expression.Condition(IsTrue(node), Expression.Constant(true, typeof(bool?)), Expression.Condition(IsFalse(node), Expression.Constant(false, typeof(bool?)), Expression.Constant(null, typeof(bool?))))
        : IsTrue(node);

    private static IEnumerable<QueryNode> Parts(QueryNode node) => node switch
    {
        ConvertNode convert => Parts(convert.Source),
        UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Not } not => Parts(not.Operand),
        BinaryOperatorNode { OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.Or } both => Chain(both, both.OperatorKind).SelectMany(Parts),
        BinaryOperatorNode => [],
        _ => [node],
    };

    private Expression IsTrue(QueryNode node) => node switch
    {
        ConvertNode convert => IsTrue(convert.Source),
        UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Not } not => Deeper(() => IsFalse(not.Operand)),
        BinaryOperatorNode { OperatorKind: BinaryOperatorKind.And } and => Balanced(Chain(and, BinaryOperatorKind.And), IsTrue, Expression.AndAlso),
        BinaryOperatorNode { OperatorKind: BinaryOperatorKind.Or } or => AnyOf(Chain(or, BinaryOperatorKind.Or)),
        BinaryOperatorNode { OperatorKind: not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide or BinaryOperatorKind.Modulo) } comparison => Comparison(comparison),
        SingleValueFunctionCallNode { Name: "contains" or "startswith" or "endswith" } call when !view.InMemory => IsCall(call, True),
        _ => IsValue(node, true),
    };

    private Expression IsFalse(QueryNode node) => node switch
    {
        ConvertNode convert => IsFalse(convert.Source),
        UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Not } not => Deeper(() => IsTrue(not.Operand)),
        BinaryOperatorNode { OperatorKind: BinaryOperatorKind.And } and => Balanced(Chain(and, BinaryOperatorKind.And), IsFalse, Expression.OrElse),
        BinaryOperatorNode { OperatorKind: BinaryOperatorKind.Or } or => Balanced(Chain(or, BinaryOperatorKind.Or), IsFalse, Expression.AndAlso),
        // A comparison is never null.
        BinaryOperatorNode { OperatorKind: not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide or BinaryOperatorKind.Modulo) } comparison => Expression.Not(Comparison(comparison)),
        SingleValueFunctionCallNode { Name: "contains" or "startswith" or "endswith" } call when !view.InMemory => IsCall(call, False),
        _ => IsValue(node, false),
    };

    private Expression IsCall(SingleValueFunctionCallNode call, Expression wanted)
    {
        var parameters = call.Parameters.ToArray();
        if (parameters.Any(parameter => IsNull(Bind(parameter, context))))
        {
            return False;
        }

        var result = Call(call, context);
        if (wanted == True)
        {
            return result;
        }

        return Known(parameters) is { } known ? Expression.AndAlso(known, Expression.Not(result)) : Expression.Not(result);
    }

    private Expression IsValue(QueryNode node, bool wanted)
    {
        var value = Value(node);
        if (IsNull(value))
        {
            return False;
        }

        if (Bare(value.Type) != typeof(bool))
        {
            throw ODataFailure.InvalidQuery("A condition is needed here, not a value.");
        }

        return IsNullable(value.Type) ? Expression.Equal(value, Expression.Constant(wanted, typeof(bool?))) : wanted ? value : Expression.Not(value);
    }

    private Expression Deeper(Func<Expression> bind)
    {
        if (++depth > view.Limits.MaxDepth)
        {
            throw ODataFailure.TooComplex($"The query is nested more than {view.Limits.MaxDepth} levels deep.");
        }

        var bound = bind();
        depth--;
        return bound;
    }

    /// <summary>The parser nests a chain to the left, as deep as it is long.</summary>
    private static List<QueryNode> Chain(QueryNode node, BinaryOperatorKind kind)
    {
        List<QueryNode> chain = [];
        for (var stack = new Stack<QueryNode>([node]); stack.TryPop(out var next);)
        {
            if (next is BinaryOperatorNode both && both.OperatorKind == kind)
            {
                stack.Push(both.Right);
                stack.Push(both.Left);
            }
            else if (next is ConvertNode { Source: BinaryOperatorNode inner } && inner.OperatorKind == kind)
            {
                stack.Push(inner);
            }
            else
            {
                chain.Add(next);
            }
        }

        return chain;
    }

    private Expression Balanced(List<QueryNode> nodes, Func<QueryNode, Expression> bind, Func<Expression, Expression, Expression> join)
    {
        view.Spend(nodes.Count);
        return Deeper(() => Balanced([.. nodes.Select(bind)], join));
    }

    private static Expression Balanced(ReadOnlySpan<Expression> all, Func<Expression, Expression, Expression> join) =>
        all.Length == 1 ? all[0] : join(Balanced(all[..(all.Length / 2)], join), Balanced(all[(all.Length / 2)..], join));

    /// <summary>Power Query writes a list of values as <c>a eq 1 or a eq 2 or ...</c>; a database has a word for it.</summary>
    private Expression AnyOf(List<QueryNode> terms)
    {
        var literals = terms.Select(term => Unconverted(term) is BinaryOperatorNode { OperatorKind: BinaryOperatorKind.Equal } equal
            && Unconverted(equal.Right) is ConstantNode { Value: not null } literal && Unconverted(equal.Left) is SingleValuePropertyAccessNode { Source: ResourceRangeVariableReferenceNode variable } property
            ? (Name: $"{variable.Name}/{property.Property.Name}", Property: (QueryNode)property, Literal: literal) : default).ToList();
        if (terms.Count < 8 || literals.Exists(literal => literal.Name != literals[0].Name) || literals[0].Name is null)
        {
            return Balanced(terms, IsTrue, Expression.OrElse);
        }

        view.Spend(terms.Count);
        var value = Value(literals[0].Property);
        return Bare(value.Type) == typeof(DateTimeOffset) || (Bare(value.Type) == typeof(DateOnly) && literals.Exists(literal => literal.Literal.Value is DateTimeOffset))
            ? Balanced(terms, IsTrue, Expression.OrElse)
            : OneOf(value, [.. literals.Select(literal => literal.Literal)]);
    }

    private static QueryNode Unconverted(QueryNode node) => node is ConvertNode convert ? Unconverted(convert.Source) : node;

    private Expression Comparison(BinaryOperatorNode node)
    {
        var kind = node.OperatorKind;
        if (kind == BinaryOperatorKind.Has)
        {
            throw ODataFailure.InvalidQuery("'has' is for flags; there are none here.");
        }

        var (leftNode, rightNode) = (Unconverted(node.Left), Unconverted(node.Right));
        if (kind is BinaryOperatorKind.Equal or BinaryOperatorKind.NotEqual && (rightNode is ConstantNode { Value: bool } ? (leftNode, rightNode) : (rightNode, leftNode)) is (var condition, ConstantNode { Value: bool wanted }))
        {
            var same = wanted ? IsTrue(condition) : IsFalse(condition);
            return kind == BinaryOperatorKind.Equal ? same : Expression.Not(same);
        }

        var (left, right) = (Bind(node.Left, context), Bind(node.Right, context));
        if (IsNotANumber(left) || IsNotANumber(right))
        {
            return kind == BinaryOperatorKind.NotEqual ? True : False;
        }

        (left, right) = (DayBeside(left, right, rightNode), DayBeside(right, left, leftNode)) is var (otherRight, otherLeft) ? (otherLeft ?? left, otherRight ?? right) : (left, right);
        return kind switch
        {
            BinaryOperatorKind.Equal => Same(left, right),
            BinaryOperatorKind.NotEqual => Expression.Not(Same(left, right)),
            BinaryOperatorKind.GreaterThan => Compare(ExpressionType.GreaterThan, left, right),
            BinaryOperatorKind.GreaterThanOrEqual => Compare(ExpressionType.GreaterThanOrEqual, left, right),
            BinaryOperatorKind.LessThan => Compare(ExpressionType.LessThan, left, right),
            BinaryOperatorKind.LessThanOrEqual => Compare(ExpressionType.LessThanOrEqual, left, right),
            _ => throw ODataFailure.NotImplemented($"The operator '{kind}' is not supported."),
        };
    }

    private Expression OneOf(Expression value, IReadOnlyList<ConstantNode> constants)
    {
        if (IsNull(value))
        {
            return constants.Any(constant => constant.Value is null) ? True : False;
        }

        var type = Bare(value.Type);
        if (type == typeof(bool))
        {
            // Of yes and no there is nothing to search; databases have no list of them.
            return constants.Select(constant => Same(value, BindConstantNode(constant, context))).DefaultIfEmpty(False).Aggregate(Expression.OrElse);
        }

        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        var withNull = false;
        foreach (var constant in constants)
        {
            if (constant.Value is null)
            {
                withNull = true;
            }
            else if (constant.Value is DateTimeOffset instant && type == typeof(DateOnly))
            {
                list.Add(DateOnly.FromDateTime(instant.DateTime));
            }
            else
            {
                list.Add(Literals.ValueOf(As(BindConstantNode(constant, context), type)));
            }
        }

        var contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [type], Literals.Parameter(list, list.GetType()), Plain(value));
        Expression found = IsNullable(value.Type) ? Expression.AndAlso(Expression.Property(value, "HasValue"), contains) : contains;
        return withNull && CanBeNull(value.Type) ? Expression.OrElse(found, Same(value, Null)) : found;
    }

    private MethodCallExpression Quantified(string method, LambdaNode node, QueryNode? body)
    {
        if (node.Source is CollectionNavigationNode ways)
        {
            var rows = RowsAt(ways);
            if (body is null)
            {
                return Expression.Call(typeof(Queryable), method, [rows.Row.Type], rows.Over([]).Rows);
            }

            var condition = Inside(node.CurrentRangeVariable.Name, rows, () => IsTrue(body));
            var joined = rows.Over(condition);
            return Expression.Call(typeof(Queryable), method, [joined.Row.Type], joined.Rows, Expression.Quote(joined.Lambda(condition)));
        }

        var list = Bind(node.Source, context);
        var element = ElementOf(list.Type);
        if (body is null)
        {
            return Expression.Call(typeof(Enumerable), method, [element], list);
        }

        var item = Expression.Parameter(element, node.CurrentRangeVariable.Name);
        items[item.Name!] = item;
        var each = IsTrue(body);
        items.Remove(item.Name!);
        return Expression.Call(typeof(Enumerable), method, [element], list, Expression.Lambda(each, item));
    }

    private Scope RowsAt(CollectionNavigationNode ways)
    {
        var from = ScopeOf(ways.Source);
        var name = ways.NavigationProperty.Name;
        return Scope.Of(view, from.NavigationTo(name).Target, from.Rows(name));
    }

    private Expression Inside(string variable, Scope rows, Func<Expression> bind)
    {
        var before = scopes.GetValueOrDefault(variable);
        scopes[variable] = rows;
        var bound = bind();
        if (before is null)
        {
            scopes.Remove(variable);
        }
        else
        {
            scopes[variable] = before;
        }

        return bound;
    }

    private Scope ScopeOf(QueryNode? source) => source switch
    {
        null => Scope,
        ResourceRangeVariableReferenceNode variable => scopes.GetValueOrDefault(variable.Name, Scope),
        SingleNavigationNode navigation => ScopeOf(navigation.Source).Follow(navigation.NavigationProperty.Name),
        _ => throw ODataFailure.NotImplemented("Paths of this form are not supported."),
    };

    private Expression Reach(QueryNode? source, string name)
    {
        // After a step of $apply a path is the name of a column.
        if (Scope.Set is null && PathOf(source) is { } path && Scope.Find(path + name) is { } grouped)
        {
            return grouped.Value;
        }

        return ScopeOf(source).Find(name)?.Value ?? throw ODataFailure.InvalidQuery($"There is no property '{name}' here.");
    }

    private static string? PathOf(QueryNode? source) => source switch
    {
        null or ResourceRangeVariableReferenceNode => "",
        SingleNavigationNode navigation => $"{PathOf(navigation.Source)}{navigation.NavigationProperty.Name}/",
        SingleValueOpenPropertyAccessNode open => $"{PathOf(open.Source)}{open.Name}/",
        _ => null,
    };

    private Expression Cast(QueryNode[] parameters)
    {
        if (parameters is not [var value, ConstantNode { Value: string name }] || EdmCoreModel.Instance.FindDeclaredType(name) is not IEdmPrimitiveType { PrimitiveKind: var kind }
            || Column.ClrTypeOf(kind) is not { } type)
        {
            throw ODataFailure.NotImplemented("'cast' needs a value and a primitive type, e.g. cast(Hours,Edm.String).");
        }

        var bound = Value(value);
        return IsNull(bound) ? Null : As(IsWhole(type) && Bare(bound.Type) is var from && IsNumber(from) && !IsWhole(from) ? Lifted(Cut(bound), [value]) : bound, type);
    }

    /// <summary>What stands behind the decimal sign is cut, as .NET cuts it; of the engines one would round, the other not.</summary>
    private Expression Cut(Expression number)
    {
        var exact = Bare(number.Type) == typeof(decimal);
        return Literals.ValueOf(number) is { } constant
            ? exact ? Literals.Parameter(decimal.Truncate((decimal)constant), typeof(decimal)) : Literals.Parameter(Math.Truncate(Convert.ToDouble(constant, CultureInfo.InvariantCulture)), typeof(double))
            : Guarded(As(number, exact ? typeof(decimal) : typeof(double)), value => Expression.Call(typeof(Math), nameof(Math.Truncate), null, value));
    }
}
