using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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
            .AddPooledDbContextFactory<CoursesDb>((services, options) => options.UseDatabase(connection, services))
            .AddScoped(services => services.GetRequiredService<ReadingPlace>().Open());
    }

    /// <summary>
    /// The engine at this connection. Whether two threads use one context at once is looked at before each row, which is a third of the time of a long answer: so it is looked at where
    /// tests run and programmers try, and not in a city. COURSES_THREAD_CHECKS says it otherwise.
    /// </summary>
    internal static DbContextOptionsBuilder UseDatabase(this DbContextOptionsBuilder options, string connection, IServiceProvider services)
    {
        services.GetRequiredService<IEngine>().Configure(options, connection);
        var asked = services.GetRequiredService<IConfiguration>()["COURSES_THREAD_CHECKS"];
        return options.EnableThreadSafetyChecks(asked is null ? services.GetRequiredService<IHostEnvironment>().IsDevelopment() : asked == "on");
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
