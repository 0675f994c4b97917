using System.Globalization;
using Courses.Contracts.Participants;
using Courses.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Seed;

/// <summary>The phones of the cast: the addresses in their passes' codes, and the PINs in their letters. What opens a pass stands nowhere in a real city.</summary>
internal static class DemoPhones
{
    private static readonly string[] Cast = [DemoAccounts.NearTheLine, DemoAccounts.UnderTheLine, DemoAccounts.BelowTheLine];

    public static async Task<IReadOnlyList<string>> Lines(CoursesDb db, IPassLinks links, string? publicUrl)
    {
        var people = await db.Set<Participant>().Where(person => Cast.Contains(person.Email))
            .Select(person => new { person.Email, person.Language, person.PassNumber }).ToListAsync();
        return
        [
            "  The phones of three newcomers: the pass's address, and the PIN from its letter",
            .. people.Where(person => person.PassNumber is not null).OrderBy(person => Array.IndexOf(Cast, person.Email))
                .Select(person => $"    {new CultureInfo(person.Language).EnglishName,-9} PIN {links.LetterPin(person.PassNumber!)}  {publicUrl}{links.Open(PassLink.Of(person.PassNumber!))}"),
        ];
    }
}
