using System.Collections.Concurrent;
using System.Net.Sockets;
using Courses.Platform.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Courses.Tests.Database;

/// <summary>What those who share a commit may rely on.</summary>
public sealed class IntakeTests
{
    private readonly ConcurrentQueue<int[]> commits = [];
    private readonly TaskCompletionSource first = new();
    private readonly TaskCompletionSource second = new();

    [Fact]
    public async Task What_gathers_during_a_commit_is_taken_by_the_next_one_and_answered_in_order()
    {
        second.SetResult();
        var (intake, hanging) = await Busy(worthAnother: 100);
        Task<string>[] answers = [hanging, .. Enumerable.Range(1, 9).Select(write => intake.Take(write, default))];
        Assert.All(answers, answer => Assert.False(answer.IsCompleted));
        first.SetResult();
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], await Task.WhenAll(answers));
        Assert.Equal([[0], [1, 2, 3, 4, 5, 6], [7, 8, 9]], commits);
    }

    [Fact]
    public async Task Enough_of_them_open_another_commit_beside_one_that_hangs()
    {
        second.SetResult();
        var (intake, hanging) = await Busy(worthAnother: 3);
        Assert.Equal(["1", "2", "3"], await Task.WhenAll(Enumerable.Range(1, 3).Select(write => intake.Take(write, default))));
        Assert.False(hanging.IsCompleted);
        first.SetResult();
        await hanging;
    }

    [Fact]
    public async Task Little_that_gathered_during_two_commits_makes_one()
    {
        var (intake, hanging) = await Busy(worthAnother: 3);
        var beside = Enumerable.Range(1, 3).Select(write => intake.Take(write, default)).ToArray();
        await Until(() => commits.Count == 2);
        var fourth = intake.Take(4, default);
        second.SetResult();
        await Task.WhenAll(beside);
        var fifth = intake.Take(5, default);
        first.SetResult();
        await Task.WhenAll(hanging, fourth, fifth);
        Assert.Equal([[0], [1, 2, 3], [4, 5]], commits);
    }

    [Fact]
    public async Task One_alone_does_not_wait_for_ever_behind_a_commit_that_hangs()
    {
        var (intake, hanging) = await Busy(worthAnother: 100, patience: TimeSpan.FromMilliseconds(20));
        Assert.Equal("1", await intake.Take(1, default));
        Assert.Equal("2", await intake.Take(2, default));
        Assert.False(hanging.IsCompleted);
        first.SetResult();
        await hanging;
    }

    [Fact]
    public async Task The_one_that_spoils_a_commit_spoils_only_its_own()
    {
        second.SetResult();
        var (intake, hanging) = await Busy(worthAnother: 100, fails: write => write == 2 ? new InvalidOperationException("spoilt") : null);
        var answers = Enumerable.Range(1, 3).Select(write => intake.Take(write, default)).ToArray();
        first.SetResult();
        Assert.Equal(("0", "1", "3"), (await hanging, await answers[0], await answers[2]));
        Assert.Equal("spoilt", (await Assert.ThrowsAsync<InvalidOperationException>(() => answers[1])).Message);
        Assert.Equal([[0], [1, 2, 3], [1], [2], [3]], commits);
    }

    [Fact]
    public async Task A_database_that_is_away_is_asked_once_for_all()
    {
        second.SetResult();
        var (intake, hanging) = await Busy(worthAnother: 100, fails: _ => new NpgsqlException("away", new SocketException()));
        Task<string>[] answers = [hanging, .. Enumerable.Range(1, 3).Select(write => intake.Take(write, default))];
        first.SetResult();
        foreach (var answer in answers)
        {
            await Assert.ThrowsAsync<NpgsqlException>(() => answer);
        }

        Assert.Equal([[0], [1, 2, 3]], commits);
    }

    [Fact]
    public async Task Whoever_goes_away_is_written_all_the_same()
    {
        var (intake, hanging) = await Busy(worthAnother: 100);
        using var leaves = new CancellationTokenSource();
        var left = intake.Take(1, leaves.Token);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        first.SetResult();
        await hanging;
        await Until(() => commits.Count == 2);
        Assert.Equal([[0], [1]], commits);
    }

    /// <summary>Writes are numbers and weigh one each; a commit takes six of them. The one with 0 is under way and hangs until the test lets it go, and so does the one with 3.</summary>
    private async Task<(Intake<int, string> Intake, Task<string> Hanging)> Busy(int worthAnother, Func<int, Exception?>? fails = null, TimeSpan? patience = null)
    {
        var intake = new Intake<int, string>(
            new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
            new PostgreSql(),
            new(_ => 1, MostInOneCommit: 6, worthAnother) { Patience = patience ?? TimeSpan.FromMinutes(1) },
            async (_, writes) =>
            {
                commits.Enqueue([.. writes]);
                if (writes.Contains(0))
                {
                    await first.Task;
                }

                if (writes.Contains(3))
                {
                    await second.Task;
                }

                return writes.Select(write => fails?.Invoke(write)).OfType<Exception>().FirstOrDefault() is { } error ? throw error : [.. writes.Select(write => $"{write}")];
            });
        var hanging = intake.Take(0, default);
        await Until(() => commits.Count == 1);
        return (intake, hanging);
    }

    private static async Task Until(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 1000, "It never came to it.");
            await Task.Delay(10);
        }
    }
}
