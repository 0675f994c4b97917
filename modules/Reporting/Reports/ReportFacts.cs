using System.Globalization;
using System.Runtime.InteropServices;
using Courses.Contracts.Activities;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Exams;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Plans;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Reporting.Sets;
using Microsoft.EntityFrameworkCore;

namespace Courses.Reporting.Reports;

/// <summary>One person's part of a number, or that of whatever else is counted once, in one class or run and under one programme; null where it belongs to none. The month is 1 to 12 where it was asked for, else 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReportFact(Measure Measure, Guid Person, long Value, string? Programme, Guid? Group, Guid? Provider, int Month)
{
    /// <summary>Of an exam; that of a class follows from the class.</summary>
    public string? Level { get; init; }

    public Support? Support { get; init; }

    public Difficulty? Difficulty { get; init; }

    /// <summary>Of a module that was finished; that of a run follows from the run.</summary>
    public string? Topic { get; init; }

    public string? HelperKind { get; init; }

    public string? AimKind { get; init; }

    public ActivityOf? Activity { get; init; }

    /// <summary>Of guests, of whom no record says it.</summary>
    public GuestsOf? Guests { get; init; }
}

/// <summary>What an activity is.</summary>
/// <param name="Kind">The city's code.</param>
/// <param name="Ages">For whom, e.g. <c>6-13</c> or <c>18+</c>; null for everybody.</param>
/// <param name="Centre">The reception centre at whose place it is.</param>
internal sealed record ActivityOf(string? Kind, string? Ages, Guid? Centre);

/// <summary>Who guests are: the band of ages of reports, and the gender under which they were counted.</summary>
internal sealed record GuestsOf(string AgeBand, string Gender);

/// <summary>
/// What a period holds, person by person. A line of any breakdown adds up some of these, so every table has the same totals, and the engine is asked once for all of them.
/// </summary>
internal sealed class ReportFacts(
    ITimetable timetable,
    IAttendance attendance,
    IOrientation orientation,
    IVouchers vouchers,
    IEligibility eligibility,
    IExams exams,
    IMentoring mentoring,
    ILanguageCourses courses,
    IActivities activitiesOfTheCity,
    IParticipants participants,
    IPlans plans,
    ReportRows rows,
    CityTime city)
{
    private const int GroupsAtOnce = 2_000;

    /// <summary>Answers how many lessons of the period nobody has signed.</summary>
    /// <param name="question">Of what.</param>
    /// <param name="byMonth">Whether each fact is of one month: then there are more of them.</param>
    /// <param name="found">Takes each.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<Unsigned> Each(ReportQuestion question, bool byMonth, Action<ReportFact> found, CancellationToken cancel)
    {
        var (first, last, only, besides) = (question.Period.First, question.Period.Last, question.Programme, question.CountsWhatIsOfNone);
        var (start, end) = (city.At(first, TimeOnly.MinValue), city.At(last.AddDays(1), TimeOnly.MinValue));

        // Only what is signed counts, as in decisions: docs/rules.md.
        var (firstMonth, lastMonth) = (MonthRow.NumberOf(first), MonthRow.NumberOf(last));
        var hours = (await attendance.Months(cancel)).Where(month => month.Month >= firstMonth && month.Month <= lastMonth);

        // What somebody did in an activity is no hour of a class that nobody gave to a programme: it has a report of its own.
        var activities = (await timetable.Groups.Where(group => group.Kind == GroupKind.Activity).Select(group => group.Id).ToListAsync(cancel)).ToHashSet();
        var programmes = new ProgrammesOfMonths();
        await foreach (var row in hours.Select(month => new
        {
            month.ParticipantId,
            month.GroupId,
            month.ProviderId,
            month.ProgrammeCode,
            month.Month,
            month.Lessons,
            month.Absent,
            month.HeldMinutes,
            month.AttendedMinutes,
            month.ExcusedByWordMinutes,
            month.ExcusedByCertificateMinutes,
        }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (activities.Contains(row.GroupId))
            {
                continue;
            }

            programmes.Add(row.GroupId, row.Month, row.ProgrammeCode, row.Lessons);
            if (only != null && row.ProgrammeCode != only)
            {
                continue;
            }

            Add(Measure.Persons, row.Lessons - row.Absent);
            Add(Measure.Held, row.HeldMinutes);
            Add(Measure.Attended, row.AttendedMinutes);
            Add(Measure.ExcusedByWord, row.ExcusedByWordMinutes);
            Add(Measure.ExcusedByCertificate, row.ExcusedByCertificateMinutes);

            void Add(Measure measure, long value) => Found(new(measure, row.ParticipantId, value, row.ProgrammeCode, row.GroupId, row.ProviderId, byMonth ? MonthRow.MonthOfYear(row.Month) : 0));
        }

        var completions =
            from completion in orientation.Completions
            join topic in orientation.Topics on completion.TopicCode equals topic.Code
            where completion.CompletedOn >= first && completion.CompletedOn <= last && (only == null || topic.ProgrammeCode == only)
            select new { topic.ProgrammeCode, topic.Code, completion.ParticipantId, Month = byMonth ? completion.CompletedOn.Month : 0 };
        await foreach (var row in completions.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.Persons, row.ParticipantId, 1, row.ProgrammeCode, null, null, row.Month) { Topic = row.Code });
        }

        // Of those who had a seat in a run that began in the period: how many have finished its topic since. The same people on both sides.
        var bookings =
            from enrolment in timetable.Enrolments
            join run in orientation.Runs on enrolment.GroupId equals run.Id
            join @group in timetable.Groups on run.Id equals @group.Id
            join topic in orientation.Topics on run.TopicCode equals topic.Code
            where @group.StartsOn >= first && @group.StartsOn <= last && @group.CancelledAt == null && (only == null || topic.ProgrammeCode == only)
                && timetable.Stays.Any(stay => stay.EnrolmentId == enrolment.Id)
            select new
            {
                topic.ProgrammeCode,
                enrolment.ParticipantId,
                GroupId = run.Id,
                @group.ProviderId,
                @group.StartsOn,
                IsFinished = orientation.Completions.Any(completion => completion.ParticipantId == enrolment.ParticipantId && completion.TopicCode == run.TopicCode && completion.CompletedOn >= @group.StartsOn),
            };
        await foreach (var row in bookings.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.ModulesRegistered, row.ParticipantId, 1, row.ProgrammeCode, row.GroupId, row.ProviderId, row.StartsOn.Month));
            Found(new(Measure.ModulesFinished, row.ParticipantId, row.IsFinished ? 1 : 0, row.ProgrammeCode, row.GroupId, row.ProviderId, row.StartsOn.Month));
        }

        var issued = vouchers.Vouchers.Where(voucher => voucher.State != VoucherState.Cancelled && voucher.IssuedOn >= first && voucher.IssuedOn <= last && (only == null || voucher.ProgrammeCode == only))
            .Select(voucher => new { voucher.ParticipantId, voucher.ProgrammeCode, Month = byMonth ? voucher.IssuedOn.Month : 0, voucher.AmountCents })
            .GroupBy(voucher => new { voucher.ParticipantId, voucher.ProgrammeCode, voucher.Month })
            .Select(group => new { group.Key.ParticipantId, group.Key.ProgrammeCode, group.Key.Month, Cents = group.Sum(voucher => voucher.AmountCents) });
        await foreach (var row in issued.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.Issued, row.ParticipantId, row.Cents, row.ProgrammeCode, null, null, row.Month));
        }

        // Money moves at instants, and a month begins at midnight of the city, which no engine is asked to know: what moved at one instant stays apart where months are asked for.
        var paid =
            from redemption in vouchers.Redemptions
            join voucher in vouchers.Vouchers on redemption.VoucherId equals voucher.Id
            where redemption.ClosedAt == null && !redemption.IsHeld && redemption.MadeAt >= start && redemption.MadeAt < end && (only == null || voucher.ProgrammeCode == only)
            select new { redemption.ParticipantId, voucher.ProgrammeCode, redemption.GroupId, redemption.ProviderId, At = byMonth ? redemption.MadeAt : start, redemption.AmountCents };
        var redeemed = paid.GroupBy(one => new { one.ParticipantId, one.ProgrammeCode, one.GroupId, one.ProviderId, one.At })
            .Select(group => new { group.Key.ParticipantId, group.Key.ProgrammeCode, group.Key.GroupId, group.Key.ProviderId, group.Key.At, Cents = group.Sum(one => one.AmountCents) });
        await foreach (var row in redeemed.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.Redeemed, row.ParticipantId, row.Cents, row.ProgrammeCode, row.GroupId, row.ProviderId, MonthOf(row.At)));
        }

        var booked =
            from entry in vouchers.Transactions
            join voucher in vouchers.Vouchers on entry.VoucherId equals voucher.Id
            where entry.Account == "Paid" && entry.At >= start && entry.At < end && (only == null || voucher.ProgrammeCode == only)
            select new { voucher.ParticipantId, voucher.ProgrammeCode, entry.ProviderId, At = byMonth ? entry.At : start, entry.AmountCents };
        var settled = booked.GroupBy(one => new { one.ParticipantId, one.ProgrammeCode, one.ProviderId, one.At })
            .Select(group => new { group.Key.ParticipantId, group.Key.ProgrammeCode, group.Key.ProviderId, group.Key.At, Cents = group.Sum(one => one.AmountCents) });
        await foreach (var row in settled.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.Settled, row.ParticipantId, row.Cents, row.ProgrammeCode, null, row.ProviderId, MonthOf(row.At)));
        }

        var benefits = eligibility.Proposals
            .Where(proposal => proposal.State == "Confirmed" && proposal.DecidedAt >= start && proposal.DecidedAt < end && (only == null || proposal.ProgrammeCode == only))
            .Select(proposal => new { proposal.ParticipantId, proposal.ProgrammeCode, proposal.CutCents, proposal.DecidedAt });
        await foreach (var row in benefits.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.BenefitsEnded, row.ParticipantId, row.CutCents is null ? 1 : 0, row.ProgrammeCode, null, null, MonthOf(row.DecidedAt!.Value)));
            Found(new(Measure.BenefitsCut, row.ParticipantId, row.CutCents ?? 0, row.ProgrammeCode, null, null, MonthOf(row.DecidedAt.Value)));
        }

        // An exam is of no programme: whoever asks for one sees none, unless what is of none is asked for, too.
        var sittings = exams.Taken.Where(sitting => besides && sitting.On >= first && sitting.On <= last)
            .Select(sitting => new { sitting.ParticipantId, sitting.ProviderId, sitting.Level, Month = byMonth ? sitting.On.Month : 0, sitting.IsComplete });
        await foreach (var row in sittings.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.ExamsTaken, row.ParticipantId, 1, null, null, row.ProviderId, row.Month) { Level = row.Level });
            Found(new(Measure.ExamsPassed, row.ParticipantId, row.IsComplete ? 1 : 0, null, null, row.ProviderId, row.Month) { Level = row.Level });
        }

        var registered = exams.Registered.Where(one => !one.IsPractice && besides && one.On >= first && one.On <= last)
            .Select(one => new { one.ParticipantId, one.ProviderId, one.Level, Month = byMonth ? one.On.Month : 0 });
        await foreach (var row in registered.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.ExamsRegistered, row.ParticipantId, 1, null, null, row.ProviderId, row.Month) { Level = row.Level });
        }

        var unsigned = await EachLesson(question, programmes, activities, (programme, lesson) => Found(new(Measure.Lessons, lesson.Id, 1, programme, lesson.GroupId, lesson.ProviderId, byMonth ? lesson.On.Month : 0)), cancel);

        // Lessons that helpers taught belong to the programme for which the class or the module is held.
        var taught =
            from lesson in mentoring.Lessons
            where lesson.On >= first && lesson.On <= last
            from @class in courses.Classes.Where(one => one.Id == lesson.GroupId).DefaultIfEmpty()
            from run in orientation.Runs.Where(one => one.Id == lesson.GroupId).DefaultIfEmpty()
            from topic in orientation.Topics.Where(one => one.Code == run.TopicCode).DefaultIfEmpty()
            join helper in mentoring.Helpers on lesson.HelperId equals helper.Id
            select new { lesson.HelperId, helper.Kind, lesson.GroupId, lesson.ProviderId, Month = byMonth ? lesson.On.Month : 0, lesson.Minutes, Programme = (string?)@class.ProgrammeCode ?? topic.ProgrammeCode };
        await foreach (var row in taught.Where(lesson => only == null || lesson.Programme == only).AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.Helpers, row.HelperId, 1, row.Programme, row.GroupId, row.ProviderId, row.Month) { HelperKind = row.Kind });
            Found(new(Measure.TaughtTime, row.HelperId, row.Minutes, row.Programme, row.GroupId, row.ProviderId, row.Month) { HelperKind = row.Kind });
        }

        // What the helper entered and the newcomer confirmed.
        var kinds = await mentoring.Helpers.Select(helper => new { helper.Id, helper.Kind }).ToDictionaryAsync(helper => helper.Id, helper => helper.Kind, cancel);
        var met = mentoring.Meetings.Where(meeting => meeting.State == MeetingState.Confirmed && meeting.On >= first && meeting.On <= last && (only == null || meeting.ProgrammeCode == only || (besides && meeting.ProgrammeCode == null)))
            .Select(meeting => new { meeting.ParticipantId, meeting.HelperId, meeting.ProgrammeCode, meeting.Support, meeting.Difficulty, Month = byMonth ? meeting.On.Month : 0, meeting.Minutes })
            .GroupBy(meeting => new { meeting.ParticipantId, meeting.HelperId, meeting.ProgrammeCode, meeting.Support, meeting.Difficulty, meeting.Month })
            .Select(group => new
            {
                group.Key.ParticipantId,
                group.Key.HelperId,
                group.Key.ProgrammeCode,
                group.Key.Support,
                group.Key.Difficulty,
                group.Key.Month,
                Meetings = group.Count(),
                Minutes = group.Sum(meeting => (long)meeting.Minutes),
            });
        await foreach (var row in met.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Add(Measure.Accompanied, row.ParticipantId, 1);
            Add(Measure.AccompaniedTime, row.ParticipantId, row.Minutes);
            Add(Measure.Meetings, row.ParticipantId, row.Meetings);
            Add(Measure.Helpers, row.HelperId, 1);

            void Add(Measure measure, Guid who, long value) => Found(new(measure, who, value, row.ProgrammeCode, null, null, row.Month) { Support = row.Support, Difficulty = row.Difficulty, HelperKind = kinds.GetValueOrDefault(row.HelperId) });
        }

        var rises = rows.ExamPasses.Where(pass => besides && pass.IsRise && pass.Date >= first && pass.Date <= last).Select(pass => new { pass.ParticipantId, pass.ProviderId, pass.Level, Month = byMonth ? pass.Date.Month : 0 });
        await foreach (var row in rises.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.LevelsRisen, row.ParticipantId, 1, null, null, row.ProviderId, row.Month) { Level = row.Level });
        }

        var reached =
            from aim in plans.Aims
            join plan in plans.Plans on aim.PlanId equals plan.Id
            where aim.ReachedOn >= first && aim.ReachedOn <= last && (only == null || plan.ProgrammeCode == only || (besides && plan.ProgrammeCode == null))
            select new { aim.ParticipantId, plan.ProgrammeCode, aim.Kind, On = aim.ReachedOn!.Value };
        await foreach (var row in reached.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.AimsReached, row.ParticipantId, 1, row.ProgrammeCode, null, null, row.On.Month) { AimKind = row.Kind });
        }

        var referred = participants.Referrals.Where(referral => besides && referral.ReferredOn >= first && referral.ReferredOn <= last).Select(referral => new { referral.Id, referral.ReferredOn, HasCome = referral.ParticipantId != null });
        await foreach (var row in referred.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(new(Measure.Referred, row.Id, 1, null, null, null, row.ReferredOn.Month));
            Found(new(Measure.Came, row.Id, row.HasCome ? 1 : 0, null, null, null, row.ReferredOn.Month));
        }

        if (besides)
        {
            await EachOfActivities(question, Found, cancel);
        }

        return unsigned;

        int MonthOf(DateTimeOffset instant) => city.DayOf(instant).Month;

        void Found(ReportFact fact)
        {
            if (fact.Value != 0)
            {
                found(fact);
            }
        }
    }

    /// <summary>
    /// A lesson is one of each programme whose people its register names. Nearly always somebody of a programme is named in all lessons of a month, so it has them all; where nobody is, the marks are asked.
    /// Answers how many lessons nobody has signed.
    /// </summary>
    private async Task<Unsigned> EachLesson(ReportQuestion question, ProgrammesOfMonths programmes, HashSet<Guid> activities, Action<string?, Lesson> found, CancellationToken cancel)
    {
        var (first, last, only, now) = (question.Period.First, question.Period.Last, question.Programme, city.Now);
        var planned = await (
            from session in timetable.Sessions
            where session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
            from register in attendance.Registers.Where(register => register.SessionId == session.Id).DefaultIfEmpty()
            select new
            {
                Lesson = new Lesson(session.Id, session.GroupId, session.ProviderId, session.LocalDate),
                session.PlannedMinutes,
                IsOver = session.EndsAt < now,
                IsSigned = ((Guid?)register!.SessionId).HasValue,
                HasMarks = register.Marks > 0 || (register.Marks == null && attendance.Marks.Any(mark => mark.SessionId == register.SessionId)),
            }).ToListAsync(cancel);
        planned.RemoveAll(session => activities.Contains(session.Lesson.GroupId));
        var partly = new HashSet<(Guid Group, int Month, string? Programme)>();
        foreach (var month in planned.Where(session => session.HasMarks).Select(session => session.Lesson).GroupBy(lesson => (lesson.GroupId, Month: MonthRow.NumberOf(lesson.On))))
        {
            var lessons = month.ToList();
            foreach (var (programme, most) in programmes.Of(month.Key.GroupId, month.Key.Month).Where(one => only == null || one.Programme == only))
            {
                if (most < lessons.Count)
                {
                    partly.Add((month.Key.GroupId, month.Key.Month, programme));
                    continue;
                }

                lessons.ForEach(lesson => found(programme, lesson));
            }
        }

        foreach (var groups in partly.Select(one => one.Group).Distinct().Chunk(GroupsAtOnce))
        {
            var named =
                from session in timetable.Sessions
                join register in attendance.Registers on session.Id equals register.SessionId
                where EF.Parameter(groups).Contains(session.GroupId) && session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
                join mark in attendance.Marks on session.Id equals mark.SessionId
                from stay in timetable.Stays
                    .Where(stay => stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)).DefaultIfEmpty()
                select new { Programme = (string?)stay.ProgrammeCode, session.Id, session.GroupId, session.ProviderId, session.LocalDate };
            foreach (var row in (await named.Distinct().ToListAsync(cancel)).Where(row => partly.Contains((row.GroupId, MonthRow.NumberOf(row.LocalDate), row.Programme))))
            {
                found(row.Programme, new(row.Id, row.GroupId, row.ProviderId, row.LocalDate));
            }
        }

        var missing = planned.FindAll(session => session.IsOver && !session.IsSigned);
        return new(missing.Count, missing.Sum(session => (long)session.PlannedMinutes));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Lesson(Guid Id, Guid GroupId, Guid ProviderId, DateOnly On);

    /// <summary>At how many lessons of a class in a month whoever came most often of each programme was.</summary>
    private sealed class ProgrammesOfMonths
    {
        private readonly Dictionary<(Guid Group, int Month), List<(string? Programme, int Most)>> known = [];

        public void Add(Guid group, int month, string? programme, int lessons)
        {
            var here = CollectionsMarshal.GetValueRefOrAddDefault(known, (group, month), out _) ??= [];
            var place = here.FindIndex(one => one.Programme == programme);
            if (place < 0)
            {
                here.Add((programme, lessons));
            }
            else if (here[place].Most < lessons)
            {
                here[place] = (programme, lessons);
            }
        }

        public List<(string? Programme, int Most)> Of(Guid group, int month) => known.TryGetValue((group, month), out var here) ? here : [];
    }

    /// <summary>Activities have no class: each meeting is a group of its own, and a line a meeting says nothing.</summary>
    private async Task EachOfActivities(ReportQuestion question, Action<ReportFact> found, CancellationToken cancel)
    {
        var (first, last, atCentres) = (question.Period.First, question.Period.Last, question.AtCentres);
        // A meeting counts for the centre where it was held, wherever its activity goes on since.
        var held =
            from session in timetable.Sessions
            join @group in timetable.Groups on session.GroupId equals @group.Id
            join register in attendance.Registers on session.Id equals register.SessionId
            where @group.Kind == GroupKind.Activity && session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
            from meeting in activitiesOfTheCity.Meetings.Where(meeting => meeting.Id == @group.Id).DefaultIfEmpty()
            from activity in activitiesOfTheCity.Activities.Where(activity => activity.Id == meeting.ActivityId).DefaultIfEmpty()
            from centre in activitiesOfTheCity.Centres.Where(row => row.VenueId == @group.VenueId).Select(row => (Guid?)row.Id).DefaultIfEmpty()
            where !atCentres || centre != null
            select new { session.Id, session.ProviderId, session.LocalDate, Kind = (string?)activity.KindCode, activity.AgeFrom, activity.AgeUntil, CentreId = centre };
        var meetings = new Dictionary<Guid, (Guid Provider, int Month, ActivityOf Activity)>();
        foreach (var row in await held.ToListAsync(cancel))
        {
            meetings[row.Id] = (row.ProviderId, row.LocalDate.Month, new(row.Kind, Ages(row.AgeFrom, row.AgeUntil), row.CentreId));
            Found(Measure.Activities, row.Id, row.Id, 1);
        }

        var visits = held.Join(attendance.Marks.Where(mark => mark.PresentMinutes > 0), session => session.Id, mark => mark.SessionId, (session, mark) => new { mark.SessionId, mark.ParticipantId });
        await foreach (var row in visits.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(Measure.Visitors, row.SessionId, row.ParticipantId, 1);
            Found(Measure.Visits, row.SessionId, row.ParticipantId, 1);
        }

        var guests = held.Join(attendance.Guests, session => session.Id, count => count.SessionId, (session, count) => new { count.SessionId, count.Band, count.Gender, count.People });
        await foreach (var row in guests.AsAsyncEnumerable().WithCancellation(cancel))
        {
            Found(Measure.Guests, row.SessionId, row.SessionId, row.People, new(Definition.BandOfGuests(row.Band), row.Gender));
        }

        void Found(Measure measure, Guid session, Guid who, long value, GuestsOf? guests = null)
        {
            // What was signed since the first of the queries counts the next time.
            if (meetings.TryGetValue(session, out var meeting))
            {
                found(new(measure, who, value, null, null, meeting.Provider, meeting.Month) { Activity = meeting.Activity, Guests = guests });
            }
        }

        static string? Ages(int? from, int? until) => (from, until) switch
        {
            (null, null) => null,
            (_, null) => string.Create(CultureInfo.InvariantCulture, $"{from}+"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{from ?? 0}-{until}"),
        };
    }
}
