using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>A coach writes down what somebody attended, on paper that anybody can check, and withdraws what was wrong.</summary>
internal sealed class ConfirmAttendance(
    CoursesDb db, ITimetable timetable, IParticipants participants, IProviders providers, IOrientation orientation, IMessages messages, IAudit audit, Caller caller, CityTime city)
{
    public const string WithdrawnLetter = "confirmation-withdrawn";

    /// <summary>The person's classes with lessons that were held and signed for, the last one first. Only lessons of days on which the person belonged to the class.</summary>
    public async Task<IReadOnlyList<AttendedClass>> ClassesOf(Guid participantId, CancellationToken cancel)
    {
        var lessons = await (
            from stay in timetable.Stays
            where stay.ParticipantId == participantId
            join session in timetable.Sessions on stay.GroupId equals session.GroupId
            where session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until)
            join register in db.Set<Register>() on session.Id equals register.Id
            where register.SignedOffAt != null
            from mark in db.Set<Mark>().Where(mark => mark.SessionId == session.Id && mark.ParticipantId == participantId).DefaultIfEmpty()
            select new { session.GroupId, session.ProviderId, session.LocalDate, session.PlannedMinutes, Minutes = mark == null ? 0 : mark.PresentMinutes }).ToListAsync(cancel);
        var ids = lessons.Select(lesson => lesson.GroupId).Distinct().ToArray();
        var names = await timetable.Groups.Where(group => ids.Contains(group.Id)).ToDictionaryAsync(group => group.Id, group => group.Name, cancel);
        var modules = await orientation.NamesOf(ids, cancel);
        return
        [
            .. lessons.GroupBy(lesson => (lesson.GroupId, lesson.ProviderId))
                .Select(held => new AttendedClass(
                    held.Key.GroupId,
                    modules.GetValueOrDefault(held.Key.GroupId) ?? names[held.Key.GroupId],
                    held.Key.ProviderId,
                    held.Min(lesson => lesson.LocalDate),
                    held.Max(lesson => lesson.LocalDate),
                    held.Sum(lesson => lesson.Minutes),
                    held.Count(lesson => lesson.Minutes > 0),
                    held.Sum(lesson => lesson.PlannedMinutes),
                    held.Count()))
                .OrderByDescending(one => one.Until).ThenBy(one => one.GroupId),
        ];
    }

    /// <summary>Writes the paper, or answers the one that says the same already. Broken rules: <c>confirmation.nothing-attended</c>.</summary>
    public Task<Guid> Issue(Guid participantId, Guid groupId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var person = await participants.People.Where(row => row.Id == participantId)
                .Select(row => new { row.GivenName, row.FamilyName, row.LatinGivenName, row.LatinFamilyName, row.BirthDate, row.BirthParts, row.Language }).SingleOrDefaultAsync(cancel) ?? throw new NotFound("The participant");
            if ((await ClassesOf(participantId, cancel)).FirstOrDefault(one => one.GroupId == groupId) is not { AttendedMinutes: > 0 } attended)
            {
                throw new RuleBroken("confirmation.nothing-attended");
            }

            var name = Full(person.GivenName, person.FamilyName);
            var latin = person.LatinGivenName is null && person.LatinFamilyName is null ? null : Full(person.LatinGivenName ?? person.GivenName, person.LatinFamilyName ?? person.FamilyName);
            var first = Language.Of(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName).Code;
            var second = Language.Of(person.Language).Code;
            second = second != first ? second : Language.ForStaff.First(language => language.Code != first).Code;
            var earlier = await db.Set<Confirmation>().Where(row => row.ParticipantId == participantId && row.GroupId == groupId && row.WithdrawnOn == null).ToListAsync(cancel);
            if (earlier.Find(row => row.SaysTheSameAs(attended) && (row.Name, row.BirthDate, row.BirthParts, row.FirstLanguage, row.SecondLanguage) == (name, person.BirthDate, person.BirthParts, first, second)) is { } same)
            {
                return same.Id;
            }

            var confirmation = new Confirmation
            {
                Number = PaperNumber.New(),
                ParticipantId = participantId,
                GroupId = groupId,
                Name = name,
                LatinName = latin,
                BirthDate = person.BirthDate,
                BirthParts = person.BirthParts,
                Course = attended.Course,
                Provider = await providers.Providers.Where(row => row.Id == attended.ProviderId).Select(row => row.Name).SingleAsync(cancel),
                From = attended.From,
                Until = attended.Until,
                AttendedMinutes = attended.AttendedMinutes,
                AttendedLessons = attended.AttendedLessons,
                HeldMinutes = attended.HeldMinutes,
                HeldLessons = attended.HeldLessons,
                FirstLanguage = first,
                SecondLanguage = second,
                IssuedOn = city.Today,
                IssuedBy = caller.Id,
                IssuedByName = caller.Name,
            };
            db.Add(confirmation);
            audit.Record("confirmation.issued", participantId, PaperNumber.Written(confirmation.Number));
            await db.SaveChangesAsync(cancel);
            return confirmation.Id;
        },
        cancel);

    /// <summary>Broken rules: <c>confirmation.withdrawn-already</c>.</summary>
    public Task Withdraw(Guid participantId, Guid id, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var confirmation = await db.Lock<Confirmation>(id, cancel);
            if (confirmation?.ParticipantId != participantId)
            {
                throw new NotFound("The confirmation");
            }

            confirmation.Withdraw(why, caller.Id, caller.Name, city.Today);
            audit.Record("confirmation.withdrawn", participantId, PaperNumber.Written(confirmation.Number));
            await messages.Queue(
                new()
                {
                    ParticipantId = participantId,
                    Kind = WithdrawnLetter,
                    OnceKey = $"{WithdrawnLetter}:{id}",
                    Details = [confirmation.Course, confirmation.IssuedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), why.AsDetail()],
                    About = id,
                    Link = "/my/confirmations",
                },
                cancel);
        },
        cancel);

    private static string Full(string givenName, string familyName) => $"{givenName} {familyName}".Trim();
}
