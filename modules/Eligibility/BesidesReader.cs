using Courses.Contracts.Attendance;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>Reads what only some rules ask for: one statement a kind, whatever the number of people, and none where no rule asks.</summary>
internal sealed class BesidesReader(IParticipants participants, ILanguageCourses courses, IOrientation orientation, ITimetable timetable, IAttendance attendance)
{
    /// <summary>What was asked for, by person; null where nothing was.</summary>
    public async Task<Func<Guid, Besides?>> Read(Whom whom, DateOnly day, Asked asked, CancellationToken cancel)
    {
        if (asked == Asked.Nothing)
        {
            return _ => null;
        }

        var skills = asked.HasFlag(Asked.Skills)
            ? (await whom.Of(participants.Levels, row => row.ParticipantId).Select(row => new { row.ParticipantId, row.Skill, row.Level }).ToListAsync(cancel)).ToLookup(row => row.ParticipantId)
            : null;
        var certificates = asked.HasFlag(Asked.Certificates)
            ? (await whom.Of(courses.Certificates, row => row.ParticipantId).Where(row => row.IssuedOn <= day).Select(row => new { row.ParticipantId, row.Language, row.Level }).ToListAsync(cancel))
                .ToLookup(row => row.ParticipantId)
            : null;
        var referrals = asked.HasFlag(Asked.Referrals)
            ? (await whom.Of(participants.Referrals.Where(row => row.ParticipantId != null), row => row.ParticipantId!.Value).Where(row => row.ReferredOn <= day)
                .Select(row => new { ParticipantId = row.ParticipantId!.Value, row.Office }).ToListAsync(cancel)).ToLookup(row => row.ParticipantId)
            : null;
        var schools = asked.HasFlag(Asked.Providers) ? await Schools(whom, day, cancel) : null;
        var modules = asked.HasFlag(Asked.Modules) ? await Modules(whom, day, cancel) : null;
        return person => new()
        {
            Skills = skills?[person].OrderBy(row => row.Skill).ToDictionary(row => row.Skill, row => row.Level),
            Certificates = certificates?[person].Select(row => new Certified(row.Language, row.Level)).OrderBy(one => one.Language, StringComparer.Ordinal).ThenBy(one => one.Level, StringComparer.Ordinal).ToArray(),
            ReferredBy = referrals?[person].Select(row => row.Office.Trim()).Distinct().Order(StringComparer.Ordinal).ToArray(),
            Providers = schools?[person].Order().ToArray(),
            ModuleMinutes = modules?[person].OrderBy(row => row.Topic, StringComparer.Ordinal).ToDictionary(row => row.Topic, row => row.Minutes),
        };
    }

    private async Task<ILookup<Guid, Guid>> Schools(Whom whom, DateOnly day, CancellationToken cancel) => (await (
        from stay in whom.Of(timetable.Stays, stay => stay.ParticipantId)
        join unit in timetable.Groups on stay.GroupId equals unit.Id
        where stay.From <= day && unit.Kind != GroupKind.Activity
        select new { stay.ParticipantId, unit.ProviderId }).Distinct().ToListAsync(cancel)).ToLookup(row => row.ParticipantId, row => row.ProviderId);

    /// <summary>As for classes: a session whose register is signed off was held for whoever was in the run and not excused.</summary>
    private async Task<ILookup<Guid, (string Topic, int Minutes)>> Modules(Whom whom, DateOnly day, CancellationToken cancel) => (await (
        from stay in whom.Of(timetable.Stays, stay => stay.ParticipantId)
        join run in orientation.Runs on stay.GroupId equals run.Id
        join session in timetable.Sessions on stay.GroupId equals session.GroupId
        join register in attendance.Registers on session.Id equals register.SessionId
        where session.CancelledAt == null && session.LocalDate <= day && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until)
            && !attendance.Marks.Any(mark => mark.SessionId == session.Id && mark.ParticipantId == stay.ParticipantId && mark.State == MarkState.Excused)
        group session.PlannedMinutes by new { stay.ParticipantId, run.TopicCode } into held
        select new { held.Key.ParticipantId, held.Key.TopicCode, Minutes = held.Sum() }).ToListAsync(cancel)).ToLookup(row => row.ParticipantId, row => (row.TopicCode, row.Minutes));
}
