using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Contracts.Services;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Courses.Services.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Services;

public static class ServicesModule
{
    public static WebApplicationBuilder AddServices(this WebApplicationBuilder builder)
    {
        builder.Services.AddTables(ServicesTables.Configure).AddWords(typeof(ServicesModule))
            .AddKept<KeptAboutPeople>()
            .AddRetention(KeptAboutPeople.Rule, new(Months: 12), (db, day) => db.Set<Loan>().Where(row => row.ReturnedOn < day.First).OrderBy(row => row.ReturnedOn), leastMonths: 1)
            .AddJob<AskForReviews>(AskForReviews.Name, JobSchedule.Daily(new(5, 30)))
            .AddJob<RemindOfLoans>(RemindOfLoans.Name, JobSchedule.Daily(new(5, 40)));
        builder.Services
            .AddScoped<IServices, ServicesContract>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<KeepService>()
            .AddScoped<LendThings>()
            .AddScoped<IMessageCheck>(services => Check(services, RemindOfLoans.DueLetter))
            .AddScoped<IMessageCheck>(services => Check(services, RemindOfLoans.OverdueLetter))
            .AddSingleton(new NameSource("service.topic.", _ => Topics.Names))
            .AddSingleton(new MessageKind(AskForReviews.Letter) { ForStaff = true, Example = ["2", "Kleiderkammer, Rechtsberatung"] })
            .AddSingleton(new MessageKind(RemindOfLoans.DueLetter) { Gathers = true, NeverOnPaper = true, Example = ["words:lendable.kind.tablet", "T-07", "2027-02-01", "Volkshochschule"] })
            .AddSingleton(new MessageKind(RemindOfLoans.OverdueLetter) { Example = ["words:lendable.kind.tablet", "T-07", "2027-02-01", "Volkshochschule"] })
            .AddNavigation(
                new NavigationItem("/services", "nav.services", "map", 38, Roles.Coach, Roles.Administrator, Roles.ProviderManager),
                new NavigationItem("/loans", "nav.loans", "tablet", 39, Roles.Coach, Roles.Administrator, Roles.ProviderManager));
        return builder;
    }

    private static LoanLetterCheck Check(IServiceProvider services, string kind) => new(services.GetRequiredService<CoursesDb>(), services.GetRequiredService<CityTime>(), kind);
}
