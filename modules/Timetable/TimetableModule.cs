using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Timetable;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Courses.Timetable.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Timetable;

public static class TimetableModule
{
    public static WebApplicationBuilder AddTimetable(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(TimetableTables.Configure)
            .AddWords(typeof(TimetableModule))
            .AddKept<KeptAboutPeople>()
            .AddSingleton(new MessageKind("seat-free") { Example = ["German A1.2", "2027-02-01T17:00:00Z"] })
            .AddSingleton(new MessageKind("session-moved") { Example = ["German A1.2", "2027-02-01T17:00:00Z", "Volkshochschule, Hollergasse 22"] })
            .AddSingleton(new MessageKind("session-cancelled") { Example = ["German A1.2", "2027-02-01T17:00:00Z"] })
            .AddSingleton(new MessageKind("class-cancelled") { Example = ["German A1.2"] })
            .AddSingleton(new MessageKind("class-moved") { Example = ["German A1.1", "German A1.2", "2027-02-01T17:00:00Z", "Volkshochschule, Hollergasse 22"] })
            .AddSingleton(new MessageKind("class-place-changed") { Example = ["German A1.2", "2027-02-01T17:00:00Z", "Volkshochschule, Hollergasse 22"] })
            .AddSingleton(new MessageKind("class-childcare-ended") { Example = ["German A1.2"] })
            .AddSingleton(new MessageKind("booking-confirmed") { NeverOnPaper = true, Example = ["German A1.2", "2027-02-01T17:00:00Z", "Volkshochschule, Hollergasse 22"] })
            .AddSingleton(new MessageKind("waiting-confirmed") { NeverOnPaper = true, Example = ["German A1.2", "3"] })
            .AddScoped<TimetableContract>()
            .AddScoped<ITimetable>(services => services.GetRequiredService<TimetableContract>())
            .AddScoped<Diaries>()
            .AddScoped<Withdraw>()
            .AddScoped<TakeOfferedSeat>()
            .AddScoped<ChangeGroup>()
            .AddScoped<EditGroup>()
            .AddScoped<MovePerson>()
            .AddScoped<AssignProgramme>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddJob<WaitingListSweep>("waiting-lists", JobSchedule.Every(TimeSpan.FromMinutes(5)))
            .AddNavigation(
                new NavigationItem("/my/courses", "nav.my-courses", "calendar", 30, Roles.Newcomer),
                new NavigationItem("/teacher", "nav.teacher", "calendar", 10, Roles.Teacher),
                new NavigationItem("/provider/holidays", "nav.holidays", "clock", 25, Roles.ProviderManager, Roles.Administrator));
        return builder;
    }

    public static IEndpointRouteBuilder MapTimetable(this IEndpointRouteBuilder app)
    {
        CalendarFile.Map(app);
        return app;
    }
}
