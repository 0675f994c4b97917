using System.Net;
using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Exams;
using Courses.Exams.Pages;
using Courses.Participants;
using Courses.Platform.Papers;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    /// <summary>A B1 exam in two weeks, or one that was this morning.</summary>
    internal Task<Guid> HasExam(
        (Guid ProviderId, Guid VenueId) school, int inDays = 14, string level = "B1", string parts = "reading,writing,speaking", int seats = 10, bool practice = false, string language = "de", int deadlineInDays = 7) =>
        InDatabase(async db =>
        {
            var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
            var exam = new Exam
            {
                ProviderId = school.ProviderId,
                VenueId = school.VenueId,
                Language = language,
                Level = level,
                Parts = parts,
                On = today.AddDays(inDays),
                From = new(8, 0),
                Until = new(12, 0),
                Seats = seats,
                RegisterUntil = today.AddDays(Math.Min(inDays, deadlineInDays)),
                IsPractice = practice,
                MadeAt = Clock.GetUtcNow(),
                MadeBy = Guid.Empty,
                MadeByName = "Test",
            };
            db.Add(exam);
            await db.SaveChangesAsync();
            return exam.Id;
        });

    /// <summary>Somebody who is registered already.</summary>
    internal Task<Guid> IsRegistered(Guid exam, Guid person, string? parts = null) => InDatabase(async db =>
    {
        var found = await db.Set<Exam>().SingleAsync(row => row.Id == exam);
        found.SeatsTaken++;
        var registration = new ExamRegistration { ExamId = exam, ParticipantId = person, Parts = parts ?? found.Parts, RegisteredAt = Clock.GetUtcNow(), RegisteredBy = Guid.Empty };
        db.Add(registration);
        await db.SaveChangesAsync();
        return registration.Id;
    });

    /// <summary>Somebody sits it, and an examiner of the school types the same result for every part.</summary>
    internal async Task Sits(Guid exam, Guid person, Guid school, string outcome = "Passed")
    {
        var registration = await IsRegistered(exam, person);
        var parts = (await InDatabase(db => db.Set<Exam>().Where(row => row.Id == exam).Select(row => row.Parts).SingleAsync())).Split(',');
        var entered = await As(Roles.Teacher, school).Submit($"/exams/{exam}/results", [.. parts.Select(part => (ResultsModel.Name("outcome", registration, part), outcome))]);
        Assert.True(entered.StatusCode == HttpStatusCode.Redirect, await entered.Content.ReadAsStringAsync());
    }

    /// <summary>Was assessed with these levels when they came, in every skill.</summary>
    internal Task CameWith(Guid person, string level, DateOnly on) => InDatabase(db =>
    {
        db.AddRange(Enum.GetValues<Skill>().Select(skill => new SkillLevel(skill, level, on, "Coach") { ParticipantId = person }));
        return db.SaveChangesAsync();
    });

    internal Task<List<Paper>> PapersOf(Guid person) => InDatabase(db => db.Set<Paper>().AsNoTracking().Where(row => row.HolderId == person).OrderBy(row => row.Id).ToListAsync());
}
