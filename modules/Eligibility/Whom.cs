using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Courses.Eligibility;

/// <summary>Whose rows are asked for: some people by their ids, or all from one id to another as the engine sorts them, which it reads in one pass.</summary>
internal sealed class Whom
{
    private readonly Expression<Func<Guid, bool>> isOneOfThem;

    private Whom(Expression<Func<Guid, bool>> isOneOfThem) => this.isOneOfThem = isOneOfThem;

    public static Whom These(Guid[] people) => new(id => EF.Parameter(people).Contains(id));

    public static Whom Between(Guid first, Guid last) => new(id => id >= first && id <= last);

    public IQueryable<T> Of<T>(IQueryable<T> rows, Expression<Func<T, Guid>> person) =>
        rows.Where(Expression.Lambda<Func<T, bool>>(ReplacingExpressionVisitor.Replace(isOneOfThem.Parameters[0], person.Body, isOneOfThem.Body), person.Parameters));
}
