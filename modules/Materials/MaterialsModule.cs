using Courses.Contracts.Access;
using Courses.Contracts.Materials;
using Courses.Materials.Features;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Materials;

public static class MaterialsModule
{
    public static WebApplicationBuilder AddMaterials(this WebApplicationBuilder builder)
    {
        builder.Services.AddTables(MaterialsTables.Configure).AddWords(typeof(MaterialsModule));
        builder.Services
            .AddScoped<IMaterials, MaterialsContract>()
            .AddSingleton<FileLimits>()
            .AddSingleton<ScanFile>()
            .AddScoped<TakeFile>()
            .AddScoped<FileStore>()
            .AddScoped<SessionDesk>()
            .AddScoped<TopicNames>()
            .AddScoped<KeepMaterial>()
            .AddScoped<KeepKit>()
            .AddScoped<KeepStrand>()
            .AddScoped<ChooseMaterial>()
            .AddScoped<OpenFile>()
            .AddNavigation(new NavigationItem("/materials", "nav.materials", "book", 40, Roles.Coach, Roles.Administrator, Roles.ProviderManager, Roles.Teacher));
        return builder;
    }

    public static IEndpointRouteBuilder MapMaterials(this IEndpointRouteBuilder app)
    {
        OpenFile.Map(app);
        return app;
    }
}
