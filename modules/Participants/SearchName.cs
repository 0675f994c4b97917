using Courses.Platform.Reading;

namespace Courses.Participants;

/// <summary>Names as they are compared, stored beside every person: what is typed at the desk finds what stands on the permit. <see cref="Folding"/> says how.</summary>
internal static class SearchName
{
    public static string Of(params ReadOnlySpan<string?> names) => Folding.Words(names);

    public static IReadOnlyList<string> Parts(string typed) => [.. Of(typed).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(6)];
}
