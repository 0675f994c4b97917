namespace Courses.Materials;

/// <param name="ContentType">As the answer says it.</param>
/// <param name="Ending">What the name of the download ends with, without the dot.</param>
/// <param name="IsPicture">A picture is shown; anything else is handed out as a file and never opened under our name.</param>
internal sealed record FileKind(string ContentType, string Ending, bool IsPicture = false);
