using System.Globalization;
using System.Linq.Expressions;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Languages;

/// <summary>
/// Lists stand in the order of the reader's language. The engines sort each in its own way, and neither knows who reads: 'Īva' came after 'Zane'. What is read as a whole is sorted here; of a list that is
/// read in pages the engine is told the reader's rules.
/// </summary>
public static class ReadersOrder
{
    public static IOrderedEnumerable<T> InReadersOrder<T>(this IEnumerable<T> rows, Func<T, string> name) =>
        rows.OrderBy(name, StringComparer.Create(CultureInfo.CurrentUICulture, ignoreCase: true)).ThenBy(name, StringComparer.Ordinal);

    public static IOrderedEnumerable<T> ThenInReadersOrder<T>(this IOrderedEnumerable<T> rows, Func<T, string> name) =>
        rows.ThenBy(name, StringComparer.Create(CultureInfo.CurrentUICulture, ignoreCase: true)).ThenBy(name, StringComparer.Ordinal);

    public static IOrderedQueryable<T> PagedInReadersOrder<T>(this IQueryable<T> rows, CoursesDb db, Expression<Func<T, string>> name) => rows.OrderBy(Collated(db, name));

    public static IOrderedQueryable<T> ThenPagedInReadersOrder<T>(this IOrderedQueryable<T> rows, CoursesDb db, Expression<Func<T, string>> name) => rows.ThenBy(Collated(db, name));

    private static Expression<Func<T, string>> Collated<T>(CoursesDb db, Expression<Func<T, string>> name)
    {
        var collation = db.Engine.CollationOf(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var collate = typeof(RelationalDbFunctionsExtensions).GetMethod(nameof(RelationalDbFunctionsExtensions.Collate))!.MakeGenericMethod(typeof(string));
        return Expression.Lambda<Func<T, string>>(Expression.Call(collate, Expression.Property(null, typeof(EF), nameof(EF.Functions)), name.Body, Expression.Constant(collation)), name.Parameters);
    }
}
