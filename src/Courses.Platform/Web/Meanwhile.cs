using System.Text.Json;

namespace Courses.Platform.Web;

/// <summary>
/// Two people change one record. The form carries what its reader saw; whoever comes second is told what is different now, and gets a form with what they typed on top of what is new.
/// </summary>
public static class Meanwhile
{
    /// <summary>As the form carries it.</summary>
    public static string Written<T>(T seen) => JsonSerializer.Serialize(seen);

    /// <summary>Null for what nobody here wrote.</summary>
    public static T? Read<T>(string? written)
        where T : class
    {
        try
        {
            return string.IsNullOrEmpty(written) ? null : JsonSerializer.Deserialize<T>(written);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Where the reader left a value as they saw it, <paramref name="typed"/> gets what stands there now; where they changed it, it stays. Answers the names of what somebody else changed.
    /// </summary>
    public static IReadOnlyList<string> Merge<T>(T typed, T seen, T now)
        where T : class
    {
        var changed = new List<string>();
        foreach (var property in typeof(T).GetProperties().Where(property => property is { CanWrite: true, GetMethod.IsStatic: false }))
        {
            var (before, current) = (property.GetValue(seen), property.GetValue(now));
            if (AreOne(before, current))
            {
                continue;
            }

            changed.Add(property.Name);
            if (AreOne(property.GetValue(typed), before))
            {
                property.SetValue(typed, current);
            }
        }

        return changed;
    }

    /// <summary>A field that was left empty comes back as nothing, so the two are one. Lists are compared in their order.</summary>
    private static bool AreOne(object? one, object? other) => JsonSerializer.Serialize(one is "" ? null : one) == JsonSerializer.Serialize(other is "" ? null : other);
}

/// <summary>One value that is different, in the reader's words.</summary>
/// <param name="Label">The key of the words that name it.</param>
/// <param name="Was">What stood there.</param>
/// <param name="Is">What stands there, or is to stand there.</param>
public sealed record ChangedTerm(string Label, string Was, string Is);
