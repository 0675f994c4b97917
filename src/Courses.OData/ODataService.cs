using System.Linq.Expressions;
using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>
/// A read-only OData v4 service: entity sets of flat rows over <see cref="IQueryable{T}"/>, and links between them.
/// The rows and the columns that a caller may see are settled before the caller's query is read, so no query option reaches past them.
/// </summary>
public sealed class ODataService
{
    private readonly List<EntitySet> sets = [];
    private readonly List<Link> links = [];
    private readonly Lazy<Turns> turns;

    /// <summary>A service without sets yet.</summary>
    /// <param name="namespaceName">The namespace of the entity types in <c>$metadata</c>.</param>
    public ODataService(string namespaceName)
    {
        NamespaceName = namespaceName;
        turns = new(() => new(Limits.HeavyAtOnce));
    }

    /// <summary>The namespace of the entity types in <c>$metadata</c>.</summary>
    public string NamespaceName { get; }

    /// <summary>What one request may cost.</summary>
    public ODataLimits Limits { get; init; } = new();

    /// <summary>
    /// Does the failure say that the database cannot answer now, and will a little later? Then it is a 503 with Retry-After, and no fault of the query. Asked with an
    /// <see cref="OperationCanceledException"/> when the time was up.
    /// </summary>
    public Func<HttpContext, Exception, Task<bool>> IsAway { get; init; } = (_, _) => Task.FromResult(false);

    /// <summary>
    /// Opens a query for this caller: calls what it is given, again where the connection was lost meanwhile. Rows come as the database sends them; what is lost among them is lost, and the answer is
    /// a 503. Without it everything is opened once.
    /// </summary>
    public Func<HttpContext, Func<Task>, Task> Open { get; init; } = (_, open) => open();

    internal IReadOnlyList<EntitySet> Sets => sets;

    /// <summary>The names of a set's columns, whoever may see them; empty when there is no such set.</summary>
    /// <param name="set">The name of the set.</param>
    public IReadOnlyCollection<string> ColumnsOf(string set) => [.. sets.Where(one => one.Name == set).SelectMany(one => one.Columns).Select(column => column.Name)];

    internal IReadOnlyList<Link> Links => links;

    internal ModelCache Models { get; } = new();

    internal Turns Turns => turns.Value;

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

    /// <summary>
    /// Says that a row belongs to one of another set. Callers follow it in every option and in the address; on the other side they meet the rows that they may see there.
    /// Who may not see one of the two sets does not see the link.
    /// </summary>
    /// <param name="name">The way to the one row, e.g. <c>Session</c>.</param>
    /// <param name="foreignKey">What refers to it.</param>
    /// <param name="key">The key of the other set, which has one part.</param>
    /// <param name="back">The way back to all rows that refer to it, e.g. <c>Marks</c>.</param>
    /// <returns>This service.</returns>
    public ODataService Link<TRow, TOther>(string name, Expression<Func<TRow, object?>> foreignKey, Expression<Func<TOther, object?>> key, string back)
        where TRow : class
        where TOther : class
    {
        links.Add(new(name, back, typeof(TRow), typeof(TOther), KeyNames(foreignKey).Single(), KeyNames(key).Single()));
        return this;
    }

    /// <summary>The sets that exist for this caller, in the order in which they were added.</summary>
    /// <param name="http">Who asks.</param>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> NamesFor(HttpContext http) => [.. sets.Where(set => set.IsVisibleTo(http)).Select(set => set.Name)];

    /// <summary>Reads some rows of a set with the rights of this caller, for a page of the host.</summary>
    /// <param name="http">Who asks.</param>
    /// <param name="set">The name of the set.</param>
    /// <param name="options">Query options of OData: <c>$filter</c>, <c>$orderby</c>, <c>$search</c>, <c>$skiptoken</c>. Those that are empty are left out.</param>
    /// <param name="beside">Ways to one row each, and columns of it that are read beside; where there is no such way, or this caller sees none of the columns, they are left out.</param>
    /// <param name="size">At most so many rows.</param>
    /// <returns>The rows, or why there are none.</returns>
    public Task<ODataPage> Read(HttpContext http, string set, IReadOnlyDictionary<string, string> options, IEnumerable<(string Way, IReadOnlyCollection<string> Columns)> beside, int size) =>
        new ODataRequest(this, "", http).Page(set, options, beside, size);

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

    /// <summary>Parts of all options together: each column, literal, operator, function, value of a list and aggregate is one.</summary>
    public int MaxNodes { get; init; } = 10_000;

    /// <summary>How deep the parts may be nested. A chain of <c>or</c> or <c>and</c> is flat.</summary>
    public int MaxDepth { get; init; } = 100;

    /// <summary>Columns in <c>$orderby</c>.</summary>
    public int MaxOrderBy { get; init; } = 16;

    /// <summary>How deep <c>$expand</c> may be nested.</summary>
    public int MaxExpandDepth { get; init; } = 5;

    /// <summary>Expanded navigation properties in one request.</summary>
    public int MaxExpands { get; init; } = 20;

    /// <summary>Rows that all expanded collections of one page may have together.</summary>
    public int MaxExpandedRows { get; init; } = 100_000;

    /// <summary>Bytes of the path and the query together; beyond it the answer is 414.</summary>
    public int MaxAddress { get; init; } = 64 * 1024;

    /// <summary>Requests in one <c>$batch</c>.</summary>
    public int MaxBatch { get; init; } = 100;

    /// <summary>So many heavy queries are read from the database at once by one node; others wait for their turn. Heavy is what may have more than <see cref="HeavyRows"/> rows, groups, and what expands to many rows.</summary>
    public int HeavyAtOnce { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary>A page of more rows is heavy.</summary>
    public int HeavyRows { get; init; } = 1_000;

    /// <summary>The longest that a heavy query waits for its turn; then it is a 503 with Retry-After.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest that a page may take to be read from the database.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(25);
}
