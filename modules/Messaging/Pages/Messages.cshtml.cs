using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging.Pages;

/// <summary>What became of every message: the counts add up, and what failed or is unknown waits for a person. No names, no content.</summary>
[Audience(Roles.Administrator, Roles.Auditor)]
internal sealed class MessagesModel(CoursesDb db, MailServer server, IAudit audit, CityTime city, TimeProvider clock) : CoursesPage
{
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

    /// <summary>A code of ours as a sentence, with the relay's own words behind it; what the relay said alone stays as it is.</summary>
    public string Trouble(string? trouble)
    {
        var parts = (trouble ?? "").Split(": ", 2);
        return Words.Knows("messages.trouble." + parts[0]) ? string.Join(": ", parts.Skip(1).Prepend(Words["messages.trouble." + parts[0]])) : trouble ?? "";
    }

    protected override async Task Load()
    {
        var counted = await db.Set<Message>().GroupBy(row => row.State).Select(group => new { State = group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.State, group => group.Count, Cancel);
        Counts = [.. Enum.GetValues<MessageState>().Select(state => (state, counted.GetValueOrDefault(state)))];
        Attention = await db.Set<Message>().AsNoTracking().Where(row => row.State == MessageState.Failed || row.State == MessageState.Unknown).OrderByDescending(row => row.QueuedAt).Take(50).ToListAsync(Cancel);
        Recent = await db.Set<Message>().AsNoTracking().OrderByDescending(row => row.QueuedAt).Take(50).ToListAsync(Cancel);
    }
}
