using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Courses.Timetable.Features;

/// <summary>
/// Changes what was agreed on when a class or a run was made. What people booked stays booked: a price holds for who comes from now on, a programme too, and another course only while nobody is in the class.
/// Whoever is in it hears what concerns them, in the same commit.
/// </summary>
internal sealed class EditGroup(CoursesDb db, ChangeGroup change, ILanguageCourses courses, IMessages messages, IProviders providers, TimetableContract timetable, IAudit audit, TimeProvider clock)
{
    public async Task<GroupTerms> TermsOf(Group group, CancellationToken cancel) => GroupTerms.Of(group, await courses.Classes.SingleOrDefaultAsync(row => row.Id == group.Id, cancel));

    /// <summary>What would follow from the change, before it is made. Broken rules are those of <see cref="Save"/>.</summary>
    public async Task<EditEffects> Foresee(Group group, GroupTerms now, GroupTerms wanted, CancellationToken cancel)
    {
        await MustBePossible(group, now, wanted, cancel);
        var questions = new List<Refusal>();
        if (wanted.TeacherId != now.TeacherId || wanted.VenueId != now.VenueId)
        {
            var at = clock.GetUtcNow();
            var times = await db.Set<Session>().Where(session => session.GroupId == group.Id && session.CancelledAt == null && session.StartsAt > at).OrderBy(session => session.StartsAt).Select(session => new { session.StartsAt, session.EndsAt }).ToListAsync(cancel);
            var taken = await db.TakenTimes(
                [.. times.Select(time => (time.StartsAt, time.EndsAt))], wanted.TeacherId == now.TeacherId ? null : wanted.TeacherId, wanted.VenueId, group.Id, cancel);
            questions.AddRange(taken.Where(one => one.IsTeacher || wanted.VenueId != now.VenueId).Select(one => one.Question()));
        }

        if (wanted is { PriceCents: { } cents, CourseId: { } course } && cents != now.PriceCents && await courses.IsOddPrice(course, cents, cancel))
        {
            questions.Add(new("edit-class.ask-price", []));
        }

        return new(TellsOf(now, wanted).Any(), group.SeatsTaken, group.InLine + group.SeatsOffered, Math.Min(group.InLine, Math.Max(0, wanted.Seats - now.Seats)), questions);
    }

    /// <summary>
    /// Makes the change, and answers true; false when somebody else changed the terms since they were seen: then nothing was done.
    /// Broken rules: <c>group.seats-in-use</c>, <c>group.room-too-small</c>, <c>group.larger-than-programme</c>, <c>group.other-zone</c>, <c>group.course-in-use</c>, and those of <see cref="ILanguageCourses.ChangeClass"/>.
    /// </summary>
    public async Task<bool> Save(Guid groupId, GroupTerms seen, GroupTerms wanted, CancellationToken cancel)
    {
        var saved = await db.Transact(
            async () =>
            {
                // Whoever edits locks the group first: what is compared here stays as it is until the commit.
                var group = await db.Lock<Group>(groupId, cancel) ?? throw new NotFound("The group");
                var now = await TermsOf(group, cancel);
                if (now != seen)
                {
                    return false;
                }

                await MustBePossible(group, now, wanted, cancel);
                var name = group.Name;
                if (wanted is { CourseId: { } course, Number: { } number, PriceCents: { } price })
                {
                    await courses.ChangeClass(new(groupId, course, number, price, wanted.ProgrammeCode), cancel);
                    name = course == now.CourseId ? name : await courses.Courses.Where(row => row.Id == course).Select(row => row.Name).SingleAsync(cancel);
                }

                group.Change(wanted, name);
                audit.Record("class.changed", groupId, string.Join("; ", Differences(now, wanted)));
                await db.SaveChangesAsync(cancel);
                await Tell(group, now, wanted, cancel);
                return true;
            },
            cancel);
        if (saved && wanted.Seats > seen.Seats)
        {
            await timetable.OfferFreeSeats(groupId, cancel);
        }

        return saved;
    }

    private async Task MustBePossible(Group group, GroupTerms now, GroupTerms wanted, CancellationToken cancel)
    {
        if (wanted.Seats < Math.Max(1, group.SeatsTaken + group.SeatsOffered))
        {
            throw new RuleBroken("group.seats-in-use", group.SeatsTaken + group.SeatsOffered);
        }

        if (wanted.VenueId != now.VenueId && await providers.Venues.Where(venue => venue.Id == wanted.VenueId).Select(venue => venue.TimeZone).SingleAsync(cancel) is { } zone && zone != group.TimeZone)
        {
            throw new RuleBroken("group.other-zone", zone);
        }

        if (wanted.Seats != now.Seats || wanted.VenueId != now.VenueId || wanted.ProgrammeCode != now.ProgrammeCode)
        {
            await change.MustFit(group, wanted.Seats, wanted.VenueId, wanted.ProgrammeCode, wanted.ProgrammeCode != now.ProgrammeCode, cancel);
        }

        if (wanted.CourseId != now.CourseId)
        {
            var people = await db.Set<Enrolment>().CountAsync(row => row.GroupId == group.Id && (row.State != EnrolmentState.Withdrawn || row.Stays.Any()), cancel);
            if (people > 0)
            {
                throw new RuleBroken("group.course-in-use", people);
            }
        }
    }

    /// <summary>The kinds of letters that the change sends to everybody with a seat.</summary>
    private static IEnumerable<string> TellsOf(GroupTerms now, GroupTerms wanted)
    {
        if (wanted.VenueId != now.VenueId)
        {
            yield return "class-place-changed";
        }

        if (now.Childcare && !wanted.Childcare)
        {
            yield return "class-childcare-ended";
        }
    }

    private async Task Tell(Group group, GroupTerms now, GroupTerms wanted, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        if (await db.Set<Session>().Where(session => session.GroupId == group.Id && session.CancelledAt == null && session.EndsAt > at).OrderBy(session => session.StartsAt).Select(session => (DateTimeOffset?)session.StartsAt).FirstOrDefaultAsync(cancel) is not { } next)
        {
            return;
        }

        var place = await providers.Venues.Where(venue => venue.Id == group.VenueId).Select(venue => venue.Name + ", " + venue.Address).SingleAsync(cancel);
        var people = await db.Set<Enrolment>().Where(row => row.GroupId == group.Id && row.State == EnrolmentState.Enrolled).Select(row => row.ParticipantId).ToListAsync(cancel);
        foreach (var kind in TellsOf(now, wanted))
        {
            await messages.QueueMany(
                [.. people.Select(person => new NewMessage
                {
                    ParticipantId = person,
                    Kind = kind,
                    OnceKey = string.Create(CultureInfo.InvariantCulture, $"{kind}:{person}:{group.Id}:{group.Version}"),
                    Details = kind == "class-place-changed" ? [group.Name, next.ToString("O", CultureInfo.InvariantCulture), place] : [group.Name],

                    // Who comes within a day must know it before.
                    Immediate = next < at.AddDays(1),
                })],
                cancel);
        }
    }

    /// <summary>For the audit trail: what was and what is, by ids and numbers.</summary>
    private static IEnumerable<string> Differences(GroupTerms now, GroupTerms wanted)
    {
        (string Field, object? Was, object? Is)[] fields =
        [
            ("teacher", now.TeacherId, wanted.TeacherId), ("venue", now.VenueId, wanted.VenueId), ("seats", now.Seats, wanted.Seats), ("childcare", now.Childcare, wanted.Childcare),
            ("help", now.HelpLanguage, wanted.HelpLanguage), ("bring", now.Bring, wanted.Bring), ("course", now.CourseId, wanted.CourseId), ("number", now.Number, wanted.Number),
            ("price", now.PriceCents, wanted.PriceCents), ("programme", now.ProgrammeCode, wanted.ProgrammeCode),
        ];
        return fields.Where(field => !Equals(field.Was, field.Is)).Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Field}: {field.Was ?? "-"} -> {field.Is ?? "-"}"));
    }
}

/// <summary>What a change of a class does to the people in it.</summary>
/// <param name="Tells">Everybody with a seat gets a letter.</param>
/// <param name="Seated">So many have a seat: they keep it, at the price and for the programme they booked.</param>
/// <param name="InLine">So many wait or were offered a seat.</param>
/// <param name="Offered">So many of them are offered a seat now.</param>
/// <param name="Questions">What should be known before.</param>
internal sealed record EditEffects(bool Tells, int Seated, int InLine, int Offered, IReadOnlyList<Refusal> Questions);
