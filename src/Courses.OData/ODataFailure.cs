using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.OData;

/// <summary>A refusal that becomes an OData error body.</summary>
internal sealed class ODataFailure(int status, string code, string message) : Exception(message)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; } = status;

    public string Code { get; } = code;

    public static ODataFailure BadRequest(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    public static ODataFailure InvalidQuery(string message) => BadRequest("invalid-query", message);

    public static ODataFailure NotFound(string message) => new(StatusCodes.Status404NotFound, "not-found", message);

    public static ODataFailure NotImplemented(string message) => new(StatusCodes.Status501NotImplemented, "not-implemented", message);

    public static ODataFailure NotAcceptable(string message) => new(StatusCodes.Status406NotAcceptable, "not-acceptable", message);

    public static ODataFailure TooComplex(string message) => BadRequest("query-too-complex", message);

    public static ODataFailure TooSlow(ODataLimits limits) => BadRequest(
        "query-too-slow", $"The query took longer than {limits.MaxTime.TotalSeconds:0} seconds. Filter more, select fewer columns, or order by the key.");

    public static ODataFailure Busy() => new(StatusCodes.Status503ServiceUnavailable, "busy", "Many long queries are being answered. Try again in a few seconds, or ask for smaller pages.");

    public static ODataFailure Away() => new(StatusCodes.Status503ServiceUnavailable, "database-away", "The database is away. Try again in a few seconds.");

    /// <summary>What a failure means to the caller; null when it is no failure of the query or the database.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="limits">Says how long a query may take.</param>
    /// <param name="isAway">See <see cref="ODataService.IsAway"/>.</param>
    public static ODataFailure? Of(Exception error, ODataLimits limits, bool isAway) => error switch
    {
        ODataFailure failure => failure,
        _ when TookTooLong(error) => TooSlow(limits),
        _ when isAway => Away(),
        OperationCanceledException => TooSlow(limits),
        _ => OfQuery(error),
    };

    private static bool TookTooLong(Exception error) =>
        error is TimeoutException || (error is DbException database && (Number(database) == -2 || database.SqlState == "57014")) || (error.InnerException is { } inner && TookTooLong(inner));

    private static ODataFailure? OfQuery(Exception? error) => error switch
    {
        null => null,
        DbException database => OfQuery(database),
        RetryLimitExceededException or InvalidOperationException when OfQuery(error.InnerException) is { } inner => inner,
        ArithmeticException or ArgumentException or FormatException or InvalidCastException => CannotBeComputed(),
        InvalidOperationException => CannotBeRun(),
        _ => OfQuery(error.InnerException),
    };

    private static ODataFailure OfQuery(DbException error)
    {
        var state = error.SqlState ?? "";
        var number = Number(error);
        if (state.StartsWith("22", StringComparison.Ordinal) || number is 220 or 232 or 241 or 242 or 517 or 535 or 536 or 537 or 8114 or 8115 or 8134)
        {
            return CannotBeComputed();
        }

        return state.StartsWith("42", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal) || number is > 100 and < 1000 or 8003 or 8623 or 8631
            ? CannotBeRun()
            : Away();
    }

    /// <summary>PostgreSQL says it by SQLSTATE, SQL Server by a number that is in the data of its exception.</summary>
    private static int Number(DbException error) =>
        int.TryParse(error.Data["HelpLink.EvtID"] as string, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static ODataFailure CannotBeComputed() =>
        BadRequest("cannot-be-computed", "The query cannot be computed: a division by zero, a number too large, or a position outside a text.");

    private static ODataFailure CannotBeRun() => NotImplemented("The database cannot run this combination of functions. Ask for something simpler.");

    public async Task Write(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentLength = null;
        response.Headers.Remove("Content-Disposition");
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = "5";
        }

        response.ContentType = "application/json;odata.metadata=minimal;charset=utf-8";
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { error = new { code = Code, message = Message } }, Readable));
    }
}
