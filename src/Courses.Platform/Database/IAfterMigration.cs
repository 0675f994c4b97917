using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Database;

/// <summary>
/// What `migrate` still does once the tables are those of this version: values that the program works out and stores, such as folded names, are brought up to date where
/// the way to work them out has changed. It may run as often as one likes.
/// </summary>
public interface IAfterMigration
{
    Task Run(CancellationToken cancel);
}

public static class AfterMigrationRegistration
{
    public static IServiceCollection AddAfterMigration<T>(this IServiceCollection services)
        where T : class, IAfterMigration =>
        services.AddScoped<IAfterMigration, T>();
}
