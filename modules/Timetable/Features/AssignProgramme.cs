using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Features;

/// <summary>
/// Hours that belong to no programme are given to one, class by class: the whole time that these people had in it without a programme. From then on they count for its attendance, its hours and its reports; what was
/// paid, held or settled rests on the payment and stays as it is. It can be taken back.
/// </summary>
internal sealed class AssignProgramme(CoursesDb db, IEligibility eligibility, IOrientation orientation, IVouchers vouchers, Diaries diaries, IAudit audit, Caller caller, TimeProvider clock)
{
    /// <summary>The programmes that a class can be given to: any, for a module that of its topic, and for an activity none.</summary>
    public async Task<IReadOnlyList<ProgrammeRow>> ProgrammesFor(Group group, CancellationToken cancel)
    {
        if (group.Kind == GroupKind.Activity)
        {
            return [];
        }

        var ofTopic = group.Kind == GroupKind.LanguageClass ? null : await (
            from run in orientation.Runs
            join topic in orientation.Topics on run.TopicCode equals topic.Code
            where run.Id == @group.Id
            select topic.ProgrammeCode).SingleOrDefaultAsync(cancel);
        return await eligibility.Programmes.Where(programme => ofTopic == null || programme.Code == ofTopic).ToListAsync(cancel);
    }

    /// <summary>
    /// Answers how many people's hours were assigned and how many were left out because the programme gives them no more hours.
    /// Broken rules: <c>assign.nothing</c>, <c>assign.other-programme</c>, <c>assign.too-few-hours</c>.
    /// </summary>
    public Task<(int Assigned, int LeftOut)> Assign(Guid groupId, IReadOnlyCollection<Guid> people, string programmeCode, string reason, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var group = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The group");
            if ((await ProgrammesFor(group, cancel)).All(programme => programme.Code != programmeCode))
            {
                throw new RuleBroken("assign.other-programme");
            }

            var enrolments = (await db.Set<Enrolment>().Include(row => row.Stays).Where(row => row.GroupId == groupId && people.Contains(row.ParticipantId)).ToListAsync(cancel))
                .Where(row => row.Stays.Exists(stay => stay.ProgrammeCode is null)).ToArray();
            if (enrolments is [])
            {
                throw new RuleBroken("assign.nothing");
            }

            // The hours of a programme are scarce, as with every seat: who may use them is asked under the diary's lock, with these hours in it.
            await diaries.Lock([.. enrolments.Select(row => new SeatWish(groupId, row.ParticipantId, programmeCode, caller.Id))], new Dictionary<Guid, Group> { [groupId] = group }, cancel);
            var given = enrolments.Select(row => (Enrolment: row, Took: row.Assign(programmeCode))).ToArray();
            await db.SaveChangesAsync(cancel);
            var hours = group.Kind == GroupKind.LanguageClass ? await eligibility.HoursOf([.. enrolments.Select(row => row.ParticipantId)], [programmeCode], cancel) : new Dictionary<(Guid, string), HoursGiven>();
            var kept = given.ToLookup(one => !hours.TryGetValue((one.Enrolment.ParticipantId, programmeCode), out var theirs) || theirs.UsedMinutes + theirs.AheadMinutes <= theirs.GivenMinutes);
            foreach (var (enrolment, took) in kept[false])
            {
                enrolment.Unassign(programmeCode, took.Stays, took.WithSeat);
            }

            if (!kept[true].Any())
            {
                throw new RuleBroken("assign.too-few-hours");
            }

            var now = clock.GetUtcNow();
            var assignment = new ProgrammeAssignment { GroupId = groupId, ProgrammeCode = programmeCode, Reason = reason, At = now, By = caller.Id, ByName = caller.Name };
            assignment.Stays.AddRange(kept[true].SelectMany(one => one.Took.Stays.Select(stay => new AssignedStay { StayId = stay.Id, WithSeat = one.Took.WithSeat })));
            db.Add(assignment);
            await eligibility.MarkStale([.. kept[true].Select(one => one.Enrolment.ParticipantId)], cancel);
            audit.Record("hours.assigned", groupId, $"{programmeCode}, {kept[true].Count()}: {reason}");
            await db.SaveChangesAsync(cancel);
            return (kept[true].Count(), kept[false].Count());
        },
        cancel);

    /// <summary>
    /// Answers how many people's hours belong to no programme again, and how many stay because a voucher has paid for the seat since. Broken rules: <c>assign.undone</c>.
    /// </summary>
    public Task<(int Undone, int Kept)> Undo(Guid groupId, Guid assignmentId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            _ = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The group");
            var assignment = await db.Set<ProgrammeAssignment>().Include(row => row.Stays).SingleOrDefaultAsync(row => row.Id == assignmentId && row.GroupId == groupId, cancel)
                ?? throw new NotFound("The assignment");
            if (assignment.UndoneAt is not null)
            {
                throw new RuleBroken("assign.undone");
            }

            var withSeat = assignment.Stays.ToDictionary(one => one.StayId, one => one.WithSeat);
            var ids = withSeat.Keys.ToArray();
            var enrolments = await db.Set<Enrolment>().Include(row => row.Stays).Where(row => row.GroupId == groupId && row.Stays.Any(stay => ids.Contains(stay.Id))).ToListAsync(cancel);
            var (bookings, at) = (enrolments.SelectMany(row => row.Stays).Select(stay => stay.BookingId).Distinct().ToArray(), assignment.At);
            var paid = (await vouchers.Redemptions.Where(redemption => bookings.Contains(redemption.EnrolmentId) && redemption.ClosedAt == null && redemption.MadeAt >= at).Select(redemption => redemption.EnrolmentId).ToListAsync(cancel)).ToHashSet();
            var free = enrolments.Where(row => !row.Stays.Exists(stay => paid.Contains(stay.BookingId))).ToArray();
            foreach (var enrolment in free)
            {
                var stays = enrolment.Stays.Where(stay => withSeat.ContainsKey(stay.Id)).ToArray();
                enrolment.Unassign(assignment.ProgrammeCode, stays, stays.Any(stay => withSeat[stay.Id]));
            }

            assignment.Undo(clock.GetUtcNow(), caller.Id, caller.Name);
            await eligibility.MarkStale([.. free.Select(row => row.ParticipantId)], cancel);
            audit.Record("hours.assignment-undone", groupId, $"{assignment.ProgrammeCode}, {free.Length}");
            await db.SaveChangesAsync(cancel);
            return (free.Length, enrolments.Count - free.Length);
        },
        cancel);
}
