using Courses.Contracts.Access;
using Courses.Contracts.Eligibility;
using Courses.Contracts.Messaging;
using Courses.Contracts.Orientation;
using Courses.Contracts.Participants;
using Courses.Eligibility.Features;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Eligibility;

public static class EligibilityModule
{
    public static WebApplicationBuilder AddEligibility(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(EligibilityTables.Configure)
            .AddChain()
            .AddWords(typeof(EligibilityModule))
            .AddAfterMigration<NamesOfTemplates>()
            .AddKept<KeptAboutPeople>()
            .AddRetention(
                "decision-words",
                new(Months: 120),
                (db, day) => Proposal.WordsOver(db, day.Since),
                (rows, _, cancel) => rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.Comment, (string?)null).SetProperty(row => row.Appeal, (string?)null).SetProperty(row => row.DecisionReason, (string?)null), cancel),
                leastMonths: 60)
            .AddSingleton(new MessageKind("attendance-at-risk") { Example = ["InLT", "20", "44", "40", "6"] })
            .AddSingleton(new MessageKind("attendance-back") { Example = ["InLT", "22", "52", "40", "2"] })
            .AddSingleton(new MessageKind("attendance-under") { Example = ["InLT", "10", "30", "40", "4"] })
            .AddSingleton(new MessageKind("attendance-out-of-reach") { Example = ["InLT", "10", "60", "40", "0"] })
            .AddSingleton(new MessageKind(AttendanceLetterCheck.CutWarning) { Example = ["Oslo", "6", "16"] })
            .AddSingleton(new MessageKind(ProposalLetter.OfCut) { Example = ["Oslo", "2027-01-01", "2027-01-31", "6", "16", "375", NewMessage.LastDayToAnswer] })
            .AddSingleton(new MessageKind(ProposalLetter.OfKind) { Example = ["InLT", "10", "30", "40", NewMessage.LastDayToAnswer] })
            .AddSingleton(new MessageKind(DecisionLetter.OfEarlierVersions) { Example = ["InLT", "word:message.decision.withdrawn", "word:message.decision.rule"] })
            .AddSingleton(new MessageKind(DecisionLetter.OfKind) { Example = ["InLT", "word:message.decision.withdrawn", new GivenReason("reason.benefit-ends.too-few-hours", "Bitte rufen Sie mich an.", "de").AsDetail(), NewMessage.LastDayToAnswer] })
            .AddSingleton(new MessageKind(DecisionLetter.OfCut) { Example = ["Oslo", "375", new GivenReason("reason.benefit-ends.too-few-hours", null, null).AsDetail(), NewMessage.LastDayToAnswer] })
            .AddSingleton(new MessageKind(DecisionLetter.Kept) { Example = ["InLT", "word:message.decision.kept", new GivenReason("reason.benefit-stays.was-ill", null, null).AsDetail(), NewMessage.LastDayToAnswer] })
            .AddSingleton(new NameSource(ProgrammeNames.Prefix, services => ProgrammeNames.Read(services.GetRequiredService<CoursesDb>())))
            .AddSingleton(new NameSource("rule.topic.", TopicNames))
            .AddSingleton(new NameSource("rule.provider-name.", ProviderNames))
            .AddSingleton<Sentences>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<FactsReader>()
            .AddScoped<BesidesReader>()
            .AddScoped<Look>()
            .AddScoped<Recompute>()
            .AddScoped<IStartPieces, StartPieces>()
            .AddScoped<IEligibility, EligibilityService>()
            .AddScoped<DecideProposal>()
            .AddScoped<TellOfProposal>()
            .AddScoped<WriteVersion>()
            .AddScoped<LookBackAtDecisions>()
            .AddScoped<ISetAside, SetAsidePeople>()
            .AddJob<SettleSmallProposals>("settle-small-proposals", JobSchedule.Daily(new(6, 0)))
            .AddJob<RecomputeStale>("recompute-stale", JobSchedule.Every(TimeSpan.FromMinutes(1)))
            .AddJob<RecomputeEverybody>("recompute-all", JobSchedule.Daily(new(2, 30)))
            .AddWork<SimulateRule>(SimulateRule.Name)
            .AddWork<RecomputePerson>(RecomputePerson.Name, new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)))
            .AddNavigation(
                new NavigationItem("/admin/programmes", "nav.programmes", "flag", 30, Roles.Administrator, Roles.Auditor),
                new NavigationItem("/coach/proposals", "nav.proposals", "warning", 40, Roles.Coach, Roles.Administrator, Roles.Auditor));
        foreach (var kind in AttendanceLetterCheck.Kinds)
        {
            builder.Services.AddScoped<IMessageCheck>(services => new AttendanceLetterCheck(kind, services.GetRequiredService<CoursesDb>()));
        }

        foreach (var kind in new[] { ProposalLetter.OfKind, ProposalLetter.OfCut })
        {
            builder.Services.AddScoped<IMessageCheck>(services => new ProposalLetter(kind, services.GetRequiredService<CoursesDb>()));
            builder.Services.AddScoped<IDeliveryHearer>(services => new ProposalLetter(kind, services.GetRequiredService<CoursesDb>()));
        }

        foreach (var kind in new[] { DecisionLetter.OfKind, DecisionLetter.OfCut })
        {
            builder.Services.AddScoped<IDeliveryHearer>(services => new DecisionLetter(kind, services.GetRequiredService<CoursesDb>()));
        }

        return builder;
    }

    /// <summary>Topics that have no word of their own in the sentences of rules are called what the city calls them.</summary>
    private static IReadOnlyList<Named> TopicNames(IServiceProvider services)
    {
        var orientation = services.GetRequiredService<IOrientation>();
        return [.. orientation.TopicNames.Select(name => new Named(name.TopicCode, name.Language, name.Name)), .. orientation.Topics.Select(topic => new Named(topic.Code, "", topic.Name))];
    }

    private static IReadOnlyList<Named> ProviderNames(IServiceProvider services) =>
        [.. services.GetRequiredService<IProviders>().Providers.Select(provider => new { provider.Id, provider.Name }).AsEnumerable().Select(provider => new Named(provider.Id.ToString(), "", provider.Name))];

    public static IEndpointRouteBuilder MapEligibility(this IEndpointRouteBuilder app)
    {
        WriteVersion.Map(app);
        return app;
    }
}
