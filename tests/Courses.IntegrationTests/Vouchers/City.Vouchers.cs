using Courses.Attendance;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Timetable;
using Courses.LanguageCourses;
using Courses.Participants;
using Courses.Tests.Shared;
using Courses.Vouchers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests;

/// <summary>What tests of vouchers say of a city.</summary>
internal static class VoucherCity
{
    public const string Iban = "AT611904300234573201";

    public static DateOnly Today(this City city) => DateOnly.FromDateTime(city.Clock.GetUtcNow().UtcDateTime);

    /// <summary>An accredited provider with a room, and the room's id.</summary>
    public static Task<(Guid Provider, Guid Venue)> HasProviderWhoTakesVouchers(this City city, string? iban = Iban, bool accredited = true, string? name = null) => city.InDatabase(async db =>
    {
        var provider = new Provider { Name = name ?? $"School {Guid.NewGuid():N}", Email = "school@example.org", CreatedAt = city.Clock.GetUtcNow() };
        provider.PayTo(iban);
        if (accredited)
        {
            provider.Accredit(new(2020, 1, 1), null, new(2020, 1, 1));
        }

        var venue = provider.Add(new()
        {
            Name = "Room 1",
            Address = "Hauptplatz 1",
            District = "1",
            TimeZone = "Europe/Vienna",
            RoomCapacity = 100,
        });
        db.Add(provider);
        await db.SaveChangesAsync();
        return (provider.Id, venue.Id);
    });

    /// <summary>An integration course with one session a day.</summary>
    public static Task<Guid> HasClassFor(
        this City city, (Guid Provider, Guid Venue) at, long priceCents = 10_000, string level = "A1", int startsInDays = 7, int sessions = 4, int capacity = 20, bool integration = true, TimeOnly? from = null) => city.InDatabase(async db =>
    {
        await using var scope = city.Services.CreateAsyncScope();
        var start = city.Today().AddDays(startsInDays);
        var timetable = scope.ServiceProvider.GetRequiredService<ITimetable>();
        var courses = scope.ServiceProvider.GetRequiredService<ILanguageCourses>();
        var group = await timetable.CreateGroup(
            new()
            {
                Kind = GroupKind.LanguageClass,
                Name = $"German {level}",
                ProviderId = at.Provider,
                VenueId = at.Venue,
                Capacity = capacity,
                Sessions = [.. Enumerable.Range(0, sessions).Select(day => new NewSession(start.AddDays(day), from ?? new(18, 0), (from ?? new(18, 0)).AddMinutes(90), 90))],
            },
            default);
        var course = new Course { ProviderId = at.Provider, Name = $"German {level} {group:N}", Language = "de", Level = level, AcademicHours = sessions * 2, IsIntegrationCourse = integration };
        db.Add(course);
        db.Add(new Class { Id = group, CourseId = course.Id, ProviderId = at.Provider, Number = $"C-{Guid.NewGuid():N}"[..12], PriceCents = priceCents });
        await db.SaveChangesAsync();
        return group;
    });

    /// <summary>Vouchers in a person's hand, as if issued today; the participant's record is not needed for that.</summary>
    public static Task<List<Guid>> HasVouchers(this City city, Guid participantId, VoucherTerms? terms = null, string programme = "start-wien") => city.InDatabase(async db =>
    {
        terms ??= Terms();
        var act = new Act(city.Clock.GetUtcNow(), city.Today(), Guid.Empty, "");
        var allowance = Allowance.Grant(participantId, programme, terms, act.At);
        db.Add(allowance);
        var vouchers = new List<Voucher>();
        for (var ordinal = 1; ordinal <= terms.Count; ordinal++)
        {
            var (voucher, moved) = Voucher.Issue(allowance, ordinal, terms, VoucherNumber.New(), act);
            db.Add(voucher);
            moved.WriteTo(db);
            vouchers.Add(voucher);
        }

        await db.SaveChangesAsync();
        return vouchers.ConvertAll(voucher => voucher.Id);
    });

    public static async Task<Guid> HasVoucher(this City city, Guid participantId, VoucherTerms? terms = null) =>
        (await city.HasVouchers(participantId, (terms ?? Terms()) with { Count = 1 }))[0];

    public static VoucherTerms Terms() => new()
    {
        Version = 1,
        Count = 1,
        AmountCents = 10_000,
        ValidMonths = 30,
        Levels = ["A1", "A2", "B1"],
        WeeksAfterStart = 6,
        Unlocks = [],
        PartialUse = false,
        FullPaymentFromPercent = 50,
        CapCents = null,
    };

    /// <summary>Signs the registers of all sessions of the class; one letter a session: P present and scanned, H present by hand, A absent, E excused.</summary>
    public static Task HasSignedRegisters(this City city, Guid classId, Guid participantId, string marks) => city.InDatabase(async db =>
    {
        await using var scope = city.Services.CreateAsyncScope();
        var sessions = await scope.ServiceProvider.GetRequiredService<ITimetable>().Sessions.Where(session => session.GroupId == classId).OrderBy(session => session.StartsAt).ToListAsync();
        foreach (var (session, mark) in sessions.Zip(marks))
        {
            var row = await db.Set<Mark>().SingleOrDefaultAsync(known => known.SessionId == session.Id && known.ParticipantId == participantId);
            if (row is null)
            {
                row = new() { SessionId = session.Id, GroupId = classId, ParticipantId = participantId };
                db.Add(row);
            }

            row.Set(
                mark switch
                {
                    'P' => new(MarkState.Present, 90, true, Guid.NewGuid(), false) { Grade = ProofGrade.Shown },
                    'H' => new(MarkState.Present, 90, false, Guid.NewGuid(), false),
                    'E' => new(MarkState.Excused, 0, false, Guid.NewGuid(), false),
                    _ => new(MarkState.Absent, 0, false, Guid.NewGuid(), false),
                },
                city.Clock.GetUtcNow());
            if (!await db.Set<Register>().AnyAsync(register => register.Id == session.Id))
            {
                var register = new Register { Id = session.Id };
                db.Add(register);
                db.Entry(register).Property(entry => entry.SignedOffAt).CurrentValue = city.Clock.GetUtcNow();
                db.Entry(register).Property(entry => entry.SignedOffBy).CurrentValue = "Teacher";
            }
        }

        await db.SaveChangesAsync();
    });

    /// <summary>What must always hold, whatever happened: the books balance, vouchers agree with them, nothing is below zero, no cap is broken.</summary>
    public static async Task TheBooksBalance(this City city)
    {
        Assert.Empty(await city.InDatabase(Books.Findings));
        Assert.DoesNotContain(await city.Derives(), fault => fault.Contains("balances", StringComparison.Ordinal));
    }
}
