namespace Courses.Platform;

/// <summary>What a module ships as data: the files of one of its folders, which are in its assembly.</summary>
public static class ShippedFiles
{
    /// <param name="module">A type of the module.</param>
    /// <param name="folder">The folder, e.g. Templates.</param>
    /// <returns>Their texts, in the order of their names.</returns>
    public static IReadOnlyList<string> Of(Type module, string folder = "Templates")
    {
        var assembly = module.Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith($"{assembly.GetName().Name}.{folder}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
