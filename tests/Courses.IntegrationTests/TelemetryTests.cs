using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Courses.IntegrationTests;

/// <summary>One setting sends traces and metrics to a collector, and nobody can be recognised in them.</summary>
public sealed class TelemetryTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Traces_and_metrics_reach_the_collector_without_a_person_in_them()
    {
        var received = new ConcurrentQueue<(string Path, string Content)>();
        await using var collector = await Collector(received);
        var address = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        await using (var watched = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_OTLP", address)))
        {
            using var client = watched.CreateClient();
            await client.GetAsync("/p/AQ-a-secret-pass-token");
            await client.GetAsync("/my/classes?q=Nargis");
            await client.GetAsync("/health/ready");
        }

        var traces = Of("/opentelemetry.proto.collector.trace.v1.TraceService/Export");
        var metrics = Of("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");
        Assert.Contains("courses", traces, StringComparison.Ordinal);
        Assert.Contains("GET /p/{token}", traces, StringComparison.Ordinal);
        Assert.Contains("http.response.status_code", traces, StringComparison.Ordinal);
        Assert.Contains("db.system", traces, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        foreach (var secret in new[] { "secret-pass", "Nargis" })
        {
            Assert.DoesNotContain(secret, traces + metrics, StringComparison.OrdinalIgnoreCase);
        }

        string Of(string path) => string.Concat(received.Where(one => one.Path == path).Select(one => one.Content));
    }

    /// <summary>Takes what OTLP sends over gRPC. The messages are protobuf, in which text stands as it is.</summary>
    private static async Task<WebApplication> Collector(ConcurrentQueue<(string Path, string Content)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.Body.WriteAsync(new byte[5]);
        });
        await app.StartAsync();
        return app;
    }
}
