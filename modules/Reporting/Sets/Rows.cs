namespace Courses.Reporting.Sets;

// The flat rows of the OData sets; the names of the types are those in $metadata. Times are minutes, money is euro cents and euros.

internal sealed record Participant
{
    public required Guid Id { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    /// <summary>Null where the day is not known.</summary>
    public required DateOnly? BirthDate { get; init; }

    /// <summary>Null where only the year is known.</summary>
    public required int? BirthMonth { get; init; }

    public required string? Email { get; init; }

    public required string? PassNumber { get; init; }

    public required int BirthYear { get; init; }

    /// <summary><c>0-17</c>, <c>18-30</c>, <c>31-45</c>, <c>46-60</c> or <c>61+</c>, as of today; where only a part of the birth date is known, by the first day that it can be.</summary>
    public required string AgeBand { get; init; }

    public required string Gender { get; init; }

    public required string Language { get; init; }

    public required string? Level { get; init; }

    public required string? Status { get; init; }

    public required DateOnly? FirstPermitOn { get; init; }

    public required DateOnly? ArrivedOn { get; init; }

    /// <summary>Null as long as nobody has recorded it; so the next two.</summary>
    public required bool? IsFamilyMember { get; init; }

    public required bool? IsRegisteredInCity { get; init; }

    public required bool? Works { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }
}

internal sealed record Provider
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required DateOnly? AccreditedFrom { get; init; }

    public required DateOnly? AccreditedUntil { get; init; }

    public required DateOnly? CommitmentSignedOn { get; init; }
}

internal sealed record Programme
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string City { get; init; }

    public required int CurrentVersion { get; init; }
}

internal sealed record Course
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Name { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    public required int AcademicHours { get; init; }

    public required bool IsIntegrationCourse { get; init; }
}

internal sealed record Class
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public required string Name { get; init; }

    public required Guid CourseId { get; init; }

    public required string CourseName { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required Guid ProviderId { get; init; }

    public required string? ProviderName { get; init; }

    public required string? Venue { get; init; }

    public required string? District { get; init; }

    public required int Capacity { get; init; }

    public required int SeatsTaken { get; init; }

    public required int SeatsFree { get; init; }

    public required bool Childcare { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required int PlannedMinutes { get; init; }

    public required long PriceCents { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }
}

internal sealed record Session
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    public required string GroupName { get; init; }

    public required string GroupKind { get; init; }

    public required Guid ProviderId { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required DateTimeOffset EndsAt { get; init; }

    public required DateOnly Date { get; init; }

    public required int PlannedMinutes { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }

    public required DateTimeOffset? RegisterSignedAt { get; init; }

    /// <summary>So many people its register expects; nobody has to take that of a session at which nobody is.</summary>
    public required int Expected { get; init; }
}

internal sealed record Enrolment
{
    public required Guid Id { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary><c>LanguageClass</c>, <c>OrientationRun</c> or <c>Activity</c>.</summary>
    public required string GroupKind { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>First day of the class or module.</summary>
    public required DateOnly GroupStartsOn { get; init; }

    public required DateOnly GroupEndsOn { get; init; }

    public required DateTimeOffset? GroupCancelledAt { get; init; }

    public required string State { get; init; }

    /// <summary>The first day of the first stay; null for who only waited.</summary>
    public required DateOnly? From { get; init; }

    /// <summary>The last day of the last stay; null while it lasts.</summary>
    public required DateOnly? Until { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>From one day to another a person belongs to a class or module: only the sessions of these days count. Somebody who left and came again has several.</summary>
internal sealed record Stay
{
    public required Guid Id { get; init; }

    public required Guid EnrolmentId { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>LanguageClass, OrientationRun or Activity.</summary>
    public required string GroupKind { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>Null while it lasts.</summary>
    public required DateOnly? Until { get; init; }

    public required string Began { get; init; }

    /// <summary>Null while it lasts.</summary>
    public required string? Ended { get; init; }
}

internal sealed record AttendanceMark
{
    public required Guid SessionId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>A cancelled session counts on neither side.</summary>
    public required DateTimeOffset? SessionCancelledAt { get; init; }

    public required string State { get; init; }

    /// <summary>The programme under which the person attends the group.</summary>
    public required string? ProgrammeCode { get; init; }

    public required int PresentMinutes { get; init; }

    public required int PlannedMinutes { get; init; }

    public required bool Scanned { get; init; }

    /// <summary>What a presence rests on: <c>Shown</c> by the person, <c>Seen</c> by a tablet, <c>Said</c> by a teacher, <c>Written</c> from paper; null for who was not there.</summary>
    public required string? Proof { get; init; }

    /// <summary>What an excuse rests on: <c>Word</c> or <c>Certificate</c>; null for what is no excuse.</summary>
    public required string? Excuse { get; init; }

    /// <summary>A correction made it what it is, after the register had been signed.</summary>
    public required bool CorrectedAfterSignOff { get; init; }

    public required DateTimeOffset AssessedAt { get; init; }
}

/// <summary>A month of a class, of signed registers, added up ahead; true to <see cref="TrueAt"/>.</summary>
internal sealed record AttendanceMonth
{
    public required int Year { get; init; }

    public required int Month { get; init; }

    public required Guid GroupId { get; init; }

    public required string GroupName { get; init; }

    public required string GroupKind { get; init; }

    public required Guid ProviderId { get; init; }

    public required int Marks { get; init; }

    public required int Present { get; init; }

    public required int Late { get; init; }

    public required int Excused { get; init; }

    /// <summary>Those of <see cref="Excused"/> that a certificate proves; the others rest on a word.</summary>
    public required int ExcusedByCertificate { get; init; }

    public required int Absent { get; init; }

    /// <summary>Minutes that people were there.</summary>
    public required long AttendedMinutes { get; init; }

    /// <summary>Minutes that were held for them; excused absence is left out.</summary>
    public required long HeldMinutes { get; init; }

    public required DateTimeOffset TrueAt { get; init; }
}

/// <summary>Attendance added up ahead; true to <see cref="TrueAt"/>.</summary>
internal sealed record AttendanceSum
{
    public required Guid Id { get; init; }

    public required int Year { get; init; }

    public required int Month { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required Guid ProviderId { get; init; }

    public required string? Level { get; init; }

    public required string Gender { get; init; }

    public required string AgeBand { get; init; }

    public required int People { get; init; }

    public required long HeldMinutes { get; init; }

    public required long AttendedMinutes { get; init; }

    public required long ExcusedByWordMinutes { get; init; }

    public required long ExcusedByCertificateMinutes { get; init; }

    public required DateTimeOffset TrueAt { get; init; }
}

internal sealed record OrientationRun
{
    public required Guid Id { get; init; }

    public required string TopicCode { get; init; }

    public required string? TopicName { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required string Language { get; init; }

    public required Guid ProviderId { get; init; }

    public required int Capacity { get; init; }

    public required int SeatsTaken { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required int PlannedMinutes { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }
}

/// <summary>One meeting of an activity: a workshop, an excursion, an hour for whoever drops in, one appointment.</summary>
internal sealed record Activity
{
    /// <summary>That of the group: sessions, marks, enrolments and stays are found by it.</summary>
    public required Guid Id { get; init; }

    /// <summary>All meetings of one activity have the same.</summary>
    public required Guid SeriesId { get; init; }

    /// <summary>The code of the kind, the city's own data.</summary>
    public required string Kind { get; init; }

    public required string Title { get; init; }

    /// <summary><c>OpenCall</c>, <c>Invitation</c>, <c>WalkIn</c> or <c>Appointment</c>.</summary>
    public required string Admission { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>ISO 639-1 codes with commas between; empty for any.</summary>
    public required string Languages { get; init; }

    public required int? AgeFrom { get; init; }

    public required int? AgeUntil { get; init; }

    /// <summary>Null for as many as the room holds.</summary>
    public required int? Capacity { get; init; }

    public required bool OpenToLocals { get; init; }

    /// <summary>What its people chose in a vote; null where nothing is set.</summary>
    public required string? Topic { get; init; }

    public required int SeatsTaken { get; init; }

    public required DateOnly Date { get; init; }

    public required int PlannedMinutes { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }

    /// <summary>The reception centre at whose place it is held.</summary>
    public required Guid? CentreId { get; init; }
}

/// <summary>Guests without a record at one session, of one age band and gender.</summary>
internal sealed record GuestCount
{
    public required Guid SessionId { get; init; }

    public required string AgeBand { get; init; }

    public required string Gender { get; init; }

    public required Guid ProviderId { get; init; }

    public required DateOnly Date { get; init; }

    public required int Guests { get; init; }
}

/// <summary>What an organisation offers at one place to whoever comes.</summary>
internal sealed record Service
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Topic { get; init; }

    public required string Name { get; init; }

    public required string Address { get; init; }

    /// <summary>WGS 84 degrees; null where nobody has said.</summary>
    public required double? Latitude { get; init; }

    public required double? Longitude { get; init; }

    /// <summary>ISO codes with commas between.</summary>
    public required string Languages { get; init; }

    public required bool WithoutAppointment { get; init; }

    public required bool IsFree { get; init; }

    /// <summary>When its organisation last said that all of it is right.</summary>
    public required DateTimeOffset ReviewedAt { get; init; }

    public required DateTimeOffset? WithdrawnAt { get; init; }
}

/// <summary>What trainers use and newcomers take along.</summary>
internal sealed record Material
{
    public required Guid Id { get; init; }

    /// <summary>Null for what is the city's.</summary>
    public required Guid? ProviderId { get; init; }

    public required string Title { get; init; }

    public required string Kind { get; init; }

    /// <summary>Codes of topics of orientation with commas between.</summary>
    public required string Topics { get; init; }

    public required string? Strand { get; init; }

    public required string? LevelFrom { get; init; }

    public required string? LevelUntil { get; init; }

    /// <summary>ISO codes with commas between.</summary>
    public required string Languages { get; init; }

    public required string Ages { get; init; }

    public required bool ForNewcomers { get; init; }

    /// <summary>How many there have been.</summary>
    public required int Editions { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required DateTimeOffset? WithdrawnAt { get; init; }
}

/// <summary>A material that was chosen for a session.</summary>
internal sealed record MaterialUse
{
    public required Guid Id { get; init; }

    public required Guid MaterialId { get; init; }

    public required Guid SessionId { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>Who holds the session.</summary>
    public required Guid ProviderId { get; init; }

    public required DateTimeOffset ChosenAt { get; init; }
}

/// <summary>A thing that was lent to a person.</summary>
internal sealed record Loan
{
    public required Guid Id { get; init; }

    public required Guid ThingId { get; init; }

    public required string Kind { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required DateOnly LentOn { get; init; }

    /// <summary>The last day, as it was extended.</summary>
    public required DateOnly DueOn { get; init; }

    public required DateOnly? ReturnedOn { get; init; }
}

/// <summary>Sheets of anonymous questionnaires that made one choice, by month.</summary>
internal sealed record AnswerCount
{
    public required string Questionnaire { get; init; }

    public required int Edition { get; init; }

    public required DateOnly Month { get; init; }

    public required string Question { get; init; }

    public required string Choice { get; init; }

    public required int Sheets { get; init; }
}

internal sealed record OrientationBooking
{
    public required Guid Id { get; init; }

    public required Guid RunId { get; init; }

    public required DateOnly RunStartsOn { get; init; }

    public required DateTimeOffset? RunCancelledAt { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required string TopicCode { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string State { get; init; }

    /// <summary>The first day of the first stay; null for who only waited.</summary>
    public required DateOnly? From { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The day the person finished the topic, with this run or another.</summary>
    public required DateOnly? CompletedOn { get; init; }
}

internal sealed record ModuleCompletion
{
    public required Guid ParticipantId { get; init; }

    public required string TopicCode { get; init; }

    public required string ProgrammeCode { get; init; }

    public required DateOnly CompletedOn { get; init; }
}

internal sealed record Certificate
{
    public required Guid ParticipantId { get; init; }

    /// <summary>The language that was learnt, ISO 639-1.</summary>
    public required string Language { get; init; }

    public required string Level { get; init; }

    public required DateOnly IssuedOn { get; init; }

    /// <summary>A whole level, above those of all earlier certificates of the language.</summary>
    public required bool IsRise { get; init; }
}

internal sealed record Exam
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>The language that is examined, ISO 639-1.</summary>
    public required string Language { get; init; }

    public required string Level { get; init; }

    /// <summary>Codes with commas between them.</summary>
    public required string Parts { get; init; }

    public required DateOnly Date { get; init; }

    public required int Seats { get; init; }

    public required int SeatsTaken { get; init; }

    public required bool IsPractice { get; init; }

    public required DateTimeOffset? CancelledAt { get; init; }
}

/// <summary>One person in one exam that counts, examined in at least one part.</summary>
internal sealed record ExamSitting
{
    public required Guid ExamId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>With it every part of the level was passed.</summary>
    public required bool IsComplete { get; init; }
}

/// <summary>A level that somebody has by an exam.</summary>
internal sealed record ExamPass
{
    public required Guid ExamId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    public required DateOnly Date { get; init; }

    public required string? ExaminedBy { get; init; }

    /// <summary>The lowest of the levels that were assessed first, before the exam; null where none was.</summary>
    public required string? LevelOnEntry { get; init; }

    /// <summary>The city's language, by somebody who had come to a lesson of it, above the level on entry and above every level that an exam had given before.</summary>
    public required bool IsRise { get; init; }
}

/// <summary>The result of one part that stands; practice exams too.</summary>
internal sealed record ExamResult
{
    public required Guid Id { get; init; }

    public required Guid ExamId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Part { get; init; }

    /// <summary><c>Passed</c>, <c>Failed</c> or <c>Absent</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Of 100.</summary>
    public required int? Points { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }
}

internal sealed record Voucher
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required string Number { get; init; }

    public required string State { get; init; }

    public required long AmountCents { get; init; }

    public required decimal AmountEur { get; init; }

    public required long RemainingCents { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly ExpiresOn { get; init; }

    public required string? WaitsForTopic { get; init; }
}

internal sealed record Redemption
{
    public required Guid Id { get; init; }

    public required Guid VoucherId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required Guid EnrolmentId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    public required long AmountCents { get; init; }

    public required decimal AmountEur { get; init; }

    /// <summary>The money waits with a place on the waiting list.</summary>
    public required bool IsHeld { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it was given back.</summary>
    public required DateTimeOffset? ClosedAt { get; init; }
}

internal sealed record VoucherTransaction
{
    public required Guid Id { get; init; }

    public required Guid TransactionId { get; init; }

    public required string Kind { get; init; }

    public required string Account { get; init; }

    public required Guid? VoucherId { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required Guid? ProviderId { get; init; }

    public required long AmountCents { get; init; }

    public required decimal AmountEur { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed record Settlement
{
    public required Guid Id { get; init; }

    public required Guid ProviderId { get; init; }

    public required Guid VoucherId { get; init; }

    public required Guid GroupId { get; init; }

    public required string State { get; init; }

    public required long AmountCents { get; init; }

    public required decimal AmountEur { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    /// <summary>Planned minutes excused by word alone, and by a certificate; null in lines of earlier versions.</summary>
    public required int? ExcusedByWordMinutes { get; init; }

    public required int? ExcusedByCertificateMinutes { get; init; }
}

internal sealed record EligibilityDecision
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required int RuleVersion { get; init; }

    public required string Subject { get; init; }

    /// <summary>The month, quarter or year that it is about; empty for the whole time.</summary>
    public required string Period { get; init; }

    public required string Outcome { get; init; }

    public required string Forecast { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public required DateTimeOffset? SupersededAt { get; init; }
}

/// <summary>That a benefit ends: <c>Confirmed</c> means it ended.</summary>
internal sealed record Proposal
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string ProgrammeCode { get; init; }

    public required string Period { get; init; }

    public required string State { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required DateTimeOffset? DecidedAt { get; init; }

    public required DateTimeOffset? AppealedAt { get; init; }

    /// <summary>What the benefit of the period is to be cut by; null where it is to end.</summary>
    public required long? CutCents { get; init; }
}

internal sealed record Reminder
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string Kind { get; init; }

    public required string Language { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset QueuedAt { get; init; }

    public required DateTimeOffset? SentAt { get; init; }
}

/// <summary>A helper and a newcomer who were brought together.</summary>
internal sealed record Pair
{
    public required Guid Id { get; init; }

    public required Guid HelperId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The kind of pair, by its code.</summary>
    public required string Template { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required string State { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required DateOnly? StartedOn { get; init; }

    public required DateOnly? EndedOn { get; init; }

    public required string? EndReason { get; init; }
}

/// <summary>A meeting of a pair, as it was entered last. It counts in the state <c>Confirmed</c>.</summary>
internal sealed record Meeting
{
    public required Guid Id { get; init; }

    public required Guid PairId { get; init; }

    public required Guid HelperId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required DateOnly Date { get; init; }

    public required int Minutes { get; init; }

    public required string Support { get; init; }

    public required string Difficulty { get; init; }

    public required string State { get; init; }

    /// <summary>When one of the two said something of it last.</summary>
    public required DateTimeOffset? SaidAt { get; init; }
}

/// <summary>Somebody who helps, without a name.</summary>
internal sealed record Helper
{
    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    public required DateOnly? TrainedOn { get; init; }

    /// <summary>The last promise: when it began, and until when it binds.</summary>
    public required DateOnly? PromisedFrom { get; init; }

    public required DateOnly? BoundUntil { get; init; }

    public required DateOnly? LeftOn { get; init; }
}

/// <summary>A lesson that a helper taught, of a register that is signed.</summary>
internal sealed record HelperLesson
{
    public required Guid SessionId { get; init; }

    public required Guid HelperId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    /// <summary>The programme for which the class or module is held.</summary>
    public required string? ProgrammeCode { get; init; }

    public required DateOnly Date { get; init; }

    public required int Minutes { get; init; }
}

/// <summary>Somebody is registered for an exam that counts and was not cancelled.</summary>
internal sealed record ExamRegistration
{
    public required Guid ExamId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ProviderId { get; init; }

    public required string Language { get; init; }

    public required string Level { get; init; }

    public required DateOnly Date { get; init; }
}

/// <summary>A plan that was made with somebody.</summary>
internal sealed record Plan
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>The kind of plan, by its code.</summary>
    public required string Template { get; init; }

    public required string? ProgrammeCode { get; init; }

    public required DateOnly MadeOn { get; init; }

    /// <summary>Days from the arrival until it was made.</summary>
    public required int DaysAfterArrival { get; init; }

    /// <summary>Both sides agreed to it as it is.</summary>
    public required DateTimeOffset? AgreedAt { get; init; }

    public required DateOnly? NextReviewOn { get; init; }

    public required DateOnly? ClosedOn { get; init; }
}

/// <summary>An aim of a plan. It is reached when it has a day of that.</summary>
internal sealed record PlanAim
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>As the template calls it: <c>language</c>, <c>exam</c>, <c>work</c>.</summary>
    public required string Kind { get; init; }

    public required string? Target { get; init; }

    public required DateOnly? DueOn { get; init; }

    public required DateOnly? ReachedOn { get; init; }
}

/// <summary>A step of a plan. It is done when it has a day of that.</summary>
internal sealed record PlanStep
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>As the template calls it; null for a step of this person alone, whose words are nobody else's.</summary>
    public required string? Code { get; init; }

    /// <summary>Whose step it is: <c>Person</c>, <c>Coach</c>, <c>Mentor</c> or <c>Provider</c>.</summary>
    public required string Who { get; init; }

    public required DateOnly? DueOn { get; init; }

    public required DateOnly? DoneOn { get; init; }
}

/// <summary>A review of a plan that was held.</summary>
internal sealed record PlanReview
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary><c>Review</c> or <c>Transition</c>.</summary>
    public required string Kind { get; init; }

    public required DateOnly Date { get; init; }
}

/// <summary>Somebody was to have a plan, and the person was asked.</summary>
internal sealed record PlanHandover
{
    public required Guid Id { get; init; }

    public required Guid PlanId { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid ConsentId { get; init; }

    /// <summary><c>Coach</c> or <c>Provider</c>.</summary>
    public required string To { get; init; }

    public required Guid? ProviderId { get; init; }

    /// <summary>What the person answered: <c>Asked</c>, <c>Given</c>, <c>Refused</c>, <c>Withdrawn</c> or <c>TakenBack</c>.</summary>
    public required string State { get; init; }

    public required DateOnly? Until { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required DateTimeOffset? AnsweredAt { get; init; }

    public required DateTimeOffset? TookOverAt { get; init; }
}

/// <summary>A person was asked to allow something.</summary>
internal sealed record Consent
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    /// <summary>What for, by its code.</summary>
    public required string Purpose { get; init; }

    /// <summary><c>Asked</c>, <c>Given</c>, <c>Refused</c>, <c>Withdrawn</c> by the person, or <c>TakenBack</c> by whoever asked.</summary>
    public required string State { get; init; }

    /// <summary>The last day; null for until it is withdrawn.</summary>
    public required DateOnly? Until { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    public required DateTimeOffset? AnsweredAt { get; init; }
}

/// <summary>A confirmation of attendance, with what it said on the day it was issued.</summary>
internal sealed record Confirmation
{
    public required Guid Id { get; init; }

    public required Guid ParticipantId { get; init; }

    public required Guid GroupId { get; init; }

    public required Guid ProviderId { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Until { get; init; }

    public required int AttendedMinutes { get; init; }

    public required int HeldMinutes { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly? WithdrawnOn { get; init; }
}

/// <summary>A paper that the city issued and that anybody can check, of a newcomer or of a helper.</summary>
internal sealed record CertifiedPaper
{
    public required Guid Id { get; init; }

    /// <summary><c>exam</c> or <c>hours</c>.</summary>
    public required string Kind { get; init; }

    public required Guid? ParticipantId { get; init; }

    public required Guid? HelperId { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly? WithdrawnOn { get; init; }
}

/// <summary>Somebody whom an office told of what the city offers, without a name.</summary>
internal sealed record Referral
{
    public required Guid Id { get; init; }

    /// <summary>Who told them.</summary>
    public required string Office { get; init; }

    public required DateOnly ReferredOn { get; init; }

    /// <summary>The record that was made when the person came; null as long as they have not.</summary>
    public required Guid? ParticipantId { get; init; }

    public required DateTimeOffset? CameAt { get; init; }
}
