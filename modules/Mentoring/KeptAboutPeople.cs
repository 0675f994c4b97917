using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring;

/// <summary>Who accompanied the person, when they met, and what both said of it.</summary>
internal sealed class KeptAboutPeople(CoursesDb db, Words words, CityTime city) : IKeepsAboutPeople
{
    public const string Rule = "mentoring";

    public IReadOnlyList<KeptKind> Kinds { get; } = [new("mentoring", Ground.Task, Roles.Coach, Roles.Mentor, Roles.Administrator, Roles.Auditor) { Page = "/my/mentor", Rule = Rule }];

    public IReadOnlyList<KeptRows> RowsOf(IReadOnlyList<Guid> records)
    {
        var pairs = db.Set<Pair>().Where(row => records.Contains(row.ParticipantId));
        var meetings = db.Set<Meeting>().Where(row => pairs.Any(pair => pair.Id == row.PairId));
        return
        [
            KeptRows.Of(
                db,
                "mentoring",
                pairs,
                async (rows, cancel) =>
                {
                    var ids = rows.Select(row => row.HelperId).ToArray();
                    var names = await db.Set<Helper>().Where(helper => ids.Contains(helper.Id)).ToDictionaryAsync(helper => helper.Id, helper => helper.Name, cancel);
                    return row => new(row.StartedOn, Shown.Apart(names.GetValueOrDefault(row.HelperId, "")));
                }),
            KeptRows.Of(db, "mentoring", meetings, row => new(row.On, words.Say("mentor.minutes", row.Minutes))),
            KeptRows.Beside(db, "mentoring", db.Set<PairEvent>().Where(row => pairs.Any(pair => pair.Id == row.PairId))),
            KeptRows.Beside(db, "mentoring", db.Set<MeetingWord>().Where(row => meetings.Any(meeting => meeting.Id == row.MeetingId))),
        ];
    }

    /// <summary>Days and minutes stay, since reports add them up; what was said goes, and what is open ends.</summary>
    public IReadOnlyList<ErasedRows> Erasing(IReadOnlyList<Guid> records)
    {
        var pairs = db.Set<Pair>().Where(row => records.Contains(row.ParticipantId));
        var meetings = db.Set<Meeting>().Where(row => pairs.Any(pair => pair.Id == row.PairId));
        var today = city.Today;
        return
        [
            ErasedRows.Empty<PairEvent>(
                db, "mentoring", cancel => db.Set<PairEvent>().Where(row => row.Said != "" && pairs.Any(pair => pair.Id == row.PairId)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Said, ""), cancel)),
            ErasedRows.Empty<MeetingWord>(
                db, "mentoring", cancel => db.Set<MeetingWord>().Where(row => row.Said != "" && meetings.Any(meeting => meeting.Id == row.MeetingId)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Said, ""), cancel)),
            ErasedRows.Empty<Meeting>(db, "mentoring", cancel => meetings.Where(row => row.Place != "").ExecuteUpdateAsync(set => set.SetProperty(row => row.Place, ""), cancel), stays: true),
            ErasedRows.Empty<Pair>(
                db,
                "mentoring",
                async cancel =>
                {
                    var ended = await pairs.Where(row => row.State == PairState.Proposed || row.State == PairState.Active).ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.State, PairState.Ended).SetProperty(row => row.EndedOn, today).SetProperty(row => row.EndReason, EndReason.Other).SetProperty(row => row.OtherWishedAt, (DateTimeOffset?)null), cancel);
                    return ended + await pairs.Where(row => row.ContactOn != null).ExecuteUpdateAsync(set => set.SetProperty(row => row.ContactOn, (DateOnly?)null), cancel);
                },
                stays: true),
        ];
    }
}
