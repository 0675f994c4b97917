using Courses.Access.SignIn;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Timetable;
using Courses.LanguageCourses;
using Courses.Participants;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Vouchers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Courses.Tests.Shared;

/// <summary>Somebody with a voucher of EUR 100 in hand, and the cookie of their phone.</summary>
internal sealed record Holder(Guid Person, Guid Voucher, Guid Allowance, string Cookie);

/// <summary>Arranges, straight in the database, classes that take vouchers and many people who hold one.</summary>
internal static class VoucherHolders
{
    public const long AmountCents = 10_000;
    public const string ClassName = "German A1, for vouchers";

    /// <summary>An accredited provider with a room.</summary>
    public static async Task<(Guid Provider, Guid Venue)> HasProvider(CoursesDb db)
    {
        var provider = new Provider { Name = $"School {Guid.NewGuid():N}", Email = "school@example.org", CreatedAt = TimeProvider.System.GetUtcNow() };
        provider.Accredit(new(2020, 1, 1), null, new(2020, 1, 1));
        var venue = provider.Add(new() { Name = "Hall", Address = "Hall 1", District = "1", TimeZone = "Europe/Vienna", RoomCapacity = 100_000 });
        db.Add(provider);
        await db.SaveChangesAsync();
        return (provider.Id, venue.Id);
    }

    /// <summary>Integration courses that cost what a voucher is worth.</summary>
    public static async Task<List<Guid>> HasClasses(IServiceProvider services, CoursesDb db, (Guid Provider, Guid Venue) at, int count, int capacity)
    {
        var timetable = services.GetRequiredService<ITimetable>();
        var classes = await timetable.CreateGroups(
            [.. Enumerable.Range(0, count).Select(_ => new NewGroup
            {
                Kind = GroupKind.LanguageClass,
                Name = ClassName,
                ProviderId = at.Provider,
                VenueId = at.Venue,
                Capacity = capacity,
                Sessions = [new(Today().AddDays(7), new(18, 0), new(19, 30), 90)],
            })],
            default);
        var course = new Course { ProviderId = at.Provider, Name = "German A1", Language = "de", Level = "A1", AcademicHours = 2, IsIntegrationCourse = true };
        db.Add(course);
        db.AddRange(classes.Select(id => new Class { Id = id, CourseId = course.Id, ProviderId = at.Provider, Number = $"{id:N}"[12..32], PriceCents = AmountCents }));
        await db.SaveChangesAsync();
        return [.. classes];
    }

    public static async Task<List<Holder>> HasHolders(IServiceProvider services, CoursesDb db, int people)
    {
        var terms = new VoucherTerms
        {
            Version = 1,
            Count = 1,
            AmountCents = AmountCents,
            ValidMonths = 30,
            Levels = ["A1"],
            WeeksAfterStart = 6,
            Unlocks = [],
            PartialUse = false,
            FullPaymentFromPercent = 50,
            CapCents = 3 * AmountCents,
        };
        var act = new Act(TimeProvider.System.GetUtcNow(), Today(), Guid.Empty, "");
        var holders = new List<Holder>();
        foreach (var batch in Enumerable.Range(0, people).Chunk(500))
        {
            db.ChangeTracker.Clear();
            foreach (var _ in batch)
            {
                var allowance = Allowance.Grant(Guid.CreateVersion7(), "start-wien", terms, act.At);
                db.Add(allowance);
                var (voucher, moved) = Voucher.Issue(allowance, 1, terms, VoucherNumber.New(), act);
                db.Add(voucher);
                moved.WriteTo(db);
                holders.Add(new(allowance.ParticipantId, voucher.Id, allowance.Id, CookieOf(services, db, allowance.ParticipantId)));
            }

            await db.SaveChangesAsync();
        }

        db.ChangeTracker.Clear();
        return holders;
    }

    /// <summary>What a newcomer's phone sends. The host reads the protection keys from the same database.</summary>
    private static string CookieOf(IServiceProvider services, CoursesDb db, Guid person)
    {
        var options = services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SignInSchemes.Newcomer);
        var now = TimeProvider.System.GetUtcNow();
        var principal = NewcomerPrincipal.Of(person, Language.Of("en"));
        StandingSignIn.Add(db, principal, now, StandingSignIn.LongestForNewcomers);
        var ticket = new AuthenticationTicket(principal, new() { IssuedUtc = now, ExpiresUtc = now.AddDays(1) }, SignInSchemes.Newcomer);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    private static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
}
