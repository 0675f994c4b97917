using System.Globalization;
using Courses.Contracts.Attendance;
using Courses.Contracts.Exams;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Platform;
using Microsoft.EntityFrameworkCore;

namespace Courses.Plans;

/// <summary>What the product knows of people that bears on aims: nobody is asked for it.</summary>
internal sealed class PlanFacts(
    IParticipants participants, IExams exams, IAttendance attendance, ILanguageCourses courses, IOrientation orientation, IMentoring mentoring, CityLanguage cityLanguage, CityTime city)
{
    private const int AcademicHour = 45;

    /// <summary>Of all that is known, by person; each question once for all of them.</summary>
    public async Task<IReadOnlyDictionary<Guid, Known>> Of(IReadOnlyCollection<Guid> people, CancellationToken cancel)
    {
        var (ids, today, language) = (people.Distinct().ToArray(), city.Today, cityLanguage.Code);
        var levels = (await participants.Levels.Where(row => EF.Parameter(ids).Contains(row.ParticipantId)).ToListAsync(cancel)).ToLookup(row => row.ParticipantId);
        var results = (await (
            from result in exams.Results
            where EF.Parameter(ids).Contains(result.ParticipantId)
            join exam in exams.Exams on result.ExamId equals exam.Id
            where exam.Language == language
            select new Sat(result.ParticipantId, result.Part, exam.Level, exam.On, exam.IsPractice, result.Outcome == "Passed", result.Outcome == "Absent")).ToListAsync(cancel)).ToLookup(row => row.ParticipantId);
        var seats = (await (
            from seat in exams.Registered
            where EF.Parameter(ids).Contains(seat.ParticipantId)
            join exam in exams.Exams on seat.ExamId equals exam.Id
            where exam.Language == language && exam.On >= today && exam.CancelledAt == null
            select new Seat(seat.ParticipantId, seat.Parts, exam.Level, exam.On, exam.IsPractice)).ToListAsync(cancel)).ToLookup(row => row.ParticipantId);
        var modules = (await orientation.Completions.Where(row => EF.Parameter(ids).Contains(row.ParticipantId)).ToListAsync(cancel)).ToLookup(row => row.ParticipantId);
        var minutes = await (
            from mark in attendance.Marks
            where EF.Parameter(ids).Contains(mark.ParticipantId) && mark.PresentMinutes > 0 && attendance.Registers.Any(register => register.SessionId == mark.SessionId) && courses.Classes.Any(one => one.Id == mark.GroupId)
            group mark.PresentMinutes by mark.ParticipantId into perPerson
            select new { perPerson.Key, Sum = perPerson.Sum() }).ToDictionaryAsync(row => row.Key, row => row.Sum, cancel);
        var accompanied = (await mentoring.Pairs.Where(row => EF.Parameter(ids).Contains(row.ParticipantId) && row.StartedOn != null).Select(row => new { row.ParticipantId, row.StartedOn }).ToListAsync(cancel)).ToLookup(row => row.ParticipantId, row => row.StartedOn!.Value);
        var works = await participants.People.Where(row => EF.Parameter(ids).Contains(row.Id)).Select(row => new { row.Id, row.Works }).ToDictionaryAsync(row => row.Id, row => row.Works == true, cancel);
        return ids.ToDictionary(id => id, id => new Known
        {
            Levels = [.. levels[id]],
            Results = [.. results[id]],
            Seats = [.. seats[id].OrderBy(seat => seat.On)],
            Modules = [.. modules[id]],
            AttendedHours = minutes.GetValueOrDefault(id) / AcademicHour,
            AccompaniedSince = accompanied[id].Any() ? accompanied[id].Min() : null,
            Works = works.GetValueOrDefault(id),
            Today = today,
        });
    }

    internal sealed record Sat(Guid ParticipantId, string Part, string Level, DateOnly On, bool IsPractice, bool Passed, bool Absent);

    internal sealed record Seat(Guid ParticipantId, string Parts, string Level, DateOnly On, bool IsPractice);
}

/// <summary>What is known of one person.</summary>
internal sealed record Known
{
    public required IReadOnlyList<LevelRow> Levels { get; init; }

    public required IReadOnlyList<PlanFacts.Sat> Results { get; init; }

    /// <summary>Ahead of them, the next one first.</summary>
    public required IReadOnlyList<PlanFacts.Seat> Seats { get; init; }

    public required IReadOnlyList<CompletionRow> Modules { get; init; }

    public required int AttendedHours { get; init; }

    public required DateOnly? AccompaniedSince { get; init; }

    public required bool Works { get; init; }

    public required DateOnly Today { get; init; }

    /// <summary>How far an aim is; null where only somebody can say it.</summary>
    public Progress? Of(PlanAim aim) => aim.Measure switch
    {
        Measure.Level => OfLevel(aim),
        Measure.Exam => OfExam(aim, practice: false),
        Measure.Practice => OfExam(aim, practice: true),
        Measure.Module => Modules.Where(row => row.TopicCode == aim.Target).OrderBy(row => row.CompletedOn).FirstOrDefault() is { } done
            ? Progress.Reached(done.CompletedOn, "plan.known.module", Day(done.CompletedOn))
            : Progress.Open("plan.known.nothing", "/my/find?kind=orientation"),
        Measure.Hours => AttendedHours >= int.Parse(aim.Target!, CultureInfo.InvariantCulture)
            ? Progress.Reached(Today, "plan.known.hours", Text(AttendedHours), aim.Target!)
            : Progress.Open("plan.known.hours", "/my/find", Text(AttendedHours), aim.Target!),
        Measure.Work => Works ? Progress.Reached(Today, "plan.known.work") : Progress.Open("plan.known.nothing", "/my/help"),
        Measure.Mentor => AccompaniedSince is { } since ? Progress.Reached(since, "plan.known.mentor", Day(since)) : Progress.Open("plan.known.nothing", "/my/mentor"),
        _ => null,
    };

    private Progress OfLevel(PlanAim aim)
    {
        var held = Levels.FirstOrDefault(row => row.Skill.ToString() == aim.Part);
        return held is null ? Progress.Open("plan.known.no-level", "/my/find/level")
            : CefrLevels.Reaches(held.Level, aim.Target!) ? Progress.Reached(held.AssessedOn, "plan.known.level", held.Level, Day(held.AssessedOn))
            : Progress.Open("plan.known.level", "/my/find", held.Level, Day(held.AssessedOn));
    }

    private Progress OfExam(PlanAim aim, bool practice)
    {
        var sat = Results.Where(row => row.IsPractice == practice && row.Part == aim.Part && CefrLevels.Reaches(row.Level, aim.Target!) && !row.Absent && (practice || row.Passed)).OrderBy(row => row.On).FirstOrDefault();
        if (sat is not null)
        {
            return Progress.Reached(sat.On, practice ? "plan.known.practised" : "plan.known.passed", sat.Level, Day(sat.On));
        }

        var seat = Seats.FirstOrDefault(row => row.IsPractice == practice && row.Parts.Split(',').Contains(aim.Part) && CefrLevels.Reaches(row.Level, aim.Target!));
        return seat is not null ? Progress.Open("plan.known.registered", "/my/exams", seat.Level, Day(seat.On)) : Progress.Open("plan.known.not-registered", $"/my/exams?level={aim.Target}");
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How far an aim is.</summary>
/// <param name="IsReached">By what the product knows.</param>
/// <param name="On">Since when; null while it is not reached.</param>
/// <param name="Code">The sentence, with details that belong to no language.</param>
/// <param name="Details">Its details.</param>
/// <param name="Next">The page on which the person goes on.</param>
internal sealed record Progress(bool IsReached, DateOnly? On, string Code, IReadOnlyList<string> Details, string? Next)
{
    public static Progress Reached(DateOnly on, string code, params string[] details) => new(true, on, code, details, null);

    public static Progress Open(string code, string next, params string[] details) => new(false, null, code, details, next);
}
