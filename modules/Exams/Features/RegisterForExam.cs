using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Features;

/// <summary>
/// A seat in an exam, taken by the person or by a coach, and given back. Under the exam's lock (docs/concurrency.md): of two who want the last seat one gets it, and a second tap is the same registration.
/// </summary>
internal sealed class RegisterForExam(CoursesDb db, IParticipants participants, IProviders providers, IMessages messages, IAudit audit, Caller caller, CityTime city)
{
    public const string Letter = "exam-registered";
    public const string PracticeLetter = "exam-practice-registered";

    /// <summary>
    /// Broken rules: <c>exam.cancelled</c>, <c>exam.deadline-over</c>, <c>exam.full</c>, <c>exam.already-passed</c>, <c>exam.other-date</c>.
    /// </summary>
    /// <param name="examId">For what.</param>
    /// <param name="participantId">Who.</param>
    /// <param name="asked">Parts to be repeated; none for all that the person has not passed.</param>
    /// <param name="cancel">Stops.</param>
    public Task Register(Guid examId, Guid participantId, IReadOnlyCollection<string> asked, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (!await participants.People.AnyAsync(person => person.Id == participantId, cancel))
            {
                throw new NotFound("The participant");
            }

            // With the other days of its level: of two that somebody takes at once, the second sees the first.
            var today = city.Today;
            var days = await db.Set<Exam>()
                .Where(row => row.Id == examId || (row.CancelledAt == null && !row.IsPractice && row.On > today
                    && db.Set<Exam>().Any(wanted => wanted.Id == examId && !wanted.IsPractice && wanted.Language == row.Language && wanted.Level == row.Level)))
                .Select(row => row.Id).ToListAsync(cancel);
            var exam = (await db.LockAll<Exam>(days, cancel)).GetValueOrDefault(examId) ?? throw new NotFound("The exam");
            var mine = db.Set<ExamRegistration>().Where(row => row.ParticipantId == participantId && row.WithdrawnAt == null);
            if (await mine.AnyAsync(row => row.ExamId == examId, cancel))
            {
                return;
            }

            var passed = exam.IsPractice ? [] : await db.PassedParts(participantId, exam.Language, exam.Level, cancel);
            var parts = Sitting.Chosen(exam.PartCodes, passed, asked) ?? throw new RuleBroken("exam.unknown-part");
            if (parts is [])
            {
                throw new RuleBroken("exam.already-passed");
            }

            if (!exam.IsPractice && await mine.AnyAsync(
                row => db.Set<Exam>().Any(other => other.Id == row.ExamId && other.CancelledAt == null && !other.IsPractice && other.On > today && other.Language == exam.Language && other.Level == exam.Level), cancel))
            {
                throw new RuleBroken("exam.other-date");
            }

            exam.TakeSeat(today, HasBegun(exam));
            var registration = new ExamRegistration
            {
                ExamId = examId,
                ParticipantId = participantId,
                Parts = string.Join(',', parts),
                RegisteredAt = city.Now,
                RegisteredBy = caller.Id,
            };
            db.Add(registration);
            audit.Record("exam.registered", participantId, $"{exam.Language} {exam.Level} {PlanExam.InWords(exam.On)}");
            var venue = await providers.Venues.Where(row => row.Id == exam.VenueId).Select(row => row.Name + ", " + row.Address).SingleOrDefaultAsync(cancel);
            await messages.Queue(
                new()
                {
                    ParticipantId = participantId,
                    Kind = exam.IsPractice ? PracticeLetter : Letter,
                    OnceKey = $"{Letter}:{registration.Id:N}",
                    Details =
                    [
                        Shown.LanguageName(exam.Language), exam.Level, PlanExam.InWords(exam.On), Shown.Time(exam.From), venue ?? "",
                        PartsInWords(parts), PlanExam.InWords(exam.RegisterUntil),
                    ],
                    About = registration.Id,
                    Link = "/my/exams",
                },
                cancel);
        },
        cancel);

    /// <summary>Broken rules: <c>exam.cancelled</c>, <c>exam.withdraw-too-late</c>.</summary>
    public Task Withdraw(Guid examId, Guid participantId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var exam = await db.Lock<Exam>(examId, cancel) ?? throw new NotFound("The exam");
            if (await db.Set<ExamRegistration>().SingleOrDefaultAsync(row => row.ExamId == examId && row.ParticipantId == participantId && row.WithdrawnAt == null, cancel) is not { } registration)
            {
                throw new NotFound("The registration");
            }

            exam.LeaveSeat(city.Today, HasBegun(exam));
            registration.Withdraw(caller.Id, city.Now);
            audit.Record("exam.withdrawn", participantId, $"{exam.Language} {exam.Level} {PlanExam.InWords(exam.On)}");
        },
        cancel);

    private bool HasBegun(Exam exam) => city.At(exam.On, exam.From) <= city.Now;

    public static string PartsInWords(IEnumerable<string> parts) => "words:" + string.Join('|', parts.Select(part => "exam.part." + part));
}

internal static class PartsOfPeople
{
    /// <summary>Parts of a level that somebody passed in exams that count.</summary>
    public static async Task<IReadOnlyCollection<string>> PassedParts(this CoursesDb db, Guid participantId, string language, string level, CancellationToken cancel) => await (
        from result in db.Standing()
        join registration in db.Set<ExamRegistration>() on result.RegistrationId equals registration.Id
        join exam in db.Set<Exam>() on registration.ExamId equals exam.Id
        where registration.ParticipantId == participantId && registration.WithdrawnAt == null && !exam.IsPractice && exam.Language == language && exam.Level == level && result.Outcome == Outcome.Passed
        select result.Part).Distinct().ToListAsync(cancel);
}
