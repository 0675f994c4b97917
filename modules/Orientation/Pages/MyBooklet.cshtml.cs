using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Orientation.Pages;

/// <summary>The education booklet: everything that the person may attend, by programme, with what is finished and when the rest is next. On the phone and on paper.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyBookletModel(CoursesDb db, IEligibility eligibility, IOrientation orientation, ITimetable timetable, Caller caller, CityTime city) : CoursesPage
{
    public IReadOnlyList<BookletPart> Parts { get; private set; } = [];

    public async Task OnGet()
    {
        var (me, today, reader) = (caller.Id, city.Today, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);
        var answers = (await eligibility.Check(me, Cancel)).Where(answer => answer.Outcome != Outcome.MayNot).OrderBy(answer => answer.Outcome).ToArray();
        var codes = answers.Select(answer => answer.ProgrammeCode).ToArray();
        var finished = await orientation.Completions.Where(done => done.ParticipantId == me).ToDictionaryAsync(done => done.TopicCode, done => done.CompletedOn, Cancel);
        var open =
            from run in db.Set<ModuleRun>()
            join grp in timetable.Groups on run.Id equals grp.Id
            where grp.StartsOn > today && grp.CancelledAt == null && grp.InLine == 0 && grp.SeatsTaken + grp.SeatsOffered < grp.Capacity
            select new { run.Id, run.TopicCode, run.Language, On = grp.StartsOn };

        // In the own language, be it later; else in any.
        var topics = await db.Set<Topic>().Where(topic => codes.Contains(topic.ProgrammeCode)).OrderBy(topic => topic.Code)
            .Select(topic => new { topic.Code, topic.ProgrammeCode, Next = open.Where(run => run.TopicCode == topic.Code).OrderBy(run => run.Language == reader ? 0 : 1).ThenBy(run => run.On).ThenBy(run => run.Id).FirstOrDefault() }).ToListAsync(Cancel);
        var names = await orientation.TopicsInWords(Cancel);
        Parts =
        [
            .. answers.Select(answer => new BookletPart(
                answer.ProgrammeName,
                answer.Outcome,
                answer.Gives,
                [
                    .. topics.Where(topic => topic.ProgrammeCode == answer.ProgrammeCode)
                        .Select(topic => new BookletLine(names[topic.Code], finished.TryGetValue(topic.Code, out var on) ? on : null, topic.Next is { } next ? new(next.Id, next.Language, next.On) : null)),
                ])),
        ];
    }
}

/// <summary>What one programme has for the person.</summary>
internal sealed record BookletPart(string Programme, Outcome Outcome, IReadOnlyList<string> Gives, IReadOnlyList<BookletLine> Modules);

/// <summary>A module: finished on a day, or next at a time.</summary>
internal sealed record BookletLine(string Name, DateOnly? FinishedOn, NextRun? Next);

internal sealed record NextRun(Guid Id, string Language, DateOnly On);
