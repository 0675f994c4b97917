using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Exams.Pages;

/// <summary>Somebody who is registered for an exam, with the results that stand.</summary>
internal sealed record Candidate(ExamRegistration Registration, string GivenName, string FamilyName, string? PassNumber, IReadOnlyDictionary<string, ExamResult> Results)
{
    public Guid ParticipantId => Registration.ParticipantId;

    public string Name => $"{GivenName} {FamilyName}".Trim();

    /// <summary>In the order of the reader's language.</summary>
    public static async Task<IReadOnlyList<Candidate>> Of(CoursesDb db, IParticipants participants, Guid examId, CancellationToken cancel)
    {
        var rows = await (
            from registration in db.Set<ExamRegistration>().AsNoTracking()
            join person in participants.People on registration.ParticipantId equals person.Id
            where registration.ExamId == examId && registration.WithdrawnAt == null
            select new { registration, person.GivenName, person.FamilyName, person.PassNumber }).ToListAsync(cancel);
        var ids = rows.ConvertAll(row => row.registration.Id);
        var results = (await db.Standing().AsNoTracking().Where(row => ids.Contains(row.RegistrationId)).ToListAsync(cancel)).ToLookup(row => row.RegistrationId);
        return
        [
            .. rows.Select(row => new Candidate(row.registration, row.GivenName, row.FamilyName, row.PassNumber, results[row.registration.Id].ToDictionary(result => result.Part, StringComparer.Ordinal)))
                .InReadersOrder(row => row.FamilyName).ThenInReadersOrder(row => row.GivenName),
        ];
    }
}
