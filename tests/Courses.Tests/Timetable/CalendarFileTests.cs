using System.Globalization;
using System.Text;
using Courses.Timetable.Features;

namespace Courses.Tests.Timetable;

public sealed class CalendarFileTests
{
    private static readonly CalendarEvent Event = new()
    {
        Id = Guid.NewGuid(),
        Summary = "German A1.1; evening, with \\ and a very long name that goes over the end of the line: Дитячий садок, اللغة الألمانية للمبتدئين",
        StartsAt = new(2026, 11, 17, 17, 0, 0, TimeSpan.Zero),
        EndsAt = new(2026, 11, 17, 19, 15, 0, TimeSpan.Zero),
        Place = "VHS, Hauptstraße 1\nStiege 2",
        Latitude = 48.2,
        Longitude = 16.37,
        IsCancelled = false,
        Revision = 2,
        ChangedAt = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var text = CalendarFile.Write([Event, Event with { Id = Guid.NewGuid(), IsCancelled = true }]);
        var events = ReadEvents(text);
        Assert.Equal(2, events.Count);
        Assert.Equal(Event.Summary, events[0]["SUMMARY"]);
        Assert.Equal(Event.Place, events[0]["LOCATION"]);
        Assert.Equal("20261117T170000Z", events[0]["DTSTART"]);
        Assert.Equal("20261117T191500Z", events[0]["DTEND"]);
        Assert.Equal("48.200000;16.370000", events[0]["GEO"]);
        Assert.Equal("2", events[0]["SEQUENCE"]);
        Assert.Equal("CONFIRMED", events[0]["STATUS"]);
        Assert.Equal("CANCELLED", events[1]["STATUS"]);
    }

    [Fact]
    public void Without_a_place_there_is_no_point_on_the_map()
    {
        var events = ReadEvents(CalendarFile.Write([Event with { Latitude = 0, Longitude = 0 }, Event with { Id = Guid.NewGuid(), Latitude = 0.5, Longitude = 0 }]));
        Assert.DoesNotContain("GEO", events[0].Keys);
        Assert.Equal("0.500000;0.000000", events[1]["GEO"]);
    }

    [Fact]
    public void What_is_written_does_not_depend_on_who_writes()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new("fa-IR");
            var text = CalendarFile.Write([Event]);
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            Assert.Equal(CalendarFile.Write([Event]), text);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>A reader of its own: unfolds, splits, unescapes, and insists on what RFC 5545 demands.</summary>
    internal static List<Dictionary<string, string>> ReadEvents(string text)
    {
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("BEGIN:VCALENDAR", lines[0]);
        Assert.Single(lines, line => line == "VERSION:2.0");
        Assert.Equal("END:VCALENDAR", lines[^1]);
        Assert.Single(lines, line => line.StartsWith("PRODID:", StringComparison.Ordinal));
        var events = new List<Dictionary<string, string>>();
        foreach (var line in lines)
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            if (line == "BEGIN:VEVENT")
            {
                events.Add([]);
            }
            else if (line == "END:VEVENT")
            {
                Assert.All(new[] { "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY" }, required => Assert.Contains(required, events[^1].Keys));
                Assert.True(At(events[^1]["DTSTART"]) < At(events[^1]["DTEND"]));
            }
            else if (events.Count > 0)
            {
                events[^1].TryAdd(name, name is "SUMMARY" or "LOCATION" ? Unescape(value) : value);
            }
        }

        Assert.Distinct(events.Select(one => one["UID"]));
        return events;
    }

    private static DateTime At(string text) => DateTime.ParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            result.Append(text[i] == '\\' ? text[++i] switch { 'n' or 'N' => '\n', var other => other } : text[i]);
        }

        return result.ToString();
    }
}
