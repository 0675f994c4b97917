using Courses.Attendance;
using Courses.Contracts.Attendance;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Eligibility;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Tests.Shared;
using Courses.Timetable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    public SmtpCatcher Mail { get; } = new();

    /// <summary>The run of the night that deletes what is over; answers how many went by this rule, as its proof says.</summary>
    public async Task<int> Forgets(string rule)
    {
        Task<int> Gone() => InDatabase(db => db.Set<RetentionRun>().Where(run => run.Rule == rule).SumAsync(run => run.Gone));
        var before = await Gone();
        await Runs(ForgetWhatIsOver.Name);
        return await Gone() - before;
    }

    /// <summary>Runs a job as its schedule would.</summary>
    public async Task<int> Runs(string job) => await Services.GetRequiredService<JobRunner>().Run(job, CancellationToken.None) ?? throw new InvalidOperationException($"{job} runs already.");

    public Task HasAllProgrammes() => InDatabase(db => ProgrammeTemplates.LoadTemplates(db, Clock, CancellationToken.None));

    /// <summary>A newcomer as a coach registers one.</summary>
    public Task<Guid> HasLearner(LegalStatus status = LegalStatus.Refugee, string language = "en", string? email = null, string givenName = "Amal") =>
        InScope(async services =>
        {
            var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
            var db = services.GetRequiredService<CoursesDb>();
            return await db.Transact(
                () => services.GetRequiredService<IParticipants>().Register(
                    new()
                    {
                        GivenName = givenName,
                        FamilyName = "Haddad",
                        BirthDate = new(1994, 4, 2),
                        Language = language,
                        Email = email,
                        Status = status,
                        StatusFrom = today.AddMonths(-3),
                        FirstPermitOn = today.AddMonths(-3),
                        ArrivedOn = today.AddMonths(-4),
                    },
                    CancellationToken.None),
                CancellationToken.None);
        });

    /// <summary>
    /// A class of the programme with this person in it, a session of 90 minutes a day: the signed ones end yesterday, the others begin tomorrow.
    /// Marks are named by a letter: p present, s the same shown by the person, w written from paper, l half of it, e excused, a absent, ? register not signed yet, x cancelled.
    /// </summary>
    internal Task<IReadOnlyList<Guid>> HasAttended(Guid participantId, string programme, string marks, int sessionsLeft = 20, int joinedAfter = 0) =>
        InDatabase<IReadOnlyList<Guid>>(async db =>
        {
            var now = Clock.GetUtcNow();
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            var first = today.AddDays(-marks.Length);
            var provider = new Participants.Provider { Name = $"House {Guid.NewGuid():N}", Email = "house@example.org", CreatedAt = now };
            var venue = provider.Add(new() { Name = "Room 1", Address = "Main Street 1", District = "1", TimeZone = "Europe/Vienna", RoomCapacity = 20 });
            db.Add(provider);
            await db.SaveChangesAsync();
            var group = new Group
            {
                Kind = GroupKind.LanguageClass,
                Name = "German A1",
                ProviderId = provider.Id,
                VenueId = venue.Id,
                TimeZone = "Europe/Vienna",
                Capacity = 10,
                SeatsTaken = 1,
                CreatedAt = now,
                StartsOn = first,
                EndsOn = today.AddDays(sessionsLeft),
                PlannedMinutes = 90 * (marks.Length + sessionsLeft),
            };
            db.Add(group);
            await db.SaveChangesAsync();
            var sessions = Enumerable.Range(0, marks.Length).Select(day => first.AddDays(day)).Concat(Enumerable.Range(1, sessionsLeft).Select(today.AddDays))
                .Select(day => Session.Create(group, new(day, new(18, 0), new(19, 30), 90))).ToArray();
            db.AddRange(sessions);
            var seat = new Enrolment { GroupId = group.Id, ParticipantId = participantId, CreatedAt = now };
            seat.Enrol(programme, first.AddDays(joinedAfter), StayBegin.Booked, now, Guid.Empty);
            db.Add(seat);
            await db.SaveChangesAsync();
            for (var i = 0; i < marks.Length; i++)
            {
                await Marked(db, sessions[i], participantId, marks[i], now);
            }

            db.Add(new Stale { ParticipantId = participantId, MarkedAt = now });
            await db.SaveChangesAsync();
            return [.. sessions.Select(session => session.Id)];
        });

    internal Task<T> InScope<T>(Func<IServiceProvider, Task<T>> act) => Ask<IServiceProvider, T>(act);

    internal static async Task Marked(CoursesDb db, Session session, Guid participantId, char how, DateTimeOffset now)
    {
        if (how == 'x')
        {
            session.CancelledAt = now;
            await db.SaveChangesAsync();
            return;
        }

        if (how == '?')
        {
            return;
        }

        var register = new Register { Id = session.Id };
        var info = new SessionInfo
        {
            Id = session.Id,
            GroupId = session.GroupId,
            GroupName = "",
            Kind = GroupKind.LanguageClass,
            ProviderId = session.ProviderId,
            VenueId = Guid.Empty,
            TeacherId = null,
            StartsAt = session.StartsAt,
            EndsAt = session.EndsAt,
            LocalDate = session.LocalDate,
            LocalFrom = session.LocalFrom,
            LocalUntil = session.LocalUntil,
            PlannedMinutes = session.PlannedMinutes,
            CancelledAt = null,
        };
        register.SignOff(info, "teacher", Guid.NewGuid(), session.EndsAt);
        db.Add(register);
        var (state, minutes) = how switch
        {
            'p' or 's' or 'w' => (MarkState.Present, 90),
            'l' => (MarkState.Late, 45),
            'e' => (MarkState.Excused, 0),
            _ => (MarkState.Absent, 0),
        };
        var mark = new Mark { SessionId = session.Id, GroupId = session.GroupId, ParticipantId = participantId };
        mark.Set(new Assessment(state, minutes, how == 's', Guid.NewGuid(), false) { Grade = how switch { 's' => ProofGrade.Shown, 'w' => ProofGrade.Written, _ => null } }, now);
        db.Add(mark);
        await db.SaveChangesAsync();
    }
}
