using Courses.Contracts.Participants;
using Courses.Platform.Database;

namespace Courses.LanguageCourses.Features;

/// <summary>Certificates come over, but for those that the kept record has already.</summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel) =>
        [.. (await db.HandOver(Rows(kept), merged, kept, cancel)).Select(row => new BroughtRow(row.Table, row.Id))];

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel) =>
        db.HandBack(Rows(kept), rows.Select(row => new HandedRow(row.Table, row.Row)), kept, merged, cancel);

    private IOwnedRows[] Rows(Guid kept) =>
    [
        Handover.Of<Certificate>(
            certificate => certificate.ParticipantId,
            certificate => certificate.WithdrawnAt != null || !db.Set<Certificate>().Any(mine => mine.ParticipantId == kept && mine.Language == certificate.Language && mine.Level == certificate.Level && mine.WithdrawnAt == null)),
    ];
}
