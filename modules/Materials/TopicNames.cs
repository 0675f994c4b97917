using System.Globalization;
using Courses.Contracts.Orientation;
using Courses.Platform.Languages;

namespace Courses.Materials;

/// <summary>What the topics of orientation are called in the reader's language.</summary>
internal sealed class TopicNames(IOrientation orientation)
{
    public async Task<IReadOnlyList<TopicName>> All(CancellationToken cancel) =>
        [.. (await orientation.TopicsInWords(cancel)).Select(topic => new TopicName(topic.Key, topic.Value)).InReadersOrder(topic => topic.Name)];
}

internal sealed record TopicName(string Code, string Name);

internal static class TopicNameList
{
    public static string Of(this IReadOnlyList<TopicName> topics, string code) => topics.FirstOrDefault(topic => topic.Code == code)?.Name ?? code;

    public static string Of(this IReadOnlyList<TopicName> topics, IEnumerable<string> codes) => Shown.List(CultureInfo.CurrentUICulture, codes.Select(topics.Of));
}
