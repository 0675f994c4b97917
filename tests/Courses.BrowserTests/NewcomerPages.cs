using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>
/// Every page that a newcomer may open, from docs/roles.md, which a test of its own keeps equal to the endpoints: a new page is looked at without anybody remembering it.
/// A page whose address carries an id says here where a newcomer finds one.
/// </summary>
internal sealed class NewcomerPages(Newcomer somebody)
{
    /// <summary>Pages in the languages of staff that anyone may ask for: since whoever asks is not signed in yet, or because they are for the public.</summary>
    private static readonly HashSet<string> ForStaff = ["/integration-report/{year:int?}", "/published-reports", "/published-reports/{kind}/{period}", "/account/forgotten", "/account/invited", "/account/new-password", "/sign-in/again", "/sign-out"];

    private readonly Dictionary<string, string[]> addresses = new(StringComparer.Ordinal)
    {
        ["/p/{token}"] = [somebody.Address, "/p/" + new string('A', 24)],
        ["/letters/off/{token}"] = ["/letters/off/not-from-a-letter"],
        ["/error/{status:int?}"] = ["/error/404", "/my/nothing-is-here"],
        ["/confirmed/{number?}"] = ["/confirmed", "/confirmed/0000000000000000"],
        ["/language"] = ["/language?back=/my"],
        ["/my/find"] = ["/my/find", "/my/find?level=A1&day=weekdays&childcare=true", "/my/find?kind=orientation", "/my/find?level=C1&day=7&time=evening&district=Nowhere&free=true"],
        ["/my/book/{id:guid}"] = [.. somebody.ClassesToBook.Select(id => $"/my/book/{id}")],
        ["/my/book/{id:guid}/done"] = [$"/my/book/{somebody.OwnClass}/done"],
        ["/my/courses/{id:guid}/leave"] = [$"/my/courses/{somebody.OwnClass}/leave"],
        ["/my/ill/{id:guid?}"] = ["/my/ill"],

        // The person asks for the file first: the test does, and looks at it then.
        ["/my/data/{id:guid}/paper"] = [],
        ["/my/questionnaires/{id:guid}"] = [.. somebody.Questionnaires.Select(id => $"/my/questionnaires/{id}")],
        ["/my/rate/{id:guid}"] = [$"/my/rate/{somebody.FinishedModule}"],
    };

    public IReadOnlyList<string> BeforeTheDoor => [.. Routes("anyone").Where(route => !ForStaff.Contains(route)).SelectMany(Addresses)];

    public IReadOnlyList<string> Behind => [.. Routes("newcomer").SelectMany(Addresses)];

    private static IEnumerable<string> Routes(string audience) =>
        File.ReadLines(Path.Combine(HostProcess.Root, "docs/roles.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 2 && cells[1].StartsWith("page ", StringComparison.Ordinal) && cells[2].Split(", ").Contains(audience))
            .Select(cells => cells[1]["page ".Length..]);

    private string[] Addresses(string route) =>
        addresses.TryGetValue(route, out var known) ? known
        : route.Contains('{', StringComparison.Ordinal) ? throw new InvalidOperationException($"Where does a newcomer find an address of {route}? Say it here, so that the page is looked at.")
        : [route];
}

/// <summary>A person of the demo city of whom there is much to show, with what is needed to open their pages.</summary>
internal sealed record Newcomer(Guid Id, string Pin, string Address, IReadOnlyList<Guid> ClassesToBook, Guid OwnClass, Guid FinishedModule)
{
    /// <summary>What they are asked, answered or not.</summary>
    public IReadOnlyList<Guid> Questionnaires { get; init; } = [];

    public async Task OpenPass(IPage page)
    {
        await page.GotoAsync(Address);
        await page.FillAsync("input[name=Answer]", Pin);
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync("**/my");
    }

    /// <summary>Has the file with everything about them made, and answers where it is read.</summary>
    public static async Task<string> AsksForEverything(IPage page)
    {
        await page.GotoAsync("/my/data");
        await page.ClickAsync("main form button");
        return await page.Locator("a[href$='/paper']").First.GetAttributeAsync("href") ?? "";
    }
}
