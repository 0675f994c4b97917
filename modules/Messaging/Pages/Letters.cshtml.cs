using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Pages;

/// <summary>All letters of the person who reads: sent, waiting, or without an address to send them to.</summary>
[Audience(Roles.Newcomer)]
internal sealed class LettersModel(CoursesDb db, IParticipants participants, LetterWriter writer, Caller caller, CityTime city, TimeProvider clock) : CoursesPage
{
    public bool HasNoMail { get; private set; }

    public IReadOnlyList<Letter> Letters { get; private set; } = [];

    public async Task OnGet()
    {
        HasNoMail = await participants.People.AnyAsync(person => person.Id == caller.Id && (person.Email == null || person.Email == ""), Cancel);
        var now = clock.GetUtcNow();
        var messages = await db.Set<Message>().AsNoTracking()
            .Where(row => row.ParticipantId == caller.Id && row.NotBefore <= now.AddDays(1) && (row.State != MessageState.Cancelled || row.Trouble == "no-address"))
            .OrderByDescending(row => row.QueuedAt).Take(100).ToListAsync(Cancel);
        Letters = [.. messages.Select(message => new Letter(writer.Subject(message), writer.Text(message), city.DayOf(message.SentAt ?? message.QueuedAt), message.Link, Language.Of(message.Language)))];
    }

    internal sealed record Letter(string Subject, string Text, DateOnly On, string Link, Language Language);
}
