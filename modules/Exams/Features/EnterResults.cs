using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Features;

/// <summary>The results of one person in one exam, in a commit of their own: a row that is wrong keeps no other. What stands already is corrected by another row, with a reason.</summary>
internal sealed class EnterResults(CoursesDb db, PassLevels levels, IMessages messages, IAudit audit, Caller caller, CityTime city)
{
    public const string Letter = "exam-results";
    public const string PracticeLetter = "exam-practice-results";
    private const int MostPoints = 100;

    /// <summary>
    /// Broken rules: <c>exam.cancelled</c>, <c>exam.not-yet</c>, <c>exam.points</c>, <c>exam.no-way-back</c>, <c>exam.typed-meanwhile</c>, <c>exam.why-corrected</c>. Answers whether anything was new.
    /// </summary>
    public Task<bool> Enter(Guid examId, Guid registrationId, IReadOnlyList<TypedResult> typed, string? why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            // Another provider's exam is none that this caller may know of.
            if (!await db.Set<Exam>().VisibleTo(caller).AnyAsync(row => row.Id == examId, cancel) || await db.Lock<Exam>(examId, cancel) is not { } exam)
            {
                throw new NotFound("The exam");
            }

            // With the person's other exams of the level, after the exam as everywhere: of two whose results are entered at once, the second sees what the first made complete.
            var ofLevel = await db.Set<ExamRegistration>()
                .Where(row => row.WithdrawnAt == null && db.Set<ExamRegistration>().Any(one => one.Id == registrationId && one.ParticipantId == row.ParticipantId)
                    && db.Set<Exam>().Any(other => other.Id == row.ExamId && other.Language == exam.Language && other.Level == exam.Level))
                .Select(row => row.Id).ToListAsync(cancel);
            if ((await db.LockAll<ExamRegistration>(ofLevel, cancel)).GetValueOrDefault(registrationId) is not { WithdrawnAt: null } registration || registration.ExamId != examId)
            {
                throw new NotFound("The registration");
            }

            var known = await db.Standing().AsNoTracking().Where(row => row.RegistrationId == registrationId).ToDictionaryAsync(row => row.Part, StringComparer.Ordinal, cancel);
            var reason = string.IsNullOrWhiteSpace(why) ? null : why.Trim();
            var added = new List<ExamResult>();
            foreach (var one in typed.Where(one => registration.PartCodes.Contains(one.Part)))
            {
                if (Judge(one, known.GetValueOrDefault(one.Part), reason) is { } outcome)
                {
                    var before = known.GetValueOrDefault(one.Part);
                    added.Add(new()
                    {
                        RegistrationId = registrationId,
                        Part = one.Part,
                        Outcome = outcome,
                        Points = one.Points,
                        EnteredAt = city.Now,
                        EnteredBy = caller.Id,
                        EnteredByName = caller.Name,
                        Corrects = before?.Id,
                        Reason = before is null ? null : reason,
                    });
                }
            }

            if (added is [])
            {
                return false;
            }

            MustHaveBegun(exam);
            db.AddRange(added);
            foreach (var result in added)
            {
                known[result.Part] = result;
                audit.Record(result.Corrects is null ? "exam.result" : "exam.result-corrected", registration.ParticipantId, $"{exam.Language} {exam.Level} {result.Part} {result.Outcome}");
            }

            await db.SaveChangesAsync(cancel);
            var passed = !exam.IsPractice && await levels.Follow(registration.ParticipantId, exam, cancel);
            if (!passed && registration.PartCodes.All(known.ContainsKey))
            {
                await Tell(exam, registration, known, cancel);
            }

            return true;
        },
        cancel);

    /// <summary>What is to be written down; null when it stands there already.</summary>
    private static Outcome? Judge(TypedResult typed, ExamResult? known, string? reason)
    {
        if (typed.Points is < 0 or > MostPoints)
        {
            throw new RuleBroken("exam.points");
        }

        if (typed.Outcome is not { } outcome)
        {
            // Left open by somebody who did not see it: another examiner was there in the meantime, and what they entered stands.
            return known is not null && typed.Seen == known.Id ? throw new RuleBroken("exam.no-way-back") : typed.Points is not null ? throw new RuleBroken("exam.points-of-what") : null;
        }

        if (known is null)
        {
            return outcome;
        }

        if ((outcome, typed.Points) == (known.Outcome, known.Points))
        {
            return null;
        }

        return typed.Seen != known.Id ? throw new RuleBroken("exam.typed-meanwhile", known.EnteredByName)
            : reason is null ? throw new RuleBroken("exam.why-corrected")
            : outcome;
    }

    private void MustHaveBegun(Exam exam)
    {
        if (exam.CancelledAt is not null)
        {
            throw new RuleBroken("exam.cancelled");
        }

        if (city.At(exam.On, exam.From) > city.Now)
        {
            throw new RuleBroken("exam.not-yet");
        }
    }

    /// <summary>Once all parts that the person sat have a result; another letter when one of them is corrected.</summary>
    private Task Tell(Exam exam, ExamRegistration registration, Dictionary<string, ExamResult> results, CancellationToken cancel)
    {
        var passed = registration.PartCodes.Where(part => results[part].Outcome == Outcome.Passed).ToArray();
        var open = registration.PartCodes.Except(passed).ToArray();
        return messages.Queue(
            new()
            {
                ParticipantId = registration.ParticipantId,
                Kind = exam.IsPractice ? PracticeLetter : Letter,
                OnceKey = $"{Letter}:{registration.Id:N}:{results.Values.Max(row => row.EnteredAt).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}",
                Details =
                [
                    Shown.LanguageName(exam.Language), exam.Level, PlanExam.InWords(exam.On),
                    passed is [] ? "word:exam.none-of-it" : RegisterForExam.PartsInWords(passed), open is [] ? "word:exam.none-of-it" : RegisterForExam.PartsInWords(open),
                ],
                About = registration.Id,
                Link = "/my/exams",
            },
            cancel);
    }
}

/// <summary>What was typed for one part of one person.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Outcome">Null where nothing is chosen.</param>
/// <param name="Points">Of 100, or none.</param>
/// <param name="Seen">The row that stood on the page when it was typed.</param>
internal sealed record TypedResult(string Part, Outcome? Outcome, int? Points, Guid? Seen);
