using Courses.OData;

namespace Courses.Tests.OData;

/// <summary>However many long questions are asked, a small one is answered; and nobody holds a turn who only reads slowly.</summary>
public sealed class TurnsTests : IDisposable
{
    /// <summary>So long a test waits for what must come, and not for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim goOn = new();
    private readonly ODataService service;

    public TurnsTests() => service = new ODataService("Shelf") { Limits = new() { HeavyAtOnce = 1, HeavyRows = 2, MaxWait = TimeSpan.FromMilliseconds(100) } }
        .Add("Books", row => row.Id, http => (http.Request.Headers.ContainsKey("X-Slow") ? Slow() : Shelf.Books).AsQueryable());

    [Theory]
    [InlineData("/Books")]
    [InlineData("/Books?$format=csv")]
    [InlineData("/Books?$apply=aggregate($count as N)")]
    public async Task A_small_question_is_answered_while_a_heavy_one_is_read_and_another_heavy_one_waits(string heavy)
    {
        var first = Task.Run(() => Shelf.Answer(service, new MemoryStream(), "/Books", ("X-Slow", "yes")));
        await begun.Task.WaitAsync(Patience);
        Assert.Equal(200, (await Shelf.Answer(service, new MemoryStream(), "/Books?$top=1")).StatusCode);
        var body = new MemoryStream();
        var refused = await Shelf.Answer(service, body, heavy);
        Assert.Equal((503, "5"), (refused.StatusCode, refused.Headers.RetryAfter.ToString()));
        Assert.Contains("\"busy\"", System.Text.Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);

        goOn.Set();
        Assert.Equal(200, (await first).StatusCode);
        Assert.Equal(200, (await Shelf.Answer(service, new MemoryStream(), heavy)).StatusCode);
    }

    [Fact]
    public async Task Who_takes_the_rows_in_slowly_keeps_nobody_waiting()
    {
        var slow = new SlowReader();
        var first = Task.Run(() => Shelf.Answer(service, slow, "/Books"));
        await slow.Reached.WaitAsync(Patience);
        Assert.Equal(200, (await Shelf.Answer(service, new MemoryStream(), "/Books")).StatusCode);
        slow.GoOn();
        Assert.Equal(200, (await first).StatusCode);
    }

    [Fact]
    public async Task What_fails_gives_its_turn_back()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(400, (await Shelf.Answer(service, new MemoryStream(), "/Books?$apply=compute(Pages div 0 as N)/aggregate(N with sum as S)")).StatusCode);
        }

        Assert.Equal(200, (await Shelf.Answer(service, new MemoryStream(), "/Books")).StatusCode);
    }

    public void Dispose()
    {
        goOn.Set();
        goOn.Dispose();
    }

    private IEnumerable<Book> Slow()
    {
        begun.TrySetResult();
        goOn.Wait(Patience);
        foreach (var book in Shelf.Books)
        {
            yield return book;
        }
    }

    private sealed class SlowReader : MemoryStream
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public void GoOn() => goOn.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reached.TrySetResult();
            await goOn.Task;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
