using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Plans;
using Courses.Plans.Features;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Plans;

public static class PlansModule
{
    public static WebApplicationBuilder AddPlans(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(PlansTables.Configure)
            .AddWords(typeof(PlansModule))
            .AddKept<KeptAboutPeople>()
            .AddScoped<IPlans, PlansContract>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<IConsentHearer, HearConsents>()
            .AddScoped<IStartPieces, StartPieces>()
            .AddScoped<PlanTemplates>()
            .AddScoped<PlanWording>()
            .AddScoped<PlanFacts>()
            .AddScoped<PlanDesk>()
            .AddScoped<PlanReader>()
            .AddScoped<SeeWhatIsReached>()
            .AddSingleton(new MessageKind(PlanDesk.ToAgree) { Example = ["Samira Haddad"] })
            .AddSingleton(new MessageKind(RemindOfReviews.Letter) { Example = ["2027-02-01", "Samira Haddad"] })
            .AddSingleton(new MessageKind(RemindOfReviews.TransitionLetter) { Example = ["2027-02-01", "Samira Haddad"] })
            .AddSingleton(new MessageKind(RemindOfReviews.CoachLetter) { ForStaff = true, Example = ["2027-02-01"] })
            .AddSingleton(new MessageKind(HearConsents.Letter) { ForStaff = true, Example = [] })
            .AddJob<RemindOfReviews>("plan-reviews", JobSchedule.Daily(new(5, 20)))
            .AddJob<SeeWhatIsReached>(SeeWhatIsReached.Name, JobSchedule.Every(TimeSpan.FromHours(1)))
            .AddRetention(KeptAboutPeople.Rule, new(Months: 60), (db, day) => db.Set<Plan>().Where(plan => plan.ClosedOn < day.First).OrderBy(plan => plan.ClosedOn), leastMonths: 12)
            .AddNavigation(
                new NavigationItem("/coach/plans", "nav.plans", "flag", 18, Roles.Coach),
                new NavigationItem("/provider/plans", "nav.plans-shown", "flag", 85, Roles.ProviderManager),
                new NavigationItem("/plans/report", "nav.plan-report", "chart", 37, Roles.Coach, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/admin/plan-templates", "nav.plan-templates", "settings", 67, Roles.Administrator));
        return builder;
    }
}
