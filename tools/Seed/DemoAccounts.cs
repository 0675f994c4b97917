using Courses.Contracts.Access;

namespace Courses.Seed;

/// <summary>The sign-ins of the demo city. They exist nowhere else.</summary>
public static class DemoAccounts
{
    public const string Password = "Welcome-2026!";
    public const string Administrator = "admin@city.example";
    public const string SecondAdministrator = "admin2@city.example";
    public const string Coach = "coach@city.example";

    /// <summary>An appeal is decided by another coach than the decision.</summary>
    public const string SecondCoach = "coach2@city.example";

    public const string Manager = "manager@provider.example";
    public const string Teacher = "teacher@provider.example";

    /// <summary>Accompanies <see cref="NearTheLine"/>.</summary>
    public const string Mentor = "mentor@volunteer.example";

    /// <summary>A student who taught a class that is over; the hours count for the course of study.</summary>
    public const string Student = "student@university.example";

    public const string Auditor = "auditor@city.example";

    /// <summary>A newcomer whom one more absence brings near the 40 % line; her letters are in Farsi.</summary>
    public const string NearTheLine = "nargis@newcomer.example";

    /// <summary>A newcomer whom one more absence brings under the 40 % line; his letters are in Arabic.</summary>
    public const string UnderTheLine = "yusuf@newcomer.example";

    /// <summary>A newcomer under the line; her letters are in Russian.</summary>
    public const string BelowTheLine = "hava@newcomer.example";

    /// <summary>E-mail, name, role, and whether the account belongs to the first provider.</summary>
    internal static readonly (string Email, string Name, string Role, bool AtProvider)[] All =
    [
        (Administrator, "Johanna Berger", Roles.Administrator, false),
        (SecondAdministrator, "Paul Steiner", Roles.Administrator, false),
        (Coach, "Samira Haddad", Roles.Coach, false),
        (SecondCoach, "Theo Lindner", Roles.Coach, false),
        (Manager, "Renate Wolf", Roles.ProviderManager, true),
        (Teacher, "Nikola Kovač", Roles.Teacher, true),
        (Mentor, "Lena Maier", Roles.Mentor, false),
        (Student, MentorsPart.StudentName, Roles.Teacher, true),
        (Auditor, "Ilse Gruber", Roles.Auditor, false),
    ];

    internal static IEnumerable<string> Lines() =>
    [
        $"  Sign in with one of these and the password {Password}",
        .. All.Select(account => $"    {account.Email,-28} {account.Role,-18} {account.Name}"),
    ];
}
