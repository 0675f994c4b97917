using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging;

/// <summary>What was written to the person and what became of it, and how they want to hear from us.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, IParticipants participants, LetterWriter writer, CityTime city) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } = [new("letters", Ground.Task, Roles.Coach, Roles.Administrator) { Page = "/my/letters", Rule = "letters" }];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(
            db,
            "letters",
            db.Set<Message>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value)),
            row => row.ForgottenAt is null ? new(city.DayOf(row.SentAt ?? row.QueuedAt), $"{writer.Subject(row)}. {writer.Text(row)}") : null,
            nameof(Message.OnceKey),
            nameof(Message.OnceId),
            nameof(Message.StaffEmail)),
        KeptRows.Beside(db, "letters", db.Set<ChosenWay>().Where(row => records.Contains(row.ParticipantId))),
        KeptRows.Beside(db, "letters", db.Set<RemindersOff>().Where(row => records.Contains(row.ParticipantId))),
    ];

    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var letters = db.Set<Message>().Where(row => row.ParticipantId != null && records.Contains(row.ParticipantId.Value));
        return
        [
            ErasedRows.Empty<Message>(
                db,
                "letters",
                async cancel =>
                {
                    // What waits goes to nobody any more.
                    await letters.Where(row => row.State == MessageState.Waiting || row.State == MessageState.ToPrint).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, MessageState.Cancelled), cancel);
                    var now = city.Now;
                    return await letters.Where(row => row.ForgottenAt == null).ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.Details, "").SetProperty(row => row.Trouble, (string?)null).SetProperty(row => row.Link, "").SetProperty(row => row.ForgottenAt, now), cancel);
                }),
            ErasedRows.Empty<RefusedAddress>(
                db,
                "letters",
                async cancel =>
                {
                    var own = (await participants.OwnMails(records, cancel)).Select(RefusedAddress.IdOf).ToArray();
                    return await db.Set<RefusedAddress>().Where(row => EF.Parameter(own).Contains(row.Id)).ExecuteDeleteAsync(cancel);
                }),
            ErasedRows.Delete(db, "letters", db.Set<ChosenWay>().Where(row => records.Contains(row.ParticipantId))),
            ErasedRows.Delete(db, "letters", db.Set<RemindersOff>().Where(row => records.Contains(row.ParticipantId))),
        ];
    }
}
