using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Microsoft.OData;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary>One request: what it asks, and who answers it. The answers themselves are written by <see cref="RowsAnswer"/> and <see cref="RowAnswer"/>.</summary>
internal sealed class ODataRequest(ODataService service, string prefix, HttpContext http)
{
    private readonly Uri root = new($"{http.Request.Scheme}://{(http.Request.Host.HasValue ? http.Request.Host.ToUriComponent() : "localhost")}{http.Request.PathBase.ToUriComponent()}{prefix}/");

    public HttpContext Http => http;

    public HttpResponse Response => http.Response;

    public ODataLimits Limits => service.Limits;

    public Options Options { get; private set; } = null!;

    public View View { get; private set; } = null!;

    /// <summary>What follows the service's root.</summary>
    public string Path { get; private set; } = "";

    public string Url => root.AbsoluteUri + Path;

    private ILogger Log => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Courses.OData");

    public async Task Answer()
    {
        Response.Headers["OData-Version"] = "4.0";
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers.CacheControl = "no-store";
        try
        {
            await Dispatch();
        }
        catch (ODataFailure failure) when (!Response.HasStarted)
        {
            (Response.Body as MemoryStream)?.SetLength(0);
            await failure.Write(Response);
        }
        catch (ODataFailure)
        {
            // Half an answer must not look like a whole one.
            http.Abort();
        }
    }

    private async Task Dispatch()
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            // It is the method that is wrong, whatever else is: a good token must not be asked for again.
            Response.Headers.Allow = "GET, HEAD";
            throw new ODataFailure(StatusCodes.Status405MethodNotAllowed, "read-only", "This service is read only: GET and HEAD.");
        }

        MustNotBeTooLong();
        if (http.Request.Headers["OData-MaxVersion"].ToString() is { Length: > 0 } version && (!decimal.TryParse(version, NumberStyles.Number, CultureInfo.InvariantCulture, out var most) || most < 4))
        {
            throw ODataFailure.BadRequest("version", "This service answers in OData 4.0.");
        }

        Read();
        switch (Path)
        {
            case "":
                await WriteServiceDocument();
                return;
            case "$metadata":
                await WriteMetadata();
                return;
            case "$batch":
                Response.Headers.Allow = "POST";
                throw new ODataFailure(StatusCodes.Status405MethodNotAllowed, "batch-is-posted", "A $batch is sent by POST.");
            case "$all" or "$entity":
            case var join when join.StartsWith("$crossjoin", StringComparison.Ordinal):
                throw ODataFailure.NotImplemented($"{Path} is not supported.");
        }

        var address = Find();
        await (address switch
        {
            { IsCount: true } => new RowsAnswer(this, address).WriteCount(),
            { IsOne: false } => new RowsAnswer(this, address).Write(),
            { Property: null } => new RowAnswer(this, address).Write(),
            _ => new RowAnswer(this, address).WriteProperty(),
        });
    }

    /// <summary>The rows of a set as a table, for who reads them page by page and answers nobody.</summary>
    public RowsAnswer Table()
    {
        MustNotBeTooLong();
        Read();
        return Path is not ("" or ['$', ..]) && Find() is { IsOne: false, IsCount: false } address ? new(this, address) : throw ODataFailure.InvalidQuery("Only the rows of a set are a table.");
    }

    private void MustNotBeTooLong()
    {
        if (http.Request.Path.Value!.Length + (http.Request.QueryString.Value?.Length ?? 0) > service.Limits.MaxAddress)
        {
            throw new ODataFailure(StatusCodes.Status414UriTooLong, "address-too-long", $"An address has at most {service.Limits.MaxAddress} characters. Ask for less at a time, or send it in a $batch.");
        }
    }

    private void Read()
    {
        Options = new(http.Request.Query);
        View = Looks();
        Path = (http.Request.PathBase + http.Request.Path).ToUriComponent()[(http.Request.PathBase.ToUriComponent().Length + prefix.Length)..].Trim('/');
    }

    private Address Find() =>
        Understand(() => Address.Of(View, [.. new ODataUriParser(View.Model.Edm, root, new Uri(Url)) { UrlKeyDelimiter = ODataUrlKeyDelimiter.Parentheses }.ParsePath()]));

    /// <summary>Some rows of a set for a page of the host, with what belongs to them beside them; a refusal is a sentence on that page.</summary>
    public async Task<ODataPage> Page(string set, IReadOnlyDictionary<string, string> options, IEnumerable<(string Way, IReadOnlyCollection<string> Columns)> beside, int size)
    {
        try
        {
            View = Looks();
            Path = set;
            var type = View.Model.Sets.TryGetValue(set, out var known) ? known.Type : throw ODataFailure.NotFound($"There is no set '{set}'.");
            var expand = beside.Select(one => (one.Way, Columns: type.FindProperty(one.Way) is IEdmNavigationProperty way ? one.Columns.Where(column => way.ToEntityType().FindProperty(column) is not null).ToArray() : []))
                .Where(one => one.Columns is not []).Select(one => $"{one.Way}($select={string.Join(',', one.Columns)})");
            var expanded = string.Join(',', expand);
            Options = new(new QueryCollection(options.Append(new("$expand", expanded)).Where(option => option.Value.Length > 0).ToDictionary(option => option.Key, option => new StringValues(option.Value), StringComparer.Ordinal)));
            var query = QueryOf(Find());
            var asked = $"{Path}?{Options.WhatIsAsked}";
            var place = Options["$skiptoken"] is { } token ? Keyset.Place(token, asked, query.Order) : null;
            var columns = query.Shape.Flat().ToArray();
            var rows = await Run(cancel => View.List(query.Page(place, 0, size + 1), long.MaxValue, cancel));
            return new()
            {
                Count = await Run(cancel => query.Count(cancel)),
                Expand = expanded,
                Columns = [.. columns.Select(column => column.Name)],
                Rows = [.. rows.Take(size).Select(row => columns.Select(column => row[column.Slot]).ToArray())],
                Next = rows.Count > size ? Keyset.Token(asked, query.PlaceOf(rows[size - 1])) : null,
            };
        }
        catch (ODataFailure failure)
        {
            return new() { Refusal = failure.Message };
        }
    }

    private View Looks() => new(service.Models.For(service, http), http, service, (http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow());

    /// <summary>Whatever the parser says of input that it does not understand is the caller's to mend.</summary>
    private T Understand<T>(Func<T> parse)
    {
        try
        {
            return Options.AreLong ? OnLongStack(parse) : parse();
        }
        catch (ODataUnrecognizedPathException)
        {
            throw ODataFailure.NotFound("There is nothing at this address.");
        }
        catch (ODataException error)
        {
            throw ODataFailure.InvalidQuery(Options.HasLostPlus ? "In an address + is a blank: write + as %2B, as in 2026-07-14T16:00:00%2B02:00." : error.Message);
        }
        catch (NotImplementedException)
        {
            throw ODataFailure.NotImplemented("This is not supported.");
        }
        catch (Exception error) when (error is not ODataFailure)
        {
            Log.LogInformation(error, "The OData parser stumbled");
            throw ODataFailure.InvalidQuery("The address or a query option could not be understood.");
        }
    }

    private static T OnLongStack<T>(Func<T> parse)
    {
        var result = default(T);
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? failed = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = parse();
            }
            catch (Exception error)
            {
                failed = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error);
            }
        }, 64 * 1024 * 1024);
        thread.Start();
        thread.Join();
        failed?.Throw();
        return result!;
    }

    public RowQuery QueryOf(Address address) => Understand(() =>
    {
        var parser = Options.ParserFor(View, address.Set);
        return new RowQuery(View, address.Set, address.Rows, Clauses.Of(parser), alias => parser.ParameterAliasNodes.TryGetValue(alias, out var value) ? value : null);
    });

    private async Task WriteServiceDocument()
    {
        using var answer = Json(FormatOf(csv: false));
        answer.Json.WriteStartObject();
        answer.Context("");
        answer.Json.WriteStartArray("value");
        foreach (var set in View.Model.Sets.Values)
        {
            answer.Json.WriteStartObject();
            answer.Json.WriteString("name", set.Set.Name);
            answer.Json.WriteString("kind", "EntitySet");
            answer.Json.WriteString("url", set.Set.Name);
            answer.Json.WriteEndObject();
        }

        answer.Json.WriteEndArray();
        answer.Json.WriteEndObject();
        await answer.Leave(http.RequestAborted);
    }

    private async Task WriteMetadata()
    {
        if (Options["$format"] is { } format && format is not ("xml" or "application/xml"))
        {
            throw ODataFailure.NotAcceptable("$metadata comes as application/xml.");
        }

        Response.ContentType = "application/xml;charset=utf-8";
        await Response.Body.WriteAsync(View.Model.Csdl, http.RequestAborted);
    }

    /// <summary>That nothing was found behind a row is an answer only when the row is there.</summary>
    public async Task MustStart(Address address)
    {
        if (address.From is not { } from)
        {
            return;
        }

        var row = Expression.Parameter(from.Type.GetGenericArguments()[0], "row");
        if (await Run(cancel => RowQuery.Count(View, from, row, cancel)) == 0)
        {
            throw ODataFailure.NotFound("There is no such row to start from.");
        }
    }

    /// <param name="csv">May it be CSV?</param>
    /// <param name="xlsx">May it be a workbook?</param>
    public AnswerFormat FormatOf(bool csv, bool xlsx = false)
    {
        var format = AnswerFormat.Of(http.Request, Options["$format"]);
        return format.Csv && !csv ? throw ODataFailure.NotAcceptable("CSV is for rows.") : format.Xlsx && !xlsx ? throw ODataFailure.NotAcceptable("A workbook is for many rows.") : format;
    }

    public JsonAnswer Json(AnswerFormat format) => new(Response, format, root.AbsoluteUri, service.NamespaceName);

    /// <summary>Runs a heavy query when it is its turn.</summary>
    /// <param name="query">The query.</param>
    /// <param name="patience">How long it waits, where not as long as <see cref="ODataLimits.MaxWait"/>.</param>
    public Task<T> RunInTurn<T>(Func<CancellationToken, Task<T>> query, TimeSpan? patience = null) => service.Turns.Wait(() => Run(query), patience ?? Limits.MaxWait, http.RequestAborted);

    /// <summary>Runs a query within the time that one may take, and explains what went wrong in it.</summary>
    public async Task<T> Run<T>(Func<CancellationToken, Task<T>> query)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        time.CancelAfter(service.Limits.MaxTime);
        try
        {
            return await query(time.Token);
        }
        catch (Exception error) when (error is not ODataFailure && !http.RequestAborted.IsCancellationRequested)
        {
            // A statement that is stopped is an error of its own on SQL Server.
            var told = time.IsCancellationRequested ? new OperationCanceledException("The time was up.", error) : error;
            var failure = ODataFailure.Of(told, service.Limits, await service.IsAway(http, told));
            if (failure is null)
            {
                throw;
            }

            Log.LogInformation(error, "An OData query was refused with {Code}", failure.Code);
            throw failure;
        }
    }
}
