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

    /// <summary>What a failure of the database means to the caller; null when it is no failure of the query or the database.</summary>
    public static ODataFailure? Of(Exception? error, ODataLimits limits) => error switch
    {
        null => null,
        ODataFailure failure => failure,
        DbException database => Of(database, limits),
        TimeoutException => TooSlow(limits),
        RetryLimitExceededException or InvalidOperationException when Of(error.InnerException, limits) is { } inner => inner,
        ArithmeticException or ArgumentException or FormatException or InvalidCastException => CannotBeComputed(),
        InvalidOperationException => CannotBeRun(),
        _ => Of(error.InnerException, limits),
    };

    private static ODataFailure Of(DbException error, ODataLimits limits)
    {
        if (error.InnerException is TimeoutException)
        {
            return TooSlow(limits);
        }

        // PostgreSQL says it by SQLSTATE, SQL Server by a number that is in the data of its exception.
        var state = error.SqlState ?? "";
        _ = int.TryParse(error.Data["HelpLink.EvtID"] as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number);
        if (state.StartsWith("22", StringComparison.Ordinal) || number is 220 or 232 or 241 or 242 or 517 or 535 or 536 or 537 or 8114 or 8115 or 8134)
        {
            return CannotBeComputed();
        }

        if (number == -2 || state == "57014")
        {
            return TooSlow(limits);
        }

        return state.StartsWith("42", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal) || number is > 100 and < 1000 or 8003 or 8623 or 8631
            ? CannotBeRun()
            : new(StatusCodes.Status503ServiceUnavailable, "database-away", "The database is away. Try again in a few seconds.");
    }

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
