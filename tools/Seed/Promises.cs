using Courses.Activities;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Eligibility;

namespace Courses.Seed;

/// <summary>
/// What the demo, the tour and the tests may count on in the demo city, whatever the day it is seen from. Whoever needs more of the city writes it down here and lets
/// the scenario see to it; a test asks every day of two years.
/// </summary>
internal static class Promises
{
    private const int Weeks = 5;

    /// <summary>So many newcomers can book one of the promised classes, one after the other.</summary>
    private const int FreeSeats = 8;

    private const int SeatsOfInlt = 3;

    /// <summary>So many classes of the demo's teacher have people to expect, beside the watched one.</summary>
    private const int ClassesOfTheTeacher = 7;

    private static readonly Programme StartWien = Scenario.Programme(MoneyPart.ProgrammeCode);
    private static readonly Programme Inlt = Scenario.Programme("inlt");

    private static readonly (string What, Func<Scenario, bool> IsKept)[] All =
    [
        ("a class of A1 that begins within five weeks, takes vouchers and has seats", city => HasClassToBook(city, "A1")),
        ("a class of A2 that begins within five weeks, takes vouchers and has seats", city => HasClassToBook(city, "A2")),
        ("a class of B1 that begins within five weeks, takes vouchers and has seats", city => HasClassToBook(city, "B1")),
        ("a class of InLT that begins within five weeks and has seats for whoever may join", HasClassOfInlt),
        ("a class of PRIME that runs, with young people in it", city => city.Classes.Any(one => one.Class.ProgrammeCode == Line.Prime && Runs(city, one) && one.Members.All(member => member.Person.Born > city.World.Today.AddYears(-31)))),
        ("the A1 course of 80 hours of the Welcoming Programme, at weekends, that runs and ends with an exam for its people", HasTheCourseOfEstonia),
        ("every class of a programme belongs to it, and so do its people", BelongToTheirProgrammes),
        ("an orientation module ahead in Arabic", city => HasModuleAhead(city, "ar")),
        ("an orientation module ahead in Ukrainian", city => HasModuleAhead(city, "uk")),
        ("an orientation module ahead in English", city => HasModuleAhead(city, "en")),
        ("a session of the teacher today or on the next working day", TeacherHasSomethingToDo),
        ("seven classes of the teacher with people to expect", TeacherHasClasses),
        ("the watched class goes on", city => Watched(city).Sessions.Any(session => session.StartsAt > city.World.Now.AddDays(1))),
        ("one more absence brings her near the line", city => Forecast(city, city.Cast.Near) == Contracts.Eligibility.Forecast.OnTrack && Forecast(city, city.Cast.Near, absences: 1) == Contracts.Eligibility.Forecast.AtRisk),
        ("one more absence brings him under the line", city => !IsUnder(Forecast(city, city.Cast.Under)) && IsUnder(Forecast(city, city.Cast.Under, absences: 1))),
        ("somebody is under the line, which opens a proposal", city => IsUnder(Forecast(city, city.Cast.Below))),
        ("five are on track, may join Start Wien and have no voucher yet", city => city.Cast.OnTrack.Count == 5 && city.Cast.OnTrack.All(person => IsOnTrackWithoutVoucher(city, person))),
        ("two have a class that runs, a finished module and a voucher to spend", city => city.Cast.Shown.Count == 2 && city.Cast.Shown.All(person => HasMuchToShow(city, person))),
        ("the manager is owed something for a class that is over", ManagerIsOwed),
        ("an exam of B1 ahead that takes registrations and has seats", city => city.Exams.Any(exam => exam is { Level: "B1", IsPractice: false } && exam.On > city.World.Today && exam.IsOpen(city.World.Today) && exam.FreeSeats >= FreeSeats)),
        ("an exam that is over and waits for its results", city => city.Exams.Any(exam => exam.CancelledAt is null && exam.On < city.World.Today && exam.On > city.World.Today.AddDays(-7) && exam.SeatsTaken > 0)),
        ("somebody has passed an exam and has a paper", city => city.Passes.Any(pass => pass.PaperId is not null)),
        ("she has a mentor, and a meeting waits for her word", HasAMentor),
        ("a mentor was asked whom a newcomer has said yes to", city => city.Mentors.Pairs.Any(pair => pair is { State: PairState.Proposed, NewcomerAcceptedAt: not null, HelperAcceptedAt: null })),
        ("a newcomer asks for another contact person", city => city.Mentors.Pairs.Any(pair => pair.OtherWishedAt is not null)),
        ("four centres with a session within a fortnight, and one that was held", city => city.Activities.Centres.Count == 4 && city.Activities.Centres.All(centre => HasSessions(city, centre))),
        ("an excursion ahead with seats", city => city.Activities.Meetings.Any(one => one.Activity.KindCode == "excursion" && one.Group.FreeSeats >= FreeSeats && one.Session.LocalDate > city.World.Today)),
        ("appointments ahead that nobody has taken", city => city.Activities.Meetings.Count(one => one.Activity.Admission == Admission.Appointment && one.Group.FreeSeats > 0 && one.Session.LocalDate > city.World.Today) >= FreeSeats),
        ("the manager's people are invited to something ahead", city => city.Activities.Invitations.Any(invitation => invitation.ProviderId == city.Providers[0].Id)),
        ("twelve services, two of them due for a review, one of these the manager's, all with a text in English, German, Ukrainian and Arabic", city => city.Services.Services.Count == 12
            && city.Services.Services.Count(service => service.IsDue(city.World.Now)) == 2 && city.Services.Services.Exists(service => service.IsDue(city.World.Now) && service.ProviderId == city.Providers[0].Id)
            && city.Services.Services.TrueForAll(service => new[] { "en", "de", "uk", "ar" }.All(language => service.Notes.Exists(note => note.Language == language)))),
        ("eight tablets, five of them lent, one late, and one with somebody who has much to show", city => city.Services.Things.Count == 8 && city.Services.Loans.Count(loan => loan.IsOut) == 5
            && city.Services.Loans.Count(loan => loan.IsOverdue(city.World.Today)) == 1 && city.Services.Loans.Exists(loan => loan.ParticipantId == city.Cast.Shown[0].Id)),
        ("materials in two strands, leaflets in eight languages that open, kits for adults and children, something chosen at a session of the teacher's class, and one that was taken off", HasMaterials),
        ("her plan is agreed by both, and her school may read it", city => city.Plans.Plans.Any(plan => plan.ParticipantId == city.Cast.Near.Id && plan.AgreedAt is not null && city.Plans.Handovers.Any(handover =>
            handover.PlanId == plan.Id && handover.ToProviderId == city.Providers[0].Id && handover.Until > city.World.Today && city.Plans.Consents.Any(consent => consent.Id == handover.ConsentId && consent.State == Contracts.Participants.ConsentState.Given)))),
        ("a plan waits for the person's yes, one for a review, and somebody is asked whether another coach may have theirs", city =>
            city.Plans.Plans.Any(plan => plan.IsOpen && plan.CityHasAgreed && !plan.PersonHasAgreed) && city.Plans.Plans.Any(plan => plan.NextReviewOn < city.World.Today) && city.Plans.Consents.Any(consent => consent.State == Contracts.Participants.ConsentState.Asked)),
        ("a rating of modules with thirty sheets or more and comments, a survey that is open and was answered half a year ago too, and what somebody needs", city => city.Questionnaires.Sheets.Count(sheet => sheet.SubjectId is not null) >= 30
            && city.Questionnaires.Sheets.Count(sheet => sheet.SubjectId is null && sheet.Month < city.World.Today.AddMonths(-5)) >= 20 && city.Questionnaires.Sheets.Count(sheet => sheet.Answers.Exists(answer => answer.Written is not null)) >= 10
            && city.Questionnaires.Invitations.Any(invitation => invitation.ParticipantId == city.Cast.Shown[0].Id && invitation.AnswerUntil > city.World.Today) && city.Questionnaires.ByName.Count == 1),
        ("somebody was referred and has not come", city => city.Referrals.Any(referral => referral.ParticipantId is null)),
    ];

    /// <summary>What this city lacks; empty when it keeps every promise.</summary>
    public static IReadOnlyList<string> Broken(Scenario city) => [.. All.Where(promise => !promise.IsKept(city)).Select(promise => promise.What)];

    private static bool HasMaterials(Scenario city) => city.Materials.Strands.Count == 2 && city.Materials.Materials.Count >= 25
        && Platform.Languages.Language.ForNewcomers.All(language => city.Materials.Materials.Any(material => material is { ForNewcomers: true, WithdrawnAt: null } && material.SpokenLanguages.Contains(language.Code)))
        && city.Materials.Kits.Exists(kit => kit.Ages == Materials.AgeGroup.Adults) && city.Materials.Kits.Exists(kit => kit.Ages == Materials.AgeGroup.Children)
        && city.Materials.Uses.Exists(use => OfTheTeacher(city).Any(one => one.Group.Id == use.GroupId)) && city.Materials.Materials.Count(material => material.WithdrawnAt is not null) == 1;

    private static bool HasSessions(Scenario city, Centre centre)
    {
        var days = city.Activities.Meetings.Where(one => one.Activity.VenueId == centre.VenueId && one.Activity.AgeFrom is not null).Select(one => one.Session.LocalDate).ToArray();
        return Array.Exists(days, day => day >= city.World.Today && day <= city.World.Today.AddDays(14)) && Array.Exists(days, day => day < city.World.Today);
    }

    private static bool HasClassToBook(Scenario city, string level) => city.Classes.Any(one =>
        one.Line.Level == level && one.Course.IsIntegrationCourse && one.Class.PriceCents > 0 && one.Group.FreeSeats >= FreeSeats && one.Group.InLine == 0
        && one.Group.StartsOn > city.World.Today && one.Group.StartsOn <= city.World.Today.AddDays(Weeks * 7)
        && city.Providers.Single(provider => provider.Id == one.Group.ProviderId).AccreditedFrom <= city.World.Today);

    private static bool HasClassOfInlt(Scenario city) => city.Classes.Any(one => one.Class.ProgrammeCode == Inlt.Code && one.Group.FreeSeats >= SeatsOfInlt && one.Group.InLine == 0
        && one.Group.StartsOn > city.World.Today && one.Group.StartsOn <= city.World.Today.AddDays(Weeks * 7));

    private static bool Runs(Scenario city, SeededClass one) =>
        one.Group.StartsOn < city.World.Today && one.Sessions.Any(session => session.LocalDate > city.World.Today) && one.Members.Count(member => member.Enrolment.State == EnrolmentState.Enrolled) >= 3;

    private static bool HasTheCourseOfEstonia(Scenario city) => city.Classes.Any(one => one.Class.ProgrammeCode == Line.Welcoming && one.Course is { Level: "A1", AcademicHours: 80 } && Runs(city, one)
        && one.Sessions.All(session => session.LocalDate.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        && city.Exams.Any(exam => exam.Level == "A1" && exam.ProviderId == one.Group.ProviderId && exam.On > one.Group.EndsOn && exam.SeatsTaken >= 3));

    private static bool BelongToTheirProgrammes(Scenario city) => city.Classes.All(one =>
        one.Class.ProgrammeCode == one.Line.Programme && (one.Line.Programme is not { } programme || one.Members.All(member => member.Enrolment.ProgrammeCode == programme)));

    private static bool HasModuleAhead(Scenario city, string language) =>
        city.Runs.Any(one => one.Run.Language == language && one.Group.FreeSeats > 0 && one.Group.StartsOn > city.World.Today && one.Group.StartsOn <= city.World.Today.AddDays(Weeks * 7));

    private static bool TeacherHasSomethingToDo(Scenario city)
    {
        var days = OfTheTeacher(city).SelectMany(one => one.Sessions).Where(session => session.CancelledAt is null).Select(session => session.LocalDate).ToHashSet();
        return days.Contains(city.World.Today) || days.Contains(World.WorkingDay(city.World.Today.AddDays(1)));
    }

    private static bool TeacherHasClasses(Scenario city) => OfTheTeacher(city).Count(one => one != Watched(city)
        && one.Sessions.Any(session => session.StartsAt > city.World.Now.AddDays(1)
            && one.Members.Count(member => member.Enrolment.Stays.Exists(stay => stay.From <= session.LocalDate && (stay.Until ?? DateOnly.MaxValue) >= session.LocalDate)) >= 3)) >= ClassesOfTheTeacher;

    private static bool HasAMentor(Scenario city) => city.Mentors.Pairs.Any(pair =>
        pair.ParticipantId == city.Cast.Near.Id && pair.State == PairState.Active && city.Mentors.Meetings.Any(meeting => meeting.PairId == pair.Id && meeting.State == MeetingState.Entered && meeting.EndsAt < city.World.Now));

    private static bool IsUnder(Forecast forecast) => forecast is Contracts.Eligibility.Forecast.Under or Contracts.Eligibility.Forecast.OutOfReach;

    private static bool IsOnTrackWithoutVoucher(Scenario city, Person person)
    {
        var startWien = StartWien.InForce(city.World.Today)!;
        return Forecast(city, person) == Contracts.Eligibility.Forecast.OnTrack
            && city.Vouchers.All(voucher => voucher.ParticipantId != person.Id)
            && Verdict.Entry(MoneyPart.ProgrammeCode, startWien.Terms, Facts(city, person)).Outcome == Outcome.May;
    }

    private static bool HasMuchToShow(Scenario city, Person person) =>
        Watched(city).Members.Any(member => member.Person == person && member.Enrolment.State == EnrolmentState.Enrolled)
        && city.SessionsOfTheStory.Any(held => held.People.Any(one => one.Person == person && one.Fact is not null))
        && city.Completions.Any(done => done.ParticipantId == person.Id && done.RunId is not null && done.CompletedOn < city.World.Today)
        && city.Vouchers.Any(voucher => voucher.ParticipantId == person.Id && voucher.State == VoucherState.Unlocked && voucher.ExpiresOn > city.World.Today.AddDays(Weeks * 7));

    private static bool ManagerIsOwed(Scenario city) => city.Redemptions.Any(redemption => redemption.ProviderId == city.Providers[0].Id
        && city.Classes.Any(one => one.Group.Id == redemption.GroupId && one.Group.EndsOn < city.World.Today && one.Members.Any(member => member.Person.Id == redemption.ParticipantId && member.Person.HasAPart)));

    private static IEnumerable<SeededClass> OfTheTeacher(Scenario city) => city.Classes.Where(one => one.Group.TeacherId == city.TeacherId);

    private static SeededClass Watched(Scenario city) => city.Classes.Single(one => one.Members.Any(member => member.Person == city.Cast.Near));

    /// <summary>What InLT's rule says of the attendance so far, with so many absences from the next sessions.</summary>
    private static Forecast Forecast(Scenario city, Person person, int absences = 0)
    {
        var terms = Inlt.InForce(city.World.Today)!.Terms;
        var rule = terms.Attendance!;
        var sums = SumsOf(city, person, absences);
        return AttendanceLine.Standing(
            sums.Attended(rule.Excused, rule.ExcusedByWord ?? rule.Excused), sums.Held(rule.Excused, rule.ExcusedByWord ?? rule.Excused), sums.RemainingPlanned, rule.Percent, rule.MinimumHeldHours * terms.AcademicHourMinutes, rule.AtRiskHours * terms.AcademicHourMinutes).Forecast;
    }

    private static Sums SumsOf(Scenario city, Person person, int absences = 0)
    {
        var watched = Watched(city);
        var held = city.SessionsOfTheStory.Where(held => held.Group == watched.Group).Select(held => (held.Session.PlannedMinutes, Came: held.People.Single(one => one.Person == person).Fact is not null)).ToArray();
        var coming = watched.Sessions.Where(session => session.EndsAt >= city.World.Now && session.CancelledAt is null).Select(session => session.PlannedMinutes).ToArray();
        return new()
        {
            PresentPlanned = held.Where(session => session.Came).Sum(session => session.PlannedMinutes),
            PresentMinutes = held.Where(session => session.Came).Sum(session => session.PlannedMinutes),
            AbsentPlanned = held.Where(session => !session.Came).Sum(session => session.PlannedMinutes) + coming.Take(absences).Sum(),
            RemainingPlanned = coming.Skip(absences).Sum(),
        };
    }

    private static PersonFacts Facts(Scenario city, Person person) => new(
        person.Id,
        "",
        new() { On = city.World.Today, BirthDate = Cast.Born, Status = person.Status, StatusFrom = person.FirstPermit, FirstPermitOn = person.FirstPermit, Level = person.Level },
        [new(Inlt.Code, Period.Enrolment, null, SumsOf(city, person))]);
}
