using System.Text.RegularExpressions;

namespace Courses.Web.Printing;

/// <summary>A page as one file that needs nothing beside it: the style and the pictures stand in it, scripts do not. It is of A4, with its number at the foot.</summary>
internal sealed partial class PrintedHtml(IWebHostEnvironment host)
{
    /// <summary>Nothing runs and nothing is fetched, whatever stands in the page. Switching scripts off by the browser's own setting would keep it from printing.</summary>
    private const string Alone = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">""";
    private const string Sheet = """@page { size: A4; margin: 14mm 14mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; } } @page paper { @bottom-right { content: none; } }""";

    public async Task<string> Of(string page, CancellationToken cancel)
    {
        var style = await Read("site.css", cancel);
        var icons = await Read("icons.svg", cancel);
        var alone = IconAddress().Replace(Loaded().Replace(page, ""), "href=\"#");
        var head = alone.IndexOf("</head>", StringComparison.OrdinalIgnoreCase);
        var body = head < 0 ? -1 : alone.IndexOf("<body", head, StringComparison.OrdinalIgnoreCase);
        if (body < 0)
        {
            throw new InvalidOperationException("Only a whole page is printed.");
        }

        body = alone.IndexOf('>', body) + 1;
        return $"""{alone[..head]}{Alone}<style>{Sheet}{style}</style>{alone[head..body]}<div hidden>{icons}</div>{alone[body..]}""";
    }

    private async Task<string> Read(string name, CancellationToken cancel)
    {
        await using var file = host.WebRootFileProvider.GetFileInfo(name).CreateReadStream();
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(cancel);
    }

    [GeneratedRegex("""<link\b[^>]*>|<script\b[^>]*>.*?</script>""", RegexOptions.IgnoreCase | RegexOptions.Singleline, 2000)]
    private static partial Regex Loaded();

    [GeneratedRegex("""href="/icons(?:\.[^"#]*)?\.svg#""", RegexOptions.None, 2000)]
    private static partial Regex IconAddress();
}
