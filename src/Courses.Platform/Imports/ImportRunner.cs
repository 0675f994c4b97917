using Courses.Platform.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Imports;

/// <summary>Writes a list as work of the person who started it: on whichever node is free, and from where it stopped when a node dies.</summary>
public sealed class ImportRunner(Importing importing) : IWork
{
    public const string Name = "import";

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        var file = order.Read<ImportOrder>().FileId;
        try
        {
            await importing.Run(file, order.Report, cancel);
        }
        catch
        {
            // The list says so too, and can be started again.
            await importing.Stop(file, CancellationToken.None);
            throw;
        }

        return new("import.finished", $"/imports/{file}/report");
    }
}

/// <summary>Which list.</summary>
public sealed record ImportOrder(Guid FileId);

public static class ImportRegistration
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddScoped<Importing>()
        .AddWork<ImportRunner>(ImportRunner.Name);

    /// <summary>Adds a kind of list that a module takes in.</summary>
    public static IServiceCollection AddImportKind<T>(this IServiceCollection services)
        where T : class, IImportKind =>
        services.AddScoped<IImportKind, T>();
}
