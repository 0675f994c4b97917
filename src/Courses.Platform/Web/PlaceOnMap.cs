using System.Globalization;

namespace Courses.Platform.Web;

/// <summary>Where a place is on a map. A position of 0, 0 is one that nobody has filled in: lists bring no positions.</summary>
public static class PlaceOnMap
{
    /// <summary>Has somebody said where it is?</summary>
    public static bool IsKnown(double latitude, double longitude) => (latitude, longitude) is not (0, 0);

    /// <summary>The address of a map that shows the place; where nobody has said where it is, one that looks for its address.</summary>
    public static string AddressOf(string address, double latitude, double longitude) => IsKnown(latitude, longitude)
        ? string.Create(CultureInfo.InvariantCulture, $"https://www.openstreetmap.org/?mlat={latitude:0.#####}&mlon={longitude:0.#####}#map=17/{latitude:0.#####}/{longitude:0.#####}")
        : "https://www.openstreetmap.org/search?query=" + Uri.EscapeDataString(address);
}
