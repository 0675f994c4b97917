namespace Courses.IntegrationTests.Reporting;

/// <summary>What people and programs ask over more than one set. Each must be answered on PostgreSQL and become T-SQL.</summary>
internal static class Questions
{
    public static readonly string[] OfTheStar =
    [
        "AttendanceMarks?$expand=Session($expand=Class($expand=Provider,Programme,Course))&$top=5",
        "AttendanceMarks?$select=SessionId,ParticipantId,State,Session&$expand=Session($select=Id,GroupName)&$top=1000",
        "AttendanceMarks?$filter=Session/Class/Provider/Name ne null and Session/Class/SeatsFree ge 0&$orderby=Session/StartsAt desc,Participant/Gender",
        "AttendanceMarks?$filter=Session/Run/TopicCode eq 'housing' or Session/Class/Level eq 'A1.1'",
        "Sessions?$expand=Marks($select=ParticipantId,State;$filter=State eq 'Present';$orderby=PresentMinutes desc;$top=2;$count=true)&$orderby=StartsAt&$top=3",
        "Sessions?$expand=Marks($expand=Participant($select=Gender,Level)),Class($select=Name;$expand=Provider($select=Name))",
        "Sessions?$filter=Marks/any(m:m/State eq 'Absent' and m/Participant/Gender ne 'x')&$count=true",
        "Sessions?$filter=Marks/all(m:m/PresentMinutes gt 10)&$select=Id",
        "Sessions?$filter=Marks/any()&$orderby=Class/Name",
        "Sessions?$filter=Marks/$count gt 1 and Marks/$count($filter=State eq 'Present') gt 0",
        "Sessions?$filter=not Marks/any(m:contains(m/ProgrammeCode,'x'))",
        "Classes?$expand=Sessions($expand=Marks($top=1)),Enrolments($expand=Participant),Provider",
        "Classes?$filter=Enrolments/any(e:e/Participant/BirthYear gt 1980 and e/Participant/Marks/any(m:m/State eq 'Present'))",
        "Participants?$expand=Enrolments($expand=Class),Marks($top=3),Decisions,Vouchers($expand=Redemptions,Settlements)",
        "Vouchers?$expand=Participant,Programme,Redemptions($expand=Provider,Class,Enrolment),Settlements($expand=Provider),Transactions",
        "Redemptions?$filter=Voucher/AmountCents gt 0 and Voucher/Participant/Gender eq 'female'",
        "Settlements?$filter=Voucher/Programme/City ne null&$orderby=Class/StartsOn",
        "EligibilityDecisions?$expand=Participant,Programme&$filter=Participant/BirthYear lt 2000",
        "AttendanceByMonth?$expand=Class($select=Name),Provider&$orderby=Year,Month",
        "OrientationBookings?$expand=Run,Participant&$filter=Run/Language ne 'xx'",
        "ModuleCompletions?$expand=Participant,Programme",
        "Certificates?$expand=Participant($select=Gender)&$filter=IsRise eq true and Level ge 'A1'",
        "ExamSittings?$expand=Exam($expand=Provider),Participant($select=Gender)&$filter=IsComplete and Exam/IsPractice eq false",
        "ExamPasses?$expand=Exam,Participant($select=Gender),Provider&$filter=IsRise and LevelOnEntry ne 'A1'",
        "Participants?$filter=Passes/any(p:p/IsRise and p/Date ge 2026-01-01)",
        "Exams?$expand=Results($top=2;$expand=Participant($select=Gender)),Sittings($count=true),Provider&$orderby=Date desc",
        "Participants?$filter=Certificates/any(c:c/IsRise and c/IssuedOn ge 2026-01-01)",
        "Reminders?$expand=Participant($select=Language)",
        "Pairs?$expand=Meetings($filter=State eq 'Confirmed'),Programme&$filter=Participant/BirthYear gt 1900",
        "Meetings?$expand=Pair($select=Template)&$filter=Support eq 'Work' and Minutes ge 60",
        "Sessions?$compute=PlannedMinutes div 60 as Hours,year(StartsAt) as Year&$filter=Hours gt 0&$orderby=Hours desc&$select=Id,Hours,Year",
        "AttendanceMarks?$compute=PlannedMinutes sub PresentMinutes as Missed,Session/Class/Name as ClassName&$orderby=Missed desc&$top=3",
        "Classes?$search=german AND NOT swahili",
        "Classes?$search=\"A1.1\" OR evening&$count=true",
        "Participants?$filter=not contains(Level,'A1') or contains(Level,'A1') eq false",
        "AttendanceMarks?$filter=Date in (2026-11-02,2026-11-05) or Date ge 2026-07-14T00:00:00Z",
        "Sessions?$filter=StartsAt gt 2026-02-03T00:00:00%2B01:00&$top=1000",
        "Sessions?$filter=round(PlannedMinutes div 2.0) eq 45 and round(PlannedMinutes mul 0.5) eq 45",
        "Vouchers?$filter=round(AmountEur) ge 0 and not (AmountCents lt NaN)",
        "Sessions?$filter=totaloffsetminutes(StartsAt) eq 0",
    ];

    public static readonly string[] OfGroups =
    [
        "AttendanceMarks?$apply=aggregate($count as N)",
        "AttendanceMarks?$apply=aggregate(PresentMinutes with sum as Minutes,PresentMinutes with average as Mean,PresentMinutes with min as Least,PresentMinutes with max as Most,ParticipantId with countdistinct as People)",
        "AttendanceMarks?$apply=groupby((State))",
        "AttendanceMarks?$apply=groupby((State),aggregate($count as N))&$orderby=N desc",
        "AttendanceMarks?$apply=filter(State eq 'Present')/groupby((ProviderId),aggregate(PresentMinutes with sum as Minutes))/filter(Minutes gt 100)",
        "AttendanceMarks?$apply=compute(year(Date) as Year,month(Date) as Month)/groupby((ProviderId,Year,Month),aggregate($count as N,PresentMinutes with sum as Minutes,ParticipantId with countdistinct as People))",
        "AttendanceMarks?$apply=groupby((Session/Provider/Name,State),aggregate($count as N))&$orderby=Session/Provider/Name,N desc&$top=5&$count=true",
        "AttendanceMarks?$apply=groupby((Participant/Gender,Session/Class/Level),aggregate(PresentMinutes with sum as Minutes))",
        "AttendanceMarks?$apply=groupby((ProgrammeCode),aggregate($count as N))&$filter=N gt 0&$select=N",
        "AttendanceMarks?$apply=groupby((ProgrammeCode),aggregate($count as N))/compute(N mul 2 as Twice)/aggregate(Twice with sum as All)",
        "AttendanceMarks?$apply=groupby((SessionId),aggregate($count as N))/groupby((N),aggregate($count as Sessions))",
        "AttendanceMarks?$apply=groupby((Date),aggregate(PresentMinutes mul 2 with sum as Double,Session/PlannedMinutes with max as Most))&$orderby=Date desc",
        "AttendanceMarks?$apply=filter(Session/Class/Provider/Name ne 'x')/aggregate(Session/PlannedMinutes with average as Mean)",
        "Classes?$apply=groupby((Level,Childcare),aggregate(SeatsFree with sum as Seats,PriceCents with average as Price,StartsOn with min as First,Name with max as Last))",
        "Participants?$apply=groupby((Gender,Level),aggregate($count as People,BirthYear with average as Born))",
        "Vouchers?$apply=groupby((Programme/Name,State),aggregate(AmountEur with sum as Eur,AmountCents with sum as Cents))",
        "Redemptions?$apply=groupby((Provider/Name),aggregate(AmountEur with sum as Eur,VoucherId with countdistinct as Vouchers))",
        "Settlements?$apply=groupby((State),aggregate(AmountCents with sum as Cents,ProviderId with countdistinct as Providers))",
        "EligibilityDecisions?$apply=groupby((ProgrammeCode,Outcome),aggregate(ParticipantId with countdistinct as People))",
        "Enrolments?$apply=groupby((State,Class/Level),aggregate($count as N))",
        "AttendanceByMonth?$apply=groupby((Year,Month),aggregate(AttendedMinutes with sum as Minutes,Marks with sum as Marks))",
        "Sessions?$apply=groupby((CancelledAt),aggregate($count as N))",
        "Sessions?$apply=filter(Marks/any(m:m/State eq 'Present'))/groupby((GroupKind),aggregate($count as N))",
        "AttendanceMarks?$apply=compute(length(ProgrammeCode) as Length)/groupby((Length),aggregate($count as N,PresentMinutes with sum as Minutes))",
        "AttendanceMarks?$apply=groupby((State),aggregate(ProgrammeCode with max as Last))",
        "AttendanceMarks?$apply=groupby((ProgrammeCode,Session/RegisterSignedAt,Session/Class/Venue),aggregate(Session/Class/ProviderName with max as Last,$count as N))&$orderby=N desc",
        "Enrolments?$apply=groupby((From,Until),aggregate($count as N,Until with max as Last))",
        "Classes?$apply=compute(length(Venue) add Capacity as Size)/groupby((Size),aggregate(Size with sum as All))",
        "Meetings?$apply=filter(State eq 'Confirmed')/groupby((Support,Difficulty),aggregate(Minutes with sum as Minutes,ParticipantId with countdistinct as Clients))",
        "OrientationRuns?$apply=groupby((TopicName),aggregate(SeatsTaken with sum as People))",
    ];

    /// <summary>How an address is written in a request.</summary>
    public static string Encoded(string question)
    {
        var parts = question.Split('?', 2);
        return $"/odata/{parts[0]}?{string.Join('&', parts[1].Split("&$").Select((option, i) => (i == 0 ? "" : "$") + option).Select(option => option.Split('=', 2) is var pair ? $"{pair[0]}={Uri.EscapeDataString(Uri.UnescapeDataString(pair[1]))}" : ""))}";
    }
}
