using System.Linq.Expressions;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary><c>$search</c>: words that must stand in one of a row's texts, in upper or lower case.</summary>
internal static class Search
{
    public static Expression Condition(View view, Scope scope, SearchClause clause)
    {
        var texts = scope.Fields.Where(field => field.Column.ValueType == typeof(string) && !field.Column.IsCollection).ToList();
        return texts.Count == 0 ? throw ODataFailure.InvalidQuery("There is no text here to search.") : Found(clause.Expression, 0);

        Expression Found(QueryNode node, int depth)
        {
            view.Spend(texts.Count);
            if (depth > view.Limits.MaxDepth)
            {
                throw ODataFailure.TooComplex($"The query is nested more than {view.Limits.MaxDepth} levels deep.");
            }

            return node switch
            {
                SearchTermNode term => texts.Select(text => Contains(view, text, term.Text)).Aggregate(Expression.OrElse),
                UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Not } not => Expression.Not(Found(not.Operand, depth + 1)),
                BinaryOperatorNode { OperatorKind: BinaryOperatorKind.And } and => Expression.AndAlso(Found(and.Left, depth + 1), Found(and.Right, depth + 1)),
                BinaryOperatorNode { OperatorKind: BinaryOperatorKind.Or } or => Expression.OrElse(Found(or.Left, depth + 1), Found(or.Right, depth + 1)),
                _ => throw ODataFailure.NotImplemented("$search takes words, AND, OR and NOT."),
            };
        }
    }

    private static Expression Contains(View view, Field text, string word)
    {
        var lower = Expression.Call(text.Value, nameof(string.ToLower), null);
        Expression found = Expression.Call(lower, nameof(string.Contains), null, Literals.Parameter(word.ToLowerInvariant(), typeof(string)));
        return text.Column.IsNullable || view.InMemory ? Expression.AndAlso(Expression.NotEqual(text.Value, Expression.Constant(null, typeof(string))), found) : found;
    }
}
