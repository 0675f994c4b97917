using System.Globalization;
using System.Runtime.InteropServices;

namespace Courses.Platform.Web;

/// <summary>
/// Where a list in the order of time goes on: after this instant, and among what has the same one after this record. It stands in addresses, so that a page far down costs what the first one does,
/// and what comes or goes meanwhile moves nothing.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Place(DateTimeOffset At, Guid Id)
{
    /// <summary>For a list in the order of days.</summary>
    public Place(DateOnly day, Guid id)
        : this(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), id)
    {
    }

    public DateOnly Day => DateOnly.FromDateTime(At.UtcDateTime);

    /// <summary>Null for what is no place: the list begins at its beginning then.</summary>
    public static Place? Read(string? text) =>
        text?.Split('.') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "N", out var record)
            ? new Place(new DateTimeOffset(at, TimeSpan.Zero), record)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Id:N}");
}
