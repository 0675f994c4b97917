using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Pages;

/// <summary>
/// What became of every message: the counts add up, and what failed or is unknown waits for a person. No names, no content. The letters of one person
/// are found by who may see case data.
/// </summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class MessagesModel(CoursesDb db, MailServer server, IParticipants participants, IAudit audit, Happening happening, Caller caller, CityTime city, TimeProvider clock) : CoursesPage
{
    /// <summary>Whose letters are looked for.</summary>
    [BindProperty(SupportsGet = true, Name = "q"), StringLength(200)]
    public string? Typed { get; set; }

    public bool MaySearch => caller.May(Permissions.CaseData);

    public bool Searches => MaySearch && !string.IsNullOrWhiteSpace(Typed);

    public bool ServerIsSet => server.IsSet;

    public IReadOnlyList<(MessageState State, int Count)> Counts { get; private set; } = [];

    public IReadOnlyList<Message> Attention { get; private set; } = [];

    public IReadOnlyList<Message> Recent { get; private set; } = [];

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostResend(Guid id, bool sure) => Act(async () =>
    {
        if (!sure)
        {
            throw new RuleBroken("message.resend-unconfirmed");
        }

        await db.Transact(
            async () =>
            {
                var message = await db.Set<Message>().SingleOrDefaultAsync(row => row.Id == id, Cancel) ?? throw new NotFound("message");
                if (message.State is not (MessageState.Failed or MessageState.Unknown))
                {
                    throw new RuleBroken("message.not-resendable");
                }

                message.SendAgain(clock.GetUtcNow());
                audit.Record("message.resent", message.ParticipantId ?? message.Id, message.Kind);
            },
            Cancel);
        Done = Words["messages.resent"];
        return RedirectToPage();
    });

    public string Local(DateTimeOffset instant) => city.Show(instant);

    public string Happened(Message message) => happening.To(message);

    protected override async Task Load()
    {
        var counted = await db.Set<Message>().GroupBy(row => row.State).Select(group => new { State = group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.State, group => group.Count, Cancel);
        Counts = [.. Enum.GetValues<MessageState>().Select(state => (state, counted.GetValueOrDefault(state)))];
        Attention = await db.Set<Message>().AsNoTracking().Where(row => row.State == MessageState.Failed || row.State == MessageState.Unknown).OrderByDescending(row => row.QueuedAt).Take(50).ToListAsync(Cancel);
        Recent = await (await Looked()).OrderByDescending(row => row.QueuedAt).Take(Searches ? 500 : 50).ToListAsync(Cancel);
    }

    private async Task<IQueryable<Message>> Looked()
    {
        var messages = db.Set<Message>().AsNoTracking();
        if (!Searches)
        {
            return messages;
        }

        var typed = Typed!.Trim();
        var people = (await participants.Find(typed, Cancel)).ToArray();
        return messages.Where(row => row.StaffEmail == typed || (row.ParticipantId != null && EF.Parameter(people).Contains(row.ParticipantId.Value)));
    }
}
