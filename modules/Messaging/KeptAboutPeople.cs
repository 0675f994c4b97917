using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;

namespace Courses.Messaging;

/// <summary>What was written to the person and what became of it, and how they want to hear from us.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, LetterWriter writer, CityTime city) : IKeepsAboutPeople
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
}
