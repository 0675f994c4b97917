using System.Diagnostics;
using System.Globalization;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Messaging;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Courses.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Benchmarks;

/// <summary>Letters an hour through one node and a relay that thinks 50 ms before each of its answers, on four connections as they are set by themselves. The relay counts what came.</summary>
internal static class MailBenchmark
{
    private const double LettersAnHour = 10_000;

    public static async Task Run(string[] args)
    {
        var letters = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 2_000;
        using var relay = new SmtpCatcher { ThinksFor = TimeSpan.FromMilliseconds(50) };
        Environment.SetEnvironmentVariable("COURSES_SMTP", relay.Address);
        Environment.SetEnvironmentVariable("COURSES_SMTP_TLS", "none");
        Environment.SetEnvironmentVariable("COURSES_QUIET", "off");
        await using var app = await BenchmarkHost.Start();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        var (participants, messages) = (scope.ServiceProvider.GetRequiredService<IParticipants>(), scope.ServiceProvider.GetRequiredService<IMessages>());
        foreach (var batch in Enumerable.Range(0, letters).Chunk(500))
        {
            var people = new List<Guid>();
            await db.Transact(
                async () =>
                {
                    foreach (var i in batch)
                    {
                        people.Add(await participants.Register(
                            new() { GivenName = "Amal", FamilyName = $"Haddad {i}", BirthDate = new(1994, 4, 2), Language = "ar", Email = $"amal{i}@newcomer.example", Status = LegalStatus.Refugee, StatusFrom = new(2026, 1, 1) },
                            default));
                    }
                },
                default);
            await db.Transact(
                () => messages.QueueMany([.. people.Select(person => new NewMessage { ParticipantId = person, Kind = "seat-free", OnceKey = $"bench:{person}", Details = ["German A1", "2026-11-30T12:00:00Z"] })], default),
                default);
            db.ChangeTracker.Clear();
        }

        Console.Error.WriteLine("Measuring ...");
        var watch = Stopwatch.StartNew();
        await app.Services.GetRequiredService<JobRunner>().Run("send-messages", default);
        var hours = watch.Elapsed.TotalHours;
        var sent = await db.Set<Message>().CountAsync(row => row.State == MessageState.Sent);
        if (sent != letters || relay.Letters.Select(letter => letter.Split("\r\n")[0]).Distinct().Count() != letters || relay.Letters.Count != letters)
        {
            throw new InvalidOperationException($"{letters} letters were queued, {sent} are written down as sent, {relay.Letters.Count} came.");
        }

        Figure.AtLeast("mail-letters", sent / hours, "per-hour", LettersAnHour, 1);
    }
}
