using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Courses.Contracts.Access;
using Microsoft.AspNetCore.Http.Metadata;

namespace Courses.IntegrationTests.Access;

/// <summary>
/// Walks through every endpoint and page that the router knows, with every role. What each role may do stands in docs/roles.md; an endpoint that is
/// not in that table, or not as it says, fails.
/// </summary>
public sealed class MatrixTests(City city) : IClassFixture<City>
{
    private const string Nobody = "nobody";

    private static readonly string[] Staff = [Roles.Administrator, Roles.Auditor, Roles.Coach, Roles.ProviderManager, Roles.Teacher, Roles.Mentor];
    private static readonly string[] Everybody = [Nobody, .. Staff, Roles.Tablet, Roles.Newcomer];

    [Fact]
    public async Task Every_endpoint_stands_in_the_table_of_roles()
    {
        var table = (await File.ReadAllLinesAsync(TableFile)).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains(" /", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var doors = (await Door.All(city.Services)).Select(door => door.Line).ToHashSet(StringComparer.Ordinal);
        var missing = doors.Except(table).Order(StringComparer.Ordinal).ToArray();
        var gone = table.Except(doors).Order(StringComparer.Ordinal).ToArray();
        Assert.True(
            missing.Length == 0 && gone.Length == 0,
            $"docs/roles.md does not say who may use what.\nAdd these lines, if that is what you want:\n{string.Join('\n', missing)}\nRemove these lines:\n{string.Join('\n', gone)}");
    }

    [Fact]
    public async Task Every_role_gets_in_where_it_may_and_nowhere_else()
    {
        var clients = Everybody.ToDictionary(role => role, Client, StringComparer.Ordinal);
        var wrong = new List<string>();
        await Each(await Door.All(city.Services), async door =>
        {
            foreach (var role in Everybody)
            {
                var answer = await Call(clients[role], door, door.Address(Guid.NewGuid()));
                var refused = Refused(answer);
                if ((int)answer.StatusCode >= 500 || refused == door.Admits(role))
                {
                    Add(wrong, $"{door.Kind} {door.Route} as {role}: {(int)answer.StatusCode} {answer.Headers.Location} (may: {door.Who})");
                }
            }
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_page_takes_no_post_from_whom_it_does_not_admit()
    {
        var clients = Everybody.ToDictionary(role => role, Client, StringComparer.Ordinal);
        var wrong = new List<string>();
        await Each((await Door.All(city.Services)).Where(door => door.IsPage && !door.ForAnyone), async door =>
        {
            foreach (var role in Everybody.Where(role => !door.Admits(role)))
            {
                using var form = new FormUrlEncodedContent([]);
                var answer = await clients[role].PostAsync(door.Address(Guid.NewGuid()), form);
                if (!Refused(answer))
                {
                    Add(wrong, $"POST {door.Route} as {role}: {(int)answer.StatusCode}");
                }
            }
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task An_empty_request_names_the_fields_that_it_needs()
    {
        var wrong = new List<string>();
        var checkedDoors = 0;
        await Each((await Door.All(city.Services)).Where(door => RequestOf(door) is not null), async door =>
        {
            var client = Client(Admitted(door));
            var needed = RequiredFields(RequestOf(door)!).ToArray();
            Interlocked.Increment(ref checkedDoors);
            var empty = await Send(client, door, "{}");
            var body = await empty.Content.ReadAsStringAsync();
            if (needed.Length == 0 ? (int)empty.StatusCode >= 500 : empty.StatusCode != HttpStatusCode.BadRequest || !needed.All(field => body.Contains($"\"{field}\"", StringComparison.Ordinal)))
            {
                Add(wrong, $"{door.Kind} {door.Route} with {{}}: {(int)empty.StatusCode} {body} (needs {string.Join(", ", needed)})");
            }

            foreach (var garbage in new[] { "[]", "{\"", "null", "\"text\"", "{\"" + (needed.FirstOrDefault() ?? "id") + "\": {\"deeper\": [1]}}", "" })
            {
                var answer = await Send(client, door, garbage);
                if ((int)answer.StatusCode >= 500 || (garbage is "[]" or "{\"" && answer.StatusCode != HttpStatusCode.BadRequest))
                {
                    Add(wrong, $"{door.Kind} {door.Route} with {garbage}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                }
            }
        });
        Assert.NotEqual(0, checkedDoors);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task An_unknown_id_is_not_found()
    {
        var wrong = new List<string>();
        await Each((await Door.All(city.Services)).Where(door => door.TakesId && door.Method == HttpMethod.Get && !door.ForAnyone), async door =>
        {
            foreach (var role in Everybody.Where(door.Admits))
            {
                var answer = await Client(role).GetAsync(door.Address(Guid.NewGuid()));
                var mangled = await Client(role).GetAsync(door.Address(Guid.Empty).Replace(Guid.Empty.ToString(), "not-an-id'--", StringComparison.Ordinal));
                // A 400 is for what else the address needs in its query.
                if (!(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden || (answer.StatusCode == HttpStatusCode.BadRequest && !door.IsPage)) || (int)mangled.StatusCode is < 400 or >= 500)
                {
                    Add(wrong, $"{door.Kind} {door.Route} as {role}: unknown {(int)answer.StatusCode}, mangled {(int)mangled.StatusCode}");
                }
            }
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <param name="odd">What stands in every field; none: nothing is sent.</param>
    /// <param name="times">How often.</param>
    [Theory]
    [InlineData(null)]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("\ufffe")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("31.02.2026")]
    [InlineData("=cmd|x")]
    [InlineData("a long text", 5_000)]
    public async Task Odd_values_in_a_form_break_no_page(string? odd, int times = 1)
    {
        var wrong = new List<string>();
        await Each((await Door.All(city.Services)).Where(door => door.IsPage && !door.TakesId && door.Route is not "/sign-out" and not "/my/leave" && !door.Route.StartsWith("/error", StringComparison.Ordinal)), async door =>
        {
            foreach (var role in door.ForAnyone ? [Nobody] : Everybody.Where(door.Admits))
            {
                var client = Client(role);
                var address = door.Address(Guid.NewGuid());
                var shown = await client.GetAsync(address);
                var html = await shown.Content.ReadAsStringAsync();
                foreach (var form in PageForm.In(html).Where(form => form.Action is not "/sign-out" and not "/my/leave"))
                {
                    var fields = odd is null ? [] : form.Fields.Select(field => (field.Name, string.Concat(Enumerable.Repeat(odd, times)))).ToArray();
                    var answer = await client.PostTo(form.AddressOn(address), html, fields);
                    if ((int)answer.StatusCode >= 500)
                    {
                        Add(wrong, $"{form.AddressOn(address)} as {role}: {(int)answer.StatusCode}");
                    }
                }
            }
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The canary: the walk notices a door that stands open.</summary>
    [Fact]
    public async Task The_walk_notices_an_open_door()
    {
        var doors = await Door.All(city.Services);
        var closed = doors.Single(door => door.Route == "/api/devices/me");
        Assert.False(Refused(await Call(Client(Roles.Tablet), closed, "/api/devices/me")));
        Assert.True(Refused(await Call(Client(Roles.Coach), closed, "/api/devices/me")));
        Assert.Contains("NOBODY", new Door("GET", "/x", null, false, closed.Pattern, closed.Metadata).Line, StringComparison.Ordinal);
    }

    internal static string TableFile
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Courses.sln")))
            {
                folder = folder.Parent!;
            }

            return Path.Combine(folder.FullName, "docs", "roles.md");
        }
    }

    private readonly Guid provider = Guid.NewGuid();
    private readonly Guid newcomer = Guid.NewGuid();

    private HttpClient Client(string role) => role switch
    {
        Nobody => city.AsNobody(),
        Roles.Tablet => city.AsTablet(provider),
        Roles.Newcomer => city.AsNewcomer(newcomer),
        Roles.ProviderManager or Roles.Teacher => city.As(role, provider),
        _ => city.As(role),
    };

    private static string Admitted(Door door) => door.ForAnyone ? Nobody : Everybody.First(door.Admits);

    private static Task<HttpResponseMessage> Call(HttpClient client, Door door, string address) =>
        door.Method == HttpMethod.Get ? client.GetAsync(address) : Send(client, door, "{}", address);

    private static async Task<HttpResponseMessage> Send(HttpClient client, Door door, string json, string? address = null)
    {
        using var request = new HttpRequestMessage(door.Method, address ?? door.Address(Guid.NewGuid())) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return await client.SendAsync(request);
    }

    /// <summary>Turned away at the door: told to sign in, or told no.</summary>
    private static bool Refused(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location is { } to && (to.IsAbsoluteUri ? to.AbsolutePath : to.OriginalString.Split('?')[0]) is "/sign-in" or "/p"
            && answer.Headers.Location.OriginalString.Contains("back=", StringComparison.Ordinal));

    private static Type? RequestOf(Door door) =>
        door.Metadata.GetMetadata<IAcceptsMetadata>() is { RequestType: { } type, ContentTypes: var contents } && contents.Contains("application/json") && type.Assembly.GetName().Name!.StartsWith("Courses.", StringComparison.Ordinal) ? type : null;

    private static IEnumerable<string> RequiredFields(Type type) =>
        type.GetProperties().Where(property => property.GetCustomAttribute<RequiredAttribute>() is not null).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private static Task Each(IEnumerable<Door> doors, Func<Door, Task> act) =>
        Parallel.ForEachAsync(doors, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (door, _) => await act(door));

    private static void Add(List<string> list, string line)
    {
        lock (list)
        {
            list.Add(line);
        }
    }
}
