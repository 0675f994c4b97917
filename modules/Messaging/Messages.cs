using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Messaging;

/// <summary>The outbox as other modules see it.</summary>
internal sealed class Messages(CoursesDb db, IParticipants participants, MessageKinds kinds, Happening happening, Words words, IServiceProvider services, TimeProvider clock) : IMessages
{
    public IQueryable<ReminderRow> Reminders => db.Set<Message>().AsNoTracking().Where(row => row.ParticipantId != null).Select(row => new ReminderRow
    {
        Id = row.Id,
        OnceKey = row.OnceKey,
        ParticipantId = row.ParticipantId!.Value,
        Kind = row.Kind,
        Language = row.Language,
        State = row.State == MessageState.Sent ? "sent"
            : row.State == MessageState.Failed ? "failed"
            : row.State == MessageState.Cancelled ? "cancelled"
            : row.State == MessageState.Unknown ? "unknown" : "waiting",
        QueuedAt = row.QueuedAt,
        SentAt = row.SentAt,
    });

    public Task Queue(NewMessage message, CancellationToken cancel) => QueueMany([message], cancel);

    public async Task<int> QueueMany(IReadOnlyCollection<NewMessage> messages, CancellationToken cancel)
    {
        foreach (var message in messages)
        {
            kinds.MustKnow(message.Kind, forStaff: false);
        }

        var (languages, erased) = (new Dictionary<Guid, string>(), new HashSet<Guid>());
        foreach (var chunk in messages.Select(message => message.ParticipantId).Distinct().Chunk(1000))
        {
            foreach (var person in await participants.People.Where(person => EF.Parameter(chunk).Contains(person.Id)).Select(person => new { person.Id, person.Language, person.IsErased }).ToListAsync(cancel))
            {
                languages[person.Id] = person.Language;
                if (person.IsErased)
                {
                    erased.Add(person.Id);
                }
            }
        }

        var now = clock.GetUtcNow();
        return await Insert(
            [.. messages.Where(message => !erased.Contains(message.ParticipantId)).Select(message => new Message
            {
                ParticipantId = message.ParticipantId,
                Kind = message.Kind,
                Language = Language.Of(languages.GetValueOrDefault(message.ParticipantId)).Code,
                OnceKey = message.OnceKey,
                OnceId = Message.OnceIdOf(message.OnceKey),
                Details = Message.Lines(message.Details),
                About = message.About,
                Link = message.Link == "/my/letters" ? LinkOf(message.Kind) : message.Link,
                Immediate = message.Immediate,
                QueuedAt = now,
                NotBefore = message.NotBefore ?? now,
                Until = message.Until,
                AnswerWorkingDays = message.AnswerWorkingDays,
            })],
            cancel);
    }

    public Task QueueForStaff(StaffMessage message, CancellationToken cancel)
    {
        kinds.MustKnow(message.Kind, forStaff: true);
        var now = clock.GetUtcNow();
        return Insert(
            [new Message
            {
                StaffEmail = message.Email,
                Kind = message.Kind,
                Language = message.Language,
                OnceKey = message.OnceKey,
                OnceId = Message.OnceIdOf(message.OnceKey),
                Details = Message.Lines(message.Details),
                Link = message.Link,
                Immediate = message.Immediate,
                QueuedAt = now,
                NotBefore = message.NotBefore ?? now,
                Until = message.Until,
            }],
            cancel);
    }

    public async Task<bool> Told(Guid participantId, string kind, Guid about, string how, DateOnly on, CancellationToken cancel)
    {
        // Whoever hears of deliveries queues letters, too: fetched when needed and not at construction.
        var deliveries = services.GetRequiredService<Deliveries>();
        var letters = await db.Set<Message>().AsNoTracking().Where(row => row.ParticipantId == participantId && row.Kind == kind && row.About == about && row.AnswerWorkingDays != null).ToListAsync(cancel);
        foreach (var letter in letters.Where(letter => letter.ToldAt is null))
        {
            await deliveries.Told(letter, how, on, cancel);
        }

        return letters is not [];
    }

    public async Task<IReadOnlyDictionary<Guid, string>> WhatBecameOf(string kind, IReadOnlyCollection<Guid> participantIds, CancellationToken cancel)
    {
        var ids = participantIds.ToArray();
        return (await db.Set<Message>().AsNoTracking().Where(row => row.ParticipantId != null && EF.Parameter(ids).Contains(row.ParticipantId.Value) && row.Kind == kind && row.About != null).ToListAsync(cancel))
            .GroupBy(row => row.About!.Value)
            .ToDictionary(letters => letters.Key, letters => InWords(letters.MaxBy(letter => letter.QueuedAt)!));
    }

    private string InWords(Message message) => happening.To(message) is { Length: > 0 } what ? $"{words["messages.state." + message.State]}. {what}" : words["messages.state." + message.State];

    /// <summary>Where a letter of that kind leads when its sender named no page.</summary>
    private static string LinkOf(string kind) => kind switch
    {
        "pass" => "/my/pass",
        "seat-free" or "booking-confirmed" or "waiting-confirmed" or "session-reminder" or "session-moved" or "session-cancelled" or "class-moved" or "class-place-changed" => "/my/courses",
        "class-cancelled" or "class-childcare-ended" => "/my/find",
        "voucher-expires" or "voucher-issued" => "/my/vouchers",
        "attendance-at-risk" or "attendance-under" or "attendance-back" or "attendance-out-of-reach" => "/my/attendance",
        _ => "/my/letters",
    };

    private async Task<int> Insert(IReadOnlyCollection<Message> rows, CancellationToken cancel)
    {
        var fresh = rows.DistinctBy(row => row.OnceId).ToArray();
        if (fresh.Length == 0)
        {
            return 0;
        }

        if (db.Database.CurrentTransaction is not null)
        {
            return (await db.Engine.InsertNew(db, fresh, nameof(Message.OnceId), cancel)).Count;
        }

        // No transaction runs: the rows wait in the tracker for the caller's save.
        var keys = fresh.Select(row => row.OnceId).ToArray();
        var known = await db.Set<Message>().Where(row => EF.Parameter(keys).Contains(row.OnceId)).Select(row => row.OnceId).ToListAsync(cancel);
        known.AddRange(db.Set<Message>().Local.Select(row => row.OnceId));
        var added = fresh.Where(row => !known.Contains(row.OnceId)).ToArray();
        db.AddRange(added);
        return added.Length;
    }
}
