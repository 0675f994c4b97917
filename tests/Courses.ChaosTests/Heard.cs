using System.Collections.Concurrent;

namespace Courses.ChaosTests;

/// <summary>One thing that a tablet saw. The sequence numbers what it saw, whatever id the fact travels under.</summary>
internal sealed record Seen(Guid Device, long Sequence, Guid Session, Guid Person)
{
    public Guid FactId { get; set; } = Guid.NewGuid();
}

/// <summary>One wish of a person to book a class, however often it is sent.</summary>
internal sealed record Tap(Guid Voucher, Guid Class)
{
    public ConcurrentBag<string> Answers { get; } = [];

    public const string Booked = "booked ";
}

/// <summary>What the devices were told: the host's promises.</summary>
internal sealed class Heard
{
    public ConcurrentDictionary<Guid, Seen> Acknowledged { get; } = [];

    public ConcurrentBag<Tap> Taps { get; } = [];

    private int unanswered;

    public int Unanswered => unanswered;

    public void NoAnswer() => Interlocked.Increment(ref unanswered);

    private readonly TaskCompletionSource factsLost = new();
    private readonly TaskCompletionSource bookingLost = new();

    /// <summary>The host stored facts, and its word of it got lost on the way.</summary>
    public void FactsLost() => factsLost.TrySetResult();

    /// <summary>The host booked, and its word of it got lost on the way.</summary>
    public void BookingLost() => bookingLost.TrySetResult();

    /// <summary>Comes back when words of both kinds got lost.</summary>
    public Task BothLost(TimeSpan atMost) => Task.WhenAll(factsLost.Task, bookingLost.Task).WaitAsync(atMost);

    private volatile TaskCompletionSource answered = new();

    public void Answered()
    {
        answered.TrySetResult();
        answered = new();
    }

    /// <summary>Comes back with the next answer to a booking, or without one when there is none for so long.</summary>
    public Task AnotherBooking(TimeSpan atMost) => Task.WhenAny(answered.Task, Task.Delay(atMost));
}
