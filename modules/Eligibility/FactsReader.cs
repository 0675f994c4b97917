using Courses.Contracts.Attendance;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Microsoft.EntityFrameworkCore;

namespace Courses.Eligibility;

/// <summary>Reads the facts of many people at once: four statements for a batch, one more where a rule has periods, whatever its size; none for a single person.</summary>
internal sealed class FactsReader(IParticipants participants, ITimetable timetable, IAttendance attendance, IOrientation orientation)
{
    /// <summary>A register that is missing for so many days is not waited for: its session counts nowhere.</summary>
    public const int DaysToWaitForARegister = 14;

    public async Task<IReadOnlyList<PersonFacts>> Read(Guid[] people, DateOnly on, IReadOnlyDictionary<string, Period> periods, CancellationToken cancel)
    {
        var persons = await participants.People.Where(person => EF.Parameter(people).Contains(person.Id))
            .Select(person => new { person.Id, person.BirthDate, person.FirstPermitOn, person.ArrivedOn, person.Level, person.ResidenceCentre }).ToListAsync(cancel);
        var statuses = (await participants.Statuses.Where(status => EF.Parameter(people).Contains(status.ParticipantId) && status.From <= on && (status.Until == null || status.Until >= on))
            .Select(status => new { status.ParticipantId, status.Status, status.From }).ToListAsync(cancel)).ToLookup(status => status.ParticipantId);
        var modules = (await orientation.Completions.Where(done => EF.Parameter(people).Contains(done.ParticipantId) && done.CompletedOn <= on)
            .Select(done => new { done.ParticipantId, done.TopicCode }).ToListAsync(cancel)).ToLookup(done => done.ParticipantId, done => done.TopicCode);

        var sums = (await HoursOf(people, on, cancel)).ToDictionary(pair => (pair.Key.ParticipantId, pair.Key.ProgrammeCode, (DateOnly?)null), pair => pair.Value);

        if (periods.Values.Any(period => period != Period.Enrolment))
        {
            // Months are what every period is made of. What was decided on last year's periods can still be corrected.
            foreach (var row in await SumsByMonth(Lines(people, new(on.Year - 1, 1, 1)), on).ToListAsync(cancel))
            {
                if (periods.TryGetValue(row.ProgrammeCode!, out var period) && Periods.Start(period, new(row.Year, row.Month, 1)) is { } start)
                {
                    var key = (row.ParticipantId, row.ProgrammeCode!, (DateOnly?)start);
                    sums[key] = sums.TryGetValue(key, out var others) ? others + row.Sums : row.Sums;
                }
            }
        }

        return [.. persons.OrderBy(person => person.Id).Select(person =>
        {
            var status = statuses[person.Id].OrderByDescending(status => status.From).FirstOrDefault();
            return new PersonFacts(
                person.Id,
                new Facts
                {
                    On = on,
                    BirthDate = person.BirthDate,
                    FirstPermitOn = person.FirstPermitOn,
                    ArrivedOn = person.ArrivedOn,
                    Level = person.Level,
                    ResidenceCentre = person.ResidenceCentre,
                    Status = status?.Status,
                    StatusFrom = status?.From,
                    Modules = [.. modules[person.Id].Distinct().Order(StringComparer.Ordinal)],
                },
                sums);
        })];
    }

    /// <summary>Everything that these people have used, attended and have to come, in all programmes they have classes of.</summary>
    public Task<Dictionary<(Guid ParticipantId, string ProgrammeCode), Sums>> HoursOf(Guid[] people, DateOnly on, CancellationToken cancel) =>
        SumsOf(Lines(people, DateOnly.MinValue), on).ToDictionaryAsync(row => (row.ParticipantId, row.ProgrammeCode!), row => row.Sums, cancel);

    private IQueryable<Line> Lines(Guid[] people, DateOnly begin) =>
        from stay in timetable.Stays
        join unit in timetable.Groups on stay.GroupId equals unit.Id
        join session in timetable.Sessions on stay.GroupId equals session.GroupId
        join signed in attendance.Registers on session.Id equals signed.SessionId into registers
        from register in registers.DefaultIfEmpty()
        join assessed in attendance.Marks on new { SessionId = session.Id, stay.ParticipantId } equals new { assessed.SessionId, assessed.ParticipantId } into marks
        from mark in marks.DefaultIfEmpty()
        where EF.Parameter(people).Contains(stay.ParticipantId) && stay.ProgrammeCode != null && unit.Kind == GroupKind.LanguageClass
            && session.CancelledAt == null && session.LocalDate >= stay.From && (stay.Until == null || session.LocalDate <= stay.Until) && session.LocalDate >= begin
        select new Line
        {
            ParticipantId = stay.ParticipantId,
            ProgrammeCode = stay.ProgrammeCode,
            LocalDate = session.LocalDate,
            PlannedMinutes = session.PlannedMinutes,
            IsHeld = ((DateTimeOffset?)register.SignedOffAt).HasValue,
            State = (MarkState?)mark.State,
            Excuse = mark.Excuse,
            PresentMinutes = (int?)mark.PresentMinutes ?? 0,
        };

    private static IQueryable<PersonSums> SumsOf(IQueryable<Line> lines, DateOnly on)
    {
        var waitedForFrom = on.AddDays(-DaysToWaitForARegister);
        return
            from line in lines
            group line by new { line.ParticipantId, line.ProgrammeCode } into person
            select new PersonSums
            {
                ParticipantId = person.Key.ParticipantId,
                ProgrammeCode = person.Key.ProgrammeCode,
                Sums = new()
                {
                    PresentPlanned = person.Sum(line => line.IsHeld && (line.State == MarkState.Present || line.State == MarkState.Late || line.State == MarkState.LeftEarly) ? line.PlannedMinutes : 0),
                    PresentMinutes = person.Sum(line => line.IsHeld && (line.State == MarkState.Present || line.State == MarkState.Late || line.State == MarkState.LeftEarly) ? line.PresentMinutes : 0),
                    ExcusedPlanned = person.Sum(line => line.IsHeld && line.State == MarkState.Excused ? line.PlannedMinutes : 0),
                    ExcusedProven = person.Sum(line => line.IsHeld && line.Excuse == ExcuseProof.Certificate ? line.PlannedMinutes : 0),
                    AbsentPlanned = person.Sum(line => line.IsHeld && (line.State == null || line.State == MarkState.Absent) ? line.PlannedMinutes : 0),
                    RemainingPlanned = person.Sum(line => !line.IsHeld && line.LocalDate >= waitedForFrom ? line.PlannedMinutes : 0),
                    LastAttendedOn = person.Max(line => line.IsHeld && line.PresentMinutes > 0 ? (DateOnly?)line.LocalDate : null),
                    LastSessionOn = person.Max(line => (DateOnly?)line.LocalDate),
                },
            };
    }

    private static IQueryable<PersonSums> SumsByMonth(IQueryable<Line> lines, DateOnly on)
    {
        var waitedForFrom = on.AddDays(-DaysToWaitForARegister);
        return
            from line in lines
            group line by new { line.ParticipantId, line.ProgrammeCode, line.LocalDate.Year, line.LocalDate.Month } into person
            select new PersonSums
            {
                ParticipantId = person.Key.ParticipantId,
                ProgrammeCode = person.Key.ProgrammeCode,
                Year = person.Key.Year,
                Month = person.Key.Month,
                Sums = new()
                {
                    PresentPlanned = person.Sum(line => line.IsHeld && (line.State == MarkState.Present || line.State == MarkState.Late || line.State == MarkState.LeftEarly) ? line.PlannedMinutes : 0),
                    PresentMinutes = person.Sum(line => line.IsHeld && (line.State == MarkState.Present || line.State == MarkState.Late || line.State == MarkState.LeftEarly) ? line.PresentMinutes : 0),
                    ExcusedPlanned = person.Sum(line => line.IsHeld && line.State == MarkState.Excused ? line.PlannedMinutes : 0),
                    ExcusedProven = person.Sum(line => line.IsHeld && line.Excuse == ExcuseProof.Certificate ? line.PlannedMinutes : 0),
                    AbsentPlanned = person.Sum(line => line.IsHeld && (line.State == null || line.State == MarkState.Absent) ? line.PlannedMinutes : 0),
                    RemainingPlanned = person.Sum(line => !line.IsHeld && line.LocalDate >= waitedForFrom ? line.PlannedMinutes : 0),
                    LastAttendedOn = person.Max(line => line.IsHeld && line.PresentMinutes > 0 ? (DateOnly?)line.LocalDate : null),
                    LastSessionOn = person.Max(line => (DateOnly?)line.LocalDate),
                },
            };
    }

    private sealed record Line
    {
        public required Guid ParticipantId { get; init; }

        public required string? ProgrammeCode { get; init; }

        public required DateOnly LocalDate { get; init; }

        public required int PlannedMinutes { get; init; }

        public required bool IsHeld { get; init; }

        public required MarkState? State { get; init; }

        public required ExcuseProof? Excuse { get; init; }

        public required int PresentMinutes { get; init; }
    }

    private sealed record PersonSums
    {
        public required Guid ParticipantId { get; init; }

        public required string? ProgrammeCode { get; init; }

        public int Year { get; init; }

        public int Month { get; init; }

        public required Sums Sums { get; init; }
    }
}

/// <summary>A person's facts; those of a programme come with its sums, its hour and its way with excuses.</summary>
internal sealed record PersonFacts(Guid ParticipantId, Facts Person, IReadOnlyDictionary<(Guid, string, DateOnly?), Sums> Sums)
{
    /// <summary>Is, or was, in a class of this programme?</summary>
    public bool Attends(string programmeCode) => Sums.ContainsKey((ParticipantId, programmeCode, null));

    /// <summary>For the entry rule: everything that was ever used and attended.</summary>
    public Facts For(string programmeCode, Terms terms) => With(programmeCode, terms, null);

    /// <summary>For the attendance rule: the sums of its period.</summary>
    public Facts ForAttendance(string programmeCode, Terms terms, DateOnly? from) => With(programmeCode, terms, from);

    /// <summary>The first days of the periods in which the person had sessions of this programme, up to that of today.</summary>
    public IEnumerable<DateOnly> PeriodsIn(string programmeCode) =>
        Sums.Keys.Where(key => key.Item1 == ParticipantId && key.Item2 == programmeCode && key.Item3 <= Person.On).Select(key => key.Item3!.Value).Order();

    private Facts With(string programmeCode, Terms terms, DateOnly? from) => Person with
    {
        Hours = Sums.TryGetValue((ParticipantId, programmeCode, from), out var sums) ? sums : new(),
        AcademicHourMinutes = terms.AcademicHourMinutes,
        Excused = terms.Attendance?.Excused ?? Excused.LeavesBothSums,
    };
}
