namespace Courses.Platform.Web;

/// <summary>Addresses of the other pages of a list; null where there is none.</summary>
public sealed record OtherPages(string? First, string? Next)
{
    /// <summary>The pages of a list, of which one row more was read than is shown.</summary>
    /// <param name="rows">What was read; the one too many is taken off.</param>
    /// <param name="many">How many are shown.</param>
    /// <param name="address">Of the list's beginning.</param>
    /// <param name="begin">Where this page begins; null for the first one.</param>
    /// <param name="placeOf">Where a row stands.</param>
    public static OtherPages Of<T>(List<T> rows, int many, string address, Place? begin, Func<T, Place> placeOf)
    {
        var first = begin is null ? null : address;
        if (rows.Count <= many)
        {
            return new(first, null);
        }

        rows.RemoveRange(many, rows.Count - many);
        return new(first, $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}from={placeOf(rows[^1])}");
    }
}
