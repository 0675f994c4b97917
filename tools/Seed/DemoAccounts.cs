namespace Courses.Seed;

/// <summary>The sign-ins of the demo city. They exist nowhere else.</summary>
public static class DemoAccounts
{
    public const string Password = "Welcome-2026!";
    public const string Administrator = "admin@city.example";
    public const string Coach = "coach@city.example";
    public const string Manager = "manager@provider.example";
    public const string Teacher = "teacher@provider.example";
    public const string Auditor = "auditor@city.example";
}
