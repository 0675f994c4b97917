using System.Globalization;
using Courses.Contracts.Access;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Contracts.Timetable;
using Courses.Contracts.Vouchers;
using Courses.OData;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Reporting.Features;

/// <summary>Three months, as funders count them: <c>2026-Q3</c>.</summary>
internal sealed record Quarter(int Year, int Number)
{
    public DateOnly First => new(Year, (Number * 3) - 2, 1);

    public DateOnly Last => First.AddMonths(3).AddDays(-1);

    public Quarter Previous => Of(First.AddDays(-1));

    public static Quarter Of(DateOnly day) => new(day.Year, ((day.Month - 1) / 3) + 1);

    /// <summary>Null for anything that is not a quarter.</summary>
    public static Quarter? Parse(string? text) =>
        text is [_, _, _, _, '-', 'Q', >= '1' and <= '4'] && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 1999 and < 9999
            ? new(year, text[6] - '0')
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Number}");
}

/// <summary>One programme's line; without a code for what no programme pays or watches. Times are minutes, money is euro cents.</summary>
internal sealed record ReportLine
{
    public string? Code { get; init; }

    public required string Name { get; init; }

    public int Persons { get; init; }

    public long HeldMinutes { get; init; }

    public long AttendedMinutes { get; init; }

    /// <summary>Planned minutes that a person's own word excused; they are on neither side of the two above.</summary>
    public long ExcusedByWordMinutes { get; init; }

    public long ExcusedByCertificateMinutes { get; init; }

    public int ModulesRegistered { get; init; }

    public int ModulesFinished { get; init; }

    public long IssuedCents { get; init; }

    public long RedeemedCents { get; init; }

    public long SettledCents { get; init; }

    /// <summary>Benefits of which a person decided in the quarter that they end, as it stands now.</summary>
    public int BenefitsEnded { get; init; }

    public long BenefitsCutCents { get; init; }

    public bool IsEmpty => (Persons, HeldMinutes, ExcusedByWordMinutes + ExcusedByCertificateMinutes, ModulesRegistered, ModulesFinished, IssuedCents, RedeemedCents, SettledCents, BenefitsEnded, BenefitsCutCents) == default;
}

/// <summary>What a funder asks every three months: who came, what was held and attended, what was finished, what was paid, and who lost a benefit.</summary>
internal sealed class FunderReport(
    ITimetable timetable,
    IAttendance attendance,
    IOrientation orientation,
    IVouchers vouchers,
    IEligibility eligibility,
    TimeProvider clock,
    IConfiguration configuration,
    Words words)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["COURSES_TIME_ZONE"] ?? "Europe/Vienna");

    public Quarter Current => Quarter.Of(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime));

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/admin/reports/{quarter}.csv", Csv).ExcludeFromDescription().For(Roles.Administrator, Roles.Auditor);

    /// <summary>The lines of all programmes by name, then the one without a programme, and the total. In the total a person counts once.</summary>
    public async Task<(IReadOnlyList<ReportLine> Lines, ReportLine Total)> Of(Quarter quarter, CancellationToken cancel)
    {
        var (first, last) = (quarter.First, quarter.Last);
        var (start, end) = (StartOf(first), StartOf(last.AddDays(1)));

        var marks =
            from mark in attendance.Marks
            join session in timetable.Sessions on mark.SessionId equals session.Id
            where session.CancelledAt == null && session.LocalDate >= first && session.LocalDate <= last
            from stay in timetable.Stays
                .Where(stay => stay.GroupId == mark.GroupId && stay.ParticipantId == mark.ParticipantId && stay.From <= session.LocalDate && (stay.Until == null || stay.Until >= session.LocalDate)).DefaultIfEmpty()
            select new { Programme = (string?)stay.ProgrammeCode, mark.ParticipantId, mark.State, mark.Excuse, mark.PresentMinutes, session.PlannedMinutes };
        var completions =
            from completion in orientation.Completions
            join topic in orientation.Topics on completion.TopicCode equals topic.Code
            where completion.CompletedOn >= first && completion.CompletedOn <= last
            select new { Programme = (string?)topic.ProgrammeCode, completion.ParticipantId };

        var hours = await marks.Where(mark => mark.State != MarkState.Excused).GroupBy(mark => mark.Programme)
            .Select(group => new { Programme = group.Key, Attended = group.Sum(mark => (long)mark.PresentMinutes), Held = group.Sum(mark => (long)mark.PlannedMinutes) }).ToListAsync(cancel);
        var excused = await marks.Where(mark => mark.State == MarkState.Excused).GroupBy(mark => new { mark.Programme, mark.Excuse })
            .Select(group => new { group.Key.Programme, group.Key.Excuse, Minutes = group.Sum(mark => (long)mark.PlannedMinutes) }).ToListAsync(cancel);
        var persons = marks.Where(mark => mark.State != MarkState.Absent).Select(mark => new { Programme = (string?)mark.Programme, mark.ParticipantId }).Union(completions);
        var personsByProgramme = await persons.GroupBy(person => person.Programme).Select(group => new { Programme = group.Key, Count = group.Count() }).ToListAsync(cancel);
        var everybody = await persons.Select(person => person.ParticipantId).Distinct().CountAsync(cancel);

        var registered = await
            (from stay in timetable.Stays.Select(stay => new { stay.GroupId, stay.ParticipantId }).Distinct()
             join run in orientation.Runs on stay.GroupId equals run.Id
             join @group in timetable.Groups on run.Id equals @group.Id
             join topic in orientation.Topics on run.TopicCode equals topic.Code
             where @group.StartsOn >= first && @group.StartsOn <= last && @group.CancelledAt == null
             group stay by topic.ProgrammeCode into programme
             select new { Programme = programme.Key, Count = programme.Count() }).ToListAsync(cancel);
        var finished = await completions.GroupBy(completion => completion.Programme).Select(group => new { Programme = group.Key, Count = group.Count() }).ToListAsync(cancel);

        var issued = await vouchers.Vouchers.Where(voucher => voucher.State != VoucherState.Cancelled && voucher.IssuedOn >= first && voucher.IssuedOn <= last)
            .GroupBy(voucher => voucher.ProgrammeCode).Select(group => new { Programme = group.Key, Cents = group.Sum(voucher => voucher.AmountCents) }).ToListAsync(cancel);
        var redeemed = await
            (from redemption in vouchers.Redemptions
             join voucher in vouchers.Vouchers on redemption.VoucherId equals voucher.Id
             where redemption.ClosedAt == null && !redemption.IsHeld && redemption.MadeAt >= start && redemption.MadeAt < end
             group redemption.AmountCents by voucher.ProgrammeCode into programme
             select new { Programme = programme.Key, Cents = programme.Sum() }).ToListAsync(cancel);
        var settled = await
            (from entry in vouchers.Transactions
             join voucher in vouchers.Vouchers on entry.VoucherId equals voucher.Id
             where entry.Account == "Paid" && entry.At >= start && entry.At < end
             group entry.AmountCents by voucher.ProgrammeCode into programme
             select new { Programme = programme.Key, Cents = programme.Sum() }).ToListAsync(cancel);

        var benefits = await eligibility.Proposals.Where(proposal => proposal.State == "Confirmed" && proposal.DecidedAt >= start && proposal.DecidedAt < end)
            .GroupBy(proposal => proposal.ProgrammeCode)
            .Select(group => new { Programme = group.Key, Ended = group.Count(proposal => proposal.CutCents == null), Cut = group.Sum(proposal => proposal.CutCents ?? 0) }).ToListAsync(cancel);

        var programmes = (await eligibility.Programmes.Select(programme => new { programme.Code, programme.Name }).ToListAsync(cancel)).InReadersOrder(programme => programme.Name).ToArray();
        ReportLine Line(string? code, string name) => new()
        {
            Code = code,
            Name = name,
            Persons = personsByProgramme.FirstOrDefault(line => line.Programme == code)?.Count ?? 0,
            HeldMinutes = hours.FirstOrDefault(line => line.Programme == code)?.Held ?? 0,
            AttendedMinutes = hours.FirstOrDefault(line => line.Programme == code)?.Attended ?? 0,
            ExcusedByWordMinutes = excused.FirstOrDefault(line => line.Programme == code && line.Excuse == ExcuseProof.Word)?.Minutes ?? 0,
            ExcusedByCertificateMinutes = excused.FirstOrDefault(line => line.Programme == code && line.Excuse == ExcuseProof.Certificate)?.Minutes ?? 0,
            ModulesRegistered = registered.FirstOrDefault(line => line.Programme == code)?.Count ?? 0,
            ModulesFinished = finished.FirstOrDefault(line => line.Programme == code)?.Count ?? 0,
            IssuedCents = issued.FirstOrDefault(line => line.Programme == code)?.Cents ?? 0,
            RedeemedCents = redeemed.FirstOrDefault(line => line.Programme == code)?.Cents ?? 0,
            SettledCents = settled.FirstOrDefault(line => line.Programme == code)?.Cents ?? 0,
            BenefitsEnded = benefits.FirstOrDefault(line => line.Programme == code)?.Ended ?? 0,
            BenefitsCutCents = benefits.FirstOrDefault(line => line.Programme == code)?.Cut ?? 0,
        };

        List<ReportLine> lines = [.. programmes.Select(programme => Line(programme.Code, programme.Name))];
        if (Line(null, words["reports.without"]) is { IsEmpty: false } without)
        {
            lines.Add(without);
        }

        return (lines, new ReportLine
        {
            Name = words["reports.total"],
            Persons = everybody,
            HeldMinutes = hours.Sum(line => line.Held),
            AttendedMinutes = hours.Sum(line => line.Attended),
            ExcusedByWordMinutes = excused.Where(line => line.Excuse == ExcuseProof.Word).Sum(line => line.Minutes),
            ExcusedByCertificateMinutes = excused.Where(line => line.Excuse == ExcuseProof.Certificate).Sum(line => line.Minutes),
            ModulesRegistered = registered.Sum(line => line.Count),
            ModulesFinished = finished.Sum(line => line.Count),
            IssuedCents = issued.Sum(line => line.Cents),
            RedeemedCents = redeemed.Sum(line => line.Cents),
            SettledCents = settled.Sum(line => line.Cents),
            BenefitsEnded = benefits.Sum(line => line.Ended),
            BenefitsCutCents = benefits.Sum(line => line.Cut),
        });
    }

    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static async Task Csv(string quarter, HttpContext http)
    {
        var wanted = Quarter.Parse(quarter) ?? throw new NotFound("The quarter");
        var words = http.RequestServices.GetRequiredService<Words>();
        var (lines, total) = await ActivatorUtilities.CreateInstance<FunderReport>(http.RequestServices).Of(wanted, http.RequestAborted);
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename=report-{wanted}.csv";
        await using var text = new StreamWriter(http.Response.Body, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await CsvLine.Write(text, [words["reports.quarter"], words["reports.programme"], "Code", .. Headings.Select(key => words[key])]);
        var (persons, registered, finished, benefitsEnded) = (Counts(line => line.Persons), Counts(line => line.ModulesRegistered), Counts(line => line.ModulesFinished), Counts(line => line.BenefitsEnded));
        foreach (var (line, at) in lines.Append(total).Select((line, at) => (line, at)))
        {
            await CsvLine.Write(
                text,
                [
                    wanted.ToString(), line.Name, line.Code ?? "", persons[at], AcademicHours(line.HeldMinutes), AcademicHours(line.AttendedMinutes), AcademicHours(line.ExcusedByWordMinutes), AcademicHours(line.ExcusedByCertificateMinutes), registered[at], finished[at],
                    line.IssuedCents / 100m, line.RedeemedCents / 100m, line.SettledCents / 100m, benefitsEnded[at], line.BenefitsCutCents / 100m,
                ]);
        }

        string[] Counts(Func<ReportLine, int> of)
        {
            var (counts, sum) = SmallCounts.Hide([.. lines.Select(of)], of(total));
            return [.. counts, sum];
        }
    }

    public static readonly string[] Headings =
    [
        "reports.persons", "reports.hours.held", "reports.hours.attended", "reports.hours.excused-by-word", "reports.hours.excused-by-certificate", "reports.modules.registered", "reports.modules.finished", "reports.issued", "reports.redeemed", "reports.settled", "reports.benefits-ended", "reports.benefits-cut",
    ];

    /// <summary>Hours of 45 minutes, to one place.</summary>
    public static decimal AcademicHours(long minutes) => Math.Round(minutes / 45m, 1);
}
