using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>Rows as an answer: how many, a page of them as JSON, or all as CSV.</summary>
internal sealed class RowsAnswer(ODataRequest request, Address address)
{
    public async Task WriteCount()
    {
        var query = request.QueryOf(address);
        var count = await request.Run(cancel => Count(query, cancel));
        if (count == 0)
        {
            await request.MustStart(address);
        }

        request.Response.ContentType = "text/plain;charset=utf-8";
        await request.Response.WriteAsync(count.ToString(CultureInfo.InvariantCulture), request.Http.RequestAborted);
    }

    private static async Task<long> Count(RowQuery query, CancellationToken cancel) => await query.Count(cancel) is var count && query.CountsOfNothing is null ? count : Math.Max(count, 1);

    public async Task Write()
    {
        var format = request.FormatOf(csv: true, xlsx: true);
        var query = request.QueryOf(address);
        var (top, skip) = (query.Clauses.Top, query.Clauses.Skip ?? 0);
        if (skip > int.MaxValue)
        {
            throw ODataFailure.InvalidQuery($"$skip is at most {int.MaxValue}.");
        }

        var asked = $"{request.Path}?{request.Options.WhatIsAsked}";
        var place = request.Options["$skiptoken"] is { } token ? Keyset.Place(token, asked, query.Order) : null;
        if (format.Csv)
        {
            await WriteCsv(query, place, skip, top);
            return;
        }

        if (format.Xlsx)
        {
            await WriteXlsx(query, place, skip, top);
            return;
        }

        var size = PageSize();
        var take = Math.Min(top ?? size, size);
        var more = top is null || top > size;
        var isHeavy = take > request.Limits.HeavyRows || query.Clauses.Apply is not null || query.Shape.Manies.Any();
        Task<T> Run<T>(Func<CancellationToken, Task<T>> read) => isHeavy ? request.RunInTurn(read) : request.Run(read);
        long? count = query.Clauses.Count ? await Run(cancel => Count(query, cancel)) : null;
        using var answer = request.Json(format);
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
            var rows = request.View.Stream(query.Page(place, skip, more ? take + 1 : take), cancel);
            var children = Children.None;
            if (query.Shape.Manies.Any())
            {
                var page = await rows.ToListAsync(cancel);
                children = await Children.Read(request.View, query.Shape, page.Count > take ? page[..(int)take] : page, new(request.Limits.MaxExpandedRows), cancel);
                rows = page.ToAsyncEnumerable();
            }

            await foreach (var row in rows)
            {
                if (written == take)
                {
                    return last;
                }

                answer.Row(query.Shape, row, children);
                written++;
                last = row;

                // A heavy page leaves when its turn is over: nobody waits for who reads it slowly.
                if (!isHeavy && answer.HasMuch)
                {
                    await answer.Leave(cancel);
                }
            }

            return null;
        });
        if (written == 0)
        {
            await request.MustStart(address);
            if (NothingCounted(query, skip, top) is { } zeros)
            {
                answer.Row(query.Shape, zeros, Children.None);
            }
        }

        answer.Json.WriteEndArray();
        if (next is not null)
        {
            answer.Json.WriteString("@odata.nextLink", request.Options.Next(request.Url, Keyset.Token(asked, query.PlaceOf(next)), top - written));
        }

        answer.Json.WriteEndObject();
        await answer.Leave(request.Http.RequestAborted);
    }

    /// <summary>The aggregate of no rows is a row: nothing was counted, and there is no sum.</summary>
    private object?[]? NothingCounted(RowQuery query, long skip, long? top)
    {
        if (query.CountsOfNothing is not { } counts || skip > 0 || top == 0 || request.Options["$skiptoken"] is not null)
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

    private async Task WriteCsv(RowQuery query, object?[]? place, long skip, long? top)
    {
        var columns = query.Shape.Flat().ToList();
        await using var pages = AllPages(query, place, skip, top, request.Limits.MaxPageSize, request.Limits.MaxWait).GetAsyncEnumerator();

        // What is refused is refused before an answer begins.
        await pages.MoveNextAsync();
        request.Response.ContentType = AnswerFormat.CsvType;
        request.Response.Headers.ContentDisposition = $"attachment; filename={address.Set.Set.Name}.csv";
        await using var text = new StreamWriter(request.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 32 * 1024, leaveOpen: true);
        await CsvLine.Write(text, columns.Select(column => (object?)column.Name));
        do
        {
            await WriteLines(text, columns, pages.Current);
            await text.FlushAsync(request.Http.RequestAborted);
        }
        while (await pages.MoveNextAsync());
    }

    private async Task WriteXlsx(RowQuery query, object?[]? place, long skip, long? top)
    {
        var columns = query.Shape.Flat().ToList();
        if (top is null or >= XlsxFile.MostRows && await request.Run(cancel => Count(query, cancel)) - skip >= XlsxFile.MostRows)
        {
            throw ODataFailure.BadRequest("too-many-rows", $"A sheet has {XlsxFile.MostRows} rows and no more. Ask for fewer, or for CSV.");
        }

        await using var pages = AllPages(query, place, skip, top, request.Limits.MaxPageSize, request.Limits.MaxWait).GetAsyncEnumerator();
        await pages.MoveNextAsync();
        var (response, cancelled) = (request.Response, request.Http.RequestAborted);
        response.ContentType = XlsxFile.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename={address.Set.Set.Name}.xlsx";
        await using var workbook = await XlsxFile.Start(response.Body, cancelled);
        await workbook.Sheet(address.Set.Set.Name, [.. columns.Select(column => column.Name)], cancelled);
        do
        {
            foreach (var row in pages.Current)
            {
                await workbook.Row(columns.Select(column => row[column.Slot]), cancelled);
            }
        }
        while (await pages.MoveNextAsync());

        await workbook.Finish(cancelled);
    }

    /// <summary>The table in pieces of so many rows, each as its bytes: one after the other they are the answer that CSV gives at once.</summary>
    public async IAsyncEnumerable<(int Rows, byte[] Csv)> Pieces(int size)
    {
        // Nobody sits before this answer: it waits for its turn as long as it takes.
        var query = request.QueryOf(address);
        var (columns, isFirst) = (query.Shape.Flat().ToList(), true);
        await foreach (var page in AllPages(query, null, query.Clauses.Skip ?? 0, query.Clauses.Top, size, Timeout.InfiniteTimeSpan))
        {
            using var bytes = new MemoryStream();
            await using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: isFirst), leaveOpen: true))
            {
                if (isFirst)
                {
                    await CsvLine.Write(text, columns.Select(column => (object?)column.Name));
                }

                await WriteLines(text, columns, page);
            }

            isFirst = false;
            yield return (page.Count, bytes.ToArray());
        }
    }

    /// <summary>How many rows the table has.</summary>
    public async Task<long> Rows()
    {
        var query = request.QueryOf(address);
        var left = Math.Max(await request.Run(cancel => Count(query, cancel)) - (query.Clauses.Skip ?? 0), 0);
        return Math.Min(left, query.Clauses.Top ?? left);
    }

    /// <summary>Is it a question at all, and one that a table answers? Asks the database nothing.</summary>
    public void Understand()
    {
        _ = request.QueryOf(address).Shape.Flat().ToList();
        if (request.Options["$skiptoken"] is not null)
        {
            throw ODataFailure.InvalidQuery("A table begins at its first row: leave $skiptoken out.");
        }
    }

    private static async Task WriteLines(TextWriter text, IReadOnlyList<(string Name, int Slot)> columns, IEnumerable<object?[]> rows)
    {
        foreach (var row in rows)
        {
            await CsvLine.Write(text, columns.Select(column => row[column.Slot]));
        }
    }

    /// <summary>A table has no place for a next link: all pages follow each other, read one at a time. There is at least one, which may be empty.</summary>
    private async IAsyncEnumerable<IReadOnlyList<object?[]>> AllPages(RowQuery query, object?[]? place, long skip, long? top, long size, TimeSpan patience)
    {
        var left = top;
        var page = await Read(place, skip);
        if (page.Count == 0)
        {
            await request.MustStart(address);
            if (NothingCounted(query, skip, top) is { } zeros)
            {
                page.Add(zeros);
            }
        }

        while (page.Count > size)
        {
            var next = query.PlaceOf(page[(int)size - 1]);
            yield return page[..(int)size];
            left -= size;
            page = await Read(next, 0);
        }

        yield return page;

        Task<List<object?[]>> Read(object?[]? from, long skipped) =>
            request.RunInTurn(cancel => request.View.List(query.Page(from, skipped, Math.Min(left ?? long.MaxValue, size + 1)), long.MaxValue, cancel), patience);
    }

    private int PageSize()
    {
        var size = request.Limits.PageSize;
        foreach (var preference in request.Http.Request.Headers["Prefer"].SelectMany(header => (header ?? "").Split(',')))
        {
            var parts = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is ["odata.maxpagesize" or "maxpagesize", var wanted] && int.TryParse(wanted.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > 0)
            {
                size = Math.Min(rows, request.Limits.MaxPageSize);
                request.Response.Headers["Preference-Applied"] = $"odata.maxpagesize={size}";
            }
        }

        return size;
    }
}
