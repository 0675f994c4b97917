using System.Data.Common;
using System.Globalization;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Validation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Courses.Platform.Errors;

/// <summary>Turns an exception into the answer that the caller can act on. Programs get ProblemDetails; pages get the sentence from the error page.</summary>
public sealed class Problems(IEngine engine, Words words, IProblemDetailsService service, ILogger<Problems> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // SQL Server reports a cancelled statement as an error of its own.
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or DbException)
        {
            httpContext.Response.StatusCode = 499;
            return true;
        }

        // The culture that was chosen further in does not flow back out to here.
        if (httpContext.Features.Get<IRequestCultureFeature>() is { } chosen)
        {
            CultureInfo.CurrentUICulture = chosen.RequestCulture.UICulture;
        }

        var problem = Of(exception);
        httpContext.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "5";
        }

        if (problem.Status >= 500)
        {
            log.LogError(exception, "The request failed with {Status}", problem.Status);
        }

        httpContext.Features.Set(problem);

        // A page is shown by the status-code page of the host; everything else reads the problem itself.
        return !IsForPeople(httpContext) && await service.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem });
    }

    public static bool IsForPeople(HttpContext http) =>
        !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !http.Request.Path.StartsWithSegments("/odata", StringComparison.OrdinalIgnoreCase)
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The body for a status that came without an exception, e.g. from the router or the sign-in.</summary>
    public static async Task WriteStatus(HttpContext http)
    {
        var words = (Words)http.RequestServices.GetService(typeof(Words))!;
        var (code, sentence) = http.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized => ("sign-in-first", "error.sign-in-first"),
            StatusCodes.Status403Forbidden => ("forbidden", "error.forbidden"),
            StatusCodes.Status404NotFound => ("not-found", "error.not-found"),
            StatusCodes.Status413PayloadTooLarge => ("too-large", "error.too-large"),
            StatusCodes.Status429TooManyRequests => ("too-many", "error.too-many"),
            StatusCodes.Status503ServiceUnavailable => ("database-away", "error.database-away"),
            >= 500 => ("unexpected", "error.unexpected"),
            var status => ($"status-{status}", "error.fields"),
        };
        var service = (IProblemDetailsService)http.RequestServices.GetService(typeof(IProblemDetailsService))!;
        await service.TryWriteAsync(new() { HttpContext = http, ProblemDetails = With(http.Response.StatusCode, code, words.Say(sentence)) });
    }

    private ProblemDetails Of(Exception exception) => exception switch
    {
        RuleBroken rule => With(StatusCodes.Status409Conflict, rule.Code, words.Say(rule.Code, [.. rule.Details])),
        NotFound => With(StatusCodes.Status404NotFound, "not-found", words.Say("error.not-found")),
        Forbidden => With(StatusCodes.Status403Forbidden, "forbidden", words.Say("error.forbidden")),
        KeyReused => With(StatusCodes.Status422UnprocessableEntity, "key-reused", words.Say("error.key-reused")),
        InvalidField field => RequestValidation.Problem(new Dictionary<string, string[]> { [field.Field] = [field.Message] }, words),
        InvalidFields fields => RequestValidation.Problem(fields.Sentences.ToDictionary(), words),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => With(StatusCodes.Status413PayloadTooLarge, "too-large", words.Say("error.too-large")),
        BadHttpRequestException bad => RequestValidation.Problem(RequestValidation.FieldsOf(bad, words), words),
        DbUpdateConcurrencyException => With(StatusCodes.Status409Conflict, "changed-meanwhile", words.Say("error.changed-meanwhile")),
        DbUpdateException { InnerException: DbException refused } when engine.IsDuplicate(refused) => With(StatusCodes.Status409Conflict, "changed-meanwhile", words.Say("error.changed-meanwhile")),
        _ when engine.IsAway(exception) => With(StatusCodes.Status503ServiceUnavailable, "database-away", words.Say("error.database-away")),
        _ => With(StatusCodes.Status500InternalServerError, "unexpected", words.Say("error.unexpected")),
    };

    private static ProblemDetails With(int status, string code, string sentence) => new()
    {
        Status = status,
        Title = sentence,
        Type = $"urn:courses:{code}",
        Extensions = { ["code"] = code },
    };
}
