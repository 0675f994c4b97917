using System.Globalization;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Microsoft.EntityFrameworkCore;

namespace Courses.Orientation;

/// <summary>Modules that were finished, and which of them the person has rated. What they said of it stands nowhere with their name.</summary>
internal sealed class KeptAboutPeople(CoursesDb db) : IKeepsAboutPeople
{
    public IReadOnlyList<KeptKind> Kinds { get; } = [new("modules", Ground.Task, Roles.Coach, Roles.Administrator, Roles.Auditor)];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records) =>
    [
        KeptRows.Of(
            db,
            "modules",
            db.Set<Completion>().Where(row => records.Contains(row.ParticipantId)),
            async (_, cancel) =>
            {
                var reader = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
                var names = await db.Set<Topic>().Select(topic => new { topic.Code, Name = topic.Names.Where(name => name.Language == reader).Select(name => name.Name).FirstOrDefault() ?? topic.Name })
                    .ToDictionaryAsync(topic => topic.Code, topic => topic.Name, cancel);
                return row => new(row.CompletedOn, names.GetValueOrDefault(row.TopicCode, row.TopicCode));
            }),
        KeptRows.Beside(db, "modules", db.Set<RatingGiven>().Where(row => records.Contains(row.ParticipantId))),
    ];

    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records) =>
    [
        ErasedRows.Keep<Completion>(db, "modules"),
        ErasedRows.Delete(db, "modules", db.Set<RatingGiven>().Where(row => records.Contains(row.ParticipantId))),
    ];
}
