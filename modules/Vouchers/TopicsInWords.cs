using System.Globalization;
using Courses.Contracts.Orientation;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers;

internal static class TopicsInWords
{
    /// <summary>The names of topics in the reader's language, or as the programme wrote them.</summary>
    public static Task<Dictionary<string, string>> NamesOf(this IOrientation orientation, IReadOnlyCollection<string> codes, CancellationToken cancel)
    {
        var reader = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return orientation.Topics
            .Where(topic => codes.Contains(topic.Code))
            .Select(topic => new { topic.Code, Name = orientation.TopicNames.Where(name => name.TopicCode == topic.Code && name.Language == reader).Select(name => name.Name).FirstOrDefault() ?? topic.Name })
            .ToDictionaryAsync(topic => topic.Code, topic => topic.Name, cancel);
    }
}
