using System.Globalization;
using System.IO.Compression;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.OData;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Reporting.Features;

/// <summary>
/// A question to OData whose answer takes longer than somebody waits: it becomes a file, as work. It is read as its asker may read when it runs, piece by piece in the order of the rows, and each piece is
/// stored before the next is read. A run that is stopped leaves nothing, and the next begins anew: a file is of one time.
/// </summary>
internal sealed class ExportRows(CoursesDb db, ReadCopy copy, IHttpContextAccessor accessor, IStaff staff, IMessages messages, IConfiguration configuration, TimeProvider clock) : IWork
{
    public const string Name = "export";
    public const string Letter = "export-ready";

    /// <summary>Rows that are in memory at once.</summary>
    private readonly int piece = configuration.GetValue("COURSES_EXPORT_ROWS_AT_ONCE", 5_000);

    /// <summary>How long a file is kept.</summary>
    public static TimeSpan KeptFor(IConfiguration configuration) => TimeSpan.FromDays(configuration.GetValue("COURSES_EXPORT_DAYS", 7));

    /// <summary>The question as a table, as this caller may see it now. Refused with its reason when it is none.</summary>
    public static ODataTable TableOf(string question, HttpContext http)
    {
        var (path, options) = question.Split('?', 2) is [var before, var after] ? (before, "?" + after) : (question, "");
        try
        {
            (http.Request.Scheme, http.Request.Path, http.Request.QueryString) = ("https", PathString.FromUriComponent($"/odata/{path.Trim().TrimStart('/')}"), new(options));
            return ODataTable.Of(ReadOData.Shared, "/odata", http);
        }
        catch (ODataRefused refused)
        {
            throw new RuleBroken("export.refused", refused.Message);
        }
        catch (UriFormatException)
        {
            throw new RuleBroken("export.refused", path);
        }
    }

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        var wanted = order.Read<ExportOrder>();
        var export = await db.Set<Export>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == wanted.ExportId, cancel) ?? throw new RuleBroken("export.gone");
        var asker = await staff.Now(export.AskedBy, cancel);
        var http = accessor.HttpContext!;
        if (asker is null || !MayExport(asker.Principal.IsInRole))
        {
            throw new RuleBroken("export.no-right");
        }

        // What the person may see now counts, and not what it was when they asked.
        (http.User, http.RequestAborted) = (asker.Principal, cancel);
        var run = Guid.NewGuid();
        await db.Set<ExportPiece>().Where(row => row.ExportId == export.Id).ExecuteDeleteAsync(cancel);

        // The rows are read from the copy where there is one; the file is written here.
        var (services, reading) = (http.RequestServices, await copy.Open(cancel));
        http.RequestServices = reading?.ServiceProvider ?? services;
        try
        {
            var (rows, bytes, pieces) = await Write(export, run, TableOf(export.Question, http), order, cancel);
            await db.Transact(
                async () =>
                {
                    var made = await db.Set<Export>().SingleOrDefaultAsync(row => row.Id == export.Id, cancel) ?? throw new RuleBroken("export.gone");
                    if (await db.Set<ExportPiece>().CountAsync(row => row.ExportId == export.Id && row.Run == run, cancel) != pieces)
                    {
                        throw new InvalidOperationException("Another node took the export over and began anew.");
                    }

                    made.Finish(run, rows, bytes, clock.GetUtcNow());
                    await messages.QueueForStaff(
                        new()
                        {
                            Email = asker.Email,
                            Language = wanted.Language,
                            Kind = Letter,
                            OnceKey = $"{Letter}:{export.Id}",
                            Details = [export.Set, rows.ToString(CultureInfo.InvariantCulture), ((int)KeptFor(configuration).TotalDays).ToString(CultureInfo.InvariantCulture)],
                        },
                        cancel);
                },
                cancel);
            return new("export.done", "/admin/exports", rows);
        }
        catch (ODataRefused refused)
        {
            await Forget(export.Id, run);
            throw new RuleBroken("export.refused", refused.Message);
        }
        catch
        {
            await Forget(export.Id, run);
            throw;
        }
        finally
        {
            http.RequestServices = services;
            await (reading?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    public static bool MayExport(Func<string, bool> isInRole) => isInRole(Roles.Administrator) || isInRole(Roles.Auditor);

    private async Task<(long Rows, long Bytes, int Pieces)> Write(Export export, Guid run, ODataTable table, WorkOrder order, CancellationToken cancel)
    {
        var total = await table.Count();
        var (rows, bytes, number) = (0L, 0L, 0);
        await order.Report(0, Shown(total));
        await foreach (var read in table.Pieces(piece).WithCancellation(cancel))
        {
            db.Add(new ExportPiece { ExportId = export.Id, Run = run, Number = number++, Content = await Small(read.Csv, cancel) });
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
            (rows, bytes) = (rows + read.Rows, bytes + read.Csv.Length);
            await order.Report(Shown(rows), Shown(Math.Max(total, rows)));
        }

        return (rows, bytes, number);
    }

    private static int Shown(long rows) => (int)Math.Min(rows, int.MaxValue);

    private static async Task<byte[]> Small(byte[] csv, CancellationToken cancel)
    {
        using var small = new MemoryStream();
        await using (var zip = new GZipStream(small, CompressionLevel.Fastest))
        {
            await zip.WriteAsync(csv, cancel);
        }

        return small.ToArray();
    }

    private Task<int> Forget(Guid export, Guid run) =>
        db.Set<ExportPiece>().Where(row => row.ExportId == export && row.Run == run).ExecuteDeleteAsync(CancellationToken.None);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/admin/exports/{id:guid}/rows.csv", Fetch).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);

    private static async Task Fetch(Guid id, HttpContext http, CoursesDb db, Caller caller, IAudit audit, CancellationToken cancel)
    {
        var me = caller.Id;
        var export = await db.Set<Export>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.AskedBy == me && row.DoneAt != null, cancel) ?? throw new NotFound("The file");
        audit.Record("export.fetched", export.Id, string.Create(CultureInfo.InvariantCulture, $"{export.Set} {export.Rows}"));
        await db.SaveChangesAsync(cancel);
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename={export.Set}-{export.AskedAt:yyyy-MM-dd}.csv");
        for (var number = 0; ; number++)
        {
            var content = await db.Set<ExportPiece>().Where(row => row.ExportId == id && row.Run == export.MadeBy && row.Number == number).Select(row => row.Content).SingleOrDefaultAsync(cancel);
            if (content is null)
            {
                return;
            }

            await using var zip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            await zip.CopyToAsync(http.Response.Body, cancel);
        }
    }
}

/// <param name="ExportId">Which.</param>
/// <param name="Language">What the asker reads.</param>
internal sealed record ExportOrder(Guid ExportId, string Language);
