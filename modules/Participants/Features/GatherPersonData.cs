using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Features;

/// <summary>Everything that is kept about one person as one file: asked every module, kind by kind, in the person's language. Its shape is in docs/people-data.md.</summary>
internal sealed class GatherPersonData(CoursesDb db, PersonalData data, ISeals seals, TimeProvider clock) : IWork
{
    public const string Name = "person-data";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // Names stay readable in whatever script; the file is no page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        var wanted = order.Read<PersonFileOrder>().FileId;
        var file = await db.Set<PersonFile>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == wanted, cancel) ?? throw new RuleBroken("person-data.gone");
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = Language.Of(file.Language).Culture;
            var document = await data.Everything(file.ParticipantId, file.Language, order.Report, cancel);
            var content = seals.Seal(nameof(PersonFile), file.Id, await Small(JsonSerializer.SerializeToUtf8Bytes(document, Json), cancel));
            await db.Transact(
                async () => (await db.Set<PersonFile>().SingleOrDefaultAsync(row => row.Id == wanted, cancel) ?? throw new RuleBroken("person-data.gone")).Finish(content, document.Kinds.Sum(kind => kind.Count), clock.GetUtcNow()),
                cancel);
            return new("person-data.done", null, document.Kinds.Sum(kind => kind.Count));
        }
        finally
        {
            CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = before;
        }
    }

    public byte[] Open(PersonFile file)
    {
        using var zip = new GZipStream(new MemoryStream(seals.Open(nameof(PersonFile), file.Id, file.Sealed!) ?? throw new RuleBroken("person-data.sealed")), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        zip.CopyTo(whole);
        return whole.ToArray();
    }

    public PersonDocument Read(PersonFile file) => JsonSerializer.Deserialize<PersonDocument>(Open(file), Json)!;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/my/data/{id:guid}/file.json", (Guid id, HttpResponse response, PersonDataDesk desk, GatherPersonData gather, Caller caller, CancellationToken cancel) => Fetch(caller.Id, id, response, desk, gather, cancel))
            .ExcludeFromDescription().For(Roles.Newcomer);
        app.MapGet("/coach/people/{person:guid}/data/{id:guid}/file.json", Fetch).ExcludeFromDescription().For(Roles.Coach);
    }

    private static async Task<IResult> Fetch(Guid person, Guid id, HttpResponse response, PersonDataDesk desk, GatherPersonData gather, CancellationToken cancel)
    {
        var file = await desk.HandOut(person, id, "json", cancel);
        response.Headers.CacheControl = "no-store";
        return TypedResults.File(gather.Open(file), "application/json", string.Create(CultureInfo.InvariantCulture, $"my-data-{file.AskedAt:yyyy-MM-dd}.json"));
    }

    private static async Task<byte[]> Small(byte[] json, CancellationToken cancel)
    {
        using var small = new MemoryStream();
        await using (var zip = new GZipStream(small, CompressionLevel.Optimal))
        {
            await zip.WriteAsync(json, cancel);
        }

        return small.ToArray();
    }
}

internal sealed record PersonFileOrder(Guid FileId);

/// <summary>The file, as it is written and read back.</summary>
internal sealed record PersonDocument(string Format, DateTimeOffset MadeAt, string Language, Guid Person, string Name, IReadOnlyList<DocumentKind> Kinds);

/// <param name="Kind">The code of the kind.</param>
/// <param name="Title">What it is called, in the person's language; so the next four.</param>
/// <param name="Why">What it is kept for.</param>
/// <param name="Ground">By what right.</param>
/// <param name="SeenBy">Who sees it.</param>
/// <param name="Until">Until when it is kept.</param>
/// <param name="Count">How many records the person would count.</param>
/// <param name="Tables">All rows.</param>
internal sealed record DocumentKind(string Kind, string Title, string Why, string Ground, IReadOnlyList<string> SeenBy, string Until, int Count, IReadOnlyList<DocumentTable> Tables);

internal sealed record DocumentTable(string Table, IReadOnlyList<KeptRecord> Rows);
