using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Courses.Contracts.Access;
using Courses.Web.Printing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

/// <summary>Pages as PDF, read by programs that are not ours.</summary>
public sealed partial class PdfTests(City city) : IClassFixture<City>
{
    [Fact]
    public async Task A_confirmation_is_one_sheet_whose_code_leads_to_its_check()
    {
        var (person, address) = await HasConfirmation("fa");
        var page = await city.As(Roles.Coach).GetStringAsync(address);
        Assert.Contains($"{address}?as=pdf", page, StringComparison.Ordinal);
        using var answer = await city.As(Roles.Coach).GetAsync(address + "?as=pdf");
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("coach-people-confirmations.pdf", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.True(answer.Headers.CacheControl!.NoStore);

        var pdf = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(1, PagesOf(await Through("pdfinfo", pdf)));
        var text = await Through("pdftotext", pdf, "-layout");
        Assert.Contains("Confirmation of attendance", text, StringComparison.Ordinal);
        Assert.Contains("Farzaneh", text, StringComparison.Ordinal);
        Assert.Contains("2 hours of 45 minutes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign out", text, StringComparison.Ordinal);
        Assert.Equal(AddressOnPaper().Match(WebUtility.HtmlDecode(page)).Value, await CodeOn(pdf));
        Assert.DoesNotContain(person.ToString(), text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_newcomer_takes_the_own_papers_along_and_nobody_else_gets_them()
    {
        var (person, address) = await HasConfirmation("ar");
        var phone = city.AsNewcomer(person, "ar");
        Assert.Contains("/my/confirmations?as=pdf", await phone.GetStringAsync("/my/confirmations"), StringComparison.Ordinal);
        var pdf = await phone.GetByteArrayAsync("/my/confirmations?as=pdf");
        Assert.Equal(1, PagesOf(await Through("pdfinfo", pdf)));
        Assert.Contains("/confirmed/", await CodeOn(pdf), StringComparison.Ordinal);

        Assert.NotEqual("application/pdf", (await city.As(Roles.Teacher).GetAsync(address + "?as=pdf")).Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await city.As(Roles.Coach).GetAsync(address.Replace(person.ToString(), Guid.NewGuid().ToString(), StringComparison.OrdinalIgnoreCase) + "?as=pdf")).StatusCode);

        // A stranger's address would start a browser for whoever asks: it answers the page.
        var number = AddressOnPaper().Match(await CodeOn(pdf)).Value;
        using var stranger = await city.CreateClient().GetAsync(new Uri(number).AbsolutePath + "?as=pdf");
        Assert.Equal("text/html", stranger.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Without_a_browser_the_page_says_how_to_keep_it()
    {
        var (_, address) = await HasConfirmation("de");
        await using var bare = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_PDF_BROWSER", "none"));
        var coach = await City.SameAt(city.As(Roles.Coach), bare.CreateDefaultClient(), address);
        var page = await coach.GetStringAsync(address);
        Assert.DoesNotContain("as=pdf", page, StringComparison.Ordinal);
        Assert.Contains("Save as PDF", page, StringComparison.Ordinal);
        Assert.Equal("text/html", (await coach.GetAsync(address + "?as=pdf")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_browser_that_fails_is_said_in_words()
    {
        var (_, address) = await HasConfirmation("de");
        await using var broken = city.WithWebHostBuilder(builder => builder.UseSetting("COURSES_PDF_BROWSER", "/bin/false"));
        using var answer = await (await City.SameAt(city.As(Roles.Coach), broken.CreateDefaultClient(), address)).GetAsync(address + "?as=pdf");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("The PDF could not be made just now", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_at_once_all_get_theirs()
    {
        var (_, address) = await HasConfirmation("tr");
        var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => city.As(Roles.Coach).GetByteArrayAsync(address + "?as=pdf")));
        Assert.All(made, pdf => Assert.Equal("%PDF"u8.ToArray(), pdf[..4]));
    }

    [Fact]
    public async Task What_the_browser_gets_runs_nothing_and_fetches_nothing()
    {
        var printed = await city.Services.GetRequiredService<PrintedHtml>().Of(
            """<html><head><link rel="stylesheet" href="/site.css"></head><body class="x"><script src="/print.js"></script><svg><use href="/icons.a1b2.svg#print"/></svg></body></html>""", default);
        Assert.DoesNotContain("<script", printed, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", printed, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", printed, StringComparison.Ordinal);
        Assert.Contains("href=\"#print\"", printed, StringComparison.Ordinal);
        Assert.Contains("id=\"print\"", printed, StringComparison.Ordinal);
        Assert.Contains(".paper", printed, StringComparison.Ordinal);
    }

    private async Task<(Guid Person, string Address)> HasConfirmation(string language)
    {
        var person = await city.HasLearner(language: language, givenName: "Farzaneh");
        await city.HasAttended(person, "inlt", "p");
        return (person, await city.Confirms(person));
    }

    private static int PagesOf(string info) => int.Parse(PagesLine().Match(info).Groups["pages"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> CodeOn(byte[] pdf)
    {
        var folder = Directory.CreateTempSubdirectory("courses-pdf-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "paper.pdf");
            await File.WriteAllBytesAsync(file, pdf);
            await Said("pdftoppm", "-r", "150", "-gray", file, Path.Combine(folder.FullName, "page"));
            return (await Said("zbarimg", ["--quiet", "--raw", .. folder.GetFiles("*.pgm").Select(picture => picture.FullName)])).Trim();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> Through(string program, byte[] pdf, params string[] options)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf);
            return await Said(program, program == "pdftotext" ? [.. options, file, "-"] : [file]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> Said(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said;
    }

    [GeneratedRegex(@"^Pages:\s+(?<pages>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PagesLine();

    [GeneratedRegex("https?://[^\"\\s<]+/confirmed/[0-9A-Z]{16}", RegexOptions.None, 1000)]
    private static partial Regex AddressOnPaper();
}
