using System.Globalization;
using Courses.Contracts.Orientation;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Materials;

/// <summary>What the topics of orientation are called in the reader's language.</summary>
internal sealed class TopicNames(IOrientation orientation)
{
    public async Task<IReadOnlyList<TopicName>> All(CancellationToken cancel)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var names = await orientation.TopicNames.Where(name => name.Language == language).ToDictionaryAsync(name => name.TopicCode, name => name.Name, cancel);
        var topics = await orientation.Topics.Select(topic => new { topic.Code, topic.Name }).ToListAsync(cancel);
        return [.. topics.Select(topic => new TopicName(topic.Code, names.GetValueOrDefault(topic.Code, topic.Name))).InReadersOrder(topic => topic.Name)];
    }
}

internal sealed record TopicName(string Code, string Name);

internal static class TopicNameList
{
    public static string Of(this IReadOnlyList<TopicName> topics, string code) => topics.FirstOrDefault(topic => topic.Code == code)?.Name ?? code;

    public static string Of(this IReadOnlyList<TopicName> topics, IEnumerable<string> codes) => Shown.List(CultureInfo.CurrentUICulture, codes.Select(topics.Of));
}
