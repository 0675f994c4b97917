using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OData;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary>One request, from its address to the last byte of the answer.</summary>
internal sealed class ODataRequest(ODataService service, string prefix, HttpContext http)
{
    private readonly Uri root = new($"{http.Request.Scheme}://{(http.Request.Host.HasValue ? http.Request.Host.ToUriComponent() : "localhost")}{http.Request.PathBase.ToUriComponent()}{prefix}/");
    private Options options = null!;
    private View view = null!;
    private string path = "";

    private HttpResponse Response => http.Response;

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

        if (http.Request.Path.Value!.Length + (http.Request.QueryString.Value?.Length ?? 0) > service.Limits.MaxAddress)
        {
            throw new ODataFailure(StatusCodes.Status414UriTooLong, "address-too-long", $"An address has at most {service.Limits.MaxAddress} characters. Ask for less at a time, or send it in a $batch.");
        }

        if (http.Request.Headers["OData-MaxVersion"].ToString() is { Length: > 0 } version && (!decimal.TryParse(version, NumberStyles.Number, CultureInfo.InvariantCulture, out var most) || most < 4))
        {
            throw ODataFailure.BadRequest("version", "This service answers in OData 4.0.");
        }

        options = new(http.Request.Query);
        var now = (http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
        view = new(service.Models.For(service, http), http, service.Limits, now);
        path = (http.Request.PathBase + http.Request.Path).ToUriComponent()[(http.Request.PathBase.ToUriComponent().Length + prefix.Length)..].Trim('/');
        switch (path)
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
                throw ODataFailure.NotImplemented($"{path} is not supported.");
        }

        var address = Understand(() => Address.Of(view, [.. new ODataUriParser(view.Model.Edm, root, new Uri(root.AbsoluteUri + path)) { UrlKeyDelimiter = ODataUrlKeyDelimiter.Parentheses }.ParsePath()]));
        await (address switch
        {
            { IsCount: true } => WriteCount(address),
            { IsOne: false } => WriteRows(address),
            { Property: null } => WriteRow(address),
            _ => WriteProperty(address),
        });
    }

    /// <summary>Whatever the parser says of input that it does not understand is the caller's to mend.</summary>
    private T Understand<T>(Func<T> parse)
    {
        try
        {
            return options.AreLong ? OnLongStack(parse) : parse();
        }
        catch (ODataUnrecognizedPathException)
        {
            throw ODataFailure.NotFound("There is nothing at this address.");
        }
        catch (ODataException error)
        {
            throw ODataFailure.InvalidQuery(options.HasLostPlus ? "In an address + is a blank: write + as %2B, as in 2026-07-14T16:00:00%2B02:00." : error.Message);
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

    private RowQuery QueryOf(Address address) => Understand(() =>
    {
        var parser = options.ParserFor(view, address.Set);
        return new RowQuery(view, address.Set, address.Rows, Clauses.Of(parser), alias => parser.ParameterAliasNodes.TryGetValue(alias, out var value) ? value : null);
    });

    private async Task WriteServiceDocument()
    {
        using var answer = Json(FormatOf(csv: false));
        answer.Json.WriteStartObject();
        answer.Context("");
        answer.Json.WriteStartArray("value");
        foreach (var set in view.Model.Sets.Values)
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
        if (options["$format"] is { } format && format is not ("xml" or "application/xml"))
        {
            throw ODataFailure.NotAcceptable("$metadata comes as application/xml.");
        }

        Response.ContentType = "application/xml;charset=utf-8";
        await Response.Body.WriteAsync(view.Model.Csdl, http.RequestAborted);
    }

    private async Task WriteCount(Address address)
    {
        var query = QueryOf(address);
        var count = await Run(cancel => Count(query, cancel));
        if (count == 0)
        {
            await MustStart(address);
        }

        Response.ContentType = "text/plain;charset=utf-8";
        await Response.WriteAsync(count.ToString(CultureInfo.InvariantCulture), http.RequestAborted);
    }

    private static async Task<long> Count(RowQuery query, CancellationToken cancel) => await query.Count(cancel) is var count && query.CountsOfNothing is null ? count : Math.Max(count, 1);

    private async Task WriteRows(Address address)
    {
        var format = FormatOf(csv: true);
        var query = QueryOf(address);
        var (top, skip) = (query.Clauses.Top, query.Clauses.Skip ?? 0);
        if (skip > int.MaxValue)
        {
            throw ODataFailure.InvalidQuery($"$skip is at most {int.MaxValue}.");
        }

        var asked = $"{path}?{options.WhatIsAsked}";
        var place = options["$skiptoken"] is { } token ? Keyset.Place(token, asked, query.Order) : null;
        if (format.Csv)
        {
            await WriteCsv(address, query, place, skip, top);
            return;
        }

        long? count = query.Clauses.Count ? await Run(cancel => Count(query, cancel)) : null;
        var size = PageSize();
        var take = Math.Min(top ?? size, size);
        var more = top is null || top > size;
        using var answer = Json(format);
        answer.Json.WriteStartObject();
        answer.Context($"#{address.Set.Set.Name}{query.Shape.Context()}");
        if (count is { } total)
        {
            answer.Json.WriteNumber("@odata.count", total);
        }

        answer.Json.WriteStartArray("value");
        var written = 0;
        var next = await Run(async cancel =>
        {
            object?[]? last = null;
            var rows = Pages.Stream(query.Page(place, skip, more ? take + 1 : take));
            var children = Children.None;
            if (query.Shape.Manies.Any())
            {
                var page = await rows.ToListAsync(cancel);
                children = await Children.Read(view, query.Shape, page.Count > take ? page[..(int)take] : page, new(service.Limits.MaxExpandedRows), cancel);
                rows = page.ToAsyncEnumerable();
            }

            await foreach (var row in rows.WithCancellation(cancel))
            {
                if (written == take)
                {
                    return last;
                }

                answer.Row(query.Shape, row, children);
                written++;
                last = row;
                if (answer.HasMuch)
                {
                    await answer.Leave(cancel);
                }
            }

            return null;
        });
        if (written == 0)
        {
            await MustStart(address);
            if (NothingCounted(query, skip, top) is { } zeros)
            {
                answer.Row(query.Shape, zeros, Children.None);
            }
        }

        answer.Json.WriteEndArray();
        if (next is not null)
        {
            answer.Json.WriteString("@odata.nextLink", options.Next(root.AbsoluteUri + path, Keyset.Token(asked, query.PlaceOf(next)), top - written));
        }

        answer.Json.WriteEndObject();
        await answer.Leave(http.RequestAborted);
    }

    /// <summary>The aggregate of no rows is a row: nothing was counted, and there is no sum.</summary>
    private object?[]? NothingCounted(RowQuery query, long skip, long? top)
    {
        if (query.CountsOfNothing is not { } counts || skip > 0 || top == 0 || options["$skiptoken"] is not null)
        {
            return null;
        }

        var parts = query.Shape.Parts.OfType<ValuePart>().ToList();
        var row = new object?[parts.Select(part => part.Slot + 1).DefaultIfEmpty(0).Max()];
        foreach (var part in parts.Where(part => counts.Contains(part.Column.Name)))
        {
            row[part.Slot] = 0L;
        }

        return row;
    }

    private async Task WriteCsv(Address address, RowQuery query, object?[]? place, long skip, long? top)
    {
        // A table has no place for a next link: all pages follow each other, read one at a time.
        var columns = query.Shape.Flat().ToList();
        var (size, left) = ((long)service.Limits.MaxPageSize, top);
        var page = await Read(place, skip);
        if (page.Count == 0)
        {
            await MustStart(address);
            if (NothingCounted(query, skip, top) is { } zeros)
            {
                page.Add(zeros);
            }
        }

        Response.ContentType = AnswerFormat.CsvType;
        Response.Headers.ContentDisposition = $"attachment; filename={address.Set.Set.Name}.csv";
        await using var text = new StreamWriter(Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 32 * 1024, leaveOpen: true);
        await CsvLine.Write(text, columns.Select(column => (object?)column.Name));
        while (true)
        {
            foreach (var row in page.Take((int)size))
            {
                await CsvLine.Write(text, columns.Select(column => row[column.Slot]));
            }

            if (page.Count <= size)
            {
                break;
            }

            left -= size;
            await text.FlushAsync(http.RequestAborted);
            page = await Read(query.PlaceOf(page[(int)size - 1]), 0);
        }

        Task<List<object?[]>> Read(object?[]? from, long skipped) => Run(cancel => Pages.List(query.Page(from, skipped, Math.Min(left ?? long.MaxValue, size + 1)), long.MaxValue, cancel));
    }

    private async Task WriteRow(Address address)
    {
        options.RefuseForOneRow("$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$apply", "$search");
        var format = FormatOf(csv: true);
        var query = QueryOf(address);
        var page = await Run(cancel => Pages.List(query.Page(null, 0, 1), 1, cancel));
        if (page is not [var row])
        {
            // A way that leads to no row is an answer; a key that is not there is none.
            await MustStart(address);
            Response.StatusCode = address.From is not null && address.IsOne && !EndsInKey() ? StatusCodes.Status204NoContent : throw NoSuchRow(address);
            return;
        }

        if (format.Csv)
        {
            var columns = query.Shape.Flat().ToList();
            Response.ContentType = AnswerFormat.CsvType;
            await using var text = new StreamWriter(Response.Body, new UTF8Encoding(true), leaveOpen: true);
            await CsvLine.Write(text, columns.Select(column => (object?)column.Name));
            await CsvLine.Write(text, columns.Select(column => row[column.Slot]));
            return;
        }

        var children = await Run(cancel => Children.Read(view, query.Shape, [row], new(service.Limits.MaxExpandedRows), cancel));
        using var answer = Json(format);
        answer.Row(query.Shape, row, children, $"#{address.Set.Set.Name}{query.Shape.Context()}/$entity");
        await answer.Leave(http.RequestAborted);
    }

    private bool EndsInKey() => path.EndsWith(')');

    private async Task WriteProperty(Address address)
    {
        options.RefuseForOneRow("$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$select", "$expand", "$apply", "$compute", "$search");
        var format = FormatOf(csv: false);
        var column = address.Property!;
        if (address.IsValue && column.IsCollection)
        {
            throw ODataFailure.InvalidQuery("$value is for single values.");
        }

        var query = QueryOf(address);
        var page = await Run(cancel => Pages.List(query.Page(null, 0, 1), 1, cancel));
        var row = page is [var found] ? found : throw NoSuchRow(address);
        var value = row[query.Shape.Parts.OfType<ValuePart>().First(part => part.Column == column).Slot];
        if (value is null)
        {
            Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        if (address.IsValue)
        {
            Response.ContentType = "text/plain;charset=utf-8";
            await Response.WriteAsync(Column.Text(value), http.RequestAborted);
            return;
        }

        using var answer = Json(format);
        answer.Json.WriteStartObject();
        answer.Context($"#{address.Set.Set.Name}({Column.KeyText(address.Set.Set, [.. query.Shape.Key.Select(slot => row[slot])])})/{column.Name}");
        answer.Json.WritePropertyName("value");
        column.WriteJson(answer.Json, value, format.LargeNumbersAsText);
        answer.Json.WriteEndObject();
        await answer.Leave(http.RequestAborted);
    }

    private static ODataFailure NoSuchRow(Address address) => ODataFailure.NotFound($"There is no such row in '{address.Set.Set.Name}'.");

    /// <summary>That nothing was found behind a row is an answer only when the row is there.</summary>
    private async Task MustStart(Address address)
    {
        if (address.From is not { } from)
        {
            return;
        }

        var row = Expression.Parameter(from.Type.GetGenericArguments()[0], "row");
        if (await Run(cancel => RowQuery.Count(view, from, row, cancel)) == 0)
        {
            throw ODataFailure.NotFound("There is no such row to start from.");
        }
    }

    private int PageSize()
    {
        var size = service.Limits.PageSize;
        foreach (var preference in http.Request.Headers["Prefer"].SelectMany(header => (header ?? "").Split(',')))
        {
            var parts = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is ["odata.maxpagesize" or "maxpagesize", var wanted] && int.TryParse(wanted.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > 0)
            {
                size = Math.Min(rows, service.Limits.MaxPageSize);
                Response.Headers["Preference-Applied"] = $"odata.maxpagesize={size}";
            }
        }

        return size;
    }

    private AnswerFormat FormatOf(bool csv)
    {
        var format = AnswerFormat.Of(http.Request, options["$format"]);
        return format.Csv && !csv ? throw ODataFailure.NotAcceptable("CSV is for rows.") : format;
    }

    private JsonAnswer Json(AnswerFormat format) => new(Response, format, root.AbsoluteUri, service.NamespaceName);

    /// <summary>Runs a query within the time that one may take, and explains what went wrong in it.</summary>
    private async Task<T> Run<T>(Func<CancellationToken, Task<T>> query)
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
