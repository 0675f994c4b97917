using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Activities.Features;

/// <summary>Makes an activity with its meetings, changes what is to come, and cancels it. Whoever signed up learns by letter what concerns them, each partner what it is invited to.</summary>
internal sealed class PlanActivity(CoursesDb db, ITimetable timetable, IProviders providers, IMessages messages, IAudit audit, Words words, Caller caller, CityTime city)
{
    public const string InvitedLetter = "activity-invited";

    /// <summary>Seats where neither the activity nor the room says how many.</summary>
    private const int AnyNumber = 10_000;

    /// <summary>
    /// Answers how many meetings there are. The same id a second time is the same tap, and makes nothing. Broken rules: <c>activity.no-days</c>, <c>activity.too-many</c>, <c>activity.slot-too-long</c>, and those of groups and sessions.
    /// </summary>
    public Task<int> Make(Guid id, ActivityForm form, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var venue = await VenueOf(form.VenueId, cancel);
            var holidays = await timetable.Holidays.Where(day => day.ProviderId == null || day.ProviderId == venue.ProviderId).ToListAsync(cancel);
            var meetings = form.When.Meetings(form.From, form.Until, form.Admission == Admission.Appointment ? form.SlotMinutes : null, holidays);
            var activity = new Activity
            {
                Id = id,
                KindCode = form.KindCode,
                ProviderId = venue.ProviderId,
                VenueId = venue.Id,
                Title = form.Title,
                About = form.About,
                Languages = string.Join(',', form.Languages),
                Interpreters = string.Join(',', form.Interpreters),
                AgeFrom = form.AgeFrom,
                AgeUntil = form.AgeUntil,
                Capacity = form.Admission switch { Admission.Appointment => 1, Admission.WalkIn => null, _ => form.Capacity },
                OpenToLocals = form.OpenToLocals,
                Admission = form.Admission,
                From = form.From,
                Until = form.Until,
                SlotMinutes = form.Admission == Admission.Appointment ? form.SlotMinutes : null,
                MadeAt = city.Now,
                MadeBy = caller.Id,
                MadeByName = caller.Name,
            };
            if ((await db.Engine.InsertNew(db, [activity], nameof(Activity.Id), cancel)).Count == 0)
            {
                return await db.Set<ActivityMeeting>().CountAsync(meeting => meeting.ActivityId == id, cancel);
            }

            var groups = await timetable.CreateGroups(
                [.. meetings.Select(meeting => new NewGroup
                {
                    Kind = GroupKind.Activity,
                    Name = activity.Title,
                    ProviderId = venue.ProviderId,
                    VenueId = venue.Id,
                    TeacherId = form.TeacherId,
                    Capacity = SeatsOf(activity.Capacity, venue),
                    Bring = "",
                    Sessions = [meeting],
                })],
                cancel);
            db.AddRange(groups.Select(group => new ActivityMeeting { Id = group, ActivityId = id }));
            await Invite(activity, form.Admission == Admission.Invitation ? form.Invited : new Dictionary<Guid, int>(), cancel);
            audit.Record("activity.made", id, activity.Title);
            return groups.Count;
        },
        cancel);

    /// <summary>
    /// Changes the activity and all its meetings to come. Broken rules: those of <see cref="Activity.Change"/>, <c>group.seats-in-use</c>, <c>group.room-too-small</c>, and those of sessions that are moved.
    /// </summary>
    /// <param name="id">Which.</param>
    /// <param name="form">As it is to be; place, days and admission stay.</param>
    /// <param name="seen">The version that the reader saw.</param>
    /// <param name="cancel">Stops.</param>
    public Task Change(Guid id, ActivityForm form, int seen, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await Lock(id, cancel);
            await db.Entry(activity).Collection(row => row.Invitations).LoadAsync(cancel);
            activity.Change(form, seen);
            var venue = await VenueOf(activity.VenueId, cancel);
            foreach (var (group, session) in await ToCome(id, cancel))
            {
                var to = activity.Admission == Admission.Appointment
                    ? new NewSession(session.LocalDate, session.LocalFrom, session.LocalUntil, session.PlannedMinutes)
                    : new(session.LocalDate, activity.From, activity.Until, (int)(activity.Until - activity.From).TotalMinutes);
                await timetable.ChangeMeeting(group, activity.Title, SeatsOf(activity.Capacity, venue), to, words["activities.moved-reason"], cancel);
            }

            await Invite(activity, activity.Admission == Admission.Invitation ? form.Invited : new Dictionary<Guid, int>(), cancel);
            audit.Record("activity.changed", id, activity.Title);
        },
        cancel);

    /// <summary>Nothing of it takes place any more. Answers how many seats were given up. Broken rules: <c>activity.cancelled</c>.</summary>
    public Task<int> Cancel(Guid id, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await Lock(id, cancel);
            activity.Cancel(why, caller.Name, city.Now);
            var told = 0;
            foreach (var (group, _) in await ToCome(id, cancel))
            {
                told += await timetable.CancelGroup(group, why.In(words, CultureInfo.CurrentUICulture), why.AsDetail(), cancel);
            }

            audit.Record("activity.cancelled", id, activity.Title);
            return told;
        },
        cancel);

    private static int SeatsOf(int? capacity, VenueRow venue) => capacity ?? (venue.RoomCapacity > 0 ? venue.RoomCapacity : AnyNumber);

    /// <summary>The meetings that have not begun, in the order of their ids: whoever locks several does so in one order.</summary>
    private async Task<IReadOnlyList<(Guid Group, SessionRow Session)>> ToCome(Guid id, CancellationToken cancel)
    {
        var now = city.Now;
        var rows = await (
            from meeting in db.Set<ActivityMeeting>()
            join session in timetable.Sessions on meeting.Id equals session.GroupId
            where meeting.ActivityId == id && session.StartsAt > now && session.CancelledAt == null && timetable.Groups.Any(one => one.Id == meeting.Id && one.CancelledAt == null)
            select session).ToListAsync(cancel);
        return [.. rows.OrderBy(row => row.GroupId).Select(row => (row.GroupId, row))];
    }

    private async Task Invite(Activity activity, IReadOnlyDictionary<Guid, int> invited, CancellationToken cancel)
    {
        var wanted = invited.Keys.ToArray();
        var partners = await providers.Providers.Where(provider => wanted.Contains(provider.Id) && provider.Id != activity.ProviderId).Select(provider => new { provider.Id, provider.Email }).ToListAsync(cancel);
        foreach (var gone in activity.Invitations.Where(invitation => partners.TrueForAll(partner => partner.Id != invitation.ProviderId)).ToArray())
        {
            db.Remove(gone);
        }

        foreach (var partner in partners)
        {
            var seats = invited[partner.Id];
            if (activity.Invitations.Find(one => one.ProviderId == partner.Id) is { } known)
            {
                known.Seats = seats;
                continue;
            }

            db.Add(new ActivityInvitation { ActivityId = activity.Id, ProviderId = partner.Id, Seats = seats, InvitedAt = city.Now, InvitedBy = caller.Id });
            await messages.QueueForStaff(
                new()
                {
                    Email = partner.Email,
                    Kind = InvitedLetter,
                    OnceKey = $"{InvitedLetter}:{activity.Id:N}:{partner.Id:N}",
                    Details = [activity.Title, seats.ToString(CultureInfo.InvariantCulture)],
                    Link = $"/activities/{activity.Id}",
                },
                cancel);
        }
    }

    private async Task<Activity> Lock(Guid id, CancellationToken cancel)
    {
        // What a partner is invited to it sees, and does not change.
        var activity = await db.Set<Activity>().VisibleTo(caller).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel);
        return activity is not null && caller.MayChange(activity) ? (await db.Lock<Activity>(id, cancel))! : throw new NotFound("The activity");
    }

    private async Task<VenueRow> VenueOf(Guid id, CancellationToken cancel)
    {
        var venue = await providers.Venues.SingleOrDefaultAsync(row => row.Id == id, cancel);
        return venue is not null && (caller.OrganisationId is null || caller.OrganisationId == venue.ProviderId) ? venue : throw new NotFound("The venue");
    }
}
