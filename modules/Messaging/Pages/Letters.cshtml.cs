using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Pages;

/// <summary>All letters of the person who reads: sent, waiting, or without an address to send them to.</summary>
[Audience(Roles.Newcomer)]
internal sealed class LettersModel(CoursesDb db, IParticipants participants, LetterWriter writer, ReminderChoice reminders, WayChoice ways, Deliveries deliveries, Caller caller, CityTime city, TimeProvider clock) : CoursesPage
{
    // Not sent by mail for a reason that is no reason not to read it here.
    private static readonly string?[] ReadHereOnly = ["no-address", "address-refused", "reminders-off"];

    /// <summary>Those whose time to answer begins when they are read.</summary>
    private IReadOnlyList<Message> unanswered = [];

    public bool HasNoMail { get; private set; }

    public bool AddressIsRefused { get; private set; }

    public bool RemindersAreOff { get; private set; }

    public IReadOnlyList<Channel> Ways => ways.Ways;

    /// <summary>What the person chose; null as long as they did not.</summary>
    public Channel? Way { get; private set; }

    public IReadOnlyList<Letter> Letters { get; private set; } = [];

    public async Task OnGet()
    {
        await Load();

        // Only what really stands on the phone was read.
        if (HttpMethods.IsGet(Request.Method) && unanswered is not [])
        {
            foreach (var message in unanswered)
            {
                await deliveries.Told(message, Delivered.OnPage, city.Today, Cancel);
            }

            await Load();
        }
    }

    public Task<IActionResult> OnPostOff() => Act(async () =>
    {
        await reminders.Off(caller.Id, "page", Cancel);
        Done = Words["letters.reminders.stopped"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostOn() => Act(async () =>
    {
        await reminders.On(caller.Id, Cancel);
        Done = Words["letters.reminders.started"];
        return RedirectToPage();
    });

    public Task<IActionResult> OnPostWay(Channel way) => Act(async () =>
    {
        await ways.Choose(caller.Id, way, Cancel);
        Done = Words["letters.way.saved"];
        return RedirectToPage();
    });

    protected override async Task Load()
    {
        var email = await participants.People.Where(person => person.Id == caller.Id).Select(person => person.Email).SingleOrDefaultAsync(Cancel);
        HasNoMail = email is null or "";
        var address = RefusedAddress.IdOf(email ?? "");
        AddressIsRefused = !HasNoMail && await db.Set<RefusedAddress>().AnyAsync(row => row.Id == address, Cancel);
        RemindersAreOff = await reminders.IsOff(caller.Id, Cancel);
        Way = await ways.Of(caller.Id, Cancel);
        var now = clock.GetUtcNow();
        var messages = await db.Set<Message>().AsNoTracking()
            .Where(row => row.ParticipantId == caller.Id && row.ForgottenAt == null && row.NotBefore <= now.AddDays(1) && (row.State != MessageState.Cancelled || ReadHereOnly.Contains(row.Trouble)))
            .OrderByDescending(row => row.QueuedAt).Take(100).ToListAsync(Cancel);
        unanswered = [.. messages.Where(message => message is { AnswerWorkingDays: not null, ToldAt: null })];
        Letters = [.. messages.Select(message => new Letter(writer.Subject(message), writer.Text(message), city.DayOf(message.SentAt ?? message.QueuedAt), Here(message.Link), Language.Of(message.Language)))];
    }

    /// <summary>A letter leads to the pass by its secret, which stands nowhere; who reads it here has a pass already.</summary>
    private static string Here(string link) => link.StartsWith("/p/", StringComparison.Ordinal) ? "/my/pass" : link;

    internal sealed record Letter(string Subject, string Text, DateOnly On, string Link, Language Language);
}
