using System.Net.Http.Json;
using System.Text.Json;

namespace Courses.ChaosTests;

/// <summary>Sees people come in and syncs, like the register does: what was not acknowledged by id is sent again.</summary>
internal sealed class Tablet(HttpClient http, Guid device, string credential, IReadOnlyList<Guid> sessions, IReadOnlyList<Guid> people, Heard heard, int seed)
{
    private const int MostAtOnce = 50;
    private static readonly string[] Kinds = ["present", "present", "present", "late", "left-early", "absent"];

    private readonly Random random = new(seed);
    private readonly List<Seen> unsent = [];
    private long sequence;

    /// <summary>The canary: a tablet that gives a fact a new id whenever it sends it again.</summary>
    public bool ForgetsIds { get; init; }

    public async Task Work(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                unsent.Add(new(device, ++sequence, sessions[random.Next(sessions.Count)], people[random.Next(people.Count)]));
            }

            await Sync();
            await Task.Delay(random.Next(20, 120), CancellationToken.None);
        }

        while (unsent.Count > 0)
        {
            await Sync();
        }
    }

    private async Task Sync()
    {
        var batch = unsent.Take(MostAtOnce).ToArray();
        var named = await Devices.Ask(http, () => Request(batch), async answer =>
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("answers").EnumerateArray().Select(fact => fact.GetProperty("id").GetGuid()).ToHashSet());

        // One answer in eight gets lost on the way.
        if (named is null || random.Next(8) == 0)
        {
            heard.NoAnswer();
            if (named is { Count: > 0 })
            {
                heard.FactsLost();
            }

            if (ForgetsIds)
            {
                Array.ForEach(batch, seen => seen.FactId = Guid.NewGuid());
            }

            return;
        }

        foreach (var seen in batch.Where(seen => named.Contains(seen.FactId)))
        {
            heard.Acknowledged[seen.FactId] = seen;
            unsent.Remove(seen);
        }
    }

    private HttpRequestMessage Request(Seen[] batch)
    {
        var now = TimeProvider.System.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/attendance/facts")
        {
            Content = JsonContent.Create(new
            {
                sentAt = now,
                facts = batch.Select(seen => new
                {
                    id = seen.FactId,
                    sessionId = seen.Session,
                    participantId = seen.Person,
                    kind = Kinds[seen.Sequence % Kinds.Length],
                    minutes = 10,
                    source = "hand",
                    sequence = seen.Sequence,
                    deviceTime = now,
                    clockOffsetMs = 0,
                    recordedBy = "Nina",
                }),
            }),
        };
        request.Headers.Authorization = new("Bearer", credential);
        return request;
    }
}
