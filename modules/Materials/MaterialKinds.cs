namespace Courses.Materials;

/// <summary>What a material is, with its picture. The words are <c>material.kind.*</c>.</summary>
internal static class MaterialKinds
{
    public const string Leaflet = "leaflet";

    public static IReadOnlyList<(string Code, string Icon)> All { get; } =
        [("sheet", "letter"), ("picture", "photo"), ("exercise", "people"), ("audio", "sound"), ("link", "language"), (Leaflet, "info")];

    public static string IconOf(string code) => All.FirstOrDefault(kind => kind.Code == code).Icon ?? "letter";
}
