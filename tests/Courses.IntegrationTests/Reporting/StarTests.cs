using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Courses.Contracts.Access;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Reporting;

/// <summary>From one set to the next: $expand, any and all, paths, groups, and the rights under each of them.</summary>
public sealed class StarTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Every_question_over_several_sets_is_answered()
    {
        await city.HasReportedClass(programme: "inlt");
        var client = city.As(Roles.Administrator, caseData: true);
        var wrong = new List<string>();
        foreach (var question in Questions.OfTheStar.Concat(Questions.OfGroups))
        {
            var answer = await client.GetAsync(Questions.Encoded(question));
            var body = await answer.Content.ReadAsStringAsync();
            if (!answer.IsSuccessStatusCode)
            {
                wrong.Add($"{question}: {answer.StatusCode} {body}");
                continue;
            }

            _ = JsonDocument.Parse(body);
            if (!question.Contains("$expand", StringComparison.Ordinal))
            {
                var csv = await client.GetAsync(Questions.Encoded(question) + "&$format=csv");
                if (!csv.IsSuccessStatusCode)
                {
                    wrong.Add($"{question} as CSV: {csv.StatusCode} {await csv.Content.ReadAsStringAsync()}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Expanded_rows_are_those_that_belong()
    {
        var taught = await city.HasReportedClass(people: 3);
        var client = city.As(Roles.Administrator);
        var sessions = await Rows(client, $"Sessions?$filter=GroupId eq {taught.GroupId}&$orderby=StartsAt&$expand=Marks($orderby=State desc;$count=true;$expand=Participant($select=Gender)),Class($select=Name;$expand=Provider($select=Id)),Run");
        Assert.Equal(16, sessions.Count);
        foreach (var (session, i) in sessions.Select((session, i) => (session, i)))
        {
            var marks = session.GetProperty("Marks").EnumerateArray().ToList();
            Assert.Equal(i < 8 ? 3 : 0, marks.Count);
            Assert.Equal(marks.Count, session.GetProperty("Marks@odata.count").GetInt32());
            Assert.All(marks, mark => Assert.Equal(session.GetProperty("Id").GetGuid(), mark.GetProperty("SessionId").GetGuid()));
            Assert.Equal(marks.Select(mark => mark.GetProperty("State").GetString()).OrderDescending(StringComparer.Ordinal), marks.Select(mark => mark.GetProperty("State").GetString()));
            Assert.All(marks, mark => Assert.Equal(["Gender"], mark.GetProperty("Participant").EnumerateObject().Select(property => property.Name).Where(name => name[0] != '@')));
            Assert.Equal("German A1.1, evening", session.GetProperty("Class").GetProperty("Name").GetString());
            Assert.Equal(taught.ProviderId, session.GetProperty("Class").GetProperty("Provider").GetProperty("Id").GetGuid());
            Assert.Equal(JsonValueKind.Null, session.GetProperty("Run").ValueKind);
        }

        var two = await Rows(client, $"Sessions?$filter=GroupId eq {taught.GroupId} and Marks/any()&$expand=Marks($top=2;$skip=1;$count=true;$select=State)&$select=Id");
        Assert.Equal(8, two.Count);
        Assert.All(two, session => Assert.Equal((2, 3), (session.GetProperty("Marks").GetArrayLength(), session.GetProperty("Marks@odata.count").GetInt32())));
    }

    [Fact]
    public async Task What_belongs_to_no_row_has_no_values()
    {
        // A class is no orientation run: nothing of one may show, not even what is computed, as the free seats are.
        var taught = await city.HasReportedClass();
        var run = await city.HasRun();
        var client = city.As(Roles.Administrator);
        Assert.Equal("0", await client.GetStringAsync($"/odata/Sessions/$count?$filter=GroupId eq {run} and Class/SeatsFree ge 0"));
        Assert.Equal("0", await client.GetStringAsync($"/odata/Sessions/$count?$filter=GroupId eq {taught.GroupId} and Run/SeatsTaken ge 0"));
        var rows = await Rows(client, $"Sessions?$filter=GroupId eq {run}&$compute=Class/SeatsFree as Seats,Class/Name as Class1&$select=Seats,Class1");
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (row.GetProperty("Seats").ValueKind, row.GetProperty("Class1").ValueKind)));
    }

    [Fact]
    public async Task The_way_from_a_row_is_an_address()
    {
        var taught = await city.HasReportedClass(people: 3);
        var client = city.As(Roles.Administrator);
        var session = (await Rows(client, $"Sessions?$filter=GroupId eq {taught.GroupId}&$orderby=StartsAt&$top=1"))[0].GetProperty("Id").GetGuid();
        Assert.Equal(3, (await Rows(client, $"Sessions({session})/Marks")).Count);
        Assert.Equal("2", await client.GetStringAsync($"/odata/Sessions({session})/Marks/$count?$filter=State eq 'Present'"));
        Assert.Equal("German A1.1, evening", await client.GetStringAsync($"/odata/Sessions({session})/Class/Name/$value"));
        var provider = await Json(client, $"Sessions({session})/Class/Provider?$select=Id");
        Assert.EndsWith("$metadata#Providers(Id)/$entity", provider.GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
        Assert.Equal(taught.ProviderId, provider.GetProperty("Id").GetGuid());
        var mark = await Json(client, $"Sessions({session})/Marks(SessionId={session},ParticipantId={taught.Participants[0]})?$expand=Session");
        Assert.Equal(session, mark.GetProperty("Session").GetProperty("Id").GetGuid());
        Assert.Equal(HttpStatusCode.NoContent, (await client.GetAsync($"/odata/Sessions({session})/Run")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/odata/Sessions({Guid.NewGuid()})/Marks")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/odata/Sessions({Guid.NewGuid()})/Class")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/odata/Sessions({session})/Marks(SessionId={session},ParticipantId={Guid.NewGuid()})")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/odata/Sessions({session})/Nothing")).StatusCode);

        // Paged like any other set.
        using var first = new HttpRequestMessage(HttpMethod.Get, $"/odata/Sessions({session})/Marks?$orderby=State");
        first.Headers.Add("Prefer", "odata.maxpagesize=2");
        var page = JsonDocument.Parse(await (await client.SendAsync(first)).Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(2, page.GetProperty("value").GetArrayLength());
        Assert.Equal(1, JsonDocument.Parse(await client.GetStringAsync(page.GetProperty("@odata.nextLink").GetString())).RootElement.GetProperty("value").GetArrayLength());
    }

    [Fact]
    public async Task Rights_hold_on_every_way()
    {
        var own = await city.HasReportedClass();
        var other = await city.HasReportedClass();
        var manager = city.As(Roles.ProviderManager, own.ProviderId);

        // A person who attends both schools: each sees its own lessons of them, whichever way it comes.
        await city.InDatabase(async db =>
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            await command.Connection!.OpenAsync();
            command.CommandText = $"update timetable.enrolment set participant_id = '{own.Participants[0]}' where participant_id = '{other.Participants[0]}'";
            await command.ExecuteNonQueryAsync();
            command.CommandText = $"update attendance.mark set participant_id = '{own.Participants[0]}' where participant_id = '{other.Participants[0]}'";
            await command.ExecuteNonQueryAsync();
        });
        var person = own.Participants[0];
        var expanded = await Rows(manager, $"Participants?$filter=Id eq {person}&$expand=Marks,Enrolments");
        Assert.All(expanded[0].GetProperty("Marks").EnumerateArray(), mark => Assert.Equal(own.ProviderId, mark.GetProperty("ProviderId").GetGuid()));
        Assert.Equal(1, expanded[0].GetProperty("Enrolments").GetArrayLength());
        Assert.All(await Rows(manager, $"Participants({person})/Marks"), mark => Assert.Equal(own.ProviderId, mark.GetProperty("ProviderId").GetGuid()));
        Assert.Equal("0", await manager.GetStringAsync($"/odata/Participants/$count?$filter=Marks/any(m:m/ProviderId eq {other.ProviderId})"));
        Assert.Equal("1", await manager.GetStringAsync($"/odata/Participants/$count?$filter=Id eq {person} and Marks/$count eq 8"));
        Assert.Equal("1", await city.As(Roles.Administrator).GetStringAsync($"/odata/Participants/$count?$filter=Id eq {person} and Marks/$count eq 16"));
        Assert.Single(await Rows(manager, "AttendanceMarks?$apply=groupby((ProviderId))"));

        // What a role may not see is not there on any way: answered like a misspelt name.
        foreach (var (hidden, unknown) in new[]
        {
            ("Participants?$expand=Decisions", "Participants?$expand=Decisionz"),
            ("AttendanceMarks?$filter=Participant/Status eq 'x'", "AttendanceMarks?$filter=Participant/Statuz eq 'x'"),
            ("AttendanceMarks?$filter=Participant/FamilyName eq 'x'", "AttendanceMarks?$filter=Participant/FamilyNamz eq 'x'"),
            ("AttendanceMarks?$orderby=Participant/FamilyName", "AttendanceMarks?$orderby=Participant/FamilyNamz"),
            ("AttendanceMarks?$expand=Participant($select=FamilyName)", "AttendanceMarks?$expand=Participant($select=FamilyNamz)"),
            ("AttendanceMarks?$expand=Participant($filter=FamilyName eq 'x')", "AttendanceMarks?$expand=Participant($filter=FamilyNamz eq 'x')"),
            ("AttendanceMarks?$apply=groupby((Participant/FamilyName))", "AttendanceMarks?$apply=groupby((Participant/FamilyNamz))"),
            ("AttendanceMarks?$apply=aggregate(Participant/FamilyName with max as M)", "AttendanceMarks?$apply=aggregate(Participant/FamilyNamz with max as M)"),
            ("AttendanceMarks?$compute=length(Participant/FamilyName) as L", "AttendanceMarks?$compute=length(Participant/FamilyNamz) as L"),
            ("Sessions?$filter=Marks/any(m:m/Participant/FamilyName eq 'x')", "Sessions?$filter=Marks/any(m:m/Participant/FamilyNamz eq 'x')"),
            ($"Participants({person})/Decisions", $"Participants({person})/Decisionz"),
            ($"Participants({person})/FamilyName", $"Participants({person})/FamilyNamz"),
        })
        {
            var (first, second) = (await manager.GetAsync($"/odata/{hidden}"), await manager.GetAsync($"/odata/{unknown}"));
            Assert.True(first.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{hidden}: {first.StatusCode}");
            Assert.Equal(second.StatusCode, first.StatusCode);
            string like(string body) => body.Replace("Decisionz", "Decisions", StringComparison.Ordinal).Replace("Statuz", "Status", StringComparison.Ordinal).Replace("FamilyNamz", "FamilyName", StringComparison.Ordinal);
            Assert.Equal(like(await second.Content.ReadAsStringAsync()), like(await first.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task Search_finds_nothing_in_what_is_hidden()
    {
        var taught = await city.HasReportedClass();
        Assert.NotEqual("0", await city.As(Roles.Coach).GetStringAsync("/odata/Participants/$count?$search=hara"));
        Assert.Equal("0", await city.As(Roles.Auditor).GetStringAsync("/odata/Participants/$count?$search=hara"));
        Assert.Equal("1", await city.As(Roles.Auditor).GetStringAsync($"/odata/Classes/$count?$search=EVENING AND german&$filter=Id eq {taught.GroupId}"));
        Assert.Equal("0", await city.As(Roles.Auditor).GetStringAsync($"/odata/Classes/$count?$search=evening AND NOT german&$filter=Id eq {taught.GroupId}"));
    }

    [Fact]
    public async Task Groups_add_up()
    {
        var taught = await city.HasReportedClass(people: 3);
        var client = city.As(Roles.Administrator);
        var only = $"filter(GroupId eq {taught.GroupId})";
        var states = await Rows(client, $"AttendanceMarks?$apply={only}/groupby((State),aggregate($count as N,PresentMinutes with sum as Minutes,ParticipantId with countdistinct as People))&$orderby=State");
        Assert.Equal(["""{"State":"Absent","N":8,"Minutes":0,"People":1}""", """{"State":"Present","N":16,"Minutes":1440,"People":2}"""], states.Select(row => row.GetRawText()));
        var all = await Json(client, $"AttendanceMarks?$apply={only}/aggregate($count as N,PresentMinutes with average as Mean,Date with max as Last)&$count=true");
        Assert.EndsWith("#AttendanceMarks(N,Mean,Last)", all.GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
        Assert.Equal("""[{"N":24,"Mean":60,"Last":"2026-11-13"}]""", all.GetProperty("value").GetRawText());
        var nested = await Rows(client, $"AttendanceMarks?$apply={only}/groupby((Session/Class/Name,State),aggregate($count as N))/filter(N gt 8)");
        Assert.Equal("""{"Session":{"Class":{"Name":"German A1.1, evening"}},"State":"Present","N":16}""", nested.Single().GetRawText());
        Assert.Contains("Session/Class/Name,State,N\r\n\"German A1.1, evening\",Absent,8\r\n", await client.GetStringAsync($"/odata/AttendanceMarks?$apply={only}/groupby((Session/Class/Name,State),aggregate($count as N))&$orderby=State&$format=csv"), StringComparison.Ordinal);

        // Of nothing there is one row: nothing counted, no sum. A database answers with none.
        var none = await Json(client, $"AttendanceMarks?$apply=filter(GroupId eq {Guid.NewGuid()})/aggregate($count as N,PresentMinutes with sum as Minutes)");
        Assert.Equal("""[{"N":0,"Minutes":null}]""", none.GetProperty("value").GetRawText());
        Assert.Empty(await Rows(client, $"AttendanceMarks?$apply=filter(GroupId eq {Guid.NewGuid()})/groupby((State),aggregate($count as N))"));

        // The sum of unknown values is unknown.
        Assert.Equal(JsonValueKind.Null, (await Rows(client, $"AttendanceMarks?$apply={only}/aggregate(Session/Run/Capacity with sum as Seats)"))[0].GetProperty("Seats").ValueKind);
    }

    [Fact]
    public async Task Groups_come_in_pages_too()
    {
        await city.HasReportedClass(people: 5);
        await city.HasReportedClass(people: 4, programme: "inlt");
        var client = city.As(Roles.Administrator);
        foreach (var order in new[] { "", "&$orderby=N desc", "&$orderby=ProgrammeCode desc,Date" })
        {
            var address = $"/odata/AttendanceMarks?$apply=groupby((ProgrammeCode,Date,State),aggregate($count as N)){order}";
            var whole = JsonDocument.Parse(await client.GetStringAsync(address)).RootElement.GetProperty("value").EnumerateArray().Select(row => row.GetRawText()).ToList();
            List<string> found = [];
            for (var next = address; next is not null;)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, next);
                request.Headers.Add("Prefer", "odata.maxpagesize=3");
                var page = JsonDocument.Parse(await (await client.SendAsync(request)).Content.ReadAsStringAsync()).RootElement;
                found.AddRange(page.GetProperty("value").EnumerateArray().Select(row => row.GetRawText()));
                next = page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
            }

            Assert.True(whole.Count > 9);
            Assert.Equal(whole, found);
        }
    }

    [Fact]
    public async Task The_context_is_one_that_Excel_reads()
    {
        var taught = await city.HasReportedClass();
        var client = city.As(Roles.Administrator);
        foreach (var (query, context) in new[]
        {
            ("$expand=Provider", ""),
            ("$select=Id,Provider&$expand=Provider", "(Id,Provider)"),
            ("$select=Id,GroupName&$expand=Provider($select=Name)", "(Id,GroupName,Provider(Name))"),
            ("$select=Id,Provider&$expand=Provider($select=Id,Name)", "(Id,Provider,Provider(Id,Name))"),
            ("$expand=Marks($select=State;$expand=Participant($select=Gender))", "(Marks(State,Participant(Gender)))"),
        })
        {
            var page = await Json(client, $"Sessions?{query}&$filter=GroupId eq {taught.GroupId}&$top=1");
            Assert.EndsWith($"$metadata#Sessions{context}", page.GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("()", page.GetProperty("@odata.context").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Other_methods_than_reading_are_refused_as_such()
    {
        var client = city.As(Roles.Administrator);
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete })
        {
            foreach (var address in new[] { "/odata/Classes", $"/odata/Classes({Guid.NewGuid()})", "/odata/$metadata", "/odata/" })
            {
                using var request = new HttpRequestMessage(method, address) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                var answer = await client.SendAsync(request);
                Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
                Assert.Equal("GET, HEAD", string.Join(", ", answer.Content.Headers.Allow));
                Assert.Equal("read-only", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString());
            }
        }

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync("/odata/$batch")).StatusCode);
    }

    [Fact]
    public async Task Long_lists_in_the_address_are_read_and_longer_ones_refused()
    {
        var taught = await city.HasReportedClass();
        var client = city.As(Roles.Administrator);
        var many = string.Join(" or ", Enumerable.Range(0, 1_499).Select(i => $"PlannedMinutes eq {i + 1_000}").Append("PlannedMinutes eq 90"));
        Assert.Equal("16", await client.GetStringAsync($"/odata/Sessions/$count?$filter=GroupId eq {taught.GroupId} and ({many})"));
        var mixed = string.Join(" or ", Enumerable.Range(0, 700).Select(i => i % 2 == 0 ? $"PlannedMinutes lt {-i}" : $"contains(GroupName,'x{i}')").Append("PlannedMinutes eq 90"));
        Assert.Equal("16", await client.GetStringAsync($"/odata/Sessions/$count?$filter=GroupId eq {taught.GroupId} and ({mixed})"));
        var answer = await client.GetAsync($"/odata/Sessions?$filter=contains(GroupName,'{new string('x', 65_536)}')");
        Assert.Equal(HttpStatusCode.RequestUriTooLong, answer.StatusCode);
        Assert.Equal("address-too-long", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Answers_are_compressed_when_asked()
    {
        await city.HasReportedClass();
        var client = city.As(Roles.Administrator);
        foreach (var (address, encoding) in new[] { ("/odata/Sessions", "gzip"), ("/odata/Sessions?$format=csv", "br"), ("/odata/$metadata", "gzip") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.Add(new(encoding));
            var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        }

        Assert.Empty((await client.GetAsync("/odata/Sessions")).Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task A_batch_answers_each_request_by_itself()
    {
        var taught = await city.HasReportedClass();
        var manager = city.As(Roles.ProviderManager, taught.ProviderId);
        var answer = await manager.PostAsJsonAsync("/odata/$batch", new
        {
            requests = new object[]
            {
                new { id = "1", method = "GET", url = $"Classes({taught.GroupId})?$select=Name" },
                new { id = "2", method = "get", url = "/odata/Classes/$count" },
                new { id = "3", method = "GET", url = "http://localhost/odata/Sessions?$top=1&$select=GroupName", headers = new Dictionary<string, string> { ["Accept"] = "application/json;odata.metadata=none" } },
                new { id = "4", method = "GET", url = "EligibilityDecisions" },
                new { id = "5", method = "POST", url = "Classes" },
                new { id = "6", method = "GET", url = "Classes?$filter=Nothing eq 1" },
                new { id = "7", method = "GET", url = "http://elsewhere.example/odata/Classes" },
                new { id = "8", method = "GET", url = "Classes?$format=csv&$select=Name" },
                new { id = "9", method = "GET", url = "/api/vouchers/" },
            },
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var responses = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("responses").EnumerateArray().ToDictionary(response => response.GetProperty("id").GetString()!);
        Assert.Equal([200, 200, 200, 404, 405, 400, 404, 200, 404], responses.OrderBy(response => response.Key, StringComparer.Ordinal).Select(response => response.Value.GetProperty("status").GetInt32()));
        Assert.Equal("German A1.1, evening", responses["1"].GetProperty("body").GetProperty("Name").GetString());
        Assert.Equal("1", responses["2"].GetProperty("body").GetString());
        Assert.Equal("""{"value":[{"GroupName":"German A1.1, evening"}]}""", responses["3"].GetProperty("body").GetRawText());
        Assert.Contains("\"German A1.1, evening\"", responses["8"].GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostAsJsonAsync("/odata/$batch", new { requests = new[] { new { id = "1" } } })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostAsync("/odata/$batch", new StringContent("nothing", Encoding.UTF8, "application/json"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await manager.PostAsync("/odata/$batch", new StringContent("nothing"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostAsJsonAsync("/odata/$batch", new { requests = Enumerable.Range(0, 101).Select(i => new { id = $"{i}", url = "Classes" }) })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await city.AsNobody().PostAsJsonAsync("/odata/$batch", new { requests = Array.Empty<object>() })).StatusCode);
    }

    [Fact]
    public async Task What_costs_too_much_is_refused_with_the_limit()
    {
        await city.HasReportedClass();
        var client = city.As(Roles.Administrator);
        foreach (var address in new[]
        {
            $"Sessions?$filter=PlannedMinutes in ({string.Join(',', Enumerable.Range(0, 10_001))})",
            $"Sessions?$filter={string.Concat(Enumerable.Repeat("not (", 120))}true{new string(')', 120)}",
            "Sessions?$expand=Marks($expand=Session($expand=Marks($expand=Session($expand=Marks($expand=Session)))))",
            $"Sessions?$orderby={string.Join(',', Enumerable.Range(0, 17).Select(i => $"PlannedMinutes add {i}"))}",
        })
        {
            var answer = await client.GetAsync($"/odata/{address}");
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{address[..60]}: {answer.StatusCode} {body}");
            Assert.NotEmpty(JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("message").GetString()!);
        }
    }

    [Fact]
    public async Task A_lost_plus_is_named()
    {
        var answer = await city.As(Roles.Administrator).GetAsync("/odata/Sessions?$filter=StartsAt ge 2026-07-14T16:00:00+02:00");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("write + as %2B", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> Json(HttpClient client, string address)
    {
        var answer = await client.GetAsync($"/odata/{address}");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode} {body}");
        return JsonDocument.Parse(body).RootElement;
    }

    private static async Task<List<JsonElement>> Rows(HttpClient client, string address) => [.. (await Json(client, address)).GetProperty("value").EnumerateArray()];
}
