using Courses.Platform.Chain;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Imports;
using Courses.Platform.Jobs;
using Courses.Platform.Jobs.Scheduling;
using Courses.Platform.Kept;
using Courses.Platform.Languages;
using Courses.Platform.Papers;
using Courses.Platform.Reading;
using Courses.Platform.Requests;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Courses.Platform;

public static class PlatformRegistration
{
    public static WebApplicationBuilder AddPlatform(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(ClockAhead.Of(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton(Translations.Of(builder.Configuration));
        builder.Services
            .AddDatabase(builder.Configuration)
            .AddSingleton<ClusterLocks>()
            .AddTables(ClientKeys.Tables)
            .AddTables(ImportFile.Tables)
            .AddTables(ChainBlock.Tables)
            .AddTables(ChainErasure.Tables)
            .AddTables(DerivedRound.Tables)
            .AddTables(RetentionRun.Tables)
            .AddTables(Paper.Tables)
            .AddScoped<PaperDesk>()
            .AddScoped<IPaperSource>(services => services.GetRequiredService<PaperDesk>())
            .AddScoped<Retention>()
            .AddJob<ForgetWhatIsOver>(ForgetWhatIsOver.Name, JobSchedule.Daily(new(3, 20)))
            .AddRetention("imports", new(Days: ImportFile.DaysKept), (db, day) => db.Set<ImportFile>().Where(row => row.UploadedAt < day.Since && row.State != ImportState.Running).OrderBy(row => row.UploadedAt))
            .AddScoped<RowChain>()
            .AddScoped<ChainWalk>()
            .AddScoped<ChainEraser>()
            .AddScoped<DerivedWalk>()
            .AddScoped<ChainDesk>()
            .AddScoped<EvidenceFile>()
            .AddImports()
            .AddScoped<ClientKeys>()
            .AddScheduler(builder.Configuration)
            .AddSingleton<CityTime>()
            .AddSingleton<CityOffice>()
            .AddSingleton<CityLanguage>()
            .AddSingleton<SpokenDetails>()
            .AddSingleton<CityNames>()
            .AddWords(typeof(PlatformRegistration))
            .AddSingleton<Words>()
            .AddSingleton(PageText.Encoder)
            .AddSingleton<Links>()
            .AddSingleton<Telephones>()
            .AddHttpContextAccessor()
            .AddScoped<Caller>()
            .AddScoped<StrongSignIn>()
            .AddExceptionHandler<Problems>()
            .AddProblemDetails()
            .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
            .Configure<RequestLocalizationOptions>(options =>
            {
                var cultures = Language.ForNewcomers.Select(language => language.Culture).ToArray();
                options.SupportedCultures = cultures;
                options.SupportedUICultures = cultures;
                options.DefaultRequestCulture = new("en");
            });
        return builder;
    }
}
