using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Pages;

/// <summary>What was written to one person, in which words, and what became of it: did she get the letter, and if it waits, why and until when?</summary>
[Audience(Roles.Coach)]
internal sealed class PersonLettersModel(CoursesDb db, IParticipants participants, LetterWriter writer, ReminderChoice reminders, WayChoice ways, Happening happening, CityTime city) : CoursesPage, IShowsPeople
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public string Name { get; private set; } = "";

    public bool RemindersAreOff { get; private set; }

    public DateTimeOffset? RefusedSince { get; private set; }

    public IReadOnlyList<Written> Letters { get; private set; } = [];

    public IReadOnlyList<Channel> Ways => ways.Ways;

    public Channel? Way { get; private set; }

    public IEnumerable<Guid> PeopleShown => [Id];

    public LookKind LooksAt => LookKind.Record;

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostWay(Channel way) => Act(async () =>
    {
        await Load();
        await ways.Choose(Id, way, Cancel);
        Done = Words["person-letters.way.saved"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var person = await participants.People.Where(row => row.Id == Id).Select(row => new { row.GivenName, row.FamilyName, row.Email }).SingleOrDefaultAsync(Cancel) ?? throw new NotFound("The person");
        Name = $"{person.GivenName} {person.FamilyName}".Trim();
        Way = await ways.Of(Id, Cancel);
        RemindersAreOff = await reminders.IsOff(Id, Cancel);
        var address = RefusedAddress.IdOf(person.Email ?? "");
        RefusedSince = await db.Set<RefusedAddress>().Where(row => row.Id == address).Select(row => (DateTimeOffset?)row.At).SingleOrDefaultAsync(Cancel);
        var messages = await db.Set<Message>().AsNoTracking().Where(row => row.ParticipantId == Id && row.ForgottenAt == null).OrderByDescending(row => row.QueuedAt).Take(200).ToListAsync(Cancel);
        Letters = [.. messages.Select(message => new Written(message, writer.Subject(message), writer.Text(message), Language.Of(message.Language)))];
    }

    /// <summary>The staff's page of what the letter speaks of; null where it speaks of nothing that has one.</summary>
    public string? PageOf(Message message) => message.Link switch
    {
        "/my/decisions" or "/my/rights" => $"/coach/decisions/{Id}" + (message.About is { } about ? $"#d-{about}" : ""),
        "/my/attendance" => message.About is { } about ? $"/coach/decisions/{Id}#d-{about}" : $"/coach/people/{Id}/attendance",
        "/my/vouchers" => $"/coach/people/{Id}/vouchers",
        _ => null,
    };

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public string Happened(Message message) => happening.To(message);

    internal sealed record Written(Message Message, string Subject, string Text, Language Language);
}
