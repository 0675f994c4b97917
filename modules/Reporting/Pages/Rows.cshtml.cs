using System.Globalization;
using Courses.Contracts.Access;
using Courses.OData;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Reporting.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Courses.Reporting.Pages;

/// <summary>The rows behind a number, as a table: with names where rights allow, sorted by a click on a heading, searched, and as CSV for Excel. The same query as in OData, so that the number can be asked for there, too.</summary>
[Audience(Roles.Administrator, Roles.Auditor, Roles.Coach)]
[ReadsCopy]
internal sealed class RowsModel(Caller caller, CityTime city) : CoursesPage
{
    private const int AtOnce = 40;

    /// <summary>Who and what a row is about, which the row itself knows by its number only.</summary>
    private static readonly (string Way, IReadOnlyCollection<string> Columns)[] Beside = [("Participant", ["GivenName", "FamilyName", "PassNumber"]), ("Class", ["Number", "Name"]), ("Provider", ["Name"])];

    [BindProperty(SupportsGet = true)]
    public string Set { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "$filter")]
    public string? Filter { get; set; }

    [BindProperty(SupportsGet = true, Name = "$orderby")]
    public string? OrderBy { get; set; }

    [BindProperty(SupportsGet = true, Name = "$skiptoken")]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    public ODataPage Table { get; private set; } = new();

    /// <summary>The rows are people, or name some, and this reader may write to them.</summary>
    public bool MayWrite => WriteToAll.MayWrite(caller) && WriteToAll.NamesPeople(Set) && Table.Count > 0;

    public string Write => $"/admin/rows/{Uri.EscapeDataString(Set)}/write" + QueryString.Create(new KeyValuePair<string, string?>[] { new("$filter", Filter), new("q", Query) }.Where(option => !string.IsNullOrEmpty(option.Value)));

    /// <summary>What people read, who and what it is about first: numbers of records are for programs, and a column without anything in it is none.</summary>
    public IReadOnlyList<int> Shown { get; private set; } = [];

    /// <summary>The same rows as a file: <c>csv</c> or <c>xlsx</c>.</summary>
    public string Download(string format) => "/odata/" + Uri.EscapeDataString(Set) + QueryString.Create(Options(OrderBy, null).Concat([new("$expand", Table.Expand), new("$format", format)]).Where(option => !string.IsNullOrEmpty(option.Value)));

    public async Task OnGetAsync()
    {
        if (!Words.Knows("rows.set." + Set))
        {
            throw new NotFound("The set");
        }

        Table = await ReadOData.Shared.Read(HttpContext, Set, Options(OrderBy, From).ToDictionary(option => option.Key, option => option.Value ?? "", StringComparer.Ordinal), Beside, AtOnce);
        Shown = [.. Enumerable.Range(0, Table.Columns.Count)
            .Where(i => !Table.Columns[i].EndsWith("Id", StringComparison.Ordinal) && Table.Rows.Any(row => row[i] is not null and not ""))
            .OrderBy(i => Table.Columns[i].StartsWith("Participant/", StringComparison.Ordinal) ? 0 : Table.Columns[i].Contains('/', StringComparison.Ordinal) ? 1 : 2)];
        Response.StatusCode = Table.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
    }

    /// <summary>The address of these rows in another order, or from another place.</summary>
    public string With(string? orderBy, string? from = null) => $"/admin/rows/{Uri.EscapeDataString(Set)}" + QueryString.Create(
        new KeyValuePair<string, string?>[] { new("$filter", Filter), new("$orderby", orderBy), new("q", Query), new("$skiptoken", from) }.Where(option => !string.IsNullOrEmpty(option.Value)));

    /// <summary>A click on the heading that orders already turns the order round.</summary>
    public string Turned(string column) => OrderBy == column ? column + " desc" : column;

    /// <summary>What people call the column: of who a row is about by itself, of what stands beside it with what that is. One without words is its name in small letters.</summary>
    public string HeadingOf(string column)
    {
        var (way, name) = column.Split('/') is [var before, var after] ? (before, after) : ("", column);
        var said = Words.Knows("rows.column." + name) ? Words["rows.column." + name] : Readable(name);
        return Words.Knows("rows.beside." + way) ? Words.Say("rows.beside." + way, said) : said;
    }

    /// <summary>SeatsTaken: Seats taken.</summary>
    public static string Readable(string name) => string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) && !char.IsUpper(name[i - 1]) ? " " + char.ToLowerInvariant(letter) : letter.ToString()));

    public string Say(string column, object? value) => value switch
    {
        null => "",
        bool flag => Words[flag ? "rows.yes" : "rows.no"],
        DateOnly day => Courses.Platform.Languages.Shown.Date(day),
        DateTimeOffset instant => city.Show(instant),
        TimeOnly time => Courses.Platform.Languages.Shown.Time(time),
        long cents when column.EndsWith("Cents", StringComparison.Ordinal) => Courses.Platform.Languages.Shown.Money(cents),
        IFormattable number => number.ToString(null, CultureInfo.CurrentCulture),
        System.Collections.IEnumerable many and not string => string.Join(", ", many.Cast<object?>()),
        _ => value.ToString() ?? "",
    };

    private KeyValuePair<string, string?>[] Options(string? orderBy, string? from) => [.. Narrowed(Filter, Query), new("$orderby", orderBy), new("$skiptoken", from)];

    /// <summary>Which rows they are, whatever their order.</summary>
    public static KeyValuePair<string, string?>[] Narrowed(string? filter, string? query) =>
    [
        new("$filter", filter),
        new("$search", string.IsNullOrWhiteSpace(query) ? null : $"\"{query.Replace("\"", " ", StringComparison.Ordinal).Trim()}\""),
    ];
}
