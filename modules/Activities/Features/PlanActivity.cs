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
    public const string ChangedLetter = "activity-changed";

    /// <summary>Why a meeting is cancelled that has no day any more.</summary>
    private const string OtherDays = "reason.activity.other-days";

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
            var meetings = form.When!.Meetings(form.From, form.Until, form.Admission == Admission.Appointment ? form.SlotMinutes : null, holidays);
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

            await AddMeetings(activity, venue, form.TeacherId, meetings, cancel);
            await Invite(activity, form.Admission == Admission.Invitation ? form.Invited : new Dictionary<Guid, int>(), cancel);
            audit.Record("activity.made", id, activity.Title);
            return meetings.Count;
        },
        cancel);

    /// <summary>
    /// Changes the activity and all its meetings to come: the place, the days, the hours, and what it is. Whoever has a seat in meetings that are at another time or place gets one letter, and one for each that is
    /// cancelled. Where that would cancel meetings of people and was not meant, it does nothing and answers how many people that are; else 0.
    /// Broken rules: those of <see cref="Activity.Change"/> and <see cref="Recurrence.MeetingsOn"/>, <c>group.seats-in-use</c>, <c>group.room-too-small</c>, <c>group.other-zone</c>, and those of sessions that are moved.
    /// </summary>
    /// <param name="id">Which.</param>
    /// <param name="form">As it is to be; who holds it and the admission stay.</param>
    /// <param name="seen">The version that the reader saw.</param>
    /// <param name="isMeant">The reader knows that people lose their seats.</param>
    /// <param name="cancel">Stops.</param>
    public Task<int> Change(Guid id, ActivityForm form, int seen, bool isMeant, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await db.LockToChange(id, caller, cancel);
            await db.Entry(activity).Collection(row => row.Invitations).LoadAsync(cancel);
            var venue = await VenueOf(form.VenueId, cancel);
            if (venue.ProviderId != activity.ProviderId)
            {
                throw new NotFound("The venue");
            }

            var toCome = await ToCome(id, cancel);
            var plan = await Rearrange(activity, form, toCome, cancel);
            var dropped = plan.Dropped.ToArray();
            if (!isMeant && await timetable.Enrolments.CountAsync(row => dropped.Contains(row.GroupId) && row.State != EnrolmentState.Withdrawn, cancel) is > 0 and var people)
            {
                return people;
            }

            activity.Change(form, seen);
            await Move(activity, venue, plan, cancel);
            if (plan.Added is not [])
            {
                var groups = toCome.Select(one => one.Group).ToArray();
                await AddMeetings(activity, venue, await timetable.Groups.Where(one => groups.Contains(one.Id)).OrderByDescending(one => one.StartsOn).Select(one => one.TeacherId).FirstOrDefaultAsync(cancel), plan.Added, cancel);
            }

            await Invite(activity, activity.Admission == Admission.Invitation ? form.Invited : new Dictionary<Guid, int>(), cancel);
            audit.Record("activity.changed", id, activity.Title);
            return 0;
        },
        cancel);

    /// <summary>Nothing of it takes place any more. Answers how many seats were given up. Broken rules: <c>activity.cancelled</c>.</summary>
    public Task<int> Cancel(Guid id, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var activity = await db.LockToChange(id, caller, cancel);
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

    private async Task AddMeetings(Activity activity, VenueRow venue, Guid? teacher, IReadOnlyList<NewSession> meetings, CancellationToken cancel)
    {
        var groups = await timetable.CreateGroups(
            [.. meetings.Select(meeting => new NewGroup
            {
                Kind = GroupKind.Activity,
                Name = activity.Title,
                ProviderId = venue.ProviderId,
                VenueId = venue.Id,
                TeacherId = teacher,
                Capacity = SeatsOf(activity.Capacity, venue),
                Bring = "",
                Sessions = [meeting],
            })],
            cancel);
        db.AddRange(groups.Select(group => new ActivityMeeting { Id = group, ActivityId = activity.Id }));
    }

    /// <summary>Where each meeting to come goes. One that was moved or cancelled by itself stays so, unless somebody says other days or hours for all.</summary>
    private async Task<Rearrangement> Rearrange(Activity activity, ActivityForm form, IReadOnlyList<(Guid Group, SessionRow Session)> toCome, CancellationToken cancel)
    {
        (Guid, NewSession)[] now = [.. toCome.Select(one => (one.Group, new NewSession(one.Session.LocalDate, one.Session.LocalFrom, one.Session.LocalUntil, one.Session.PlannedMinutes)))];
        if (form.When is null && (activity.From, activity.Until) == (form.From, form.Until))
        {
            return new(now, [], []);
        }

        if (form.When is null && now is [])
        {
            return new([], [], []);
        }

        var days = form.When is { } when
            ? when.Days(await timetable.Holidays.Where(day => day.ProviderId == null || day.ProviderId == activity.ProviderId).ToListAsync(cancel))
            : [.. toCome.Select(one => one.Session.LocalDate).Distinct().Order()];
        var wanted = Recurrence.MeetingsOn(days, form.From, form.Until, activity.SlotMinutes);

        // What has begun, and what was cancelled, is not made a second time.
        var (today, ids) = (city.Today, toCome.Select(one => one.Group).ToArray());
        var others = await (
            from meeting in db.Set<ActivityMeeting>()
            join session in timetable.Sessions on meeting.Id equals session.GroupId
            where meeting.ActivityId == activity.Id && session.LocalDate >= today && !ids.Contains(meeting.Id)
            select new { session.LocalDate, session.LocalFrom }).ToListAsync(cancel);
        return Rearrangement.Of(now, [.. wanted.Where(one => !others.Exists(other => (other.LocalDate, other.LocalFrom) == (one.On, one.From)))]);
    }

    private async Task Move(Activity activity, VenueRow venue, Rearrangement plan, CancellationToken cancel)
    {
        var (seats, moved) = (SeatsOf(activity.Capacity, venue), new List<(Guid Group, Guid Person)>());
        var stays = plan.Stay.ToDictionary(one => one.Group, one => one.To);
        var why = new GivenReason(OtherDays, null, null);

        // In the order of their ids: whoever locks several does so in one order.
        foreach (var group in stays.Keys.Concat(plan.Dropped).Order())
        {
            if (stays.TryGetValue(group, out var to))
            {
                moved.AddRange((await timetable.ChangeMeeting(group, new(activity.Title, venue.Id, seats, to, words["activities.moved-reason"]), cancel)).Select(person => (group, person)));
            }
            else
            {
                await timetable.CancelGroup(group, why.In(words, CultureInfo.CurrentUICulture), why.AsDetail(), cancel);
            }
        }

        var groups = moved.Select(one => one.Group).Distinct().ToArray();
        var starts = await timetable.Sessions.Where(session => groups.Contains(session.GroupId)).ToDictionaryAsync(session => session.GroupId, session => session.StartsAt, cancel);
        await messages.QueueMany(
            [.. moved.GroupBy(one => one.Person).Select(person => (person.Key, First: person.Min(one => starts[one.Group]))).Select(one => new NewMessage
            {
                ParticipantId = one.Key,
                Kind = ChangedLetter,
                OnceKey = string.Create(CultureInfo.InvariantCulture, $"{ChangedLetter}:{activity.Id:N}:{activity.Version}:{one.Key:N}"),
                Details = [activity.Title, one.First.ToString("O", CultureInfo.InvariantCulture), $"{venue.Name}, {venue.Address}"],
                Link = "/my/activities",

                // Who comes within a day must know it before.
                Immediate = one.First < city.Now.AddDays(1),
            })],
            cancel);
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

    private async Task<VenueRow> VenueOf(Guid id, CancellationToken cancel)
    {
        var venue = await providers.Venues.SingleOrDefaultAsync(row => row.Id == id, cancel);
        return venue is not null && (caller.OrganisationId is null || caller.OrganisationId == venue.ProviderId) ? venue : throw new NotFound("The venue");
    }
}
