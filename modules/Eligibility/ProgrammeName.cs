using System.Globalization;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>What a programme is called in a language.</summary>
internal sealed class ProgrammeName
{
    public Guid ProgrammeId { get; private set; }

    public required string Language { get; init; }

    public required string Name { get; init; }
}

/// <summary>Programmes by the names that readers of a language know. What has no name in it is called by the plain one.</summary>
internal static class ProgrammeNames
{
    public const string Prefix = "programme.name.";

    public static string OfProgramme(this CityNames names, CultureInfo culture, string code) => names.Of(culture, Prefix + code) ?? code;

    /// <summary>For the details of a letter, which say it in the language of whoever reads them.</summary>
    public static string InLetters(string code) => $"word:{Prefix}{code}";

    public static IReadOnlyList<Named> Read(CoursesDb db) =>
    [
        .. db.Set<Programme>().AsNoTracking().Include(programme => programme.Names).AsEnumerable()
            .SelectMany(programme => programme.Names.Select(name => new Named(programme.Code, name.Language, name.Name)).Append(new(programme.Code, "", programme.Name))),
    ];
}
