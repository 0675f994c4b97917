using System.Globalization;
using System.Text.Json;
using Courses.Contracts.Access;
using Courses.Reporting;
using Courses.Reporting.Features;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests.Reporting;

/// <summary>Attendance added up ahead is what the marks say, as of the instant that stands at it.</summary>
public sealed class AttendanceSumsTests
{
    [Fact]
    public async Task Sums_are_those_of_the_marks_until_the_instant_that_they_name_and_follow_at_the_next_run()
    {
        await using var city = await City.New();
        await city.HasAllProgrammes();
        var taught = await city.HasReportedClass(people: 6, programme: "inlt", signed: true);
        var other = await city.HasReportedClass(people: 4, signed: true);
        await city.HasReportedClass(people: 2);
        await city.InDatabase(db => db.Set<Stay>().Where(stay => stay.GroupId == taught.GroupId).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 10, 1))));
        await city.InDatabase(db => db.Set<Courses.Participants.Participant>().Where(person => taught.Participants.Take(2).Contains(person.Id)).ExecuteUpdateAsync(set => set.SetProperty(person => person.Gender, "f")));
        var auditor = city.As(Roles.Auditor);
        Assert.Equal(0, (await Read(auditor, "AttendanceSums")).GetArrayLength());

        Assert.NotEqual(0, await city.Runs(AddUpAttendance.Name));
        await IsWhatMarksSay(auditor);
        Assert.All((await Read(auditor, "AttendanceSums")).EnumerateArray(), row => Assert.Equal(city.Clock.GetUtcNow(), row.GetProperty("TrueAt").GetDateTimeOffset()));
        var women = Assert.Single((await Read(auditor, $"AttendanceSums?$apply={Uri.EscapeDataString("filter(Gender eq 'f')/groupby((ProgrammeCode),aggregate(HeldMinutes with sum as Held,AttendedMinutes with sum as Attended))")}")).EnumerateArray());
        Assert.Equal(("inlt", 16 * 90, 16 * 90), (women.GetProperty("ProgrammeCode").GetString(), women.GetProperty("Held").GetInt32(), women.GetProperty("Attended").GetInt32()));

        // Nothing changed, so nothing is written; a stay that finds its programme is in the next run.
        city.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(0, await city.Runs(AddUpAttendance.Name));
        var ids = await city.InDatabase(db => db.Set<AddedUp>().Select(row => row.Id).OrderBy(id => id).ToListAsync());
        await city.InDatabase(db => db.Set<Stay>().Where(stay => stay.GroupId == other.GroupId).ExecuteUpdateAsync(set => set.SetProperty(stay => stay.From, new DateOnly(2026, 10, 1)).SetProperty(stay => stay.ProgrammeCode, "inlt")));
        Assert.NotEqual(0, await city.Runs(AddUpAttendance.Name));
        await IsWhatMarksSay(auditor);
        Assert.NotEmpty(ids.Intersect(await city.InDatabase(db => db.Set<AddedUp>().Select(row => row.Id).ToListAsync())));

        // A provider's own.
        var own = (await Read(city.As(Roles.ProviderManager, other.ProviderId), "AttendanceSums")).EnumerateArray().Select(row => row.GetProperty("ProviderId").GetGuid()).ToArray();
        Assert.NotEmpty(own);
        Assert.All(own, provider => Assert.Equal(other.ProviderId, provider));
    }

    private static async Task IsWhatMarksSay(HttpClient client)
    {
        const string signed = "SessionCancelledAt eq null and Session/RegisterSignedAt ne null and State ne 'Excused'";
        var sums = await Totals(client, "AttendanceSums", "groupby((ProgrammeCode,Provider/Name,Year,Month),aggregate(HeldMinutes with sum as Held,AttendedMinutes with sum as Attended))", "Year", "Month");
        var marks = await Totals(
            client, "AttendanceMarks", $"filter({signed})/compute(year(Date) as Year,month(Date) as Month)/groupby((ProgrammeCode,Provider/Name,Year,Month),aggregate(PlannedMinutes with sum as Held,PresentMinutes with sum as Attended))", "Year", "Month");
        Assert.NotEmpty(marks);
        Assert.Equal(marks, sums);
    }

    private static async Task<List<string>> Totals(HttpClient client, string set, string apply, params string[] columns) =>
    [
        .. (await Read(client, $"{set}?$apply={Uri.EscapeDataString(apply)}")).EnumerateArray()
            .Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.GetProperty("ProgrammeCode").GetString()} {row.GetProperty("Provider").GetProperty("Name").GetString()} {string.Join('-', columns.Select(column => row.GetProperty(column).GetInt32()))}: {row.GetProperty("Held").GetInt64()} {row.GetProperty("Attended").GetInt64()}"))
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<JsonElement> Read(HttpClient client, string question)
    {
        var answer = await client.GetAsync("/odata/" + question);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{question}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("value");
    }
}
