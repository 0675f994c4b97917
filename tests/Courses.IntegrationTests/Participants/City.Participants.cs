using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Courses.Contracts.Participants;
using Courses.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    private static int births;

    /// <summary>A registered newcomer with a pass. The birth date is one that nobody else of this run has.</summary>
    public Task<Guid> HasNewcomer(
        string givenName = "Amira", string familyName = "Haddad", string language = "en", LegalStatus status = LegalStatus.ThirdCountryNational, string? email = null, DateOnly? bornOn = null) =>
        Ask<IParticipants, Guid>(participants => participants.Register(
            new()
            {
                GivenName = givenName,
                FamilyName = familyName,
                BirthDate = bornOn ?? new DateOnly(1960, 1, 1).AddDays(Interlocked.Increment(ref births)),
                Language = language,
                Email = email,
                Status = status,
                StatusFrom = new(2026, 3, 1),
                FirstPermitOn = new(2026, 3, 1),
                ArrivedOn = new(2026, 2, 1),
                Levels = new Dictionary<Skill, string> { [Skill.SpokenInteraction] = "A1" },
            },
            default));

    /// <summary>A provider whom vouchers may pay, without venues.</summary>
    public Task<Guid> HasAccreditedProvider(string? name = null) =>
        InDatabase(async db =>
        {
            var provider = new Provider { Name = name ?? $"School {Guid.NewGuid():N}", Email = "office@school.example", CreatedAt = Clock.GetUtcNow() };
            provider.Accredit(new(2020, 1, 1), null, new(2020, 1, 1));
            provider.PayTo("AT611904300234573201");
            db.Add(provider);
            await db.SaveChangesAsync();
            return provider.Id;
        });

    public Task<string> PassNumberOf(Guid participantId) =>
        InDatabase(db => db.Set<Participant>().Where(person => person.Id == participantId).Select(person => person.PassNumber!).SingleAsync());

    /// <summary>The tables in which a text stands somewhere, whatever the column: what must be stored nowhere is looked for everywhere.</summary>
    public Task<IReadOnlyList<string>> TablesThatHold(string text) =>
        InDatabase<IReadOnlyList<string>>(async db =>
        {
            var found = new List<string>();
            var sql = db.GetService<ISqlGenerationHelper>();
            foreach (var entity in db.Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null))
            {
                foreach (var column in entity.GetProperties().Where(property => property.ClrType == typeof(string) && property.GetTypeMapping().Converter is null))
                {
                    var name = column.GetColumnName();
#pragma warning disable EF1002, EF1003 // The names come from the model.
                    var hits = await db.Database.SqlQueryRaw<long>($"select cast(count(*) as bigint) as {sql.DelimitIdentifier("Value")} from {sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema())} where {sql.DelimitIdentifier(name)} like {{0}}", $"%{text}%").SingleAsync();
#pragma warning restore EF1002, EF1003
                    if (hits > 0)
                    {
                        found.Add($"{entity.GetTableName()}.{name}");
                    }
                }
            }

            return found;
        });
}

internal static class DeskForms
{
    /// <summary>Presses a button of the page: posts to one of its handlers.</summary>
    public static async Task<HttpResponseMessage> Act(this HttpClient client, string page, string handler, params (string Name, string Value)[] fields) =>
        await client.PostTo($"{page}?handler={handler}", await client.GetStringAsync(page), fields);
}

/// <summary>Reads QR codes off a page with a decoder that is not ours.</summary>
internal static partial class QrReader
{
    /// <summary>Every QR code in the HTML, decoded by zbarimg from a picture of its SVG.</summary>
    public static async Task<IReadOnlyList<string>> ReadAll(string html)
    {
        var found = new List<string>();
        foreach (var svg in Pictures(html))
        {
            found.Add(await Read(svg));
        }

        return found;
    }

    public static IReadOnlyList<string> Pictures(string html) => [.. Svg().Matches(html).Select(match => match.Value)];

    /// <summary>How many modules the picture is wide, with its quiet zone: one unit of its view box each.</summary>
    public static double ModulesOf(string svg) => double.Parse(XElement.Parse(svg).Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);

    private static async Task<string> Read(string svg)
    {
        const int Scale = 4;
        var modules = (int)ModulesOf(svg);
        var size = modules * Scale;
        var pixels = new byte[size * size];
        Array.Fill(pixels, (byte)255);
        foreach (Match bar in Bar().Matches(XElement.Parse(svg).Elements().Single(element => element.Name.LocalName == "path").Attribute("d")!.Value))
        {
            var (x, y, width) = (Number(bar, "x"), Number(bar, "y"), Number(bar, "width"));
            for (var row = y; row < y + Scale; row++)
            {
                Array.Fill(pixels, (byte)0, (row * size) + x, width);
            }
        }

        var file = Path.Combine(Path.GetTempPath(), $"qr-{Guid.NewGuid():N}.pgm");
        await using (var stream = File.Create(file))
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"P5 {size} {size} 255\n"));
            await stream.WriteAsync(pixels);
        }

        try
        {
            using var reader = Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--raw", file]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var text = await reader.StandardOutput.ReadToEndAsync();
            await reader.WaitForExitAsync();
            return text.Trim();
        }
        finally
        {
            File.Delete(file);
        }

        static int Number(Match bar, string name) => int.Parse(bar.Groups[name].ValueSpan, CultureInfo.InvariantCulture) * Scale;
    }

    [GeneratedRegex("<svg(?![^>]*class=\"icon\")[^>]*viewBox.*?</svg>", RegexOptions.Singleline, 5000)]
    private static partial Regex Svg();

    [GeneratedRegex("M(?<x>\\d+) (?<y>\\d+)h(?<width>\\d+)v1h-\\d+z", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Bar();
}
