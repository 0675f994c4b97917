using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

/// <summary>Each mark is what <see cref="Assessment"/> makes of the chained facts; a unit is a session.</summary>
internal sealed class MarksFollow(CoursesDb db, ITimetable timetable, IParticipants participants, TimeProvider clock) : IDerivedRows
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    /// <summary>So far apart may be the clocks of two nodes, of which one takes a correction and the other the sign-off.</summary>
    private static readonly TimeSpan Clocks = TimeSpan.FromMinutes(5);

    public string Stream => "marks";

    public IQueryable<Guid> Units => timetable.Sessions.Select(session => session.Id);

    /// <summary>The sessions of the last week, and those of which something was said since yesterday.</summary>
    public IQueryable<Guid> Recent
    {
        get
        {
            var (now, since, key) = (clock.GetUtcNow(), clock.GetUtcNow() - Lately, db.Engine.KeyMovedBy(db.Engine.NewKey(), -TimeSpan.FromDays(1)));
            return timetable.Sessions.Where(session => session.StartsAt >= since && session.StartsAt <= now).Select(session => session.Id)
                .Union(db.Set<AttendanceFact>().Where(fact => fact.Id.CompareTo(key) > 0).Select(fact => fact.SessionId));
        }
    }

    public IQueryable<Guid> UnitsOf(Guid[] rows) =>
        db.Set<Mark>().Where(mark => rows.Contains(mark.Id)).Select(mark => mark.SessionId)
            .Union(db.Set<AttendanceFact>().Where(fact => rows.Contains(fact.Id)).Select(fact => fact.SessionId))
            .Union(timetable.Sessions.Where(session => rows.Contains(session.Id)).Select(session => session.Id));

    public async Task<IReadOnlyList<Guid>> Otherwise(Guid[] units, CancellationToken cancel)
    {
        var sessions = (await Compare(units, cancel)).Select(one => one.SessionId).Distinct().ToArray();

        // Facts may have come between one look and the other: what seems wrong is looked at again while nobody writes there.
        return sessions is [] ? [] : await db.Transact(
            async () =>
            {
                await db.LockAll<Register>(sessions, cancel);
                return (await Compare(sessions, cancel)).ConvertAll(one => one.Row);
            },
            cancel);
    }

    private async Task<List<(Guid SessionId, Guid Row)>> Compare(Guid[] ids, CancellationToken cancel)
    {
        var sessions = await timetable.Sessions.Where(session => ids.Contains(session.Id)).Select(session => new { session.Id, session.GroupId, session.PlannedMinutes }).ToListAsync(cancel);
        var signed = await db.Set<Register>().AsNoTracking().Where(register => ids.Contains(register.Id)).ToDictionaryAsync(register => register.Id, cancel);
        var marks = (await db.Set<Mark>().AsNoTracking().Where(mark => ids.Contains(mark.SessionId)).ToListAsync(cancel)).ToLookup(mark => mark.SessionId);
        var facts = (await db.Set<AttendanceFact>().AsNoTracking().Where(fact => ids.Contains(fact.SessionId) && fact.HeldFor == null).ToListAsync(cancel)).ToLookup(fact => fact.SessionId);
        var aliases = await (
            from fact in db.Set<AttendanceFact>()
            where ids.Contains(fact.SessionId)
            join alias in participants.Aliases on fact.ParticipantId equals (Guid?)alias.MergedId
            select new { alias.MergedId, alias.KeptId }).Distinct().ToDictionaryAsync(alias => alias.MergedId, alias => alias.KeptId, cancel);

        var found = new List<(Guid, Guid)>();
        foreach (var session in sessions)
        {
            var withdrawals = facts[session.Id].Where(fact => fact.Kind == FactKind.Withdraw).ToArray();
            var said = facts[session.Id].Where(fact => fact is { Kind: not FactKind.Withdraw, ParticipantId: not null }).ToArray();
            var ofRecord = said.ToLookup(fact => fact.ParticipantId!.Value);
            var ofPerson = said.ToLookup(fact => aliases.GetValueOrDefault(fact.ParticipantId!.Value, fact.ParticipantId!.Value));
            var marked = marks[session.Id].Select(mark => mark.ParticipantId).ToHashSet();
            var register = signed.GetValueOrDefault(session.Id);
            var signedOffAt = register?.SignedOffAt;
            var before = found.Count;

            // Two records that became one: a mark of before was made of what was said under its own, one of after of both.
            found.AddRange(marks[session.Id].Where(mark => mark.GroupId != session.GroupId || !(Follows(mark, ofPerson[mark.ParticipantId]) || Follows(mark, ofRecord[mark.ParticipantId]))).Select(mark => (session.Id, mark.Id)));
            foreach (var person in ofPerson.Where(person => !marked.Contains(person.Key) && !person.Any(fact => marked.Contains(fact.ParticipantId!.Value))))
            {
                if (Assessment.Of(person.Concat(withdrawals), session.PlannedMinutes) is { } missing)
                {
                    found.Add((session.Id, person.Single(fact => fact.FactId == missing.FactId).Id));
                }
            }

            // Where a mark is wrong, its count is wrong with it.
            if (found.Count == before && register is { IsSignedOff: true, Marks: not null } && !register.IsCountedAs(marks[session.Id]))
            {
                found.Add((session.Id, session.Id));
            }

            bool Follows(Mark mark, IEnumerable<AttendanceFact> of)
            {
                var assessed = Assessment.Of(of.Concat(withdrawals), session.PlannedMinutes);
                if (assessed is null)
                {
                    return signedOffAt is not null && mark is { State: MarkState.Absent, PresentMinutes: 0, Scanned: false, FactId: null, Proof: null, Excuse: null, CorrectedAfterSignOff: false };
                }

                // Facts of earlier versions have no grade of their own, and neither have the marks that were made of them.
                var isOld = of.Single(fact => fact.FactId == assessed.FactId).Proof is null;
                return (mark.State, mark.PresentMinutes, mark.Scanned, mark.FactId) == (assessed.State, assessed.PresentMinutes, assessed.Scanned, assessed.FactId)
                    && (mark.Proof == assessed.Grade || (isOld && mark.Proof is null))
                    && (mark.Excuse == assessed.Excuse || (mark.Excuse is null && mark.ExcusedBy == assessed.Excuse))
                    && (mark.CorrectedAfterSignOff == (assessed.CorrectedAt > signedOffAt) || isOld || (assessed.CorrectedAt - signedOffAt)?.Duration() < Clocks);
            }
        }

        return found;
    }
}
