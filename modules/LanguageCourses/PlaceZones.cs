using System.Text.RegularExpressions;
using Courses.Platform.Reading;

namespace Courses.LanguageCourses;

/// <summary>Which clock hangs on the wall at an address: by the country's postal prefix or name, or by a city that everybody knows. A provider may teach in two countries.</summary>
internal static partial class PlaceZones
{
    private static readonly (string Zone, string Prefixes, string[] Places)[] Known =
    [
        ("Europe/Riga", "LV", ["latvija", "latvia", "lettland", "riga", "daugavpils", "liepaja", "jelgava", "jurmala", "ventspils", "rezekne", "valmiera"]),
        ("Europe/Tallinn", "EE", ["eesti", "estonia", "estland", "tallinn", "tartu", "narva", "parnu"]),
        ("Europe/Vilnius", "LT", ["lietuva", "lithuania", "litauen", "vilnius", "kaunas", "klaipeda", "siauliai"]),
        ("Europe/Vienna", "A|AT", ["osterreich", "austria", "wien", "vienna", "graz", "linz", "salzburg", "innsbruck", "klagenfurt"]),
        ("Europe/Berlin", "D|DE", ["deutschland", "germany", "berlin", "hamburg", "munchen", "koln", "frankfurt"]),
        ("Europe/Athens", "GR|EL", ["ellada", "greece", "griechenland", "athen", "athens", "athina", "thessaloniki", "αθηνα", "θεσσαλονικη"]),
        ("Europe/Sofia", "BG", ["bulgaria", "bulgarien", "sofia", "софия", "plovdiv", "пловдив"]),
        ("Europe/Bucharest", "RO", ["romania", "rumanien", "bucuresti", "bucharest", "bukarest", "cluj"]),
        ("Asia/Nicosia", "CY", ["cyprus", "zypern", "nicosia", "lefkosia", "limassol", "larnaca"]),
        ("Europe/Amsterdam", "NL", ["nederland", "netherlands", "amsterdam", "rotterdam", "utrecht"]),
        ("Europe/Brussels", "B|BE", ["belgie", "belgique", "belgium", "antwerpen", "antwerp", "bruxelles", "brussel", "liege", "namur"]),
        ("Europe/Stockholm", "S|SE", ["sverige", "sweden", "schweden", "stockholm", "goteborg", "malmo"]),
    ];

    /// <summary>The zone of the place, or null when the address does not say where it is.</summary>
    public static string? Of(string address)
    {
        var prefix = PostalPrefix().Match(address) is { Success: true } match ? match.Groups["country"].Value.ToUpperInvariant() : "";
        var words = Folding.Words(address).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var zones = Known.Where(place => prefix.Length > 0 ? place.Prefixes.Split('|').Contains(prefix) : place.Places.Intersect(words, StringComparer.Ordinal).Any()).Select(place => place.Zone).Distinct().ToArray();
        return zones is [var one] ? one : null;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}])(?<country>[A-Z]{1,2})-[0-9]{4,5}\b", RegexOptions.IgnoreCase, 200)]
    private static partial Regex PostalPrefix();
}
