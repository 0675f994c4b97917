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

/// <summary>Takes what somebody has of some numbers.</summary>
internal delegate void Found(in ReportPart of, params ReadOnlySpan<ReportNumber> numbers);

[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReportNumber(Measure Measure, long Value);

/// <summary>Whose part of numbers it is, a person's or that of whatever else is counted once, in one class or run and under one programme; null where it belongs to none. The month is 1 to 12 where it was asked for, else 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReportPart(Guid Who, string? Programme, Guid? Group, Guid? Provider, int Month)
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

/// <summary>What of hours is told apart; of all else everything is, since there is little of it.</summary>
internal sealed record ReportDetail(bool ByProgramme, bool ByClass, bool ByProvider, bool ByMonth)
{
    public static ReportDetail Of(IReadOnlyCollection<Breakdown> wanted) => new(
        wanted.Contains(Breakdown.Programme), wanted.Any(by => by is Breakdown.Class or Breakdown.CourseLevel or Breakdown.Topic), wanted.Contains(Breakdown.Provider), wanted.Contains(Breakdown.Month));
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
    PlannedMonths plannedMonths,
    CityTime city)
{
    private const int GroupsAtOnce = 2_000;

    /// <summary>Answers how many lessons of the period nobody has signed.</summary>
    /// <param name="question">Of what.</param>
    /// <param name="detail">What is told apart.</param>
    /// <param name="found">Takes each.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task<Unsigned> Each(ReportQuestion question, ReportDetail detail, Found found, CancellationToken cancel)
    {
        var (first, last, only, besides) = (question.Period.First, question.Period.Last, question.Programme, question.CountsWhatIsOfNone);
        var (start, end) = (city.At(first, TimeOnly.MinValue), city.At(last.AddDays(1), TimeOnly.MinValue));

        // Only what is signed counts, as in decisions: docs/rules.md. What somebody did in an activity is no hour of a class that nobody gave to a programme: it has a report of its own.
        var (firstMonth, lastMonth) = (MonthRow.NumberOf(first), MonthRow.NumberOf(last));
        var activities = timetable.Groups.Where(group => group.Kind == GroupKind.Activity);
        var hours = (await attendance.Months(cancel)).Where(month => month.Month >= firstMonth && month.Month <= lastMonth && !activities.Any(group => group.Id == month.GroupId));

        // These are most of the rows: of each only what is told apart.
        var (byMonth, byProgramme) = (detail.ByMonth, detail.ByProgramme || only != null);
        var (byClass, byProvider) = (detail.ByClass || byProgramme, detail.ByProvider);
        var programmes = byProgramme ? new ProgrammesOfMonths() : null;
        await foreach (var row in hours.Select(month => new
        {
            month.ParticipantId,
            GroupId = byClass ? (Guid?)month.GroupId : null,
            ProviderId = byProvider ? (Guid?)month.ProviderId : null,
            ProgrammeCode = byProgramme ? month.ProgrammeCode : null,
            Month = byMonth || byProgramme ? month.Month : 0,
            month.Lessons,
            month.Absent,
            month.HeldMinutes,
            month.AttendedMinutes,
            month.ExcusedByWordMinutes,
            month.ExcusedByCertificateMinutes,
        }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            programmes?.Add(row.GroupId!.Value, row.Month, row.ProgrammeCode, row.Lessons);
            if (only != null && row.ProgrammeCode != only)
            {
                continue;
            }

            found(
                new(row.ParticipantId, row.ProgrammeCode, row.GroupId, row.ProviderId, byMonth ? MonthRow.MonthOfYear(row.Month) : 0),
                new(Measure.Persons, row.Lessons > row.Absent ? 1 : 0),
                new(Measure.Held, row.HeldMinutes),
                new(Measure.Attended, row.AttendedMinutes),
                new(Measure.ExcusedByWord, row.ExcusedByWordMinutes),
                new(Measure.ExcusedByCertificate, row.ExcusedByCertificateMinutes));
        }

        var completions =
            from completion in orientation.Completions
            join topic in orientation.Topics on completion.TopicCode equals topic.Code
            where completion.CompletedOn >= first && completion.CompletedOn <= last && (only == null || topic.ProgrammeCode == only)
            select new { topic.ProgrammeCode, topic.Code, completion.ParticipantId, Month = byMonth ? completion.CompletedOn.Month : 0 };
        await foreach (var row in completions.AsAsyncEnumerable().WithCancellation(cancel))
        {
            found(new(row.ParticipantId, row.ProgrammeCode, null, null, row.Month) { Topic = row.Code }, new ReportNumber(Measure.Persons, 1));
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
            found(new(row.ParticipantId, row.ProgrammeCode, row.GroupId, row.ProviderId, row.StartsOn.Month), new(Measure.ModulesRegistered, 1), new(Measure.ModulesFinished, row.IsFinished ? 1 : 0));
        }

        var issued = vouchers.Vouchers.Where(voucher => voucher.State != VoucherState.Cancelled && voucher.IssuedOn >= first && voucher.IssuedOn <= last && (only == null || voucher.ProgrammeCode == only))
            .Select(voucher => new { voucher.ParticipantId, voucher.ProgrammeCode, Month = byMonth ? voucher.IssuedOn.Month : 0, voucher.AmountCents })
            .GroupBy(voucher => new { voucher.ParticipantId, voucher.ProgrammeCode, voucher.Month })
            .Select(group => new { group.Key.ParticipantId, group.Key.ProgrammeCode, group.Key.Month, Cents = group.Sum(voucher => voucher.AmountCents) });
        await foreach (var row in issued.AsAsyncEnumerable().WithCancellation(cancel))
        {
            found(new(row.ParticipantId, row.ProgrammeCode, null, null, row.Month), new ReportNumber(Measure.Issued, row.Cents));
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
            found(new(row.ParticipantId, row.ProgrammeCode, row.GroupId, row.ProviderId, MonthOf(row.At)), new ReportNumber(Measure.Redeemed, row.Cents));
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
            found(new(row.ParticipantId, row.ProgrammeCode, null, row.ProviderId, MonthOf(row.At)), new ReportNumber(Measure.Settled, row.Cents));
        }

        var benefits = eligibility.Proposals
            .Where(proposal => proposal.State == "Confirmed" && proposal.DecidedAt >= start && proposal.DecidedAt < end && (only == null || proposal.ProgrammeCode == only))
            .Select(proposal => new { proposal.ParticipantId, proposal.ProgrammeCode, proposal.CutCents, proposal.DecidedAt });
        await foreach (var row in benefits.AsAsyncEnumerable().WithCancellation(cancel))
        {
            found(new(row.ParticipantId, row.ProgrammeCode, null, null, MonthOf(row.DecidedAt!.Value)), new(Measure.BenefitsEnded, row.CutCents is null ? 1 : 0), new(Measure.BenefitsCut, row.CutCents ?? 0));
        }

        // An exam is of no programme: whoever asks for one sees none, unless what is of none is asked for, too.
        var sittings = exams.Taken.Where(sitting => besides && sitting.On >= first && sitting.On <= last)
            .Select(sitting => new { sitting.ParticipantId, sitting.ProviderId, sitting.Level, Month = byMonth ? sitting.On.Month : 0, sitting.IsComplete });
        await foreach (var row in sittings.AsAsyncEnumerable().WithCancellation(cancel))
        {
            found(new(row.ParticipantId, null, null, row.ProviderId, row.Month) { Level = row.Level }, new(Measure.ExamsTaken, 1), new(Measure.ExamsPassed, row.IsComplete ? 1 : 0));
        }

        var registered = exams.Registered.Where(one => !one.IsPractice && besides && one.On >= first && one.On <= last)
            .Select(one => new { one.ParticipantId, one.ProviderId, one.Level, Month = byMonth ? one.On.Month : 0 });
        await foreach (var row in registered.AsAsyncEnumerable().WithCancellation(cancel))
        {
            found(new(row.ParticipantId, null, null, row.ProviderId, row.Month) { Level = row.Level }, new ReportNumber(Measure.ExamsRegistered, 1));
        }

        var unsigned = await EachLesson(
            question,
            programmes,
            (programme, lessons) => found(new(lessons.Id, programme, lessons.GroupId, lessons.ProviderId, byMonth ? MonthRow.MonthOfYear(lessons.Month) : 0), new ReportNumber(Measure.Lessons, lessons.Many)),
            cancel);

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
            found(new(row.HelperId, row.Programme, row.GroupId, row.ProviderId, row.Month) { HelperKind = row.Kind }, new(Measure.Helpers, 1), new(Measure.TaughtTime, row.Minutes));
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
            var of = new ReportPart(row.ParticipantId, row.ProgrammeCode, null, null, row.Month) { Support = row.Support, Difficulty = row.Difficulty, HelperKind = kinds.GetValueOrDefault(row.HelperId) };
            found(of, new(Measure.Accompanied, 1), new(Measure.AccompaniedTime, row.Minutes), new(Measure.Meetings, row.Meetings));
            found(of with { Who = row.HelperId }, new ReportNumber(Measure.Helpers, 1));
        }

        var rises = rows.ExamPasses.Where(pass => besides && pass.IsRise && pass.Date >= first && pass.Date <= last).Select(pass => new { pass.ParticipantId, pass.ProviderId, pass.Level, Month = byMonth ? pass.Date.Month : 0 });
        await foreach (var row in rises.AsAsyncEnumerable().WithCancellation(cancel))
        {
            found(new(row.ParticipantId, null, null, row.ProviderId, row.Month) { Level = row.Level }, new ReportNumber(Measure.LevelsRisen, 1));
        }

        var reached =
            from aim in plans.Aims
            join plan in plans.Plans on aim.PlanId equals plan.Id
            where aim.ReachedOn >= first && aim.ReachedOn <= last && (only == null || plan.ProgrammeCode == only || (besides && plan.ProgrammeCode == null))
            select new { aim.ParticipantId, plan.ProgrammeCode, aim.Kind, On = aim.ReachedOn!.Value };
        await foreach (var row in reached.AsAsyncEnumerable().WithCancellation(cancel))
        {
            found(new(row.ParticipantId, row.ProgrammeCode, null, null, row.On.Month) { AimKind = row.Kind }, new ReportNumber(Measure.AimsReached, 1));
        }

        var referred = participants.Referrals.Where(referral => besides && referral.ReferredOn >= first && referral.ReferredOn <= last).Select(referral => new { referral.Id, referral.ReferredOn, HasCome = referral.ParticipantId != null });
        await foreach (var row in referred.AsAsyncEnumerable().WithCancellation(cancel))
        {
            found(new(row.Id, null, null, null, row.ReferredOn.Month), new(Measure.Referred, 1), new(Measure.Came, row.HasCome ? 1 : 0));
        }

        if (besides)
        {
            await EachOfActivities(question, found, cancel);
        }

        return unsigned;

        int MonthOf(DateTimeOffset instant) => city.DayOf(instant).Month;
    }

    /// <summary>
    /// A lesson is one of each programme whose people its register names. Nearly always somebody of a programme is named in all lessons of a month, so it has them all; where nobody is, the marks are asked.
    /// Without programmes it is one lesson.
    /// Answers how many lessons nobody has signed.
    /// </summary>
    private async Task<Unsigned> EachLesson(ReportQuestion question, ProgrammesOfMonths? programmes, Action<string?, Lessons> found, CancellationToken cancel)
    {
        var (first, last, only, byProgramme) = (question.Period.First, question.Period.Last, question.Programme, programmes is not null);
        var months = await plannedMonths.Of(question.Period, cancel);
        var partly = new HashSet<(Guid Group, int Month)>();
        foreach (var month in months.Where(month => month.Held + month.Uncounted > 0).GroupBy(month => (month.GroupId, month.Month)))
        {
            var held = month.Sum(lessons => lessons.Held);
            List<(string? Programme, int Most)> here = programmes is null ? [(null, held)] : [.. programmes.Of(month.Key.GroupId, month.Key.Month).Where(one => only == null || one.Programme == only)];

            // What one programme has in part is in whole months of no other: nothing counts twice.
            if (here.Exists(one => one.Most < held) || month.Any(lessons => lessons.Uncounted > 0))
            {
                partly.Add(month.Key);
                continue;
            }

            foreach (var lessons in month.Select(lessons => new Lessons(Guid.NewGuid(), lessons.Held, lessons.GroupId, lessons.ProviderId, lessons.Month)))
            {
                here.ForEach(one => found(one.Programme, lessons));
            }
        }

        foreach (var groups in partly.Select(month => month.Group).Distinct().Chunk(GroupsAtOnce))
        {
            var named =
                from session in timetable.Sessions
                join register in attendance.Registers on session.Id equals register.SessionId
                where EF.Parameter(groups).Contains(session.GroupId) && session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
                join mark in attendance.Marks on session.Id equals mark.SessionId
                from stay in timetable.Stays
                    .Where(stay => stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)).DefaultIfEmpty()
                where only == null || stay.ProgrammeCode == only
                select new { Programme = byProgramme ? (string?)stay.ProgrammeCode : null, session.Id, session.GroupId, session.ProviderId, session.LocalDate };
            foreach (var row in await named.Distinct().ToListAsync(cancel))
            {
                var lesson = new Lessons(row.Id, 1, row.GroupId, row.ProviderId, MonthRow.NumberOf(row.LocalDate));
                if (partly.Contains((lesson.GroupId, lesson.Month)))
                {
                    found(row.Programme, lesson);
                }
            }
        }

        return new(months.Sum(month => month.Missing), months.Sum(month => month.MissingMinutes));
    }

    /// <summary>So many lessons of a class, in a month as <see cref="MonthRow.NumberOf"/> counts them: one, or all.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Lessons(Guid Id, int Many, Guid GroupId, Guid ProviderId, int Month);

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
    private async Task EachOfActivities(ReportQuestion question, Found found, CancellationToken cancel)
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
            OfMeeting(row.Id, row.Id, null, new ReportNumber(Measure.Activities, 1));
        }

        var visits = held.Join(attendance.Marks.Where(mark => mark.PresentMinutes > 0), session => session.Id, mark => mark.SessionId, (session, mark) => new { mark.SessionId, mark.ParticipantId });
        await foreach (var row in visits.AsAsyncEnumerable().WithCancellation(cancel))
        {
            OfMeeting(row.SessionId, row.ParticipantId, null, new(Measure.Visitors, 1), new(Measure.Visits, 1));
        }

        var guests = held.Join(attendance.Guests, session => session.Id, count => count.SessionId, (session, count) => new { count.SessionId, count.Band, count.Gender, count.People });
        await foreach (var row in guests.AsAsyncEnumerable().WithCancellation(cancel))
        {
            OfMeeting(row.SessionId, row.SessionId, new(Definition.BandOfGuests(row.Band), row.Gender), new ReportNumber(Measure.Guests, row.People));
        }

        void OfMeeting(Guid session, Guid who, GuestsOf? guests, params ReadOnlySpan<ReportNumber> numbers)
        {
            // What was signed since the first of the queries counts the next time.
            if (meetings.TryGetValue(session, out var meeting))
            {
                found(new(who, null, null, meeting.Provider, meeting.Month) { Activity = meeting.Activity, Guests = guests }, numbers);
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
