using Courses.Contracts.Access;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Participants.Features;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Courses.Participants;

public static class ParticipantsModule
{
    public static WebApplicationBuilder AddParticipants(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(ParticipantsTables.Configure)
            .AddWords(typeof(ParticipantsModule))
            .AddKept<KeptAboutPeople>()
            .AddSingleton(new MessageKind("provider-account-proposed") { ForStaff = true, Example = ["Volkshochschule", "AT48…5864 → AT61…4321", "2027-02-04"] })
            .AddSingleton(new MessageKind("provider-account-confirmed") { ForStaff = true, Example = ["Volkshochschule", "AT48…5864 → AT61…4321", "2027-02-04"] })
            .AddSingleton(new MessageKind("pass") { NeverOnPaper = true, Example = ["7K2M-9QXW-4"] })
            .AddSingleton(services => new PassTokens(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>()))
            .AddScoped<IParticipants, ParticipantsContract>()
            .AddScoped<IProviders, ProvidersContract>()
            .AddScoped<ConsentDesk>()
            .AddScoped<IConsents>(services => services.GetRequiredService<ConsentDesk>())
            .AddAfterMigration<ConsentDesk>()
            .AddSingleton(new MessageKind(ConsentDesk.AskedLetter) { Example = ["Volkshochschule"] })
            .AddSingleton(new MessageKind(ConsentDesk.GivenAtDeskLetter) { Example = ["Volkshochschule"] })
            .AddRetention(
                "consents",
                new(Months: 36),
                (db, day) => db.Set<Consent>().Where(row => row.AnsweredAt < day.Since && (row.State != ConsentState.Given || row.Until < day.First)).OrderBy(row => row.AnsweredAt),
                leastMonths: 12)
            .AddSingleton<IPassLinks, PassLink>()
            .AddSingleton<ISeals, Seals>()
            .AddSingleton<CityDay>()
            .AddScoped<FindPeople>()
            .AddScoped<SearchIndex>()
            .AddJob<SearchIndex>("index-people", JobSchedule.Every(TimeSpan.FromHours(1)))
            .AddRetention("person-notes", new(Months: builder.Configuration.GetValue("COURSES_NOTE_MONTHS", 36)), (db, day) => db.Set<PersonNote>().Where(note => note.WrittenOn < day.First).OrderBy(note => note.WrittenOn), leastMonths: 1)
            .AddRetention("complaints", new(Months: 24), (db, day) => db.Set<Complaint>().Where(row => row.HandledAt < day.Since).OrderBy(row => row.HandledAt), leastMonths: 6)
            .AddRetention("person-files", new(Days: PersonFile.DaysKept), (db, day) => db.Set<PersonFile>().Where(row => row.AskedAt < day.Since).OrderBy(row => row.AskedAt))
            .AddScoped<PersonalData>()
            .AddScoped<PersonDataDesk>()
            .AddWork<GatherPersonData>(GatherPersonData.Name, new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)))
            .AddSingleton<IChainSeal, ChainSeal>()
            .AddScoped<ErasureDesk>()
            .AddWork<ErasePerson>(ErasePerson.Name, new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)))
            .AddAfterMigration<EraseAgain>()
            .AddScoped<FindDoubles>()
            .AddScoped<MergePeople>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddJob<MergePeople>("follow-merged", JobSchedule.Every(TimeSpan.FromMinutes(30)))
            .AddJob<FinishErasures>("finish-erasures", JobSchedule.Every(TimeSpan.FromHours(1)))
            .AddJob<FindDoubles>("find-doubles", JobSchedule.Every(TimeSpan.FromMinutes(10)))
            .AddImportKind<ImportPeople>()
            .AddScoped<ChangeAccount>()
            .AddAfterMigration<RefoldNames>()
            .AddAfterMigration<SearchIndex>()
            .AddScoped<IStartPieces, StartPieces>()
            .AddScoped<PassDesk>()
            .AddScoped<PersonDesk>()
            .AddScoped<IMessageCheck, PassLetterCheck>()
            .AddNavigation(
                new NavigationItem("/coach", "nav.coach", "people", 10, Roles.Coach),
                new NavigationItem("/coach/doubles", "nav.coach-doubles", "person", 25, Roles.Coach),
                new NavigationItem("/coach/referrals", "nav.coach-referrals", "flag", 20, Roles.Coach),
                new NavigationItem("/coach/passes", "nav.coach-passes", "print", 30, Roles.Coach),
                new NavigationItem("/find-people", "nav.find-people", "search", 15, Roles.ProviderManager, Roles.Teacher),
                new NavigationItem("/admin/providers", "nav.providers", "building", 30, Roles.Administrator, Roles.Coach),
                new NavigationItem("/provider/about", "nav.own-provider", "building", 90, Roles.ProviderManager),
                new NavigationItem("/admin/erasures", "nav.erasures", "undo", 75, Roles.Administrator, Roles.Auditor, Roles.Coach),
                new NavigationItem("/admin/consents", "nav.consents", "check", 69, Roles.Administrator),
                new NavigationItem("/admin/complaints", "nav.complaints", "help", 70, Roles.Administrator, Roles.Coach),
                new NavigationItem("/my", "nav.my.home", "home", 10, Roles.Newcomer));
        return builder;
    }

    public static IEndpointRouteBuilder MapParticipants(this IEndpointRouteBuilder app)
    {
        // A missing key shows at the start, not at the first pass.
        app.ServiceProvider.GetRequiredService<PassTokens>();
        GatherPersonData.Map(app);
        return app;
    }
}
