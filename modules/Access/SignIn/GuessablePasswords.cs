using Microsoft.AspNetCore.Identity;

namespace Courses.Access.SignIn;

/// <summary>
/// Long is not enough: what is made of words that everybody tries, of runs on the keyboard, of repeats or of the person's own name and address is guessed first. Eight letters must be left without them.
/// </summary>
internal sealed class GuessablePasswords : IPasswordValidator<Account>
{
    public const string Code = "PasswordIsGuessable";
    private const int MustBeLeft = 8;
    private const int ShortestWord = 4;
    private const int ShortestRun = 3;

    /// <summary>What stands at the head of every list of stolen passwords, in the languages of the staff.</summary>
    private static readonly string[] Common =
    [
        "password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "kennwort", "welcome", "willkommen", "letmein", "changeme", "iloveyou", "trustno1", "administrator", "admin", "login", "access", "secret", "geheim", "default",
        "master", "monkey", "dragon", "shadow", "sunshine", "princess", "football", "fussball", "baseball", "superman", "batman", "starwars", "pokemon", "michael", "michelle", "charlie", "jessica", "daniel", "thomas", "schatz",
        "hallo", "hello", "summer", "sommer", "winter", "spring", "herbst", "autumn", "january", "januar", "monday", "montag", "vienna", "wien", "berlin", "germany", "austria", "deutschland", "oesterreich", "österreich", "courses",
        "qwerty", "qwertz", "qazwsx", "1q2w3e4r", "1qaz2wsx", "zaq12wsx", "q1w2e3r4", "abc123",
    ];

    private static readonly string[] Rows = ["qwertyuiop", "qwertzuiopü", "asdfghjklöä", "asdfghjkl", "zxcvbnm", "yxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890"];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Left(password ?? "", user) >= MustBeLeft ? IdentityResult.Success : IdentityResult.Failed(new IdentityError { Code = Code, Description = "" }));

    private static int Left(string password, Account user)
    {
        var left = password.ToLowerInvariant();
        var own = $"{user.Name} {user.Email}".ToLowerInvariant().Split([' ', '.', '@', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= ShortestWord);
        foreach (var word in own.Concat(Common).OrderByDescending(word => word.Length))
        {
            left = left.Replace(word, "", StringComparison.Ordinal);
        }

        var count = 0;
        for (var at = 0; at < left.Length;)
        {
            var run = RunAt(left, at);
            count += run >= ShortestRun ? 0 : 1;
            at += run >= ShortestRun ? run : 1;
        }

        return count;
    }

    /// <summary>How many letters from here on are one letter again and again, or follow on one another on a keyboard or in the alphabet, forwards or backwards.</summary>
    private static int RunAt(string text, int at)
    {
        var longest = text.Skip(at).TakeWhile(letter => letter == text[at]).Count();
        foreach (var row in Rows)
        {
            foreach (var step in new[] { 1, -1 })
            {
                var run = 1;
                for (var place = row.IndexOf(text[at], StringComparison.Ordinal); place >= 0 && at + run < text.Length && place + step >= 0 && place + step < row.Length && row[place + step] == text[at + run]; place += step)
                {
                    run++;
                }

                longest = Math.Max(longest, run);
            }
        }

        return longest;
    }
}
