using Courses.Access.Devices;
using Courses.Access.Features;
using Courses.Access.Looks;
using Courses.Access.Passes;
using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access;

public static class AccessModule
{
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(AccessTables.Configure)
            .AddChain()
            .AddWords(typeof(AccessModule))
            .AddKept<KeptAboutPeople>()
            .AddSingleton(new MessageKind("staff-created") { ForStaff = true, Example = ["Anna Berger", "coach", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-role-given") { ForStaff = true, Example = ["Anna Berger", "auditor", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-role-confirmed") { ForStaff = true, Example = ["Anna Berger", "auditor", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-role-withdrawn") { ForStaff = true, Example = ["Anna Berger", "auditor", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-closed") { ForStaff = true, Example = ["Anna Berger", "", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-reopened") { ForStaff = true, Example = ["Anna Berger", "", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-link-made") { ForStaff = true, Example = ["Anna Berger", "", "Karl Moser"] })
            .AddSingleton(new MessageKind(PasswordLinks.Letter) { ForStaff = true, Example = ["30"] })
            .AddSingleton(new MessageKind(NewPassword.Letter) { ForStaff = true, Example = ["2027-02-01T17:00:00Z"] })
            .AddSingleton(new MessageKind("pin-changed") { Example = ["2027-02-01T17:00:00Z"] })
            .AddSingleton(new MessageKind("pass-locked-again") { ForStaff = true, Example = ["7K2M-9QXW-4"] })
            .AddSingleton(new MessageKind("sign-in-locked") { ForStaff = true, Example = ["Anna Berger"] })
            .AddSingleton(new MessageKind("chain-broken") { ForStaff = true, Example = ["1", "RowChanged stream ledger-entries block 812 row 0199a2b3-0000-7000-8000-0123456789ab"] })
            .AddSingleton(new MessageKind("chain-head") { ForStaff = true, Example = ["courses head 812 2026-11-27T00:00:12.000000Z sha256 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"] })
            .AddJob<ExtendChain>("chain-rows", JobSchedule.Every(TimeSpan.FromMinutes(2)))
            .AddJob<CheckChain>("check-chain", JobSchedule.Every(TimeSpan.FromHours(1)))
            .AddRetention("looks", new(Months: Look.MonthsKept), (db, day) => db.Set<Look>().Where(look => look.At < day.Since).OrderBy(look => look.At))
            .AddSingleton<LookBook>()
            .AddHostedService(services => services.GetRequiredService<LookBook>())
            .Configure<MvcOptions>(options => options.Filters.Add<LookFilter>())
            .AddScoped<IAlarm, ChainAlarm>()
            .AddScoped<HeadsOutside>()
            .AddScoped<HandOutEvidence>()
            .AddScoped<IAudit, Audit>()
            .AddSingleton(LookLimits.Of(builder.Configuration))
            .AddScoped<IWatch, WatchedLooks>()
            .AddScoped<IStaff, StaffContract>()
            .AddScoped<IFourEyes, FourEyes>()
            .AddScoped<AccountChange>()
            .AddScoped<NewPassword>()
            .AddSingleton<KeptForms>()
            .AddScoped<PasswordLinks>()
            .AddScoped<ISecretLinks>(services => services.GetRequiredService<PasswordLinks>())
            .AddScoped<IDevices, DeviceDirectory>()
            .AddSingleton<DeviceLookup>()
            .AddScoped<INewcomerAccess, NewcomerAccess>()
            .AddScoped<PassOpening>()
            .AddScoped<PasswordTries>()
            .AddSingleton<IPasswordHasher<PassPin>, PasswordHasher<PassPin>>()
            .AddScoped<EnrolDevice>()
            .AddNavigation(
                new NavigationItem("/provider/devices", "nav.devices", "tablet", 70, Roles.ProviderManager),
                new NavigationItem("/coach/locked", "nav.locked-passes", "lock", 70, Roles.Coach),
                new NavigationItem("/admin/staff", "nav.staff", "people", 90, Roles.Administrator),
                new NavigationItem("/admin/audit", "nav.audit", "eye", 95, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/admin/chain", "nav.chain", "lock", 96, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/admin/looks", "nav.looks", "eye", 97, Roles.Administrator),
                new NavigationItem("/admin/retention", "nav.retention", "clock", 98, Roles.Administrator, Roles.Auditor))
            .AddStaffAccounts()
            .AddSignIn(builder.Configuration);
        return builder;
    }

    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder app)
    {
        EnrolDevice.Map(app);
        ShowThisDevice.Map(app);
        DownloadHead.Map(app);
        HandOutEvidence.Map(app);
        return app;
    }
}
