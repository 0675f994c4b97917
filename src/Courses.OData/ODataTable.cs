using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>
/// The answer to a question as a table of CSV in pieces, for who does not wait at the other end of a request: read one piece at a time, each beginning where the one before ended in the order of the
/// rows. One after the other the pieces are what <c>$format=csv</c> answers.
/// </summary>
public sealed class ODataTable
{
    private readonly RowsAnswer rows;

    private ODataTable(RowsAnswer rows) => this.rows = rows;

    /// <summary>Understands the question in the request's address, as its caller may ask it. The database is asked nothing yet.</summary>
    /// <param name="service">The service.</param>
    /// <param name="prefix">Where the request's path has it, e.g. <c>/odata</c>.</param>
    /// <param name="http">Whose rows; its <see cref="HttpContext.RequestAborted"/> stops the reading. It needs no connection.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ODataRefused">This is no question, or none that a table answers.</exception>
    public static ODataTable Of(ODataService service, string prefix, HttpContext http) => Refused(() =>
    {
        var asked = new ODataRequest(service, prefix, http).Table();
        asked.Understand();
        return new ODataTable(asked);
    });

    /// <summary>How many rows it has now.</summary>
    /// <exception cref="ODataRefused">It cannot be counted, or not within the time that one question may take.</exception>
    public Task<long> Count() => Refusing(rows.Rows);

    /// <summary>The table from its first row on. The first piece has the headings; there is at least one.</summary>
    /// <param name="size">The most rows in one piece.</param>
    /// <exception cref="ODataRefused">It cannot be computed, or a piece not within the time that one question may take.</exception>
    public async IAsyncEnumerable<TablePiece> Pieces(int size)
    {
        await using var pieces = rows.Pieces(size).GetAsyncEnumerator();
        while (await Refusing(() => pieces.MoveNextAsync().AsTask()))
        {
            yield return new(pieces.Current.Rows, pieces.Current.Csv);
        }
    }

    private static T Refused<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (ODataFailure failure) when (failure.Status != StatusCodes.Status503ServiceUnavailable)
        {
            throw new ODataRefused(failure.Code, failure.Message);
        }
    }

    private static async Task<T> Refusing<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (ODataFailure failure) when (failure.Status != StatusCodes.Status503ServiceUnavailable)
        {
            throw new ODataRefused(failure.Code, failure.Message);
        }
    }
}

/// <summary>A piece of a table.</summary>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Csv">Its lines in UTF-8.</param>
public sealed record TablePiece(int Rows, byte[] Csv);

/// <summary>The question is refused: the message says why, in English, as the error of the service does.</summary>
/// <param name="code">Stable, e.g. <c>invalid-query</c>.</param>
/// <param name="message">What is wrong.</param>
public sealed class ODataRefused(string code, string message) : Exception(message)
{
    /// <summary>Stable, e.g. <c>invalid-query</c>.</summary>
    public string Code { get; } = code;
}
