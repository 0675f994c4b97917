using Courses.Activities.Features;
using Courses.Contracts.Access;
using Courses.Contracts.Activities;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Activities;

public static class ActivitiesModule
{
    public static WebApplicationBuilder AddActivities(this WebApplicationBuilder builder)
    {
        builder.Services.AddTables(ActivitiesTables.Configure).AddWords(typeof(ActivitiesModule))
            .AddKept<KeptAboutPeople>()
            .AddRetention(KeptAboutPeople.Rule, new(Months: 60), (db, day) => db.Set<Residence>().Where(row => row.Until < day.First).OrderBy(row => row.Until), leastMonths: 12)
            .AddRetention(KeptAboutPeople.VotesRule, new(Months: 3), (db, day) => db.Set<ActivityVote>().Where(row => db.Set<Activity>().Any(activity => activity.Id == row.ActivityId && activity.VoteUntil < day.First)).OrderBy(row => row.CastOn), leastMonths: 1);
        builder.Services
            .AddScoped<IActivities, ActivitiesContract>()
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddScoped<PeopleOfPartners>()
            .AddScoped<PlanActivity>()
            .AddScoped<SignUp>()
            .AddScoped<Votes>()
            .AddScoped<CastVote>()
            .AddScoped<HoldVote>()
            .AddScoped<KeepCentre>()
            .AddScoped<ActivityFigures>()
            .AddSingleton(new NameSource("activity.kind.", KindNames))
            .AddSingleton(new MessageKind(SignUp.Letter) { NeverOnPaper = true, Example = ["Zoo", "2027-02-01T09:00:00Z", "Zoo, Tiergartenweg 1"] })
            .AddSingleton(new MessageKind("activity-cancelled") { Example = ["Zoo", "2027-02-01T09:00:00Z", new GivenReason("reason.activity.leader-ill", null, null).AsDetail()] })
            .AddSingleton(new MessageKind(PlanActivity.ChangedLetter) { Example = ["Zoo", "2027-02-01T09:00:00Z", "Zoo, Tiergartenweg 1"] })
            .AddSingleton(new MessageKind(PlanActivity.InvitedLetter) { ForStaff = true, Example = ["Zoo", "5"] })
            .AddNavigation(
                new NavigationItem("/activities", "nav.activities", "flag", 37, Roles.Coach, Roles.Administrator, Roles.ProviderManager),
                new NavigationItem("/admin/activity-kinds", "nav.activity-kinds", "settings", 69, Roles.Administrator));
        return builder;
    }

    private static IReadOnlyList<Named> KindNames(IServiceProvider services) =>
        [.. services.GetRequiredService<CoursesDb>().Set<ActivityKindName>().AsNoTracking().Select(name => new { name.KindCode, name.Language, name.Name }).AsEnumerable().SelectMany(name => Both(name.KindCode, name.Language, name.Name))];

    /// <summary>English stands where no name in the reader's language is written down.</summary>
    private static IEnumerable<Named> Both(string code, string language, string name) => language == "en" ? [new(code, "en", name), new(code, "", name)] : [new(code, language, name)];
}
