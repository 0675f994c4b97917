using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Courses.Web;

/// <summary>Traces and metrics go to COURSES_OTLP (an OTLP address such as <c>http://localhost:4317</c>); without it nothing is collected.</summary>
internal sealed class Telemetry(IConfiguration configuration) : IHostedService, IDisposable
{
    private readonly Lock ending = new();
    private TracerProvider? traces;
    private MeterProvider? metrics;

    public static WebApplicationBuilder Add(WebApplicationBuilder builder)
    {
        // Without it the framework's spans carry no method and address; RequestLog adds route and status.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Services.AddHostedService<Telemetry>();
        return builder;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration["COURSES_OTLP"] is { Length: > 0 } address)
        {
            var resource = ResourceBuilder.CreateDefault().AddService("courses");
            traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource("Microsoft.AspNetCore", "Npgsql", "Courses")

                // Npgsql has spans of its own; SqlClient has none, only events that become spans here.
                .AddSqlClientInstrumentation()
                .AddProcessor(new NoPersonalData())
                .AddOtlpExporter(options => To(options, address))
                .Build();
            metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "Microsoft.EntityFrameworkCore", "Npgsql", "System.Runtime", "Courses")
                .AddOtlpExporter(options => To(options, address))
                .Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // The host stops and disposes, which may overlap: whoever comes second waits until the last of it is sent.
        lock (ending)
        {
            traces?.Dispose();
            metrics?.Dispose();
            (traces, metrics) = (null, null);
        }
    }

    private static void To(OtlpExporterOptions options, string address) => options.Endpoint = new Uri(address);
}

/// <summary>Paths hold pass tokens, queries hold names: a trace keeps the route instead, and no value of a statement.</summary>
internal sealed class NoPersonalData : BaseProcessor<Activity>
{
    private static readonly string[] Dropped =
        ["url.full", "url.query", "http.url", "http.target", "http.request.header.authorization", "client.address", "user_agent.original", "enduser.id", "db.query.parameter"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Dropped)
        {
            data.SetTag(tag, null);
        }

        if (data.GetTagItem("url.path") is not null)
        {
            data.SetTag("url.path", data.GetTagItem("http.route"));
        }
    }
}
