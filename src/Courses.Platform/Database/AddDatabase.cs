using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Database;

public static class DatabaseRegistration
{
    /// <summary>Registers the context on the engine named by COURSES_DB (PostgreSql by default), at COURSES_CONNECTION, and its copy at COURSES_READ_CONNECTION.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var engine = Engines.Named(configuration["COURSES_DB"] ?? "PostgreSql");
        var connection = configuration["COURSES_CONNECTION"] ?? "";
        return services
            .AddSingleton(engine)
            .AddSingleton<ModelParts>()
            .AddSingleton<ReadCopy>()
            .AddScoped<ReadingPlace>()
            .AddPooledDbContextFactory<CoursesDb>(options => engine.Configure(options, connection))
            .AddScoped(services => services.GetRequiredService<ReadingPlace>().Open());
    }

    /// <summary>Adds one module's tables to the model.</summary>
    public static IServiceCollection AddTables(this IServiceCollection services, Action<ModelBuilder> configure) =>
        services.AddSingleton(new ModelPart(configure));
}

public static class Engines
{
    public static IEngine Named(string name) => name switch
    {
        "PostgreSql" => new PostgreSql(),
        "SqlServer" => new SqlServer(),
        _ => throw new InvalidOperationException($"COURSES_DB is '{name}'. Use PostgreSql or SqlServer."),
    };
}
