using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Orientation.Features;

/// <summary>Finished modules come over: the id of such a row follows from person and topic, so the kept record gets rows of its own, and the others stay.</summary>
internal sealed class FollowPerson(CoursesDb db) : IFollowsPerson
{
    private const string Completions = "orientation.completion";

    public async Task<IReadOnlyList<BroughtRow>> BringOver(Guid merged, Guid kept, bool isLate, CancellationToken cancel)
    {
        var theirs = await db.Set<Completion>().AsNoTracking().Where(done => done.ParticipantId == merged).ToListAsync(cancel);
        var added = await db.Engine.InsertNew(
            db,
            theirs.ConvertAll(done => new Completion
            {
                Id = Completion.IdOf(kept, done.TopicCode),
                ParticipantId = kept,
                TopicCode = done.TopicCode,
                CompletedOn = done.CompletedOn,
                RunId = done.RunId,
                RecordedBy = done.RecordedBy,
                RecordedAt = done.RecordedAt,
            }),
            nameof(Completion.Id),
            cancel);
        return [.. added.Select(id => new BroughtRow(Completions, id))];
    }

    public Task TakeBack(IReadOnlyCollection<BroughtRow> rows, Guid merged, Guid kept, CancellationToken cancel)
    {
        var ids = rows.Where(row => row.Table == Completions).Select(row => row.Row).ToArray();
        return db.Set<Completion>().Where(done => EF.Parameter(ids).Contains(done.Id) && done.ParticipantId == kept).ExecuteDeleteAsync(cancel);
    }
}
