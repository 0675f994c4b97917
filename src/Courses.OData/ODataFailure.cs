using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>A refusal that becomes an OData error body.</summary>
internal sealed class ODataFailure(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static ODataFailure BadRequest(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);

    public static ODataFailure InvalidQuery(string message) => BadRequest("invalid-query", message);

    public static ODataFailure NotFound(string message) => new(StatusCodes.Status404NotFound, "not-found", message);

    public static ODataFailure NotImplemented(string message) => new(StatusCodes.Status501NotImplemented, "not-implemented", message);

    public static ODataFailure TooComplex(string message) => BadRequest("query-too-complex", message);
}
