using Courses.Contracts.Participants;
using Courses.Exams.Features;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams;

/// <summary>The exams of one person: what they are registered for, what came of it, and what they can register for now. The phone and the coach's desk show the same.</summary>
internal sealed class OpenExams(CoursesDb db, IProviders providers, CityTime city)
{
    private const int Most = 30;

    /// <summary>The newest first, with the results that stand.</summary>
    public async Task<IReadOnlyList<OwnExam>> Of(Guid participantId, CancellationToken cancel)
    {
        var rows = await (
            from registration in db.Set<ExamRegistration>().AsNoTracking()
            join exam in db.Set<Exam>().AsNoTracking() on registration.ExamId equals exam.Id
            where registration.ParticipantId == participantId && registration.WithdrawnAt == null
            orderby exam.On descending, exam.Id
            select new { registration, exam }).ToListAsync(cancel);
        var ids = rows.ConvertAll(row => row.registration.Id);
        var results = (await db.Standing().AsNoTracking().Where(row => ids.Contains(row.RegistrationId)).ToListAsync(cancel)).ToLookup(row => row.RegistrationId);
        var venues = await VenuesOf([.. rows.Select(row => row.exam)], cancel);
        return [.. rows.Select(row => new OwnExam(row.exam, venues.GetValueOrDefault(row.exam.VenueId), row.registration, results[row.registration.Id].ToDictionary(result => result.Part, StringComparer.Ordinal)))];
    }

    /// <summary>Those with a free seat that the person can still register for, with the parts that would be sat. What asks for the parts of a level that the person has takes no place among them.</summary>
    public async Task<IReadOnlyList<ExamToSit>> For(Guid participantId, string? level, CancellationToken cancel)
    {
        var today = city.Today;
        var exams = await db.Set<Exam>().AsNoTracking()
            .Where(exam => exam.CancelledAt == null && exam.RegisterUntil >= today && exam.SeatsTaken < exam.Seats && (level == null || exam.Level == level)
                && !db.Set<ExamRegistration>().Any(mine => mine.ExamId == exam.Id && mine.ParticipantId == participantId && mine.WithdrawnAt == null)
                && (exam.IsPractice || !db.Set<ExamPass>().Any(pass => pass.ParticipantId == participantId && pass.WithdrawnAt == null && pass.Language == exam.Language && pass.Level == exam.Level
                    && db.Set<Exam>().Any(sat => sat.Id == pass.ExamId && sat.Parts == exam.Parts))))
            .OrderBy(exam => exam.On).ThenBy(exam => exam.Id).Take(Most).ToListAsync(cancel);
        var venues = await VenuesOf(exams, cancel);
        var passed = new Dictionary<(string, string), IReadOnlyCollection<string>>();
        var open = new List<ExamToSit>();
        foreach (var exam in exams)
        {
            if (!passed.TryGetValue((exam.Language, exam.Level), out var parts))
            {
                passed[(exam.Language, exam.Level)] = parts = await db.PassedParts(participantId, exam.Language, exam.Level, cancel);
            }

            if (Sitting.Open(exam.PartCodes, exam.IsPractice ? [] : parts) is [_, ..] left)
            {
                open.Add(new(exam, venues.GetValueOrDefault(exam.VenueId), left));
            }
        }

        return open;
    }

    private async Task<Dictionary<Guid, VenueRow>> VenuesOf(IReadOnlyList<Exam> exams, CancellationToken cancel)
    {
        var ids = exams.Select(exam => exam.VenueId).Distinct().ToArray();
        return await providers.Venues.Where(venue => ids.Contains(venue.Id)).ToDictionaryAsync(venue => venue.Id, cancel);
    }
}

internal sealed record OwnExam(Exam Exam, VenueRow? Venue, ExamRegistration Registration, IReadOnlyDictionary<string, ExamResult> Results);

/// <summary>An exam to register for.</summary>
/// <param name="Exam">On that day.</param>
/// <param name="Venue">Where.</param>
/// <param name="Parts">What the person would sit: what they passed before is left out.</param>
internal sealed record ExamToSit(Exam Exam, VenueRow? Venue, IReadOnlyList<string> Parts);
