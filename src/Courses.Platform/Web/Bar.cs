namespace Courses.Platform.Web;

/// <summary>One bar: its name (a second line after a line break), its size, and the text that stands at it.</summary>
public sealed record Bar(string Name, double Size, string Text);
