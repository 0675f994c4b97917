using Courses.Access.Devices;
using Courses.Access.Features;
using Courses.Access.Passes;
using Courses.Access.SignIn;
using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access;

public static class AccessModule
{
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(AccessTables.Configure)
            .AddWords(typeof(AccessModule))
            .AddSingleton(new MessageKind("staff-created") { ForStaff = true, Example = ["Anna Berger", "coach", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-role-given") { ForStaff = true, Example = ["Anna Berger", "auditor", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-role-confirmed") { ForStaff = true, Example = ["Anna Berger", "auditor", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-role-withdrawn") { ForStaff = true, Example = ["Anna Berger", "auditor", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-closed") { ForStaff = true, Example = ["Anna Berger", "", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-reopened") { ForStaff = true, Example = ["Anna Berger", "", "Karl Moser"] })
            .AddSingleton(new MessageKind("staff-link-made") { ForStaff = true, Example = ["Anna Berger", "", "Karl Moser"] })
            .AddSingleton(new MessageKind("pin-changed") { Example = ["2027-02-01T17:00:00Z"] })
            .AddSingleton(new MessageKind("pass-locked-again") { ForStaff = true, Example = ["7K2M-9QXW-4"] })
            .AddScoped<IAudit, Audit>()
            .AddScoped<IStaff, StaffContract>()
            .AddScoped<IFourEyes, FourEyes>()
            .AddScoped<AccountChange>()
            .AddScoped<IDevices, DeviceDirectory>()
            .AddSingleton<DeviceLookup>()
            .AddScoped<INewcomerAccess, NewcomerAccess>()
            .AddScoped<PassOpening>()
            .AddSingleton<IPasswordHasher<PassPin>, PasswordHasher<PassPin>>()
            .AddScoped<EnrolDevice>()
            .AddNavigation(
                new NavigationItem("/provider/devices", "nav.devices", "tablet", 70, Roles.ProviderManager),
                new NavigationItem("/coach/locked", "nav.locked-passes", "lock", 70, Roles.Coach),
                new NavigationItem("/admin/staff", "nav.staff", "people", 90, Roles.Administrator),
                new NavigationItem("/admin/audit", "nav.audit", "eye", 95, Roles.Administrator, Roles.Auditor))
            .AddStaffAccounts()
            .AddSignIn(builder.Configuration);
        return builder;
    }

    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder app)
    {
        EnrolDevice.Map(app);
        ShowThisDevice.Map(app);
        return app;
    }
}
