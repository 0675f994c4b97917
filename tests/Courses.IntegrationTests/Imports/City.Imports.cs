using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Participants;
using Courses.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    /// <summary>A list as a provider has it, byte for byte.</summary>
    public static byte[] SampleList(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Courses.sln")))
        {
            folder = folder.Parent;
        }

        return File.ReadAllBytes(Path.Combine(folder.FullName, "tests", "Courses.Tests", "Imports", "data", name));
    }

    /// <summary>A list that an earlier build read wrongly. Passes of the place where it was found are replaced by people of the test.</summary>
    public static byte[] CaseList(string name, params (string Found, string Here)[] replaced)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Courses.sln")))
        {
            folder = folder.Parent;
        }

        var content = File.ReadAllBytes(Path.Combine(folder.FullName, "tests", "Courses.IntegrationTests", "Imports", "Cases", name));
        return replaced is [] ? content
            : System.Text.Encoding.UTF8.GetBytes(replaced.Aggregate(System.Text.Encoding.UTF8.GetString(content), (text, one) => text.Replace(one.Found, one.Here, StringComparison.Ordinal)));
    }

    /// <summary>A provider that owns lists; its venues come with them.</summary>
    public Task<Guid> HasListOwner(string name) => InDatabase(async db =>
    {
        var provider = new Provider { Name = name, Email = "lists@example.org", CreatedAt = Clock.GetUtcNow() };
        db.Add(provider);
        await db.SaveChangesAsync();
        return provider.Id;
    });

    /// <summary>A class of the provider that meets from 17:45 to 20:15 on these days, with so many people in it.</summary>
    public Task<Guid> HasClassOnDays(Guid providerId, string number, IEnumerable<DateOnly> days, int people) =>
        HasClassOnDays(providerId, number, days, [.. Enumerable.Range(0, people).Select(i => ($"Person{(char)('A' + i)}", "Test"))]);

    public async Task<Guid> HasClassOnDays(Guid providerId, string number, IEnumerable<DateOnly> days, params (string Given, string Family)[] people)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var services = scope.ServiceProvider;
        return await db.Transact(
            async () =>
            {
                var venueId = await services.GetRequiredService<IProviders>().AddVenue(new(providerId, "VHS", "Ludo-Hartmann-Platz 7, 1160 Wien", "1160 Wien", "Europe/Vienna"), default);
                var groupId = await services.GetRequiredService<ITimetable>().CreateGroup(
                    new()
                    {
                        Kind = GroupKind.LanguageClass,
                        Name = $"German {number}",
                        ProviderId = providerId,
                        VenueId = venueId,
                        Capacity = people.Length,
                        Sessions = [.. days.Select(day => new NewSession(day, new(17, 45), new(20, 15), 150))],
                    },
                    default);
                var courseId = await services.GetRequiredService<ILanguageCourses>().AddCourse(new(providerId, "German A1", "de", "A1", 3, true), default);
                await services.GetRequiredService<ILanguageCourses>().AddClass(new(groupId, courseId, number, 0), default);
                for (var i = 0; i < people.Length; i++)
                {
                    var person = Participant.Register(
                        new() { GivenName = people[i].Given, FamilyName = people[i].Family, BirthDate = new(1990, 1, 1 + i) }, LegalStatus.EuCitizen, new(2026, 1, 1), new(2026, 10, 1), Clock.GetUtcNow(), "test");
                    db.Add(person);
                    await db.SaveChangesAsync();
                    await services.GetRequiredService<ITimetable>().TakeSeat(groupId, person.Id, null, default);
                }

                return groupId;
            },
            default);
    }
}

/// <summary>What a browser does with the pages of the import.</summary>
internal static partial class ImportPages
{
    public static async Task<HttpResponseMessage> SendList(this HttpClient client, string kind, string fileName, byte[] content, Guid? providerId = null)
    {
        var html = await client.Html("/imports");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(WebUtility.HtmlDecode(Token().Match(html).Groups["token"].Value)), "__RequestVerificationToken" },
            { new StringContent(kind), "Kind" },
            { new StringContent(providerId?.ToString() ?? ""), "ProviderId" },
            { new ByteArrayContent(content), "Upload", fileName },
        };
        return await client.PostAsync("/imports", form);
    }

    /// <summary>Uploads and answers the address of the mapping page.</summary>
    public static async Task<string> Upload(this HttpClient client, string kind, string fileName, byte[] content, Guid? providerId = null)
    {
        var answer = await client.SendList(kind, fileName, content, providerId);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.Headers.Location!.OriginalString;
    }

    /// <summary>Confirms the mapping page as it stands, with these fields changed.</summary>
    public static async Task<HttpResponseMessage> Confirm(this HttpClient client, string page, string handler = "", params (string Name, string Value)[] changes)
    {
        var html = await client.Html(page);
        var fields = Selects().Matches(html).ToDictionary(
            select => select.Groups["name"].Value,
            select =>
            {
                var options = Options().Matches(select.Groups["body"].Value);
                var chosen = options.FirstOrDefault(option => option.Groups["rest"].Value.Contains("selected", StringComparison.Ordinal)) ?? options.FirstOrDefault();
                return WebUtility.HtmlDecode(chosen?.Groups["value"].Value ?? "");
            },
            StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        fields["__RequestVerificationToken"] = WebUtility.HtmlDecode(Token().Match(html).Groups["token"].Value);
        return await client.PostAsync(page + (handler.Length > 0 ? "?handler=" + handler : ""), new FormUrlEncodedContent(fields));
    }

    /// <summary>Checks the list and answers the report page.</summary>
    public static async Task<string> Check(this HttpClient client, string page, params (string Name, string Value)[] changes)
    {
        var answer = await client.Confirm(page, "", changes);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");

        // What takes longer than a request may shows on the page of its work.
        var place = answer.Headers.Location!.OriginalString;
        for (var isOpen = place.StartsWith("/work/", StringComparison.Ordinal); isOpen;)
        {
            isOpen = (await client.Html(place)).Contains("data-open", StringComparison.Ordinal);
        }

        return await client.WholeReport(page);
    }

    public static async Task<string> WholeReport(this HttpClient client, string page)
    {
        var html = await client.Html(page + "/report?show=all");
        for (var part = 1; html.Contains($"part={part}\"", StringComparison.Ordinal); part++)
        {
            html += await client.Html($"{page}/report?show=all&part={part}");
        }

        return html;
    }

    /// <summary>Imports the good rows, waits until the page says that it is done, and answers the page.</summary>
    public static async Task<string> TakeIn(this HttpClient client, string page)
    {
        var html = await client.Html(page + "/report");
        var answer = await client.PostAsync(page + "/report?handler=Import", new FormUrlEncodedContent([new("__RequestVerificationToken", WebUtility.HtmlDecode(Token().Match(html).Groups["token"].Value))]));
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        do
        {
            html = await client.Html(page + "/report?show=all");
        }
        while (html.Contains("data-state=\"Running\"", StringComparison.Ordinal));
        return html;
    }

    public static async Task<string> Html(this HttpClient client, string page)
    {
        var answer = await client.GetAsync(page);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{page}: {answer.StatusCode} {html}");
        return html;
    }

    public static int Figure(string html, string name) => int.Parse(Regex.Match(html, $"data-count=\"{name}\">(?<n>[0-9]+)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["n"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    public static bool Names(string html, string code, int row) => html.Contains($"data-code=\"{code}\" data-row=\"{row}\"", StringComparison.Ordinal);

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("<select[^>]*? name=\"(?<name>[^\"]+)\"[^>]*>(?<body>.*?)</select>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Selects();

    [GeneratedRegex("<option value=\"(?<value>[^\"]*)\"(?<rest>[^>]*)>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Options();
}
