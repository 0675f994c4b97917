using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Orientation.Features;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Orientation;

public static class OrientationModule
{
    public static WebApplicationBuilder AddOrientation(this WebApplicationBuilder builder)
    {
        builder.Services.AddTables(OrientationTables.Configure).AddWords(typeof(OrientationModule))
            .AddKept<KeptAboutPeople>();
        builder.Services.AddScoped<IOrientation, OrientationContract>().AddScoped<IFollowsPerson, FollowPerson>().AddScoped<RateRun>()
            .AddJob<OrientationSweep>("orientation-completions", JobSchedule.Every(TimeSpan.FromMinutes(10)))
            .AddNavigation(new NavigationItem("/orientation", "nav.orientation", "home", 35, Roles.Coach, Roles.Administrator));
        return builder;
    }

    public static IEndpointRouteBuilder MapOrientation(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
