using Courses.Contracts.Access;
using Courses.Contracts.Activities;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Exams;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Materials;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Messaging;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Plans;
using Courses.Contracts.Questionnaires;
using Courses.Contracts.Services;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Papers;
using Courses.Platform.Users;
using Courses.Platform.Reading;

namespace Courses.Reporting.Sets;

/// <summary>The rows of each set that this caller may see: the whole city's, or those of the own provider.</summary>
internal sealed class ReportRows(
    Caller caller,
    CoursesDb db,
    IParticipants participants,
    IProviders providers,
    ITimetable timetable,
    ILanguageCourses languageCourses,
    IOrientation orientation,
    IAttendance attendance,
    IVouchers vouchers,
    IEligibility eligibility,
    IMessages messages,
    IExams exams,
    IMentoring mentoring,
    IActivities activities,
    IPlans plans,
    IServices services,
    IMaterials materials,
    IQuestionnaires questionnaires,
    IConsents consents,
    CityTime city,
    CityLanguage language)
{
    /// <summary>May see every provider's rows.</summary>
    public static bool SeesTheCity(Caller caller) => caller.Is(Roles.Administrator) || caller.Is(Roles.Auditor) || caller.Is(Roles.Coach);

    /// <summary>A1.1 is a part of one, and Alpha comes before them.</summary>
    private static readonly string[] WholeLevels = [.. CefrLevels.Whole];

    /// <summary>A whole level and one above it, together.</summary>
    private static readonly string[] Rises = [.. WholeLevels.SelectMany((lower, i) => WholeLevels.Skip(i + 1).Select(higher => lower + higher))];

    private static readonly string[] Below = [.. CefrLevels.Below];

    /// <summary>Levels are kept in one language, the city's.</summary>
    private readonly string ofTheCity = language.Code;

    private bool isOfTheSystem;
    private Guid? only = SeesTheCity(caller) ? null : caller.OrganisationId ?? Guid.Empty;

    /// <summary>For work of the system, which has no caller and shows no row to anybody.</summary>
    public ReportRows OfTheWholeCity()
    {
        (only, isOfTheSystem) = (null, true);
        return this;
    }

    private IQueryable<GroupRow> Groups => only is { } own ? timetable.Groups.Where(group => group.ProviderId == own) : timetable.Groups;

    public IQueryable<Participant> Participants
    {
        get
        {
            var people = participants.People;
            if (only is { } own)
            {
                people = people.Where(person => timetable.Enrolments.Any(enrolment =>
                    enrolment.ParticipantId == person.Id && timetable.Groups.Any(group => group.Id == enrolment.GroupId && group.ProviderId == own)));
            }

            var today = city.Today;
            var (adult, thirtyOne, fortySix, sixtyOne) = (today.AddYears(-18), today.AddYears(-31), today.AddYears(-46), today.AddYears(-61));
            return people.Select(person => new Participant
            {
                Id = person.Id,
                GivenName = person.GivenName,
                FamilyName = person.FamilyName,
                BirthDate = person.BirthParts == PartialDate.Whole ? (DateOnly?)person.BirthDate : null,
                BirthMonth = person.BirthParts == PartialDate.Year ? null : (int?)person.BirthDate.Month,
                Email = person.Email,
                PassNumber = person.PassNumber,
                BirthYear = person.BirthDate.Year,
                AgeBand = person.BirthDate > adult ? "0-17" : person.BirthDate > thirtyOne ? "18-30" : person.BirthDate > fortySix ? "31-45" : person.BirthDate > sixtyOne ? "46-60" : "61+",
                Gender = person.Gender,
                Language = person.Language,
                Level = person.Level,
                Status = participants.Statuses.Where(status => status.ParticipantId == person.Id && status.Until == null)
                    .OrderByDescending(status => status.From).Select(status => status.Status.ToString()).FirstOrDefault(),
                FirstPermitOn = person.FirstPermitOn,
                ArrivedOn = person.ArrivedOn,
                IsFamilyMember = person.IsFamilyMember,
                IsRegisteredInCity = person.IsRegisteredInCity,
                Works = person.Works,
                RegisteredAt = person.RegisteredAt,
            });
        }
    }

    public IQueryable<Provider> Providers => providers.Providers.Where(provider => only == null || provider.Id == only).Select(provider => new Provider
    {
        Id = provider.Id,
        Name = provider.Name,
        AccreditedFrom = provider.AccreditedFrom,
        AccreditedUntil = provider.AccreditedUntil,
        CommitmentSignedOn = provider.CommitmentSignedOn,
    });

    public IQueryable<Programme> Programmes => eligibility.Programmes.Select(programme => new Programme
    {
        Code = programme.Code,
        Name = programme.Name,
        City = programme.City,
        CurrentVersion = programme.CurrentVersion,
    });

    public IQueryable<Course> Courses => languageCourses.Courses.Where(course => only == null || course.ProviderId == only).Select(course => new Course
    {
        Id = course.Id,
        ProviderId = course.ProviderId,
        Name = course.Name,
        Language = course.Language,
        Level = course.Level,
        AcademicHours = course.AcademicHours,
        IsIntegrationCourse = course.IsIntegrationCourse,
    });

    public IQueryable<Class> Classes =>
        from one in languageCourses.Classes
        join @group in Groups on one.Id equals @group.Id
        join course in languageCourses.Courses on one.CourseId equals course.Id
        select new Class
        {
            Id = one.Id,
            Number = one.Number,
            Name = @group.Name,
            CourseId = course.Id,
            CourseName = course.Name,
            Language = course.Language,
            Level = course.Level,
            ProgrammeCode = one.ProgrammeCode,
            ProviderId = @group.ProviderId,
            ProviderName = providers.Providers.Where(provider => provider.Id == @group.ProviderId).Select(provider => provider.Name).FirstOrDefault(),
            Venue = providers.Venues.Where(venue => venue.Id == @group.VenueId).Select(venue => venue.Name).FirstOrDefault(),
            District = providers.Venues.Where(venue => venue.Id == @group.VenueId).Select(venue => venue.District).FirstOrDefault(),
            Capacity = @group.Capacity,
            SeatsTaken = @group.SeatsTaken,
            SeatsFree = @group.Capacity > @group.SeatsTaken ? @group.Capacity - @group.SeatsTaken : 0,
            Childcare = @group.Childcare,
            StartsOn = @group.StartsOn,
            EndsOn = @group.EndsOn,
            PlannedMinutes = @group.PlannedMinutes,
            PriceCents = one.PriceCents,
            CancelledAt = @group.CancelledAt,
        };

    public IQueryable<Session> Sessions =>
        from session in timetable.Sessions
        join @group in Groups on session.GroupId equals @group.Id
        select new Session
        {
            Id = session.Id,
            GroupId = @group.Id,
            GroupName = @group.Name,
            GroupKind = @group.Kind.ToString(),
            ProviderId = session.ProviderId,
            StartsAt = session.StartsAt,
            EndsAt = session.EndsAt,
            Date = session.LocalDate,
            PlannedMinutes = session.PlannedMinutes,
            CancelledAt = session.CancelledAt,
            RegisterSignedAt = attendance.Registers.Where(register => register.SessionId == session.Id).Select(register => (DateTimeOffset?)register.SignedOffAt).FirstOrDefault(),
            Expected = session.Expected,
        };

    public IQueryable<Enrolment> Enrolments =>
        from enrolment in timetable.Enrolments
        join @group in Groups on enrolment.GroupId equals @group.Id
        select new Enrolment
        {
            Id = enrolment.Id,
            GroupId = @group.Id,
            GroupKind = @group.Kind.ToString(),
            ParticipantId = enrolment.ParticipantId,
            ProviderId = @group.ProviderId,
            GroupStartsOn = @group.StartsOn,
            GroupEndsOn = @group.EndsOn,
            GroupCancelledAt = @group.CancelledAt,
            State = enrolment.State.ToString(),
            From = timetable.Stays.Where(stay => stay.EnrolmentId == enrolment.Id).Min(stay => (DateOnly?)stay.From),
            Until = enrolment.State == EnrolmentState.Enrolled ? null : timetable.Stays.Where(stay => stay.EnrolmentId == enrolment.Id).Max(stay => stay.Until),
            ProgrammeCode = enrolment.ProgrammeCode,
            CreatedAt = enrolment.CreatedAt,
        };

    public IQueryable<Stay> Stays =>
        from stay in timetable.Stays
        join @group in Groups on stay.GroupId equals @group.Id
        select new Stay
        {
            Id = stay.Id,
            EnrolmentId = stay.EnrolmentId,
            GroupId = @group.Id,
            GroupKind = @group.Kind.ToString(),
            ParticipantId = stay.ParticipantId,
            ProviderId = @group.ProviderId,
            ProgrammeCode = stay.ProgrammeCode,
            From = stay.From,
            Until = stay.Until,
            Began = stay.Began.ToString(),
            Ended = stay.Ended == null ? null : stay.Ended.ToString(),
        };

    /// <summary>Every mark has a session. It is an outer join all the same: engines leave one out where nothing of the session is asked, which they cannot do with an inner one.</summary>
    public IQueryable<AttendanceMark> AttendanceMarks =>
        from mark in attendance.Marks
        join found in timetable.Sessions on mark.SessionId equals found.Id into sessions
        from session in sessions.DefaultIfEmpty()
        where only == null || session.ProviderId == only
        select new AttendanceMark
        {
            SessionId = mark.SessionId,
            ParticipantId = mark.ParticipantId,
            GroupId = mark.GroupId,
            ProviderId = session.ProviderId,
            Date = session.LocalDate,
            SessionCancelledAt = session.CancelledAt,
            State = mark.State.ToString(),
            ProgrammeCode = timetable.Stays
                .Where(stay => stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate))
                .Select(stay => stay.ProgrammeCode).FirstOrDefault(),
            PresentMinutes = mark.PresentMinutes,
            PlannedMinutes = session.PlannedMinutes,
            Scanned = mark.Scanned,
            Proof = mark.Proof == null ? null : mark.Proof.ToString(),
            Excuse = mark.Excuse == null ? null : mark.Excuse.ToString(),
            CorrectedAfterSignOff = mark.CorrectedAfterSignOff,
            AssessedAt = mark.AssessedAt,
        };

    public IQueryable<AttendanceMonth> AttendanceByMonth =>
        from month in db.Set<AddedUpClass>()
        from at in db.Set<AddedUpAt>()
        join @group in Groups on month.GroupId equals @group.Id
        select new AttendanceMonth
        {
            Year = month.Year,
            Month = month.Month,
            GroupId = @group.Id,
            GroupName = @group.Name,
            GroupKind = @group.Kind.ToString(),
            ProviderId = @group.ProviderId,
            Marks = month.Marks,
            Present = month.Present,
            Late = month.Late,
            Excused = month.Excused,
            ExcusedByCertificate = month.ExcusedByCertificate,
            Absent = month.Absent,
            AttendedMinutes = month.AttendedMinutes,
            HeldMinutes = month.HeldMinutes,
            TrueAt = at.TrueAt,
        };

    public IQueryable<AttendanceSum> AttendanceSums =>
        from sum in db.Set<AddedUp>()
        from at in db.Set<AddedUpAt>()
        where only == null || sum.ProviderId == only
        select new AttendanceSum
        {
            Id = sum.Id,
            Year = sum.Year,
            Month = sum.Month,
            ProgrammeCode = sum.ProgrammeCode,
            ProviderId = sum.ProviderId,
            Level = sum.Level,
            Gender = sum.Gender,
            AgeBand = sum.AgeBand,
            People = sum.People,
            HeldMinutes = sum.HeldMinutes,
            AttendedMinutes = sum.AttendedMinutes,
            ExcusedByWordMinutes = sum.ExcusedByWordMinutes,
            ExcusedByCertificateMinutes = sum.ExcusedByCertificateMinutes,
            TrueAt = at.TrueAt,
        };

    public IQueryable<OrientationRun> OrientationRuns =>
        from run in orientation.Runs
        join @group in Groups on run.Id equals @group.Id
        select new OrientationRun
        {
            Id = run.Id,
            TopicCode = run.TopicCode,
            TopicName = orientation.Topics.Where(topic => topic.Code == run.TopicCode).Select(topic => topic.Name).FirstOrDefault(),
            ProgrammeCode = orientation.Topics.Where(topic => topic.Code == run.TopicCode).Select(topic => topic.ProgrammeCode).FirstOrDefault(),
            Language = run.Language,
            ProviderId = @group.ProviderId,
            Capacity = @group.Capacity,
            SeatsTaken = @group.SeatsTaken,
            StartsOn = @group.StartsOn,
            EndsOn = @group.EndsOn,
            PlannedMinutes = @group.PlannedMinutes,
            CancelledAt = @group.CancelledAt,
        };

    /// <summary>A provider sees its own; to what it is invited belongs to whoever holds it.</summary>
    public IQueryable<Activity> Activities =>
        from meeting in activities.Meetings
        join activity in activities.Activities on meeting.ActivityId equals activity.Id
        join @group in Groups on meeting.Id equals @group.Id
        select new Activity
        {
            Id = meeting.Id,
            SeriesId = activity.Id,
            Kind = activity.KindCode,
            Title = activity.Title,
            Admission = activity.Admission,
            ProviderId = @group.ProviderId,
            Languages = activity.Languages,
            AgeFrom = activity.AgeFrom,
            AgeUntil = activity.AgeUntil,
            Capacity = activity.Capacity,
            OpenToLocals = activity.OpenToLocals,
            Topic = activity.Topic,
            SeatsTaken = @group.SeatsTaken,
            Date = @group.StartsOn,
            PlannedMinutes = @group.PlannedMinutes,
            CancelledAt = @group.CancelledAt,
            CentreId = activities.Centres.Where(centre => centre.VenueId == @group.VenueId).Select(centre => (Guid?)centre.Id).FirstOrDefault(),
        };

    public IQueryable<GuestCount> GuestCounts =>
        from count in attendance.Guests
        join session in timetable.Sessions on count.SessionId equals session.Id
        where only == null || session.ProviderId == only
        select new GuestCount
        {
            SessionId = count.SessionId,
            AgeBand = count.Band,
            Gender = count.Gender,
            ProviderId = session.ProviderId,
            Date = session.LocalDate,
            Guests = count.People,
        };

    public IQueryable<Service> Services => services.Services.Where(service => only == null || service.ProviderId == only).Select(service => new Service
    {
        Id = service.Id,
        ProviderId = service.ProviderId,
        Topic = service.TopicCode,
        Name = service.Name,
        Address = service.Address,
        Latitude = service.Latitude,
        Longitude = service.Longitude,
        Languages = service.Languages,
        WithoutAppointment = service.WithoutAppointment,
        IsFree = service.IsFree,
        ReviewedAt = service.ReviewedAt,
        WithdrawnAt = service.WithdrawnAt,
    });

    public IQueryable<Loan> Loans => services.Loans.Where(loan => only == null || loan.ProviderId == only).Select(loan => new Loan
    {
        Id = loan.Id,
        ThingId = loan.LendableId,
        Kind = loan.Kind,
        ProviderId = loan.ProviderId,
        ParticipantId = loan.ParticipantId,
        LentOn = loan.LentOn,
        DueOn = loan.DueOn,
        ReturnedOn = loan.ReturnedOn,
    });

    /// <summary>A provider sees the city's, too: its teachers choose from them.</summary>
    public IQueryable<Material> Materials => materials.Materials.Where(material => only == null || material.ProviderId == null || material.ProviderId == only).Select(material => new Material
    {
        Id = material.Id,
        ProviderId = material.ProviderId,
        Title = material.Title,
        Kind = material.Kind,
        Topics = material.Topics == "" ? "" : material.Topics.Substring(1, material.Topics.Length - 2),
        Strand = material.Strand,
        LevelFrom = material.LevelFrom,
        LevelUntil = material.LevelUntil,
        Languages = material.Languages == "" ? "" : material.Languages.Substring(1, material.Languages.Length - 2),
        Ages = material.Ages,
        ForNewcomers = material.ForNewcomers,
        Editions = material.Editions,
        ChangedAt = material.ChangedAt,
        WithdrawnAt = material.WithdrawnAt,
    });

    public IQueryable<MaterialUse> MaterialUses => materials.Uses.Where(use => only == null || use.ProviderId == only).Select(use => new MaterialUse
    {
        Id = use.Id,
        MaterialId = use.MaterialId,
        SessionId = use.SessionId,
        GroupId = use.GroupId,
        ProviderId = use.ProviderId,
        ChosenAt = use.ChosenAt,
    });

    public IQueryable<AnswerCount> AnswerCounts => questionnaires.Counts.Select(count => new AnswerCount
    {
        Questionnaire = count.Questionnaire,
        Edition = count.Edition,
        Month = count.Month,
        Question = count.Question,
        Choice = count.Choice,
        Sheets = count.Sheets,
    });

    public IQueryable<OrientationBooking> OrientationBookings =>
        from enrolment in timetable.Enrolments
        join run in orientation.Runs on enrolment.GroupId equals run.Id
        join @group in Groups on run.Id equals @group.Id
        select new OrientationBooking
        {
            Id = enrolment.Id,
            RunId = run.Id,
            RunStartsOn = @group.StartsOn,
            RunCancelledAt = @group.CancelledAt,
            ProgrammeCode = orientation.Topics.Where(topic => topic.Code == run.TopicCode).Select(topic => topic.ProgrammeCode).FirstOrDefault(),
            TopicCode = run.TopicCode,
            ParticipantId = enrolment.ParticipantId,
            ProviderId = @group.ProviderId,
            State = enrolment.State.ToString(),
            From = timetable.Stays.Where(stay => stay.EnrolmentId == enrolment.Id).Min(stay => (DateOnly?)stay.From),
            CreatedAt = enrolment.CreatedAt,
            CompletedOn = orientation.Completions.Where(completion => completion.ParticipantId == enrolment.ParticipantId && completion.TopicCode == run.TopicCode)
                .Select(completion => (DateOnly?)completion.CompletedOn).FirstOrDefault(),
        };

    public IQueryable<ModuleCompletion> ModuleCompletions =>
        from completion in orientation.Completions
        join topic in orientation.Topics on completion.TopicCode equals topic.Code
        where only == null
        select new ModuleCompletion
        {
            ParticipantId = completion.ParticipantId,
            TopicCode = topic.Code,
            ProgrammeCode = topic.ProgrammeCode,
            CompletedOn = completion.CompletedOn,
        };

    public IQueryable<Certificate> Certificates => languageCourses.Certificates.Where(certificate => only == null).Select(certificate => new Certificate
    {
        ParticipantId = certificate.ParticipantId,
        Language = certificate.Language,
        Level = certificate.Level,
        IssuedOn = certificate.IssuedOn,
        IsRise = WholeLevels.Contains(certificate.Level) && !languageCourses.Certificates.Any(earlier => earlier.ParticipantId == certificate.ParticipantId && earlier.Language == certificate.Language
            && earlier.IssuedOn < certificate.IssuedOn && WholeLevels.Contains(earlier.Level) && !Rises.Contains(earlier.Level + certificate.Level)),
    });

    public IQueryable<Exam> Exams => exams.Exams.Where(exam => only == null || exam.ProviderId == only).Select(exam => new Exam
    {
        Id = exam.Id,
        ProviderId = exam.ProviderId,
        Language = exam.Language,
        Level = exam.Level,
        Parts = exam.Parts,
        Date = exam.On,
        Seats = exam.Seats,
        SeatsTaken = exam.SeatsTaken,
        IsPractice = exam.IsPractice,
        CancelledAt = exam.CancelledAt,
    });

    public IQueryable<ExamSitting> ExamSittings => exams.Taken.Where(sitting => only == null || sitting.ProviderId == only).Select(sitting => new ExamSitting
    {
        ExamId = sitting.ExamId,
        ParticipantId = sitting.ParticipantId,
        ProviderId = sitting.ProviderId,
        Language = sitting.Language,
        Level = sitting.Level,
        Date = sitting.On,
        IsComplete = sitting.IsComplete,
    });

    public IQueryable<ExamPass> ExamPasses =>
        from pass in exams.Passed
        select new ExamPass
        {
            ExamId = pass.ExamId,
            ParticipantId = pass.ParticipantId,
            ProviderId = pass.ProviderId,
            Language = pass.Language,
            Level = pass.Level,
            Date = pass.On,
            ExaminedBy = pass.ExaminedBy,
            LevelOnEntry = participants.Levels.Where(level => level.ParticipantId == pass.ParticipantId && level.FirstOn != null && level.FirstOn < pass.On)
                .OrderBy(level => level.FirstLevel == "Alpha" ? "" : level.FirstLevel!.Substring(0, 2)).ThenByDescending(level => level.FirstLevel!.Length).ThenBy(level => level.FirstLevel).Select(level => level.FirstLevel).FirstOrDefault(),
            IsRise = pass.Language == ofTheCity
                && (from mark in attendance.Marks
                    join session in timetable.Sessions on mark.SessionId equals session.Id
                    join register in attendance.Registers on session.Id equals register.SessionId
                    join one in languageCourses.Classes on session.GroupId equals one.Id
                    join course in languageCourses.Courses on one.CourseId equals course.Id
                    where mark.ParticipantId == pass.ParticipantId && mark.PresentMinutes > 0 && session.CancelledAt == null && session.LocalDate <= pass.On && course.Language == pass.Language
                    select mark.SessionId).Any()
                && !exams.Passed.Any(earlier => earlier.ParticipantId == pass.ParticipantId && earlier.Language == pass.Language && earlier.On <= pass.On && earlier.Level != pass.Level && !Rises.Contains(earlier.Level + pass.Level))
                && (participants.Levels.Any(level => level.ParticipantId == pass.ParticipantId && level.FirstOn != null && level.FirstOn < pass.On && Below.Contains(level.FirstLevel + pass.Level))
                    || (pass.RaisedTheRecord && (!participants.Levels.Any(level => level.ParticipantId == pass.ParticipantId && level.FirstOn != null && level.FirstOn < pass.On)
                        || participants.Levels.Any(level => level.ParticipantId == pass.ParticipantId && level.FirstOn == null)))),
        };

    public IQueryable<ExamResult> ExamResults => exams.Results.Where(result => only == null || exams.Exams.Any(exam => exam.Id == result.ExamId && exam.ProviderId == only)).Select(result => new ExamResult
    {
        Id = result.Id,
        ExamId = result.ExamId,
        ParticipantId = result.ParticipantId,
        Part = result.Part,
        Outcome = result.Outcome,
        Points = result.Points,
        EnteredAt = result.EnteredAt,
    });

    public IQueryable<Voucher> Vouchers => vouchers.Vouchers
        .Where(voucher => only == null || vouchers.Redemptions.Any(redemption => redemption.VoucherId == voucher.Id && redemption.ProviderId == only))
        .Select(voucher => new Voucher
        {
            Id = voucher.Id,
            ParticipantId = voucher.ParticipantId,
            ProgrammeCode = voucher.ProgrammeCode,
            Number = voucher.Number,
            State = voucher.State.ToString(),
            AmountCents = voucher.AmountCents,
            AmountEur = voucher.AmountCents / 100m,
            RemainingCents = voucher.RemainingCents,
            IssuedOn = voucher.IssuedOn,
            ExpiresOn = voucher.ExpiresOn,
            WaitsForTopic = voucher.WaitsForTopic,
        });

    public IQueryable<Redemption> Redemptions =>
        from redemption in vouchers.Redemptions
        join voucher in vouchers.Vouchers on redemption.VoucherId equals voucher.Id
        where only == null || redemption.ProviderId == only
        select new Redemption
        {
            Id = redemption.Id,
            VoucherId = redemption.VoucherId,
            ParticipantId = redemption.ParticipantId,
            ProgrammeCode = voucher.ProgrammeCode,
            EnrolmentId = redemption.EnrolmentId,
            GroupId = redemption.GroupId,
            ProviderId = redemption.ProviderId,
            AmountCents = redemption.AmountCents,
            AmountEur = redemption.AmountCents / 100m,
            IsHeld = redemption.IsHeld,
            MadeAt = redemption.MadeAt,
            ClosedAt = redemption.ClosedAt,
        };

    public IQueryable<VoucherTransaction> VoucherTransactions => vouchers.Transactions.Where(transaction => only == null || transaction.ProviderId == only).Select(transaction => new VoucherTransaction
    {
        Id = transaction.Id,
        TransactionId = transaction.TransactionId,
        Kind = transaction.Kind,
        Account = transaction.Account,
        VoucherId = transaction.VoucherId,
        ProgrammeCode = vouchers.Vouchers.Where(voucher => voucher.Id == transaction.VoucherId).Select(voucher => voucher.ProgrammeCode).FirstOrDefault(),
        ProviderId = transaction.ProviderId,
        AmountCents = transaction.AmountCents,
        AmountEur = transaction.AmountCents / 100m,
        At = transaction.At,
    });

    public IQueryable<Settlement> Settlements => vouchers.Settlements.Where(settlement => only == null || settlement.ProviderId == only).Select(settlement => new Settlement
    {
        Id = settlement.Id,
        ProviderId = settlement.ProviderId,
        VoucherId = settlement.VoucherId,
        GroupId = settlement.GroupId,
        State = settlement.State,
        AmountCents = settlement.AmountCents,
        AmountEur = settlement.AmountCents / 100m,
        AttendedMinutes = settlement.AttendedMinutes,
        HeldMinutes = settlement.HeldMinutes,
        ExcusedByWordMinutes = settlement.ExcusedByWordMinutes,
        ExcusedByCertificateMinutes = settlement.ExcusedByCertificateMinutes,
    });

    public IQueryable<EligibilityDecision> EligibilityDecisions => eligibility.Decisions.Where(decision => only == null).Select(decision => new EligibilityDecision
    {
        Id = decision.Id,
        ParticipantId = decision.ParticipantId,
        ProgrammeCode = decision.ProgrammeCode,
        RuleVersion = decision.RuleVersion,
        Subject = decision.Subject,
        Period = decision.Period,
        Outcome = decision.Outcome.ToString(),
        Forecast = decision.Forecast,
        AttendedMinutes = decision.AttendedMinutes,
        HeldMinutes = decision.HeldMinutes,
        DecidedAt = decision.DecidedAt,
        SupersededAt = decision.SupersededAt,
    });

    public IQueryable<Proposal> Proposals => eligibility.Proposals.Where(proposal => only == null).Select(proposal => new Proposal
    {
        Id = proposal.Id,
        ParticipantId = proposal.ParticipantId,
        ProgrammeCode = proposal.ProgrammeCode,
        Period = proposal.Period,
        State = proposal.State,
        AttendedMinutes = proposal.AttendedMinutes,
        HeldMinutes = proposal.HeldMinutes,
        ProposedAt = proposal.ProposedAt,
        DecidedAt = proposal.DecidedAt,
        AppealedAt = proposal.AppealedAt,
        CutCents = proposal.CutCents,
    });

    public IQueryable<Pair> Pairs => mentoring.Pairs.Where(pair => only == null).Select(pair => new Pair
    {
        Id = pair.Id,
        HelperId = pair.HelperId,
        ParticipantId = pair.ParticipantId,
        Template = pair.Template,
        ProgrammeCode = pair.ProgrammeCode,
        State = pair.State.ToString(),
        ProposedAt = pair.ProposedAt,
        StartedOn = pair.StartedOn,
        EndedOn = pair.EndedOn,
        EndReason = pair.EndReason == null ? null : pair.EndReason.ToString(),
    });

    public IQueryable<Meeting> Meetings => mentoring.Meetings.Where(meeting => only == null).Select(meeting => new Meeting
    {
        Id = meeting.Id,
        PairId = meeting.PairId,
        HelperId = meeting.HelperId,
        ParticipantId = meeting.ParticipantId,
        ProgrammeCode = meeting.ProgrammeCode,
        Date = meeting.On,
        Minutes = meeting.Minutes,
        Support = meeting.Support.ToString(),
        Difficulty = meeting.Difficulty.ToString(),
        State = meeting.State.ToString(),
        SaidAt = meeting.SaidAt,
    });

    public IQueryable<Helper> Helpers => mentoring.Helpers.Where(helper => only == null).Select(helper => new Helper
    {
        Id = helper.Id,
        Kind = helper.Kind,
        TrainedOn = helper.TrainedOn,
        PromisedFrom = helper.PromisedFrom,
        BoundUntil = helper.BoundUntil,
        LeftOn = helper.LeftOn,
    });

    public IQueryable<HelperLesson> HelperLessons => mentoring.Lessons.Where(lesson => only == null).Select(lesson => new HelperLesson
    {
        SessionId = lesson.SessionId,
        HelperId = lesson.HelperId,
        GroupId = lesson.GroupId,
        ProviderId = lesson.ProviderId,
        ProgrammeCode = languageCourses.Classes.Where(one => one.Id == lesson.GroupId).Select(one => one.ProgrammeCode).FirstOrDefault()
            ?? orientation.Runs.Where(run => run.Id == lesson.GroupId).Join(orientation.Topics, run => run.TopicCode, topic => topic.Code, (run, topic) => topic.ProgrammeCode).FirstOrDefault(),
        Date = lesson.On,
        Minutes = lesson.Minutes,
    });

    public IQueryable<ExamRegistration> ExamRegistrations => exams.Registered.Where(one => !one.IsPractice && (only == null || one.ProviderId == only)).Select(one => new ExamRegistration
    {
        ExamId = one.ExamId,
        ParticipantId = one.ParticipantId,
        ProviderId = one.ProviderId,
        Language = one.Language,
        Level = one.Level,
        Date = one.On,
    });

    /// <summary>A coach sees the rows of the plans that are theirs, as on the pages: another coach's plan is nobody else's.</summary>
    private IQueryable<PlanRow> OwnPlans
    {
        get
        {
            var coach = isOfTheSystem || caller.Is(Roles.Administrator) || caller.Is(Roles.Auditor) ? (Guid?)null : caller.Id;
            return plans.Plans.Where(plan => only == null && (coach == null || plan.CoachId == coach));
        }
    }

    public IQueryable<Plan> Plans => OwnPlans.Select(plan => new Plan
    {
        Id = plan.Id,
        ParticipantId = plan.ParticipantId,
        Template = plan.Template,
        ProgrammeCode = plan.ProgrammeCode,
        MadeOn = plan.MadeOn,
        DaysAfterArrival = plan.DaysAfterArrival,
        AgreedAt = plan.AgreedAt,
        NextReviewOn = plan.NextReviewOn,
        ClosedOn = plan.ClosedOn,
    });

    public IQueryable<PlanAim> PlanAims =>
        from aim in plans.Aims
        join plan in OwnPlans on aim.PlanId equals plan.Id
        select new PlanAim
        {
            Id = aim.Id,
            PlanId = aim.PlanId,
            ParticipantId = aim.ParticipantId,
            Kind = aim.Kind,
            Target = aim.Target,
            DueOn = aim.DueOn,
            ReachedOn = aim.ReachedOn,
        };

    public IQueryable<PlanStep> PlanSteps =>
        from step in plans.Steps
        join plan in OwnPlans on step.PlanId equals plan.Id
        select new PlanStep
        {
            Id = step.Id,
            PlanId = step.PlanId,
            ParticipantId = step.ParticipantId,
            Code = step.Code,
            Who = step.Who,
            DueOn = step.DueOn,
            DoneOn = step.DoneOn,
        };

    public IQueryable<PlanReview> PlanReviews =>
        from review in plans.Reviews
        join plan in OwnPlans on review.PlanId equals plan.Id
        select new PlanReview
        {
            Id = review.Id,
            PlanId = review.PlanId,
            ParticipantId = review.ParticipantId,
            Kind = review.Kind,
            Date = review.On,
        };

    public IQueryable<PlanHandover> PlanHandovers =>
        from handover in plans.Handovers
        join plan in OwnPlans on handover.PlanId equals plan.Id
        join consent in consents.Consents on handover.ConsentId equals consent.Id
        select new PlanHandover
        {
            Id = handover.Id,
            PlanId = handover.PlanId,
            ParticipantId = handover.ParticipantId,
            ConsentId = handover.ConsentId,
            To = handover.ProviderId == null ? "Coach" : "Provider",
            ProviderId = handover.ProviderId,
            State = consent.State.ToString(),
            Until = handover.Until,
            AskedAt = handover.AskedAt,
            AnsweredAt = consent.AnsweredAt,
            TookOverAt = handover.TookOverAt,
        };

    /// <summary>Whether another coach's plan was to be handed over is not for a coach to know, either.</summary>
    public IQueryable<Consent> Consents =>
        from consent in consents.Consents
        where only == null && !plans.Handovers.Any(handover => handover.ConsentId == consent.Id && !OwnPlans.Any(plan => plan.Id == handover.PlanId))
        select new Consent
        {
            Id = consent.Id,
            ParticipantId = consent.ParticipantId,
            Purpose = consent.Purpose,
            State = consent.State.ToString(),
            Until = consent.Until,
            AskedAt = consent.AskedAt,
            AnsweredAt = consent.AnsweredAt,
        };

    public IQueryable<Confirmation> Confirmations =>
        from paper in attendance.Confirmations
        join @group in Groups on paper.GroupId equals @group.Id
        select new Confirmation
        {
            Id = paper.Id,
            ParticipantId = paper.ParticipantId,
            GroupId = paper.GroupId,
            ProviderId = @group.ProviderId,
            From = paper.From,
            Until = paper.Until,
            AttendedMinutes = paper.AttendedMinutes,
            HeldMinutes = paper.HeldMinutes,
            IssuedOn = paper.IssuedOn,
            WithdrawnOn = paper.WithdrawnOn,
        };

    /// <summary>Whoever has a paper's number reads a name by it: the number stays on the paper.</summary>
    public IQueryable<CertifiedPaper> Papers => db.Set<Paper>().Where(paper => only == null).Select(paper => new CertifiedPaper
    {
        Id = paper.Id,
        Kind = paper.Kind,
        ParticipantId = mentoring.Helpers.Any(helper => helper.Id == paper.HolderId) ? null : (Guid?)paper.HolderId,
        HelperId = mentoring.Helpers.Any(helper => helper.Id == paper.HolderId) ? (Guid?)paper.HolderId : null,
        IssuedOn = paper.IssuedOn,
        WithdrawnOn = paper.WithdrawnOn,
    });

    /// <summary>Nobody's name and no number of a case.</summary>
    public IQueryable<Referral> Referrals => participants.Referrals.Where(referral => only == null).Select(referral => new Referral
    {
        Id = referral.Id,
        Office = referral.Office,
        ReferredOn = referral.ReferredOn,
        ParticipantId = referral.ParticipantId,
        CameAt = referral.CameAt,
    });

    public IQueryable<Reminder> Reminders => messages.Reminders.Where(reminder => only == null).Select(reminder => new Reminder
    {
        Id = reminder.Id,
        ParticipantId = reminder.ParticipantId,
        Kind = reminder.Kind,
        Language = reminder.Language,
        State = reminder.State,
        QueuedAt = reminder.QueuedAt,
        SentAt = reminder.SentAt,
    });
}
