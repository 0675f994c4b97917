using Courses.Contracts.Access;
using Courses.Contracts.LanguageCourses;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.LanguageCourses.Features;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.LanguageCourses;

public static class LanguageCoursesModule
{
    public static WebApplicationBuilder AddLanguageCourses(this WebApplicationBuilder builder)
    {
        builder.Services.AddTables(LanguageCoursesTables.Configure).AddWords(typeof(LanguageCoursesModule))
            .AddKept<KeptAboutPeople>();
        builder.Services
            .AddScoped<ILanguageCourses, LanguageCoursesContract>()
            .AddScoped<Offerings>()
            .AddScoped<BookClass>()
            .AddScoped<WithdrawCertificate>()
            .AddSingleton(new MessageKind(WithdrawCertificate.Letter) { Example = ["Deutsch", "B1", "2027-02-01", new GivenReason("reason.certificate.mistake", "Bitte rufen Sie mich an.", "de").AsDetail()] })
            .AddScoped<IFollowsPerson, FollowPerson>()
            .AddImportKind<ImportClasses>()
            .AddNavigation(
                new NavigationItem("/my/find", "nav.find", "search", 20, Roles.Newcomer),
                new NavigationItem("/provider/classes", "nav.classes", "calendar", 10, Roles.ProviderManager),
                new NavigationItem("/provider/courses", "nav.courses", "book", 20, Roles.ProviderManager));
        return builder;
    }

    public static IEndpointRouteBuilder MapLanguageCourses(this IEndpointRouteBuilder app)
    {
        BookClass.Map(app);
        return app;
    }
}
