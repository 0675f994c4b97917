using Courses.Access.Looks;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Pages;

/// <summary>Who was shown whom, on which page, the newest first. Words that were typed are names: they are for whoever may see names.</summary>
[Audience(Roles.Administrator)]
internal sealed class LooksModel(CoursesDb db, IParticipants participants, Caller caller) : CoursesPage
{
    private const int Most = 200;

    internal sealed record Line(DateTimeOffset At, string Account, string Role, string Page, LookKind Kind, string Typed, int People);

    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    /// <summary>A pass number: only looks at this person.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    /// <summary>Only looks of that day.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    public bool SeesWords => caller.May(Permissions.CaseData);

    public int MostShown => Most;

    public async Task OnGetAsync()
    {
        var looks = db.Set<Look>().AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Number))
        {
            var number = Number.Trim().ToUpperInvariant();
            var person = await participants.People.Where(row => row.PassNumber == number).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(Cancel) ?? Guid.Empty;
            Guid[] records = [person, .. await participants.Aliases.Where(alias => alias.KeptId == person).Select(alias => alias.MergedId).ToListAsync(Cancel)];
            looks = looks.Where(look => look.People.Any(looked => records.Contains(looked.ParticipantId)));
        }

        if (!string.IsNullOrWhiteSpace(Who))
        {
            var who = Who.Trim().ToUpperInvariant();
            looks = looks.Where(look => db.Set<Account>().Any(account => account.Id == look.AccountId && account.Name.ToUpper().Contains(who)));
        }

        if (On is { } on)
        {
            looks = looks.Where(look => look.On == on);
        }

        Lines = await (
            from look in looks
            join account in db.Set<Account>() on look.AccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            orderby look.At descending, look.Id descending
            select new Line(look.At, account.Name ?? "", look.Role, look.Page, look.Kind, look.Typed, look.People.Count)).Take(Most).ToListAsync(Cancel);
    }
}
