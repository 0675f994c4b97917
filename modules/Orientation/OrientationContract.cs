using System.Globalization;
using Courses.Contracts.Activities;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Jobs;
using Courses.Platform.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Orientation;

/// <summary>What other modules may ask of orientation. Eligibility and vouchers ask it too, so they are fetched when needed and not at construction.</summary>
internal sealed class OrientationContract(CoursesDb db, IParticipants participants, TimeProvider clock, CityTime city, Caller caller, IServiceProvider services) : IOrientation
{
    public IQueryable<TopicRow> Topics => db.Set<Topic>().Select(topic => new TopicRow
    {
        Code = topic.Code,
        ProgrammeCode = topic.ProgrammeCode,
        Name = topic.Name,
        PlannedMinutes = topic.PlannedMinutes,
    });

    public IQueryable<TopicNameRow> TopicNames => db.Set<TopicName>().Select(name => new TopicNameRow { TopicCode = name.TopicCode, Language = name.Language, Name = name.Name });

    public IQueryable<ModuleRunRow> Runs => db.Set<ModuleRun>().Select(run => new ModuleRunRow { Id = run.Id, TopicCode = run.TopicCode, Language = run.Language });

    public async Task<IReadOnlyDictionary<string, string>> TopicsInWords(CancellationToken cancel)
    {
        var reader = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return await db.Set<Topic>()
            .Select(topic => new { topic.Code, Name = topic.Names.Where(name => name.Language == reader).Select(name => name.Name).FirstOrDefault() ?? topic.Name })
            .ToDictionaryAsync(topic => topic.Code, topic => topic.Name, cancel);
    }

    public async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IReadOnlyCollection<Guid> groupIds, CancellationToken cancel)
    {
        var reader = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return groupIds.Count == 0 ? new Dictionary<Guid, string>() : await (
            from run in db.Set<ModuleRun>()
            join topic in db.Set<Topic>() on run.TopicCode equals topic.Code
            where groupIds.Contains(run.Id)
            select new { run.Id, Name = topic.Names.Where(name => name.Language == reader).Select(name => name.Name).FirstOrDefault() ?? topic.Name })
            .ToDictionaryAsync(run => run.Id, run => run.Name, cancel);
    }

    // What a closed record finished stands with the one that goes on, too.
    public IQueryable<CompletionRow> Completions => db.Set<Completion>().Where(completion => !participants.Aliases.Any(alias => alias.MergedId == completion.ParticipantId)).Select(completion => new CompletionRow
    {
        ParticipantId = completion.ParticipantId,
        TopicCode = completion.TopicCode,
        CompletedOn = completion.CompletedOn,
    });

    public IQueryable<RatingRow> Ratings => db.Set<Rating>().Select(rating => new RatingRow
    {
        Id = rating.Id,
        GroupId = rating.RunId,
        Useful = rating.Useful,
        RatedAt = rating.RatedAt,
    });

    public Task Complete(Guid participantId, string topicCode, DateOnly on, CancellationToken cancel) => db.Transact(
        async () =>
        {
            if (!await db.Set<Topic>().AnyAsync(topic => topic.Code == topicCode, cancel))
            {
                throw new NotFound("The topic");
            }

            await Record(topicCode, [(participantId, on)], null, cancel);
        },
        cancel);

    public Task<int> LoadStandardTopics(CancellationToken cancel) => StandardTopics.Load(db, cancel);

    public async Task AddRun(Guid groupId, string topicCode, string language, CancellationToken cancel)
    {
        if (!await db.Set<Topic>().AnyAsync(topic => topic.Code == topicCode, cancel))
        {
            throw new NotFound("The topic");
        }

        db.Add(new ModuleRun { Id = groupId, TopicCode = topicCode, Language = language });
        await db.SaveChangesAsync(cancel);
    }

    public async Task<int> CompleteFromRegisters(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var timetable = services.GetRequiredService<ITimetable>();
        var attendance = services.GetRequiredService<IAttendance>();

        // Runs whose every meeting is over and signed, and where somebody present has not got the completion yet. What is left of one that was cancelled is no module.
        var runs = await db.Set<ModuleRun>()
            .Where(run => !timetable.Groups.Any(group => group.Id == run.Id && group.CancelledAt != null) && timetable.Sessions.Any(session => session.GroupId == run.Id && session.CancelledAt == null)
                && !timetable.Sessions.Any(session => session.GroupId == run.Id && session.CancelledAt == null
                    && (session.EndsAt > now || !attendance.Registers.Any(register => register.SessionId == session.Id)))
                && attendance.Marks.Any(mark => mark.GroupId == run.Id && mark.PresentMinutes > 0
                    && !db.Set<Completion>().Any(completion => completion.ParticipantId == mark.ParticipantId && completion.TopicCode == run.TopicCode)))
            .Select(run => run.Id)
            .ToListAsync(cancel);
        return await db.EachAlone([.. runs, .. await MeetingsThatFinish(cancel)], run => CompleteFromRegisters(run, cancel), cancel);
    }

    public Task<int> CompleteFromRegisters(Guid groupId, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var run = await db.Set<ModuleRun>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == groupId, cancel);
            var code = run?.TopicCode ?? await TopicOfMeeting(groupId, cancel);
            var topic = await db.Set<Topic>().AsNoTracking().SingleOrDefaultAsync(row => row.Code == code, cancel);
            if (topic is null)
            {
                return 0;
            }

            var timetable = services.GetRequiredService<ITimetable>();
            var attendance = services.GetRequiredService<IAttendance>();
            var sessions = await timetable.Sessions
                .Where(session => session.GroupId == groupId && session.CancelledAt == null)
                .Select(session => new { session.PlannedMinutes, session.LocalDate, Signed = attendance.Registers.Any(register => register.SessionId == session.Id) })
                .ToListAsync(cancel);
            if (sessions is [] || sessions.Any(session => !session.Signed) || await timetable.Groups.AnyAsync(group => group.Id == groupId && group.CancelledAt != null, cancel))
            {
                return 0;
            }

            var planned = sessions.Sum(session => session.PlannedMinutes);
            var lastDay = sessions.Max(session => session.LocalDate);
            var present = await attendance.Marks
                .Where(mark => mark.GroupId == groupId && timetable.Sessions.Any(session => session.Id == mark.SessionId && session.CancelledAt == null))
                .GroupBy(mark => mark.ParticipantId)
                .Select(marks => new { ParticipantId = marks.Key, Minutes = marks.Sum(mark => mark.PresentMinutes) })
                .ToListAsync(cancel);
            var finished = present
                .Where(person => person.Minutes > 0 && (long)person.Minutes * 100 >= (long)planned * topic.CompletionPercent)
                .Select(person => (person.ParticipantId, On: lastDay))
                .ToArray();
            return await Record(topic.Code, finished, groupId, cancel);
        },
        cancel);

    /// <summary>Signed meetings that are a module, too, where somebody present has not got the completion yet.</summary>
    private async Task<IReadOnlyList<Guid>> MeetingsThatFinish(CancellationToken cancel)
    {
        var activities = services.GetRequiredService<IActivities>();
        var attendance = services.GetRequiredService<IAttendance>();
        var meetings = new List<Guid>();
        foreach (var (topic, kind) in await FirstSteps(cancel))
        {
            meetings.AddRange(await (
                from meeting in activities.Meetings
                join activity in activities.Activities on meeting.ActivityId equals activity.Id
                where activity.KindCode == kind && attendance.Marks.Any(mark => mark.GroupId == meeting.Id && mark.PresentMinutes > 0
                    && attendance.Registers.Any(register => register.SessionId == mark.SessionId)
                    && !db.Set<Completion>().Any(completion => completion.ParticipantId == mark.ParticipantId && completion.TopicCode == topic))
                select meeting.Id).ToListAsync(cancel));
        }

        return meetings;
    }

    private async Task<string?> TopicOfMeeting(Guid groupId, CancellationToken cancel)
    {
        var activities = services.GetRequiredService<IActivities>();
        var kind = await (
            from meeting in activities.Meetings
            where meeting.Id == groupId
            join activity in activities.Activities on meeting.ActivityId equals activity.Id
            select activity.KindCode).SingleOrDefaultAsync(cancel);
        return kind is null ? null : (await FirstSteps(cancel)).FirstOrDefault(step => step.ActivityKind == kind)?.TopicCode;
    }

    private async Task<IEnumerable<FirstStep>> FirstSteps(CancellationToken cancel) =>
        (await services.GetRequiredService<IEligibility>().FirstSteps(city.Today, cancel)).Where(step => step.ActivityKind is not null);

    /// <summary>Writes what is new; only a new completion unlocks vouchers and makes decisions stale.</summary>
    private async Task<int> Record(string topicCode, (Guid ParticipantId, DateOnly On)[] people, Guid? runId, CancellationToken cancel)
    {
        if (people is [])
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        var rows = people
            .Select(person => new Completion
            {
                Id = Completion.IdOf(person.ParticipantId, topicCode),
                ParticipantId = person.ParticipantId,
                TopicCode = topicCode,
                CompletedOn = person.On,
                RunId = runId,
                RecordedBy = caller.Id,
                RecordedAt = now,
            })
            .ToArray();
        var added = await db.Engine.InsertNew(db, rows, nameof(Completion.Id), cancel);
        var finished = rows.Where(row => added.Contains(row.Id)).Select(row => row.ParticipantId).ToArray();
        if (finished is [])
        {
            return 0;
        }

        var vouchers = services.GetRequiredService<IVouchers>();
        foreach (var participantId in finished)
        {
            await vouchers.Unlock(participantId, topicCode, cancel);
        }

        await services.GetRequiredService<IEligibility>().MarkStale(finished, cancel);
        return finished.Length;
    }
}
