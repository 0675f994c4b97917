namespace Courses.Platform.Web;

/// <summary>Addresses of the other pages of a list; null where there is none.</summary>
public sealed record OtherPages(string? First, string? Next);
