using Courses.Contracts.Access;
using Courses.Contracts.Mentoring;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Mentoring.Features;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Mentoring;

public static class MentoringModule
{
    public static WebApplicationBuilder AddMentoring(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(MentoringTables.Configure)
            .AddWords(typeof(MentoringModule))
            .AddKept<KeptAboutPeople>()
            .AddScoped<IMentoring, MentoringContract>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<IStartPieces, StartPieces>()
            .AddScoped<PairTemplates>()
            .AddScoped<MentoringDesk>()
            .AddScoped<HelperHours>()
            .AddScoped<HoursDesk>()
            .AddSingleton(new MessageKind(MentoringDesk.Proposed) { Example = ["Lena Maier"] })
            .AddSingleton(new MessageKind(MentoringDesk.MeetingToConfirm) { Gathers = true, NeverOnPaper = true, Example = ["2027-02-01T17:00:00Z"] })
            .AddSingleton(new MessageKind(MentoringDesk.Offered) { ForStaff = true, Example = [] })
            .AddSingleton(new MessageKind(RemindOfChecks.Letter) { ForStaff = true, Example = ["2027-02-01"] })
            .AddSingleton(new MessageKind(HoursDesk.Letter) { ForStaff = true, Example = ["7KQ2-M9TX-B4H0-V3ZC"] })
            .AddSingleton(new MessageKind(HoursDesk.WithdrawnLetter) { ForStaff = true, Example = ["7KQ2-M9TX-B4H0-V3ZC"] })
            .AddJob<RemindOfChecks>("mentor-checks", JobSchedule.Daily(new(5, 10)))
            .AddJob<KeepHoursTrue>("mentor-hours", JobSchedule.Every(TimeSpan.FromMinutes(30)))
            .AddRetention("hours-papers", new(Months: 120), (db, day) => db.Set<Paper>().Where(row => row.Kind == HoursDesk.PaperKind && row.IssuedOn < day.First).OrderBy(row => row.IssuedOn), leastMonths: 12)
            .AddRetention(KeptAboutPeople.Rule, new(Months: 60), (db, day) => db.Set<Pair>().Where(pair => pair.EndedOn < day.First).OrderBy(pair => pair.EndedOn), leastMonths: 12)
            .AddRetention(
                "helpers",
                new(Months: 60),
                (db, day) => db.Set<Helper>().Where(helper => helper.LeftOn < day.First && !db.Set<Pair>().Any(pair => pair.HelperId == helper.Id)).OrderBy(helper => helper.LeftOn),
                leastMonths: 12)
            .AddNavigation(
                new NavigationItem("/mentor", "nav.mentor", "people", 10, Roles.Mentor),
                new NavigationItem("/mentor/hours", "nav.mentor-hours", "clock", 12, Roles.Mentor),
                new NavigationItem("/mentoring", "nav.mentoring", "people", 36, Roles.Coach, Roles.Administrator),
                new NavigationItem("/admin/pair-templates", "nav.pair-templates", "settings", 68, Roles.Administrator));
        return builder;
    }

    public static IEndpointRouteBuilder MapMentoring(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
