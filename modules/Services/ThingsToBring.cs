namespace Courses.Services;

/// <summary>What people are asked to bring, each with a picture. The words stand under <c>service.bring.{Code}</c>.</summary>
internal static class ThingsToBring
{
    public static IReadOnlyList<(string Code, string Icon)> All { get; } =
    [
        ("pass", "pass"), ("identity", "person"), ("photo", "photo"), ("letter", "letter"), ("address", "home"), ("health-card", "health"), ("child-papers", "child"), ("certificates", "flag"), ("money", "money"),
    ];

    public static string IconOf(string code) => All.FirstOrDefault(thing => thing.Code == code).Icon ?? "info";
}
