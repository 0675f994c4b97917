namespace Courses.Platform.Errors;

/// <summary>
/// The request is well formed, but a rule says no. Becomes a 409 with the stable code; the sentence for people stands under the same code
/// in the module's resource files, with <paramref name="details"/> as its {0}, {1} ... and says what to do.
/// </summary>
public sealed class RuleBroken(string code, params object[] details) : Exception(code)
{
    public string Code { get; } = code;

    public IReadOnlyList<object> Details { get; } = details;
}

/// <summary>There is no such thing, or the caller may not know whether there is: 404.</summary>
public sealed class NotFound(string what) : Exception($"{what} was not found.");

/// <summary>The caller may never do this, whatever exists: 403.</summary>
public sealed class Forbidden() : Exception("This account may not do this.");

/// <summary>A field has a value that cannot be understood: 400 with the field's name.</summary>
public sealed class InvalidField(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}

/// <summary>Several places of a request cannot be understood: 400 with the sentences at each, by its path.</summary>
public sealed class InvalidFields(IReadOnlyDictionary<string, string[]> sentences) : Exception("The request has values that make no sense.")
{
    public IReadOnlyDictionary<string, string[]> Sentences { get; } = sentences;
}

/// <summary>A client's key came back with another content: 422.</summary>
public sealed class KeyReused() : Exception("This key was used before with another content.");
