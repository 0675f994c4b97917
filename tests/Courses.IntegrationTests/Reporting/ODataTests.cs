using System.Net;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Reporting.Features;

namespace Courses.IntegrationTests.Reporting;

public sealed class ODataTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task Without_sign_in_Excel_is_asked_for_a_token()
    {
        foreach (var address in new[] { "/odata/", "/odata/$metadata", "/odata/Classes" })
        {
            var answer = await city.AsNobody().GetAsync(address);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Basic", answer.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    [Fact]
    public async Task Newcomers_have_no_way_in() =>
        Assert.NotEqual(HttpStatusCode.OK, (await city.AsNewcomer(Guid.NewGuid()).GetAsync("/odata/Participants")).StatusCode);

    [Fact]
    public async Task Everything_that_metadata_advertises_works_on_this_database()
    {
        await city.HasReportedClass(programme: "inlt");
        var client = city.As(Roles.Administrator, caseData: true);
        var sets = Advertised.In(await client.GetStringAsync("/odata/$metadata"));
        Assert.Equal(47, sets.Count);
        foreach (var (set, queries) in sets)
        {
            foreach (var query in queries)
            {
                await Read(client, $"/odata/{set}?$count=true&{query}");
            }

            await Read(client, $"/odata/{set}?$format=csv");
            Assert.True(long.TryParse(await client.GetStringAsync($"/odata/{set}/$count"), out _));
        }
    }

    [Fact]
    public async Task Pages_in_any_order_hold_every_row_once()
    {
        var taught = await city.HasReportedClass(people: 7);
        var client = city.As(Roles.Auditor);
        foreach (var orderBy in new[] { "", "&$orderby=State", "&$orderby=Scanned desc,Date", "&$orderby=ParticipantId desc", "&$orderby=PresentMinutes div 7,month(Date) desc" })
        {
            List<string> found = [];
            var next = $"/odata/AttendanceMarks?$select=SessionId,ParticipantId&$filter=GroupId eq {taught.GroupId}{orderBy}";
            var pages = 0;
            while (next is not null)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, next);
                request.Headers.Add("Prefer", "odata.maxpagesize=9");
                var answer = await client.SendAsync(request);
                var body = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.IsSuccessStatusCode, body);
                var page = JsonDocument.Parse(body).RootElement;
                found.AddRange(page.GetProperty("value").EnumerateArray().Select(row => row.ToString()));
                next = page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
                pages++;
            }

            Assert.Equal(56, found.Count);
            Assert.Equal(56, found.Distinct().Count());
            Assert.Equal(7, pages);
        }
    }

    [Fact]
    public async Task A_provider_sees_its_own_rows_and_no_others()
    {
        var own = await city.HasReportedClass(signed: true);
        var other = await city.HasReportedClass(signed: true);
        await city.Runs(AddUpAttendance.Name);
        foreach (var role in new[] { Roles.ProviderManager, Roles.Teacher })
        {
            var client = city.As(role, own.ProviderId);
            Assert.Equal([own.ProviderId], await Values(client, "Providers", "Id"));
            Assert.Equal([own.GroupId], await Values(client, "Classes", "Id"));
            Assert.Equal(own.Participants.Order(), (await Values(client, "Participants", "Id")).Order());
            foreach (var set in new[] { "Courses", "Sessions", "Enrolments", "AttendanceMarks", "AttendanceByMonth" })
            {
                var providers = (await Values(client, set, "ProviderId")).Distinct();
                Assert.Equal([own.ProviderId], providers);
            }

            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/odata/Classes({other.GroupId})")).StatusCode);
            Assert.Equal("0", await client.GetStringAsync($"/odata/Enrolments/$count?$filter=GroupId eq {other.GroupId}"));
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/odata/EligibilityDecisions")).StatusCode);
            foreach (var standing in new[] { "Status eq 'Refugee'", "Works eq true", "IsFamilyMember eq true", "IsRegisteredInCity eq false" })
            {
                Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/odata/Participants?$filter={standing}")).StatusCode);
            }
        }

        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Teacher, own.ProviderId).GetAsync("/odata/Vouchers")).StatusCode);
    }

    [Fact]
    public async Task Names_are_for_those_who_work_with_people()
    {
        var taught = await city.HasReportedClass();
        var person = $"/odata/Participants({taught.Participants[0]})";
        Assert.Contains("O'Hara", await Read(city.As(Roles.Coach), person), StringComparison.Ordinal);
        Assert.Contains("O'Hara", await Read(city.As(Roles.Administrator, caseData: true), person), StringComparison.Ordinal);
        foreach (var client in new[] { city.As(Roles.Administrator), city.As(Roles.Auditor), city.As(Roles.ProviderManager, taught.ProviderId) })
        {
            Assert.DoesNotContain("O'Hara", await Read(client, person), StringComparison.Ordinal);
            foreach (var query in new[] { "$filter=FamilyName eq 'O''Hara'", "$orderby=FamilyName", "$select=FamilyName", "$filter=startswith(Email,'a')" })
            {
                Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"/odata/Participants?{query}")).StatusCode);
            }

            Assert.DoesNotContain("FamilyName", await Read(client, "/odata/$metadata"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_cannot_be_computed_is_the_callers_error()
    {
        await city.HasReportedClass();
        var client = city.As(Roles.Administrator);
        foreach (var filter in new[]
        {
            "Capacity div 0 eq 1", "1 div 0 eq 1", "Capacity mul 2000000000 gt 1", "substring(Name,1,-1) eq 'x'", "substring(Name,-1) eq 'x'", "Name eq 'x\u0000y'", "contains(Name,'%\\_')",
            "year(StartsOn) eq 99999999999", "cast(Name,Edm.Int32) eq 1", "Capacity add PriceCents mul 9223372036854775807 gt 0",
        })
        {
            var answer = await client.GetAsync($"/odata/Classes?$filter={Uri.EscapeDataString(filter)}");
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented, $"{filter}: {answer.StatusCode} {body}");
            Assert.Equal("4.0", answer.Headers.GetValues("OData-Version").Single());
            _ = JsonDocument.Parse(body);
        }
    }

    [Fact]
    public async Task Filters_by_random_expressions_never_break_the_server()
    {
        await city.HasReportedClass();
        var client = city.As(Roles.Administrator);
        var random = new Random(7);
        string[] atoms = ["Name", "Level", "Capacity", "SeatsFree", "PriceCents", "StartsOn", "CancelledAt", "Childcare", "Id", "null", "1", "-3", "2.5", "'A1'", "2026-11-16", "2026-11-16T00:00:00Z", "true", "now()", "ProgrammeCode"];
        string[] operators = ["eq", "ne", "gt", "le", "and", "or", "add", "sub", "mul", "div", "mod", "in"];
        string[] functions = ["contains", "startswith", "length", "indexof", "substring", "tolower", "trim", "concat", "year", "month", "hour", "date", "time", "round", "floor", "ceiling", "not "];
        string Expression(int depth) => (depth == 0 ? 0 : random.Next(5)) switch
        {
            0 => atoms[random.Next(atoms.Length)],
            1 or 2 => $"{Expression(depth - 1)} {operators[random.Next(operators.Length)]} {Expression(depth - 1)}",
            3 => $"({Expression(depth - 1)})",
            _ => $"{functions[random.Next(functions.Length)]}({string.Join(',', Enumerable.Range(0, random.Next(1, 3)).Select(_ => Expression(depth - 1)))})",
        };
        for (var i = 0; i < 600; i++)
        {
            var option = random.Next(3) == 0 ? "$orderby" : "$filter";
            var query = $"{option}={Uri.EscapeDataString(Expression(3))}";
            var answer = await client.GetAsync($"/odata/Classes?{query}");
            Assert.True((int)answer.StatusCode is 200 or 400 or 501, $"{Uri.UnescapeDataString(query)}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Attendance_by_month_adds_up_to_the_marks_of_signed_registers()
    {
        var taught = await city.HasReportedClass(people: 3, signed: true);
        var unsigned = await city.HasReportedClass();
        await city.Runs(AddUpAttendance.Name);
        var client = city.As(Roles.Administrator);
        Assert.Empty(JsonDocument.Parse(await Read(client, $"/odata/AttendanceByMonth?$filter=GroupId eq {unsigned.GroupId}")).RootElement.GetProperty("value").EnumerateArray());
        var months = JsonDocument.Parse(await Read(client, $"/odata/AttendanceByMonth?$filter=GroupId eq {taught.GroupId}&$orderby=Year,Month")).RootElement.GetProperty("value").EnumerateArray().ToList();
        Assert.Equal([10, 11], months.Select(month => month.GetProperty("Month").GetInt32()));
        Assert.Equal(24, months.Sum(month => month.GetProperty("Marks").GetInt32()));
        Assert.Equal(16 * 90, months.Sum(month => month.GetProperty("AttendedMinutes").GetInt64()));
        Assert.Equal(24 * 90, months.Sum(month => month.GetProperty("HeldMinutes").GetInt64()));
    }

    private static async Task<string> Read(HttpClient client, string address)
    {
        var answer = await client.GetAsync(address);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{Uri.UnescapeDataString(address)}: {answer.StatusCode} {body}");
        return body;
    }

    private static async Task<List<Guid>> Values(HttpClient client, string set, string property) =>
        [.. JsonDocument.Parse(await Read(client, $"/odata/{set}?$select={property}")).RootElement.GetProperty("value").EnumerateArray().Select(row => row.GetProperty(property).GetGuid())];
}
