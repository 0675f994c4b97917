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

    public Task GiveUp(WorkOrder order, CancellationToken cancel) => importing.Stop(order.Read<ImportOrder>().FileId, cancel);
}

/// <summary>Checks a list as work of the person who sent it: a large one takes longer than a request may.</summary>
public sealed class ImportChecker(Importing importing) : IWork
{
    public const string Name = "import-check";

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        var file = order.Read<ImportOrder>().FileId;
        await importing.Check(file, order.Report, cancel);
        return new("import.checked", $"/imports/{file}/report");
    }
}

/// <summary>Which list.</summary>
public sealed record ImportOrder(Guid FileId);

public static class ImportRegistration
{
    /// <summary>Whoever sends many lists has them read and written one after the other.</summary>
    private const string Turn = "lists";

    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddScoped<Importing>()
        .AddWork<ImportChecker>(ImportChecker.Name, turn: Turn)
        .AddWork<ImportRunner>(ImportRunner.Name, turn: Turn);

    /// <summary>Adds a kind of list that a module takes in.</summary>
    public static IServiceCollection AddImportKind<T>(this IServiceCollection services)
        where T : class, IImportKind =>
        services.AddScoped<IImportKind, T>();
}
