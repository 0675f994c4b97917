using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Courses.OData;

/// <summary>
/// Writes rows as JSON. The beginning of an answer waits in memory, so that what goes wrong early still is an error; a long answer leaves piece by piece.
/// </summary>
internal sealed class JsonAnswer : IDisposable
{
    private const int LeavesAt = 512 * 1024;
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly HttpResponse response;
    private readonly AnswerFormat format;
    private readonly string root;
    private readonly string namespaceName;

    /// <summary>What waits lies in pieces of shared memory that go back when it has left, however long the answer is.</summary>
    private readonly Pipe waiting = new(new(pauseWriterThreshold: 0, minimumSegmentSize: 64 * 1024, useSynchronizationContext: false));

    public JsonAnswer(HttpResponse response, AnswerFormat format, string root, string namespaceName)
    {
        (this.response, this.format, this.root, this.namespaceName) = (response, format, root, namespaceName);
        Json = new(waiting.Writer, JsonOptions);
    }

    public Utf8JsonWriter Json { get; }

    public bool HasMuch => waiting.Writer.UnflushedBytes + Json.BytesPending > LeavesAt;

    public void Dispose()
    {
        Json.Dispose();
        waiting.Writer.Complete();
        waiting.Reader.Complete();
    }

    public void Context(string fragment)
    {
        if (format.Metadata != MetadataLevel.None)
        {
            Json.WriteString("@odata.context", $"{root}$metadata{fragment}");
        }
    }

    public void Row(Shape shape, object?[] row, Children children, string? context = null)
    {
        Json.WriteStartObject();
        if (context is not null)
        {
            Context(context);
        }

        var full = format.Metadata == MetadataLevel.Full;
        if (shape.Set is { } set)
        {
            if (full)
            {
                Json.WriteString("@odata.type", $"#{namespaceName}.{set.Type.Name}");
            }

            if (full || (format.Metadata == MetadataLevel.Minimal && shape.LacksItsKey))
            {
                Json.WriteString("@odata.id", $"{set.Set.Name}({Column.KeyText(set.Set, [.. shape.Key.Select(slot => row[slot])])})");
            }
        }

        foreach (var part in shape.Parts)
        {
            switch (part)
            {
                case ValuePart(var column, var slot):
                    if (full && !column.IsNativeInJson && row[slot] is not null)
                    {
                        Json.WriteString($"{column.Name}@odata.type", column.TypeName);
                    }

                    Json.WritePropertyName(column.JsonName);
                    column.WriteJson(Json, row[slot], format.LargeNumbersAsText);
                    break;
                case OnePart one:
                    Json.WritePropertyName(one.Name);
                    if (one.Shape.Present is { } present && row[present] is null)
                    {
                        Json.WriteNullValue();
                    }
                    else
                    {
                        Row(one.Shape, row, children);
                    }

                    break;
                case ManyPart many:
                    var rows = children.Of(many, row[many.Slot]);
                    if (rows.Count is { } count)
                    {
                        Json.WriteNumber($"{many.Name}@odata.count", count);
                    }

                    Json.WriteStartArray(many.Name);
                    foreach (var child in rows.Rows)
                    {
                        Row(many.Query.Shape, child, rows.Children);
                    }

                    Json.WriteEndArray();
                    break;
            }
        }

        Json.WriteEndObject();
    }

    public async Task Leave(CancellationToken cancel)
    {
        response.ContentType ??= format.ContentType;
        await Json.FlushAsync(cancel);
        await waiting.Writer.FlushAsync(cancel);
        if (!waiting.Reader.TryRead(out var read))
        {
            return;
        }

        foreach (var piece in read.Buffer)
        {
            await response.Body.WriteAsync(piece, cancel);
        }

        waiting.Reader.AdvanceTo(read.Buffer.End);
    }
}
