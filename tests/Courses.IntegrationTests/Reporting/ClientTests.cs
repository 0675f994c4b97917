using System.Diagnostics;
using Courses.Contracts.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Courses.IntegrationTests.Reporting;

/// <summary>Clients that others wrote read the service: tests/Clients.</summary>
public sealed class ClientTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Four_clients_of_the_web_read_filter_expand_group_and_page()
    {
        var taught = await city.HasReportedClass(people: 3);
        await using var door = await Door(city.As(Roles.Administrator));
        var folder = Path.Combine(Root(), "tests/Clients");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            await Run(folder, "npm", "ci", "--silent", "--no-fund", "--no-audit");
        }

        var said = await Run(folder, "npm", "run", "--silent", "read", "--", $"{door.Urls.Single()}/odata", taught.GroupId.ToString());
        Assert.Equal(["o.js", "odata-query", "@odata/client", "odata-fluent-query"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The city lives in this process; a client from outside needs a port, and what comes in there is asked by somebody who is signed in.</summary>
    private static async Task<WebApplication> Door(HttpClient signedIn)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async http =>
        {
            using var request = new HttpRequestMessage(new(http.Request.Method), $"http://{http.Request.Host}{http.Request.Path}{http.Request.QueryString}");
            foreach (var name in new[] { "Accept", "Prefer", "OData-MaxVersion", "OData-Version" })
            {
                if (http.Request.Headers.TryGetValue(name, out var value))
                {
                    request.Headers.TryAddWithoutValidation(name, value.ToString());
                }
            }

            using var answer = await signedIn.SendAsync(request);
            http.Response.StatusCode = (int)answer.StatusCode;
            http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(http.Response.Body);
        });
        await app.StartAsync();
        return app;
    }

    private static async Task<string> Run(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await said}\n{await complained}");
        return await said;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Courses.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
