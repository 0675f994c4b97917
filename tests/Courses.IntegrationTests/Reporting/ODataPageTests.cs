using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Courses.Contracts.Access;

namespace Courses.IntegrationTests.Reporting;

/// <summary>What docs/odata.md promises is what the service does.</summary>
public sealed partial class ODataPageTests(City city) : IClassFixture<City>
{
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    [Fact]
    public async Task The_table_of_sets_is_that_of_the_model()
    {
        var csdl = XDocument.Parse(await city.As(Roles.Administrator, caseData: true).GetStringAsync("/odata/$metadata"));
        var types = csdl.Descendants(Edm + "EntityType").ToDictionary(Name);
        string[] lines =
        [
            "| Set | Key | Columns | Leads to |",
            "| --- | --- | --- | --- |",
            .. csdl.Descendants(Edm + "EntitySet").Select(set =>
            {
                var type = types[set.Attribute("EntityType")!.Value.Split('.')[1]];
                var key = type.Descendants(Edm + "PropertyRef").Select(part => part.Attribute("Name")!.Value).ToList();
                return $"| `{Name(set)}` | {string.Join(", ", key)} | {string.Join(", ", type.Elements(Edm + "Property").Select(Name).Except(key))} | {string.Join(", ", type.Elements(Edm + "NavigationProperty").Select(Name))} |";
            }),
        ];
        var page = await Page();
        var written = page[(page.IndexOf("<!-- sets -->", StringComparison.Ordinal) + 13)..page.IndexOf("<!-- /sets -->", StringComparison.Ordinal)].Trim().Split('\n');
        Assert.True(lines.SequenceEqual(written), $"docs/odata.md does not show the sets as they are. It should say:\n{string.Join('\n', lines)}");
    }

    [Fact]
    public async Task Each_of_its_questions_is_answered()
    {
        var taught = await city.HasReportedClass(programme: "inlt");
        var client = city.As(Roles.Administrator);
        var session = JsonDocument.Parse(await client.GetStringAsync($"/odata/Sessions?$filter=GroupId eq {taught.GroupId}&$top=1")).RootElement.GetProperty("value")[0].GetProperty("Id").GetString()!;
        var questions = Question().Matches(await Page()).Select(match => match.Groups["address"].Value).ToList();
        Assert.Equal(20, questions.Count);
        foreach (var question in questions)
        {
            var answer = await client.GetAsync($"/odata/{question.Replace("<id>", session, StringComparison.Ordinal)}");
            Assert.True(answer.IsSuccessStatusCode, $"{question}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>The steps that Power Query takes, with its headers; each is one request.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("$metadata")]
    [InlineData("AttendanceMarks?$top=1000")]
    [InlineData("AttendanceMarks?$select=SessionId%2CParticipantId%2CDate%2CState&$filter=State eq 'Present' and Date ge 2026-03-01 and Date lt 2027-04-01&$top=1000")]
    [InlineData("Sessions?$filter=StartsAt%20gt%202021-02-03T00%3A00%3A00%2B01%3A00&$top=1000")]
    [InlineData("Sessions?$filter=CancelledAt eq null")]
    [InlineData("Classes?$filter=contains(Name,'German') or startswith(Name,'G') or endswith(Name,'g')")]
    [InlineData("Participants?$filter=not contains(Level,'A1')")]
    [InlineData("AttendanceMarks?$filter=(PresentMinutes eq 1 or PresentMinutes eq 2 or PresentMinutes eq 90)")]
    [InlineData("AttendanceMarks?$orderby=Date desc,PresentMinutes&$skip=10&$top=50")]
    [InlineData("AttendanceMarks/$count")]
    [InlineData("Sessions?$filter=year(StartsAt) eq 2026 and PlannedMinutes div 60 gt 0 and toupper(trim(GroupName)) ne 'X'")]
    [InlineData("AttendanceMarks?$select=SessionId%2CParticipantId%2CSession&$expand=Session%28%24select%3DId%2CGroupName%29&$top=1000")]
    [InlineData("Sessions?$select=Id%2CMarks&$expand=Marks%28%24select%3DState%2CPresentMinutes%29")]
    public async Task What_Power_Query_asks_is_answered_in_one_request(string address)
    {
        await city.HasReportedClass();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/odata/{address}");
        request.Headers.TryAddWithoutValidation("OData-MaxVersion", "4.0");
        request.Headers.TryAddWithoutValidation("MaxDataServiceVersion", "3.0");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;odata.metadata=minimal;q=1.0,application/json;odata=minimalmetadata;q=0.9,application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7");
        request.Headers.TryAddWithoutValidation("User-Agent", "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        var answer = await city.As(Roles.Administrator).SendAsync(request);
        Assert.Equal("4.0", answer.Headers.GetValues("OData-Version").Single());
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<string> Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Courses.sln")))
        {
            folder = folder.Parent!;
        }

        return await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs/odata.md"));
    }

    private static string Name(XElement element) => element.Attribute("Name")!.Value;

    [GeneratedRegex(@"^\| [^|]+ \| `(?<address>[A-Z]\w+[(?][^`]+)` \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Question();
}
