using System.Text;
using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>One row as an answer, or one of its properties.</summary>
internal sealed class RowAnswer(ODataRequest request, Address address)
{
    public async Task Write()
    {
        request.Options.RefuseForOneRow("$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$apply", "$search");
        var format = request.FormatOf(csv: true);
        var query = request.QueryOf(address);
        var page = await request.Run(cancel => request.View.List(query.Page(null, 0, 1), 1, cancel));
        if (page is not [var row])
        {
            // A way that leads to no row is an answer; a key that is not there is none.
            await request.MustStart(address);
            request.Response.StatusCode = address.From is not null && address.IsOne && !EndsInKey() ? StatusCodes.Status204NoContent : throw NoSuchRow();
            return;
        }

        if (format.Csv)
        {
            var columns = query.Shape.Flat().ToList();
            request.Response.ContentType = AnswerFormat.CsvType;
            await using var text = new StreamWriter(request.Response.Body, new UTF8Encoding(true), leaveOpen: true);
            await CsvLine.Write(text, columns.Select(column => (object?)column.Name));
            await CsvLine.Write(text, columns.Select(column => row[column.Slot]));
            return;
        }

        var children = await request.Run(cancel => Children.Read(request.View, query.Shape, [row], new(request.Limits.MaxExpandedRows), cancel));
        using var answer = request.Json(format);
        answer.Row(query.Shape, row, children, $"#{address.Set.Set.Name}{query.Shape.Context()}/$entity");
        await answer.Leave(request.Http.RequestAborted);
    }

    private bool EndsInKey() => request.Path.EndsWith(')');

    public async Task WriteProperty()
    {
        request.Options.RefuseForOneRow("$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$select", "$expand", "$apply", "$compute", "$search");
        var format = request.FormatOf(csv: false);
        var column = address.Property!;
        if (address.IsValue && column.IsCollection)
        {
            throw ODataFailure.InvalidQuery("$value is for single values.");
        }

        var query = request.QueryOf(address);
        var page = await request.Run(cancel => request.View.List(query.Page(null, 0, 1), 1, cancel));
        var row = page is [var found] ? found : throw NoSuchRow();
        var value = row[query.Shape.Parts.OfType<ValuePart>().First(part => part.Column == column).Slot];
        if (value is null)
        {
            request.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        if (address.IsValue)
        {
            request.Response.ContentType = "text/plain;charset=utf-8";
            await request.Response.WriteAsync(Column.Text(value), request.Http.RequestAborted);
            return;
        }

        using var answer = request.Json(format);
        answer.Json.WriteStartObject();
        answer.Context($"#{address.Set.Set.Name}({Column.KeyText(address.Set.Set, [.. query.Shape.Key.Select(slot => row[slot])])})/{column.Name}");
        answer.Json.WritePropertyName("value");
        column.WriteJson(answer.Json, value, format.LargeNumbersAsText);
        answer.Json.WriteEndObject();
        await answer.Leave(request.Http.RequestAborted);
    }

    private ODataFailure NoSuchRow() => ODataFailure.NotFound($"There is no such row in '{address.Set.Set.Name}'.");
}
