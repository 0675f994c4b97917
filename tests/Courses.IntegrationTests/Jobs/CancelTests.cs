using System.Net;
using System.Security.Claims;
using System.Text;
using Courses.Contracts.Access;
using Courses.Eligibility;
using Courses.Eligibility.Features;
using Courses.Platform.Database;
using Courses.Platform.Imports;
using Courses.Platform.Jobs;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.IntegrationTests.Jobs;

/// <summary>Each kind of work that takes long enough is stopped in its middle by who asked, says how far it was, and is started again.</summary>
public sealed class CancelTests(City city) : IClassFixture<City>
{
    private const int Rows = 1_200;

    [Fact]
    public async Task A_check_that_is_stopped_leaves_no_report_and_can_be_started_again()
    {
        var middle = new Middle();
        await using var node = await Working(middle);
        var file = await HasList();
        var work = await Ask(node, Roles.Coach, ImportChecker.Name, new ImportOrder(file));
        await middle.Checking.Reached.Task;
        Assert.Equal((Rows, Rows), await Progress(work));
        await Stopped(work, Roles.Coach);
        Assert.Equal((ImportState.Uploaded, 0), await city.InDatabase(async db => ((await db.Set<ImportFile>().SingleAsync(row => row.Id == file)).State, await db.Set<ImportFinding>().CountAsync(row => row.FileId == file))));

        middle.Checking.MayGoOn.SetResult();
        await StartedAgain(work, Roles.Coach);
        Assert.Equal((ImportState.Checked, Rows), await city.InDatabase(async db => ((await db.Set<ImportFile>().SingleAsync(row => row.Id == file)).State, await db.Set<ImportFinding>().CountAsync(row => row.FileId == file))));
    }

    [Fact]
    public async Task An_import_that_is_stopped_keeps_what_it_wrote_and_writes_the_rest_when_it_is_started_again()
    {
        var middle = new Middle();
        middle.Checking.MayGoOn.SetResult();
        await using var node = await Working(middle);
        var file = await HasList();
        await city.InDatabase(async db =>
        {
            var list = await db.Set<ImportFile>().SingleAsync(row => row.Id == file);
            list.RecordCheck(Rows, 0, 0, city.Clock.GetUtcNow());
            list.Start(city.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        var work = await Ask(node, Roles.Coach, ImportRunner.Name, new ImportOrder(file));
        await middle.Writing.Reached.Task;
        Assert.Equal((Importing.BatchSize, Rows), await Progress(work));
        await Stopped(work, Roles.Coach);
        Assert.Equal((ImportState.Stopped, Importing.BatchSize), await Written());

        middle.Writing.MayGoOn.SetResult();
        await StartedAgain(work, Roles.Coach);
        Assert.Equal((ImportState.Done, Rows), await Written());
        Assert.Equal(Rows, middle.Written.Distinct().Count());

        Task<(ImportState, int)> Written() => city.InDatabase(async db => ((await db.Set<ImportFile>().SingleAsync(row => row.Id == file)).State, await db.Set<ImportedRow>().CountAsync(row => row.FileId == file)));
    }

    /// <summary>Held up where it writes its answer, by a lock on the row that the answer goes into.</summary>
    [Fact]
    public async Task A_simulation_that_is_stopped_has_no_answer_and_can_be_started_again()
    {
        await city.HasAllProgrammes();
        await city.HasLearner();
        await using var node = await Working(new());
        var simulation = await city.InDatabase(async db =>
        {
            var programme = await db.Set<Programme>().Include(row => row.Versions).SingleAsync(row => row.Code == "inlt");
            programme.PutInForce(programme.InForce(city.Today())!.Terms, city.Today().AddDays(60), null, "Draft", city.Clock.GetUtcNow());
            var asked = Simulation.Of(programme, programme.Versions.Max(version => version.Number), city.Today(), city.Today(), Guid.NewGuid(), "Roxana", city.Clock.GetUtcNow());
            db.Add(asked);
            await db.SaveChangesAsync();
            return asked.Id;
        });
        await using var scope = city.Services.CreateAsyncScope();
        var holder = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        Guid work = default;
        await holder.Transact(
            async () =>
            {
                await holder.Set<Simulation>().Where(row => row.Id == simulation).ExecuteUpdateAsync(set => set.SetProperty(row => row.AskedByName, "Roxana"));
                work = await Ask(node, Roles.Administrator, SimulateRule.Name, new SimulateRuleOrder(simulation));
                await JobTests.Eventually(() => Progress(work), seen => seen is { Total: > 0 } && seen.Done == seen.Total);
                await Stopped(work, Roles.Administrator);
            },
            CancellationToken.None);
        Assert.Null((await city.InDatabase(db => db.Set<Simulation>().AsNoTracking().SingleAsync(row => row.Id == simulation))).DoneAt);
        await StartedAgain(work, Roles.Administrator);
        Assert.NotNull((await city.InDatabase(db => db.Set<Simulation>().AsNoTracking().SingleAsync(row => row.Id == simulation))).DoneAt);
    }

    private async Task Stopped(Guid work, string role)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(role).Submit($"/work/{work}?handler=Cancel")).StatusCode);
        Assert.Equal(WorkState.Cancelled, (await Ended(work)).State);
    }

    private async Task StartedAgain(Guid work, string role)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await city.As(role).Submit($"/work/{work}?handler=Retry")).StatusCode);
        var ended = await Ended(work);
        Assert.True(ended.State == WorkState.Done, ended.Error ?? ended.Code);
    }

    private Task<WorkItem> Ended(Guid id) =>
        JobTests.Eventually(() => city.InDatabase(db => db.Set<WorkItem>().AsNoTracking().SingleAsync(work => work.Id == id)), work => work.HasEnded);

    private async Task<(int Done, int Total)> Progress(Guid id) =>
        await city.InDatabase(db => db.Set<WorkItem>().AsNoTracking().SingleAsync(work => work.Id == id)) is var work ? (work.DoneCount, work.TotalCount) : default;

    private async Task<Guid> HasList()
    {
        var text = new StringBuilder("Code\n").AppendJoin('\n', Enumerable.Range(0, Rows).Select(i => $"row {Guid.NewGuid():N} {i}"));
        var owner = await city.AccountOf(Roles.Coach);
        return await city.InDatabase(async db =>
        {
            var file = new ImportFile { Kind = "test", ProviderId = null, FileName = "list.csv", Content = Encoding.UTF8.GetBytes(text.ToString()), UploadedAt = city.Clock.GetUtcNow(), UploadedBy = owner, UploadedByName = "Coach" };
            file.Choose(new() { Columns = ["code"], Reading = new() { Separator = ';', HeadingRow = 1 } });
            db.Add(file);
            await db.SaveChangesAsync();
            return file.Id;
        });
    }

    private async Task<WebApplicationFactory<Program>> Working(Middle middle)
    {
        var node = JobTests.Node(city, services => services.AddSingleton(middle).AddSingleton<TimeProvider>(city.Clock).AddImportKind<Codes>());
        await JobTests.Eventually(() => node.Services.GetRequiredService<JobDesk>().Nodes(CancellationToken.None), nodes => nodes is { Count: > 0 });
        return node;
    }

    private async Task<Guid> Ask<T>(WebApplicationFactory<Program> node, string role, string kind, T order)
    {
        await using var scope = node.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, (await city.AccountOf(role)).ToString()), new(ClaimTypes.Name, "Roxana"), new(ClaimTypes.Role, role)], "test")),
        };
        return await scope.ServiceProvider.GetRequiredService<WorkDesk>().Ask(kind, order, null, CancellationToken.None);
    }

    /// <summary>Where the test's list waits to be told to go on.</summary>
    private sealed class Middle
    {
        public Gate Checking { get; } = new();

        public Gate Writing { get; } = new();

        public List<string> Written { get; } = [];
    }

    private sealed class Gate
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource MayGoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Wait(CancellationToken cancel)
        {
            Reached.TrySetResult();
            return MayGoOn.Task.WaitAsync(cancel);
        }
    }

    private sealed class Codes(Middle middle) : IImportKind
    {
        public string Key => "test";

        public IReadOnlyList<string> Roles => ["coach"];

        public bool OfProvider => false;

        public IReadOnlyList<ImportField> Fields => [new("code", Courses.Platform.Imports.FieldType.Text, true, "Code")];

        public async Task Check(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
        {
            await scope.Each(rows, row => row.Key = row.Text("code"), cancel);
            await middle.Checking.Wait(cancel);
        }

        public async Task Write(ImportScope scope, IReadOnlyList<ImportRow> rows, CancellationToken cancel)
        {
            if (middle.Written.Count >= Importing.BatchSize)
            {
                await middle.Writing.Wait(cancel);
            }

            middle.Written.AddRange(rows.Select(row => row.Key!));
        }
    }
}
