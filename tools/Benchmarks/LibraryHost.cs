using Courses.Contracts.Attendance;
using Courses.Contracts.Timetable;
using Courses.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.OData;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OData.Edm;
using Microsoft.OData.ModelBuilder;

namespace Courses.Benchmarks;

/// <summary>Microsoft.AspNetCore.OData as its documentation sets it up, a controller with a page size, over the same rows.</summary>
internal sealed class LibraryHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private LibraryHost(WebApplication app, Uri address) => (this.app, Address) = (app, address);

    public Uri Address { get; }

    public static async Task<LibraryHost> Start(string connection)
    {
        var address = new Uri($"http://127.0.0.1:{HostProcess.FreePort()}");
        var host = BenchmarkHost.Build(connection, services => services.AddControllers()
            .ConfigureApplicationPartManager(parts =>
            {
                parts.ApplicationParts.Clear();
                parts.ApplicationParts.Add(new AssemblyPart(typeof(AttendanceMarksController).Assembly));
            })
            .AddOData(options => options.EnableQueryFeatures(null).AddRouteComponents("odata", Model())), runsJobs: false);
        host.Urls.Add(address.ToString());
        host.MapControllers();
        await host.StartAsync();
        return new(host, address);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static IEdmModel Model()
    {
        var builder = new ODataConventionModelBuilder();
        builder.EntitySet<LibraryMark>("AttendanceMarks").EntityType.HasKey(row => new { row.SessionId, row.ParticipantId });
        return builder.GetEdmModel();
    }
}

/// <summary>The columns that the walk asks for.</summary>
public sealed class LibraryMark
{
    public Guid SessionId { get; init; }

    public Guid ParticipantId { get; init; }

    public DateOnly Date { get; init; }

    public required string State { get; init; }

    public int PresentMinutes { get; init; }

    public int PlannedMinutes { get; init; }

    public bool Scanned { get; init; }
}

public sealed class AttendanceMarksController(IAttendance attendance, ITimetable timetable) : ODataController
{
    [EnableQuery(PageSize = 10_000, EnsureStableOrdering = true)]
    public IQueryable<LibraryMark> Get() =>
        from mark in attendance.Marks
        join session in timetable.Sessions on mark.SessionId equals session.Id
        select new LibraryMark
        {
            SessionId = mark.SessionId,
            ParticipantId = mark.ParticipantId,
            Date = session.LocalDate,
            State = mark.State.ToString(),
            PresentMinutes = mark.PresentMinutes,
            PlannedMinutes = session.PlannedMinutes,
            Scanned = mark.Scanned,
        };
}
