using System.Linq.Expressions;
using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>
/// A read-only OData v4 service: entity sets of flat rows over <see cref="IQueryable{T}"/>.
/// The rows and the columns that a caller may see are settled before the caller's query is read, so no query option reaches past them.
/// </summary>
/// <param name="namespaceName">The namespace of the entity types in <c>$metadata</c>.</param>
public sealed class ODataService(string namespaceName)
{
    private readonly List<EntitySet> sets = [];

    /// <summary>The namespace of the entity types in <c>$metadata</c>.</summary>
    public string NamespaceName { get; } = namespaceName;

    /// <summary>What one request may cost.</summary>
    public ODataLimits Limits { get; init; } = new();

    internal IReadOnlyList<EntitySet> Sets => sets;

    internal ModelCache Models { get; } = new();

    /// <summary>
    /// Adds an entity set. The entity type is named as <typeparamref name="TRow"/>; its public properties are the columns: strings, numbers, Booleans,
    /// <see cref="Guid"/>, <see cref="DateTimeOffset"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/>, <see cref="TimeSpan"/>, and lists of these.
    /// Other property types are an <see cref="ArgumentException"/>: show an enum as its name.
    /// </summary>
    /// <param name="name">The name in the address, e.g. <c>Classes</c>.</param>
    /// <param name="key">The column that identifies a row, or several: <c>row => new { row.A, row.B }</c>. Key columns never are null.</param>
    /// <param name="rows">The rows that this caller may see. Project with object initialisers, so that the database runs the whole query.</param>
    /// <param name="columns">The columns that this caller may see; null, or a null answer, for all of them. The key is always among them.</param>
    /// <param name="visible">Does the set exist for this caller? Null for yes.</param>
    /// <returns>This service.</returns>
    public ODataService Add<TRow>(
        string name,
        Expression<Func<TRow, object?>> key,
        Func<HttpContext, IQueryable<TRow>> rows,
        Func<HttpContext, IReadOnlyCollection<string>?>? columns = null,
        Func<HttpContext, bool>? visible = null)
        where TRow : class
    {
        sets.Add(new EntitySet<TRow>(name, KeyNames(key), rows, columns, visible));
        return this;
    }

    private static string[] KeyNames<TRow>(Expression<Func<TRow, object?>> key)
    {
        var body = key.Body is UnaryExpression { NodeType: ExpressionType.Convert } boxed ? boxed.Operand : key.Body;
        return body switch
        {
            MemberExpression member => [member.Member.Name],
            NewExpression { Arguments: var arguments } when arguments.All(argument => argument is MemberExpression) =>
                [.. arguments.Cast<MemberExpression>().Select(member => member.Member.Name)],
            _ => throw new ArgumentException("The key is a property, or 'new { row.A, row.B }' of properties.", nameof(key)),
        };
    }
}

/// <summary>What one request may cost. What goes beyond is refused with an error that names the limit.</summary>
public sealed record ODataLimits
{
    /// <summary>Rows in a page when the caller does not say.</summary>
    public int PageSize { get; init; } = 1_000;

    /// <summary>The most rows in a page, whatever <c>Prefer: odata.maxpagesize</c> asks for; also the rows that a CSV answer reads at a time.</summary>
    public int MaxPageSize { get; init; } = 10_000;

    /// <summary>Nodes of <c>$filter</c> and <c>$orderby</c> together: each column, literal, operator and function call is one.</summary>
    public int MaxNodes { get; init; } = 1_500;

    /// <summary>How deep the nodes may be nested. A chain of <c>or</c> is one level for each term.</summary>
    public int MaxDepth { get; init; } = 300;

    /// <summary>Columns in <c>$orderby</c>.</summary>
    public int MaxOrderBy { get; init; } = 16;

    /// <summary>The longest that a page may take to be read from the database.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(25);
}
