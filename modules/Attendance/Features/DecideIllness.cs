using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>The lessons of a report at its provider, and the last day that the person's own word excuses there; why no longer is said by a code and its number.</summary>
internal sealed record CaseFacts(IReadOnlyList<TouchedLesson> Lessons, DateOnly LastDayByWord, string Why, int WhyNumber);

/// <summary>A provider accepts a report or refuses it, within the programme's rules. Accepting excuses the lessons as a person of the provider would, one by one.</summary>
internal sealed class DecideIllness(
    CoursesDb db, ReportIllness reports, TouchedLessons lessons, RegisterBook book, IEligibility eligibility, ITimetable timetable, IMessages messages, IAudit audit, Recorders recorders, CityTime city)
{
    public const string AcceptedLetter = "illness-accepted";
    public const string RefusedLetter = "illness-refused";

    public Task Accept(Guid caseId, ExcuseProof proof, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var one = await Mine(caseId, cancel);
            var facts = (await Look([one], cancel))[one.Id];
            var touched = facts.Lessons;
            var last = proof == ExcuseProof.Certificate ? (DateOnly?)null : facts.LastDayByWord;
            var excusable = touched.Where(lesson => last is null || lesson.Session.LocalDate <= last).Select(lesson => lesson.Session).ToArray();
            if (excusable is [] && touched is not [])
            {
                throw new RuleBroken(facts.Why, facts.WhyNumber);
            }

            var excused = await book.Excuse(excusable, one.ParticipantId, proof, $"{Iso(one.Report.From)} – {Iso(one.Report.Until)}", recorders.Name, recorders.CallerId, cancel);
            one.Accept(proof, last, touched.Count, excused.Count, recorders.Name, recorders.CallerId, city.Now);
            audit.Record("illness.accepted", one.ParticipantId, $"{one.ReportId} {proof} {excused.Count}/{touched.Count}");
            await db.SaveChangesAsync(cancel);
            await messages.Queue(
                new()
                {
                    ParticipantId = one.ParticipantId,
                    Kind = AcceptedLetter,
                    OnceKey = $"{AcceptedLetter}:{one.Id}:{proof}",
                    Details =
                    [
                        Iso(one.Report.From), Iso(one.Report.Until), Number(excused.Count), Number(touched.Count), $"word:illness.by.{proof}",
                        .. await WhatItDoes(one.ParticipantId, touched, cancel),
                    ],
                    About = one.Id,
                    Link = "/my/ill",
                },
                cancel);
        },
        cancel);

    public Task Refuse(Guid caseId, GivenReason why, CancellationToken cancel) => db.Transact(
        async () =>
        {
            var one = await Mine(caseId, cancel);
            one.Refuse(why, (await Look([one], cancel))[one.Id].Lessons.Count, recorders.Name, recorders.CallerId, city.Now);
            audit.Record("illness.refused", one.ParticipantId, one.ReportId.ToString());
            await messages.Queue(
                new()
                {
                    ParticipantId = one.ParticipantId,
                    Kind = RefusedLetter,
                    OnceKey = $"{RefusedLetter}:{one.Id}",
                    Details = [Iso(one.Report.From), Iso(one.Report.Until), why.Code is null ? "" : $"word:{why.Code}", why.Text is null ? "" : (why with { Code = null }).AsDetail()],
                    About = one.Id,
                    Link = "/my/ill",
                },
                cancel);
        },
        cancel);

    /// <summary>What the decision on each of these rests on, in four statements however many they are.</summary>
    public async Task<IReadOnlyDictionary<Guid, CaseFacts>> Look(IReadOnlyCollection<IllnessCase> cases, CancellationToken cancel)
    {
        if (cases.Count == 0)
        {
            return new Dictionary<Guid, CaseFacts>();
        }

        var people = cases.Select(one => one.ParticipantId).Distinct().ToArray();
        var touched = (await lessons.Of(people, cases.Min(one => one.Report.From), cases.Max(one => one.Report.Until), cancel)).ToLookup(lesson => (lesson.ParticipantId, lesson.Session.ProviderId));
        var accepted = (await db.Set<IllnessCase>().AsNoTracking().Include(other => other.Report)
            .Where(other => people.Contains(other.ParticipantId) && other.State == IllnessState.Accepted && other.Report.TakenBackAt == null).ToListAsync(cancel)).ToLookup(other => other.ParticipantId);
        var own = await eligibility.OwnWordOf([.. touched.SelectMany(lessons => lessons).Select(lesson => lesson.ProgrammeCode).OfType<string>().Distinct()], city.Today, cancel);
        var began = await timetable.Stays.Where(stay => people.Contains(stay.ParticipantId) && stay.ProgrammeCode != null).GroupBy(stay => new { stay.ParticipantId, stay.ProgrammeCode })
            .Select(stays => new { stays.Key.ParticipantId, stays.Key.ProgrammeCode, From = stays.Min(stay => stay.From) }).ToDictionaryAsync(row => (row.ParticipantId, row.ProgrammeCode), row => row.From, cancel);

        return cases.ToDictionary(one => one.Id, one =>
        {
            TouchedLesson[] mine = [.. touched[(one.ParticipantId, one.ProviderId)].Where(lesson => lesson.Session.LocalDate >= one.Report.From && lesson.Session.LocalDate <= one.Report.Until)];

            // The strictest programme of the lessons counts.
            (string? Code, OwnWord Word)[] rules = [.. mine.Select(lesson => lesson.ProgrammeCode).OfType<string>().Distinct().Select(code => (code, own[code]))];
            var enough = rules.Select(rule => rule.Word.Days).DefaultIfEmpty(OwnWord.UsualDays).Min();
            var before = accepted[one.ParticipantId].Where(other => other.ReportId != one.ReportId).GroupBy(other => other.ReportId)
                .Select(report => new AcceptedDays(report.First().Report.From, report.First().Report.Until, report.Max(other => other.WordDays))).ToArray();
            var none = one.Report.From.AddDays(-1);
            var tooEarly = rules.Where(rule => began.TryGetValue((one.ParticipantId, rule.Code), out var first) && one.Report.From < first.AddDays(7 * rule.Word.AfterWeeks)).Select(rule => rule.Word.AfterWeeks).DefaultIfEmpty().Max();
            if (tooEarly > 0)
            {
                return new CaseFacts(mine, none, "illness.word-too-early", tooEarly);
            }

            return rules.Min(rule => rule.Word.TimesAYear) is { } times && WordDays.IllnessesByWord(one.Report.From, one.Report.Until, before) >= times
                ? new CaseFacts(mine, none, "illness.word-too-often", times)
                : new CaseFacts(mine, WordDays.Last(one.Report.From, one.Report.Until, before, enough), "illness.certificate-needed", enough);
        });
    }

    /// <summary>The person's report, under the lock that changing it takes, too. Another provider's does not exist.</summary>
    private async Task<IllnessCase> Mine(Guid caseId, CancellationToken cancel)
    {
        var provider = recorders.Current().ProviderId;
        var person = await db.Set<IllnessCase>().Where(one => one.Id == caseId && one.ProviderId == provider).Select(one => (Guid?)one.ParticipantId).SingleOrDefaultAsync(cancel)
            ?? throw new NotFound("The report");
        await reports.Lock(person, cancel);
        return await db.Set<IllnessCase>().Include(one => one.Report).SingleOrDefaultAsync(one => one.Id == caseId, cancel) ?? throw new NotFound("The report");
    }

    /// <summary>The one figure that pages and letters have: what was attended, what was held, and what may still be missed.</summary>
    private async Task<IEnumerable<string>> WhatItDoes(Guid participantId, IEnumerable<TouchedLesson> touched, CancellationToken cancel)
    {
        var codes = touched.Select(lesson => lesson.ProgrammeCode).ToHashSet();
        var standing = (await eligibility.Check(participantId, cancel)).Where(answer => codes.Contains(answer.ProgrammeCode)).Select(answer => answer.Attendance).OfType<AttendanceStanding>().FirstOrDefault();
        return standing is null or { HeldMinutes: 0 } ? [""] : [$"say:illness.effect|{Hours(standing.AttendedHours)}|{Hours(standing.HeldHours)}|{Hours(standing.MayStillMissHours)}|{Number(standing.LinePercent)}"];
    }

    private static string Hours(decimal hours) => hours.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
