using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Vouchers;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Validation;
using Courses.Platform.Web;
using Courses.Vouchers.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Vouchers;

public static class VouchersModule
{
    public static WebApplicationBuilder AddVouchers(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(VouchersTables.Configure)
            .AddChain()
            .AddWords(typeof(VouchersModule))
            .AddKept<KeptAboutPeople>()
            .AddRetention(KeptAboutPeople.CostsRule, new(Months: 84), (db, day) => db.Set<CostClaim>().Where(row => row.PaidAt < day.Since || row.RefusedAt < day.Since).OrderBy(row => row.ClaimedAt), leastMonths: 12)
            .AddSingleton(new MessageKind(ClaimCosts.ApprovedLetter) { Example = ["word:cost.kind.Travel", "German A1.2", "12.50"] })
            .AddSingleton(new MessageKind(ClaimCosts.RefusedLetter) { Example = ["word:cost.kind.Travel", "German A1.2", new GivenReason("reason.cost.no-receipt", null, null).AsDetail()] })
            .AddSingleton(new MessageKind("voucher-issued") { Example = ["3", "100", "2028-06-30"] })
            .AddSingleton(new MessageKind("voucher-expires") { Gathers = true, Example = ["V-7K2M9", "2027-03-31"] })
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<IVouchers, VouchersContract>()
            .AddScoped<Acting>()
            .AddScoped<HandOutVouchers>()
            .AddScoped<PayWithVoucher>()
            .AddScoped<MoneyOfSeats>()
            .AddScoped<ClassFactsReader>()
            .AddScoped<CancelVoucher>()
            .AddSingleton<RedemptionIntake>()
            .AddScoped<Redemptions>()
            .AddScoped<IssueVouchers>()
            .AddScoped<ClaimCosts>()
            .AddScoped<MyVouchers>()
            .AddScoped<IStartPieces, StartPieces>()
            .AddScoped<Payables>()
            .AddScoped<PayablesInSum>()
            .AddScoped<SettleBatch>()
            .AddScoped<IDerivedRows, BalancesFollow>()
            .AddScoped<Statements>()
            .AddScoped<BankOrder>()
            .AddScoped<WatchList>()
            .AddJob<ExpireVouchers>("vouchers-expire", JobSchedule.Daily(new(3, 0)))
            .AddNavigation(
                new NavigationItem("/my/vouchers", "nav.my-vouchers", "voucher", 40, Roles.Newcomer),
                new NavigationItem("/coach/vouchers", "nav.vouchers", "voucher", 30, Roles.Coach),
                new NavigationItem("/costs", "nav.costs", "money", 49, Roles.Coach, Roles.Administrator),
                new NavigationItem("/provider/settlement", "nav.settlement", "money", 60, Roles.ProviderManager),
                new NavigationItem("/admin/settlements", "nav.settlements", "money", 50, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/admin/ledger", "ledger.title", "book", 51, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/admin/watch", "nav.watch", "flag", 52, Roles.Administrator, Roles.Auditor));
        return builder;
    }

    public static IEndpointRouteBuilder MapVouchers(this IEndpointRouteBuilder app)
    {
        // The same acts twice: the phone's cookie is read under /api/my only.
        var mine = app.MapGroup("/api/my/vouchers").AddEndpointFilterFactory(RequestValidation.Filter);
        RedeemVoucher.Map(mine, Roles.Newcomer);
        ReadVouchers.Map(mine, Roles.Newcomer);
        var vouchers = app.MapGroup("/api/vouchers").AddEndpointFilterFactory(RequestValidation.Filter);
        RedeemVoucher.Map(vouchers, Roles.Coach);
        ReadVouchers.Map(vouchers, Roles.Coach);
        IssueVouchers.Map(vouchers);
        CancelVoucher.Map(vouchers);
        Statements.Map(app);
        BankOrder.Map(app);
        return app;
    }
}
