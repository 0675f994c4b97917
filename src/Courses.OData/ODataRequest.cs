using System.Data.Common;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.OData;
using Microsoft.OData.UriParser;

namespace Courses.OData;

/// <summary>One request, from its address to the last byte of the answer.</summary>
internal sealed class ODataRequest(ODataService service, string prefix, HttpContext http)
{
    private const int RowsBetweenFlushes = 200;
    private static readonly string[] Known = ["$filter", "$orderby", "$select", "$top", "$skip", "$count", "$skiptoken", "$format"];
    private static readonly string[] NotYet = ["$apply", "$expand", "$search", "$compute", "$levels", "$deltatoken", "$index", "$schemaversion"];
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Uri root = new($"{http.Request.Scheme}://{(http.Request.Host.HasValue ? http.Request.Host.ToUriComponent() : "localhost")}{http.Request.PathBase.ToUriComponent()}{prefix}/");
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private VisibleModel model = null!;

    private HttpResponse Response => http.Response;

    public async Task Answer()
    {
        Response.Headers["OData-Version"] = "4.0";
        Response.Headers.XContentTypeOptions = "nosniff";
        Response.Headers.CacheControl = "no-store";
        try
        {
            ReadOptions();
            model = service.Models.For(service, http);
            await Dispatch();
        }
        catch (ODataFailure failure) when (!Response.HasStarted)
        {
            await Refuse(failure);
        }
        catch (ODataFailure)
        {
            // Half a CSV must not look like a whole one.
            http.Abort();
        }
    }

    private void ReadOptions()
    {
        if (http.Request.Headers["OData-MaxVersion"].ToString() is { Length: > 0 } version && (!decimal.TryParse(version, NumberStyles.Number, CultureInfo.InvariantCulture, out var most) || most < 4))
        {
            throw ODataFailure.BadRequest("version", "This service answers in OData 4.0.");
        }

        foreach (var (name, values) in http.Request.Query)
        {
            // An option without $ is the client's own business and ignored, as the standard says.
            if (!name.StartsWith('$') && !name.StartsWith('@'))
            {
                continue;
            }

            if (NotYet.Contains(name, StringComparer.Ordinal))
            {
                throw ODataFailure.NotImplemented($"{name} is not supported.");
            }

            if (name[0] == '$' && !Known.Contains(name, StringComparer.Ordinal))
            {
                throw ODataFailure.BadRequest("unknown-option", $"There is no query option '{name}'.");
            }

            options[name] = values is [{ } only] ? only : throw ODataFailure.InvalidQuery($"{name} is given more than once.");
        }
    }

    private async Task Dispatch()
    {
        var path = (http.Request.PathBase + http.Request.Path).ToUriComponent()[(http.Request.PathBase.ToUriComponent().Length + prefix.Length)..].Trim('/');
        switch (path)
        {
            case "":
                await WriteServiceDocument();
                return;
            case "$metadata":
                await WriteMetadata();
                return;
            case "$batch" or "$all" or "$entity" or "$crossjoin":
                throw ODataFailure.NotImplemented($"{path} is not supported.");
        }

        var segments = Parse(path);
        if (segments is not [EntitySetSegment { EntitySet.Name: var name }, .. var rest] || !model.Sets.TryGetValue(name, out var set))
        {
            throw ODataFailure.NotFound("There is nothing at this address.");
        }

        switch (rest)
        {
            case []:
                await WriteSet(set);
                break;
            case [CountSegment]:
                await WriteCount(set);
                break;
            case [KeySegment key]:
                await WriteEntity(set, key);
                break;
            case [KeySegment key, PropertySegment property]:
                await WriteProperty(set, key, property, raw: false);
                break;
            case [KeySegment key, PropertySegment property, ValueSegment]:
                await WriteProperty(set, key, property, raw: true);
                break;
            default:
                throw ODataFailure.NotImplemented("Addresses of this form are not supported.");
        }
    }

    private ODataPathSegment[] Parse(string path) => Understand(() =>
    {
        var parser = new ODataUriParser(model.Edm, root, new Uri(root.AbsoluteUri + path)) { UrlKeyDelimiter = ODataUrlKeyDelimiter.Parentheses };
        return parser.ParsePath().ToArray();
    });

    private ODataQueryOptionParser OptionsOf(VisibleSet set) => new(model.Edm, set.Type, set.Edm, options);


    /// <summary>Whatever the parser says of input that it does not understand is the caller's to mend.</summary>
    private T Understand<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ODataUnrecognizedPathException)
        {
            throw ODataFailure.NotFound("There is nothing at this address.");
        }
        catch (ODataException error)
        {
            throw ODataFailure.InvalidQuery(error.Message);
        }
        catch (Exception error) when (error is not ODataFailure)
        {
            Log.LogInformation(error, "The OData parser stumbled");
            throw ODataFailure.InvalidQuery("The address or a query option could not be understood.");
        }
    }

    private ILogger Log => http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Courses.OData");

    private async Task WriteServiceDocument()
    {
        var format = FormatOf(csv: false);
        await WriteJson(format, json =>
        {
            json.WriteStartObject();
            Context(json, format, "");
            json.WriteStartArray("value");
            foreach (var set in model.Sets.Values)
            {
                json.WriteStartObject();
                json.WriteString("name", set.Set.Name);
                json.WriteString("kind", "EntitySet");
                json.WriteString("url", set.Set.Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private async Task WriteMetadata()
    {
        if (options.GetValueOrDefault("$format") is { } format && format is not ("xml" or "application/xml"))
        {
            throw new ODataFailure(StatusCodes.Status406NotAcceptable, "not-acceptable", "$metadata comes as application/xml.");
        }

        Response.ContentType = "application/xml;charset=utf-8";
        Response.ContentLength = model.Csdl.Length;
        await Response.Body.WriteAsync(model.Csdl, http.RequestAborted);
    }

    private async Task WriteCount(VisibleSet set)
    {
        var rows = set.Set.RowsFor(http);
        var parser = OptionsOf(set);
        rows = Filtered(set, rows, parser, TranslatorFor(set, rows, parser, out var row), row);
        var count = await Run(cancel => set.Set.Count(rows, cancel));
        Response.ContentType = "text/plain;charset=utf-8";
        await Response.WriteAsync(count.ToString(CultureInfo.InvariantCulture), http.RequestAborted);
    }

    private async Task WriteSet(VisibleSet set)
    {
        var format = FormatOf(csv: true);
        var parser = OptionsOf(set);
        var rows = set.Set.RowsFor(http);
        var translator = TranslatorFor(set, rows, parser, out var row);
        rows = Filtered(set, rows, parser, translator, row);
        var columns = SelectedColumns(set, parser);
        var orderBy = Understand(parser.ParseOrderBy);
        var order = Keyset.Order(set, orderBy, translator, row, service.Limits);
        var top = Understand(parser.ParseTop);
        var skip = Understand(parser.ParseSkip) ?? 0;
        var withCount = Understand(parser.ParseCount) == true;
        if (skip > int.MaxValue)
        {
            throw ODataFailure.InvalidQuery($"$skip is at most {int.MaxValue}.");
        }

        var query = $"{set.Set.Name}?{options.GetValueOrDefault("$filter")}?{options.GetValueOrDefault("$orderby")}";
        var place = options.TryGetValue("$skiptoken", out var token) ? Keyset.Place(token, query, order) : null;
        var reader = new PageReader(this, set, rows, row, columns, order);
        if (format.Csv)
        {
            await WriteCsv(set, format, columns, reader, place, (int)skip, top);
            return;
        }

        long? count = withCount ? await Run(cancel => set.Set.Count(rows, cancel)) : null;
        var size = PageSize();
        var page = await reader.Read(place, (int)skip, (int)Math.Min(top ?? size, size), more: top is null || top > size);
        await WriteJson(format, async (json, flush) =>
        {
            json.WriteStartObject();
            Context(json, format, $"#{set.Set.Name}{SelectOf(set, columns)}");
            if (count is { } total)
            {
                json.WriteNumber("@odata.count", total);
            }

            json.WriteStartArray("value");
            var written = 0;
            foreach (var values in page.Rows)
            {
                WriteRow(json, format, set, columns, values, reader.KeyOf(values), asRoot: false);
                if (++written % RowsBetweenFlushes == 0)
                {
                    await flush();
                }
            }

            json.WriteEndArray();
            if (page.Last is { } last)
            {
                json.WriteString("@odata.nextLink", NextLink(set, Keyset.Token(query, last), top - page.Rows.Count));
            }

            json.WriteEndObject();
        });
    }

    private async Task WriteCsv(VisibleSet set, AnswerFormat format, IReadOnlyList<Column> columns, PageReader reader, object?[]? place, int skip, long? top)
    {
        // A table has no place for a next link: all pages follow each other, read one at a time.
        var first = await reader.Read(place, skip, (int)Math.Min(top ?? service.Limits.MaxPageSize, service.Limits.MaxPageSize), more: top is null || top > service.Limits.MaxPageSize);
        Response.ContentType = format.ContentType;
        Response.Headers.ContentDisposition = $"attachment; filename={set.Set.Name}.csv";
        await using var text = new StreamWriter(Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 32 * 1024, leaveOpen: true);
        await CsvLine.Write(text, columns.Select(column => (object?)column.Name));
        var left = top;
        for (var page = first; ;)
        {
            foreach (var values in page.Rows)
            {
                await CsvLine.Write(text, values.Take(columns.Count));
            }

            left -= page.Rows.Count;
            if (page.Last is null)
            {
                break;
            }

            await text.FlushAsync(http.RequestAborted);
            page = await reader.Read(page.Last, 0, (int)Math.Min(left ?? service.Limits.MaxPageSize, service.Limits.MaxPageSize), more: left is null || left > service.Limits.MaxPageSize);
        }
    }

    private async Task WriteEntity(VisibleSet set, KeySegment key)
    {
        Refuse("$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken");
        var format = FormatOf(csv: true);
        var columns = SelectedColumns(set, OptionsOf(set));
        var (reader, values) = await Find(set, key, columns);
        if (format.Csv)
        {
            Response.ContentType = format.ContentType;
            await using var text = new StreamWriter(Response.Body, new UTF8Encoding(true), leaveOpen: true);
            await CsvLine.Write(text, columns.Select(column => (object?)column.Name));
            await CsvLine.Write(text, values.Take(columns.Count));
            return;
        }

        await WriteJson(format, json => WriteRow(json, format, set, columns, values, reader.KeyOf(values), asRoot: true));
    }

    private async Task WriteProperty(VisibleSet set, KeySegment key, PropertySegment property, bool raw)
    {
        Refuse("$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$select");
        var format = FormatOf(csv: false);
        var column = set.Columns.First(column => column.Name == property.Property.Name);
        if (raw && column.IsCollection)
        {
            throw ODataFailure.InvalidQuery("$value is for single values.");
        }

        var (reader, values) = await Find(set, key, [column]);
        if (values[0] is null)
        {
            Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        if (raw)
        {
            Response.ContentType = "text/plain;charset=utf-8";
            await Response.WriteAsync(Column.Text(values[0]), http.RequestAborted);
            return;
        }

        await WriteJson(format, json =>
        {
            json.WriteStartObject();
            Context(json, format, $"#{set.Set.Name}({KeyText(set, reader.KeyOf(values))})/{column.Name}");
            json.WritePropertyName("value");
            column.WriteJson(json, values[0], format.LargeNumbersAsText);
            json.WriteEndObject();
        });
    }

    private async Task<(PageReader Reader, object?[] Values)> Find(VisibleSet set, KeySegment key, IReadOnlyList<Column> columns)
    {
        var row = Expression.Parameter(set.Set.RowType, "row");
        var rows = set.Set.RowsFor(http);
        foreach (var (name, value) in key.Keys)
        {
            var column = set.Columns.First(column => column.Name == name);
            var literal = value switch
            {
                Microsoft.OData.Edm.Date day => new DateOnly(day.Year, day.Month, day.Day),
                Microsoft.OData.Edm.TimeOfDay time => new TimeOnly(((TimeSpan)time).Ticks),
                _ when column.ValueType != typeof(string) && value is IConvertible => Understand(() => Convert.ChangeType(value, column.ValueType, CultureInfo.InvariantCulture)),
                _ => value,
            };
            rows = set.Set.Where(rows, row, Expression.Equal(Expression.Property(row, column.Property), QueryTranslator.ParameterOf(literal, column.ValueType)));
        }

        var reader = new PageReader(this, set, rows, row, columns, []);
        var page = await reader.Read(null, 0, 1, more: false);
        return page.Rows is [var found, ..] ? (reader, found) : throw ODataFailure.NotFound($"There is no such row in '{set.Set.Name}'.");
    }

    private void Refuse(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (options.ContainsKey(name))
            {
                throw ODataFailure.InvalidQuery($"{name} is for sets, not for a single row.");
            }
        }
    }

    private QueryTranslator TranslatorFor(VisibleSet set, IQueryable rows, ODataQueryOptionParser parser, out ParameterExpression row)
    {
        row = Expression.Parameter(set.Set.RowType, "row");
        var now = (http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
        return new(set, row, rows is EnumerableQuery, service.Limits, now, alias => parser.ParameterAliasNodes.TryGetValue(alias, out var value) ? value : null);
    }

    private IQueryable Filtered(VisibleSet set, IQueryable rows, ODataQueryOptionParser parser, QueryTranslator translator, ParameterExpression row) =>
        Understand(parser.ParseFilter) is { } filter ? set.Set.Where(rows, row, translator.Condition(filter.Expression)) : rows;

    private IReadOnlyList<Column> SelectedColumns(VisibleSet set, ODataQueryOptionParser parser)
    {
        if (string.IsNullOrWhiteSpace(options.GetValueOrDefault("$select")))
        {
            return set.Columns;
        }

        var clause = Understand(parser.ParseSelectAndExpand);
        if (clause.AllSelected || clause.SelectedItems.OfType<WildcardSelectItem>().Any())
        {
            return set.Columns;
        }

        var names = clause.SelectedItems.Select(item => item is PathSelectItem { SelectedPath.LastSegment: PropertySegment property, SelectedPath.Count: 1 }
            ? property.Property.Name
            : throw ODataFailure.NotImplemented("$select takes names of properties.")).ToHashSet(StringComparer.Ordinal);
        return [.. set.Columns.Where(column => names.Contains(column.Name))];
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
        var format = AnswerFormat.Of(http.Request, options.GetValueOrDefault("$format"));
        return format.Csv && !csv ? throw new ODataFailure(StatusCodes.Status406NotAcceptable, "not-acceptable", "CSV is for rows.") : format;
    }

    private string NextLink(VisibleSet set, string token, long? top)
    {
        var link = new StringBuilder(root.AbsoluteUri).Append(set.Set.Name);
        var separator = '?';
        // The count was said on the first page.
        foreach (var (name, value) in http.Request.Query.Where(option => option.Key is not ("$skip" or "$skiptoken" or "$top" or "$count")))
        {
            link.Append(separator).Append(Uri.EscapeDataString(name).Replace("%24", "$", StringComparison.Ordinal)).Append('=').Append(Uri.EscapeDataString(value.ToString()));
            separator = '&';
        }

        if (top is { } left)
        {
            link.Append(separator).Append(CultureInfo.InvariantCulture, $"$top={left}");
            separator = '&';
        }

        return link.Append(separator).Append("$skiptoken=").Append(token).ToString();
    }

    private void Context(Utf8JsonWriter json, AnswerFormat format, string fragment)
    {
        if (format.Metadata != MetadataLevel.None)
        {
            json.WriteString("@odata.context", $"{root.AbsoluteUri}$metadata{fragment}");
        }
    }

    private static string SelectOf(VisibleSet set, IReadOnlyList<Column> columns) =>
        columns.Count == set.Columns.Count ? "" : $"({string.Join(',', columns.Select(column => column.Name))})";

    private void WriteRow(Utf8JsonWriter json, AnswerFormat format, VisibleSet set, IReadOnlyList<Column> columns, object?[] values, IReadOnlyList<object?> key, bool asRoot)
    {
        json.WriteStartObject();
        if (asRoot)
        {
            Context(json, format, $"#{set.Set.Name}{SelectOf(set, columns)}/$entity");
        }

        var full = format.Metadata == MetadataLevel.Full;
        if (full)
        {
            json.WriteString("@odata.type", $"#{service.NamespaceName}.{set.Type.Name}");
        }

        if (full || (format.Metadata == MetadataLevel.Minimal && !set.Set.Key.All(columns.Contains)))
        {
            json.WriteString("@odata.id", $"{set.Set.Name}({KeyText(set, key)})");
        }

        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            if (full && !column.IsNativeInJson && values[i] is not null)
            {
                json.WriteString($"{column.Name}@odata.type", column.TypeName);
            }

            json.WritePropertyName(column.Name);
            column.WriteJson(json, values[i], format.LargeNumbersAsText);
        }

        json.WriteEndObject();
    }

    private static string KeyText(VisibleSet set, IReadOnlyList<object?> key) => set.Set.Key.Count == 1
        ? Uri.EscapeDataString(Column.Literal(key[0]))
        : string.Join(',', set.Set.Key.Select((column, i) => $"{column.Name}={Uri.EscapeDataString(Column.Literal(key[i]))}"));

    private Task WriteJson(AnswerFormat format, Action<Utf8JsonWriter> write) => WriteJson(format, (json, _) =>
    {
        write(json);
        return Task.CompletedTask;
    });

    private async Task WriteJson(AnswerFormat format, Func<Utf8JsonWriter, Func<Task>, Task> write)
    {
        Response.ContentType = format.ContentType;
        await using var json = new Utf8JsonWriter(Response.BodyWriter, JsonOptions);
        await write(json, async () =>
        {
            await json.FlushAsync(http.RequestAborted);
            await Response.BodyWriter.FlushAsync(http.RequestAborted);
        });
        await json.FlushAsync(http.RequestAborted);
    }

    private async Task Refuse(ODataFailure failure)
    {
        Response.StatusCode = failure.Status;
        Response.ContentLength = null;
        Response.Headers.Remove("Content-Disposition");
        if (failure.Status == StatusCodes.Status503ServiceUnavailable)
        {
            Response.Headers.RetryAfter = "5";
        }

        Response.ContentType = "application/json;odata.metadata=minimal;charset=utf-8";
        await using var json = new Utf8JsonWriter(Response.BodyWriter, JsonOptions);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", failure.Code);
        json.WriteString("message", failure.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Runs a query within the time that one may take, and explains what went wrong in it.</summary>
    private async Task<T> Run<T>(Func<CancellationToken, Task<T>> query)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        time.CancelAfter(service.Limits.MaxTime);
        try
        {
            return await query(time.Token);
        }
        catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
        {
            var failure = time.IsCancellationRequested ? TooSlow() : Explain(error);
            if (failure is null)
            {
                throw;
            }

            Log.LogInformation(error, "An OData query was refused with {Code}", failure.Code);
            throw failure;
        }
    }

    private ODataFailure TooSlow() => ODataFailure.BadRequest(
        "query-too-slow", $"The query took longer than {service.Limits.MaxTime.TotalSeconds:0} seconds. Filter more, select fewer columns, or order by the key.");

    private ODataFailure? Explain(Exception? error) => error switch
    {
        null => null,
        DbException database => Explain(database),
        TimeoutException => TooSlow(),
        RetryLimitExceededException or InvalidOperationException when Explain(error.InnerException) is { } inner => inner,
        ArithmeticException or ArgumentException or FormatException or InvalidCastException =>
            ODataFailure.BadRequest("cannot-be-computed", "The query cannot be computed: a division by zero, a number too large, or a position outside a text."),
        InvalidOperationException => ODataFailure.NotImplemented("The database cannot run this combination of functions. Filter by something simpler."),
        _ => Explain(error.InnerException),
    };

    private ODataFailure? Explain(DbException error)
    {
        if (error.InnerException is TimeoutException)
        {
            return TooSlow();
        }

        // PostgreSQL says it by SQLSTATE, SQL Server by a number that is in the data of its exception.
        var state = error.SqlState ?? "";
        _ = int.TryParse(error.Data["HelpLink.EvtID"] as string, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number);
        if (state.StartsWith("22", StringComparison.Ordinal) || number is 220 or 232 or 241 or 242 or 517 or 535 or 536 or 537 or 8114 or 8115 or 8134)
        {
            return ODataFailure.BadRequest("cannot-be-computed", "The query cannot be computed: a division by zero, a number too large, or a position outside a text.");
        }

        if (number == -2 || state == "57014")
        {
            return TooSlow();
        }

        return state.StartsWith("42", StringComparison.Ordinal) || state.StartsWith("54", StringComparison.Ordinal) || number is > 100 and < 1000 or 8623 or 8631
            ? ODataFailure.NotImplemented("The database cannot run this combination of functions. Filter by something simpler.")
            : new(StatusCodes.Status503ServiceUnavailable, "database-away", "The database is away. Try again in a few seconds.");
    }

    /// <summary>Reads pages: each row an array of the columns, then of the key, then of the order.</summary>
    private sealed class PageReader(ODataRequest request, VisibleSet set, IQueryable rows, ParameterExpression row, IReadOnlyList<Column> columns, IReadOnlyList<OrderKey> order)
    {
        private readonly Expression[] values =
        [
            .. columns.Select(column => Expression.Property(row, column.Property)),
            .. set.Set.Key.Select(column => Expression.Property(row, column.Property)),
            .. order.Select(key => key.Value),
        ];

        public ArraySegment<object?> KeyOf(object?[] found) => new ArraySegment<object?>(found, columns.Count, set.Set.Key.Count);

        public async Task<Page> Read(object?[]? place, int skip, int take, bool more)
        {
            var rest = place is null ? rows : set.Set.Where(rows, row, Keyset.After(order, place));
            var query = set.Set.Read(rest, new(row, order, skip, more ? take + 1 : take), values);
            var found = await request.Run(async cancel =>
            {
                var list = new List<object?[]>(Math.Min(take + 1, 256));
                if (query is IAsyncEnumerable<object?[]> stream)
                {
                    await foreach (var item in stream.WithCancellation(cancel))
                    {
                        list.Add(item);
                    }
                }
                else
                {
                    list.AddRange(query);
                }

                return list;
            });
            if (found.Count <= take)
            {
                return new(found, null);
            }

            found.RemoveAt(take);
            return new(found, found[^1][(columns.Count + set.Set.Key.Count)..]);
        }
    }

    /// <summary>Rows, and the place of the last one when more follow.</summary>
    private sealed record Page(List<object?[]> Rows, object?[]? Last);
}
