using System.Globalization;
using System.Security.Claims;
using Courses.Attendance;
using Courses.Attendance.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Activities;
using Courses.Contracts.Attendance;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Orientation;
using Courses.Eligibility;
using Courses.Mentoring;
using Courses.Participants;
using Courses.Platform;
using Courses.Plans.Features;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Reporting;
using Courses.Reporting.Features;
using Courses.Reporting.Reports;
using Courses.Timetable;
using Courses.Vouchers;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Account = Courses.Access.Account;

namespace Courses.Seed;

/// <summary>The demo city in a database: programmes from their templates, its scenario, accounts to sign in with, and decisions. Seen from the same day, it is the same city every time.</summary>
internal sealed class DemoCity(IServiceProvider services, int people, DateOnly today, Action<string> say)
{
    private readonly CoursesDb db = services.GetRequiredService<CoursesDb>();

    public static Task<bool> IsLoaded(CoursesDb db) => db.Set<Provider>().AnyAsync();

    public async Task Load()
    {
        await AddProgrammes();
        var scenario = await Scenario.Play(new(new RowsInDatabase(db), people, today), services.GetRequiredService<PassTokens>(), say);
        if (people >= World.SmallestCity && Promises.Broken(scenario) is [_, ..] broken)
        {
            throw new InvalidOperationException($"Seen from {today:yyyy-MM-dd} the demo city lacks: {string.Join("; ", broken)}.");
        }

        // The database has seen these tables empty until now, and would ask the full ones as if they still were.
        await db.Engine.LookAtTables(db, CancellationToken.None);
        await AddAccounts(scenario);
        await AddKindsOfReports(scenario);
        await CertifyTheStudent(scenario);
        await ClaimSomeCosts(scenario);
        await services.GetRequiredService<SearchIndex>().Run(CancellationToken.None);
        say($"{await services.GetRequiredService<SeeWhatIsReached>().Run(CancellationToken.None):N0} aims of plans seen to be reached");
        await services.GetRequiredService<CountRegisters>().Run(CancellationToken.None);
        await AddUpMonths();
        var recompute = services.GetRequiredService<Recompute>();
        say($"{await recompute.Everybody(CancellationToken.None):N0} decisions of eligibility worked out");
        say($"{await ProposeForWhoeverWasWarned(recompute):N0} proposals to end a benefit wait for a coach");
        say($"{await services.GetRequiredService<AddUpAttendance>().Run(CancellationToken.None):N0} sums of attendance");
        await Settle(scenario);
        await PublishReports();
    }

    /// <summary>Rows that were written at once made nobody stale.</summary>
    private async Task AddUpMonths()
    {
        var attended = await db.Set<Mark>().Select(mark => mark.ParticipantId).Distinct().ToListAsync();
        await db.Transact(() => services.GetRequiredService<IAttendance>().AddUp(attended, CancellationToken.None), CancellationToken.None);
        db.ChangeTracker.Clear();
    }

    private async Task AddProgrammes()
    {
        await ProgrammeTemplates.LoadTemplates(db, services.GetRequiredService<TimeProvider>(), CancellationToken.None);
        await services.GetRequiredService<IOrientation>().LoadStandardTopics(CancellationToken.None);
        await services.GetRequiredService<IActivities>().LoadStandardKinds(CancellationToken.None);
        db.ChangeTracker.Clear();
    }

    /// <summary>Of those under the line some heard of it today, and two so long ago that the rule proposes now to end the benefit.</summary>
    private async Task<int> ProposeForWhoeverWasWarned(Recompute recompute)
    {
        var under = db.Set<Decision>().Where(row => row.Subject == Decision.Benefit && row.SupersededAt == null && row.Forecast == nameof(Forecast.Under));
        var warned = await under.OrderBy(row => row.ParticipantId).Select(row => row.ParticipantId).Take(2).ToArrayAsync();
        await under.Where(row => warned.Contains(row.ParticipantId)).ExecuteUpdateAsync(set => set.SetProperty(row => row.DecidedAt, services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-10)));
        await recompute.Batch(warned, CancellationToken.None);
        db.ChangeTracker.Clear();
        return await db.Set<Proposal>().CountAsync();
    }

    private async Task AddKindsOfReports(Scenario scenario)
    {
        db.AddRange(ReportTemplates.Shipped.Select(json => new ReportTemplate { Code = ReportTerms.Read(json).Terms!.Code, Json = json, LoadedBy = Guid.Empty, LoadedByName = "Johanna Berger", LoadedAt = scenario.World.At(today.AddDays(-400)) }));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    /// <summary>What the office hands to funders and to everybody: the helpers' month before last, because the last one is still to be handed over, and the whole of last year. A city that is seen from another day than the clock's has handed over nothing.</summary>
    private async Task PublishReports()
    {
        if (services.GetRequiredService<CityTime>().Today != today)
        {
            return;
        }

        // How the numbers were counted is written down in the language of whoever delivers.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new("en");
        var administrator = await db.Set<Account>().AsNoTracking().SingleAsync(account => account.Email == DemoAccounts.Administrator);
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, administrator.Id.ToString()), new(ClaimTypes.Name, administrator.Name), new(ClaimTypes.Role, Roles.Administrator)], "demo")),
        };
        var (deliver, publish, kinds) = (services.GetRequiredService<DeliverReport>(), services.GetRequiredService<PublishReport>(), services.GetRequiredService<ReportTemplates>());
        foreach (var (kind, period, recipient) in new[]
        {
            ("helpers-monthly", ReportPeriod.Of(PeriodKind.Month, today).Previous.Previous, "Ministry of Welfare"),
            ("activities-quarterly", ReportPeriod.Of(PeriodKind.Quarter, today).Previous, "Foundation"),
            (null, ReportPeriod.Of(PeriodKind.Year, today).Previous, "City council"),
        })
        {
            var terms = kind is null ? null : await kinds.Of(kind, CancellationToken.None);
            await publish.Publish(await deliver.Handle(new(period), terms, recipient, CancellationToken.None), CancellationToken.None);
        }

        services.GetRequiredService<IHttpContextAccessor>().HttpContext = null;
        db.ChangeTracker.Clear();
        say("3 reports delivered and published");
    }

    /// <summary>
    /// What other providers than the demo manager's earned: a batch that was paid, and one that waits for a second administrator. A city that is seen from another day than the clock's, or that has no account to pay from, has settled nothing.
    /// </summary>
    private async Task Settle(Scenario scenario)
    {
        await using var scope = services.CreateAsyncScope();
        var (own, http) = (scope.ServiceProvider, services.GetRequiredService<IHttpContextAccessor>());
        if (own.GetRequiredService<CityTime>().Today != today || own.GetRequiredService<IConfiguration>()["Settlement:DebtorIban"] is not { Length: > 0 })
        {
            return;
        }

        var rows = own.GetRequiredService<CoursesDb>();
        var (prepares, approves) = (await rows.Set<Account>().AsNoTracking().SingleAsync(account => account.Email == DemoAccounts.Administrator), await rows.Set<Account>().AsNoTracking().SingleAsync(account => account.Email == DemoAccounts.SecondAdministrator));
        var due = (await own.GetRequiredService<Payables>().Open(null, CancellationToken.None)).Where(payable => payable.IsDue && payable.Payee.Obstacle is null && payable.ProviderId != scenario.Providers[0].Id).OrderBy(payable => payable.EndsOn).ThenBy(payable => payable.RedemptionId).ToArray();
        foreach (var (payables, number, preparedOn) in new[] { (due[..(due.Length / 2)], 1, today.AddDays(-9)), (due[(due.Length / 2)..], 2, today.AddDays(-1)) })
        {
            if (payables is [])
            {
                continue;
            }

            var batch = new SettlementBatch { Number = number, PreparedBy = prepares.Id, PreparedByName = prepares.Name, PreparedAt = scenario.World.At(preparedOn, 9) };
            batch.Lines.AddRange(payables.Select(payable => payable.ToLine()));
            rows.Add(batch);
            await rows.SaveChangesAsync();
            if (number == 1)
            {
                http.HttpContext = new DefaultHttpContext
                {
                    User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, approves.Id.ToString()), new(ClaimTypes.Name, approves.Name), new(ClaimTypes.Role, Roles.Administrator), new(ClaimTypes.AuthenticationMethod, StrongSignIn.Passkey)], "demo")),
                };
                var (settle, order) = (own.GetRequiredService<SettleBatch>(), own.GetRequiredService<BankOrder>());
                await settle.Approve(batch.Id, BankOrder.FingerprintOf(await order.TransfersOf(batch.Id, CancellationToken.None)), CancellationToken.None);
                await settle.MarkPaid(batch.Id, CancellationToken.None);
                http.HttpContext = null;
            }
        }

        say($"EUR {due.Sum(payable => payable.DeltaCents) / 100:N0} settled in 2 batches, half of it paid");
    }

    /// <summary>What it cost some to come last month: two wait for a coach, one waits to be paid, one was paid, and one was refused for want of a receipt.</summary>
    private async Task ClaimSomeCosts(Scenario scenario)
    {
        var month = new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        var came = (await (
            from mark in db.Set<Mark>()
            join session in db.Set<Session>() on mark.SessionId equals session.Id
            where mark.PresentMinutes > 0 && session.LocalDate >= month && session.LocalDate < month.AddMonths(1)
            select new { mark.ParticipantId, mark.GroupId }).Distinct().OrderBy(one => one.ParticipantId).ThenBy(one => one.GroupId).Take(50).ToListAsync()).DistinctBy(one => one.ParticipantId).Take(5).ToArray();
        var (coach, pays) = (await db.Set<Account>().AsNoTracking().SingleAsync(account => account.Email == DemoAccounts.Coach), await db.Set<Account>().AsNoTracking().SingleAsync(account => account.Email == DemoAccounts.Administrator));
        foreach (var (one, i) in came.Select((one, i) => (one, i)))
        {
            var claim = new CostClaim { Id = scenario.World.Keys.Next(), ParticipantId = one.ParticipantId, Kind = i % 3 == 1 ? CostKind.Childcare : CostKind.Travel, GroupId = one.GroupId, Month = month, AmountCents = i % 3 == 1 ? 4_000 : 1_250, ClaimedAt = scenario.World.At(today.AddDays(-5), 10) };
            switch (i)
            {
                case 2 or 3:
                    claim.Approve(claim.AmountCents, scenario.World.At(today.AddDays(-3), 11), coach.Id, coach.Name);
                    break;
                case 4:
                    claim.Refuse(new("reason.cost.no-receipt", null, null), scenario.World.At(today.AddDays(-3), 11), coach.Id, coach.Name);
                    break;
            }

            if (i == 3)
            {
                claim.Pay(scenario.World.At(today.AddDays(-1), 12), pays.Id, pays.Name);
            }

            db.Add(claim);
        }

        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        say($"{came.Length} costs of coming claimed");
    }

    /// <summary>From the rows, as the office does it; a city that is seen from another day than the clock's has no paper.</summary>
    private async Task CertifyTheStudent(Scenario scenario)
    {
        if (scenario.Mentors.Student is { } student && services.GetRequiredService<CityTime>().Today == today)
        {
            await services.GetRequiredService<HoursDesk>().Issue(student.Id, student.Since, today, CancellationToken.None);
            db.ChangeTracker.Clear();
        }
    }

    private async Task AddAccounts(Scenario scenario)
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        var now = scenario.World.Now;
        foreach (var (email, name, role, atProvider) in DemoAccounts.All)
        {
            var account = new Account { UserName = email, Email = email, Name = name, CreatedAt = now };
            account.Id = email switch
            {
                DemoAccounts.Teacher => scenario.TeacherId,
                DemoAccounts.Mentor => scenario.Mentors.AccountId,
                DemoAccounts.Student => MentorsPart.StudentAccountId,
                DemoAccounts.Coach => scenario.Plans.CoachId,
                DemoAccounts.SecondCoach => scenario.Plans.SecondCoachId,
                _ => account.Id,
            };
            account.Give(role, atProvider ? scenario.Providers[0].Id : null, caseData: role == Roles.Administrator, "tools/Seed", now);
            // Everybody may know it, so it is none that anybody could choose.
            account.PasswordHash = accounts.PasswordHasher.HashPassword(account, DemoAccounts.Password);
            var result = await accounts.CreateAsync(account);
            if (!result.Succeeded)
            {
                throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
            }
        }

        db.ChangeTracker.Clear();
    }
}
