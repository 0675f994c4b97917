using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Courses.Tests.Shared;

namespace Courses.ChaosTests;

/// <summary>Books and pays, and repeats with its key what was not answered.</summary>
internal sealed class Phone(HttpClient http, ConcurrentQueue<Holder> wishes, IReadOnlyList<Holder> everybody, IReadOnlyList<Guid> classes, Heard heard, int seed)
{
    private readonly Random random = new(seed);

    /// <summary>The canary: a phone that takes a new key whenever it sends again.</summary>
    public bool ForgetsKeys { get; init; }

    public async Task Work(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // When everybody has booked, those who have tap once more: nothing may come of it.
            var holder = wishes.TryDequeue(out var next) ? next : everybody[random.Next(everybody.Count)];
            await Book(holder, classes[random.Next(classes.Count)]);
            await Task.Delay(random.Next(0, 60), CancellationToken.None);
        }
    }

    private async Task Book(Holder holder, Guid lesson)
    {
        var tap = new Tap(holder.Voucher, lesson);
        heard.Taps.Add(tap);
        var key = Guid.NewGuid().ToString();
        while (true)
        {
            var answer = await Devices.Ask(http, () => Request(holder, lesson, key), Read);

            // One answer in eight gets lost on the way.
            if (answer is not null && random.Next(8) != 0)
            {
                tap.Answers.Add(answer);
                heard.Answered();

                // And sometimes a finger taps twice.
                if (random.Next(6) != 0)
                {
                    return;
                }
            }
            else
            {
                heard.NoAnswer();
                if (tap.Answers.IsEmpty && answer?.StartsWith(Tap.Booked, StringComparison.Ordinal) == true)
                {
                    heard.BookingLost();
                }

                key = ForgetsKeys ? Guid.NewGuid().ToString() : key;
            }
        }
    }

    private static async Task<string> Read(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.StatusCode == HttpStatusCode.OK ? Tap.Booked + body.GetRawText() : body.GetProperty("code").GetString()!;
    }

    private static HttpRequestMessage Request(Holder holder, Guid lesson, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/my/vouchers/{holder.Voucher}/redemptions") { Content = JsonContent.Create(new { classId = lesson }) };
        request.Headers.Add("Cookie", holder.Cookie);
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }
}
