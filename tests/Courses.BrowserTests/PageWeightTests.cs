using System.Globalization;
using System.Text.Json;
using Courses.Tests.Shared;
using Microsoft.Playwright;

namespace Courses.BrowserTests;

/// <summary>Newcomers pay for what they load. Bytes as they come over the wire, headers included, into a browser that has nothing yet.</summary>
[Collection(OnThePhone.Name)]
public sealed class PageWeightTests(BrowserCity city)
{
    private const int MostForTheDocument = 14 * 1024;
    private const int MostForThePage = 100 * 1024;
    private readonly Stage stage = new(city);

    [Fact]
    public async Task Every_page_is_light()
    {
        var somebody = await stage.HasNewcomerWithMuchToShow();
        var pages = new NewcomerPages(somebody);
        var page = await city.Open(Screen.Phone);
        await page.GotoAsync("/language?to=uk&back=/p");
        var scales = await Scales.Under(page);
        var weights = new List<(string Address, long Document, long Page)>();
        foreach (var address in pages.BeforeTheDoor)
        {
            weights.Add(await scales.Weigh(address));
        }

        await stage.HasLettersAndDecisions(somebody, "uk");
        await somebody.OpenPass(page);
        foreach (var address in pages.Behind)
        {
            weights.Add(await scales.Weigh(address));
        }

        await page.Context.CloseAsync();
        var list = string.Join('\n', weights.OrderByDescending(one => one.Page).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Page,8:N0} in all, {one.Document,7:N0} first: {one.Address}")));
        Directory.CreateDirectory(Path.Combine(HostProcess.Root, ".data"));
        await File.WriteAllTextAsync(Path.Combine(HostProcess.Root, ".data/page-weights.txt"), list + "\n");
        Assert.All(weights, one => Assert.True(one.Document is > 500 and <= MostForTheDocument && one.Page > one.Document && one.Page <= MostForThePage, list));
    }

    private sealed class Scales(IPage page)
    {
        private readonly Dictionary<string, long> bytes = new(StringComparer.Ordinal);
        private string? document;
        private int open;

        public static async Task<Scales> Under(IPage page)
        {
            var scales = new Scales(page);
            var session = await page.Context.NewCDPSessionAsync(page);
            await session.SendAsync("Network.enable");
            await session.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
            session.Event("Network.requestWillBeSent").OnEvent += (_, what) =>
            {
                scales.open++;
                if (what!.Value.GetProperty("type").GetString() == "Document")
                {
                    scales.document = Id(what);
                }
            };
            session.Event("Network.loadingFinished").OnEvent += (_, what) =>
            {
                scales.open--;
                scales.bytes[Id(what)] = (long)what!.Value.GetProperty("encodedDataLength").GetDouble();
            };
            return scales;
        }

        public async Task<(string Address, long Document, long Page)> Weigh(string address)
        {
            (open, document) = (0, null);
            bytes.Clear();
            await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
            return (address, bytes.GetValueOrDefault(document ?? ""), bytes.Values.Sum());
        }

        private static string Id(JsonElement? what) => what!.Value.GetProperty("requestId").GetString()!;
    }
}
