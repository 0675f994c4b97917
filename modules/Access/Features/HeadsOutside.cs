using System.Globalization;
using Courses.Contracts.Messaging;
using Courses.Platform;
using Courses.Platform.Chain;
using Courses.Platform.Database;
using Microsoft.Extensions.Configuration;

namespace Courses.Access.Features;

/// <summary>
/// Where heads are kept that nobody who holds the database can change: a file (COURSES_HEADS_FILE, each head) and a mailbox (COURSES_HEADS_MAIL, the first head of a day, which binds the day before).
/// </summary>
internal sealed class HeadsOutside(RowChain chain, ChainDesk desk, IMessages messages, CoursesDb db, CityTime city, IConfiguration configuration)
{
    /// <summary>Makes a head over what is chained until now, and keeps it outside; nothing when nothing is new. Whoever makes the first one of a day sends it.</summary>
    public async Task Make(CancellationToken cancel)
    {
        var last = await chain.LastHeadAt(cancel);
        if (await chain.MakeHead(cancel) is { } head)
        {
            await Keep(head, last is null || city.DayOf(last.Value) < city.DayOf(head.MadeAt), cancel);
        }
    }

    private async Task Keep(ChainHeadLine head, bool isFirstOfDay, CancellationToken cancel)
    {
        if (isFirstOfDay && configuration["COURSES_HEADS_MAIL"] is { Length: > 0 } mail)
        {
            var day = city.DayOf(head.MadeAt).ToString("O", CultureInfo.InvariantCulture);
            await db.Transact(() => messages.QueueForStaff(new() { Email = mail, Kind = "chain-head", OnceKey = $"chain-head:{day}", Details = [head.Line] }, cancel), cancel);
        }

        if (configuration["COURSES_HEADS_FILE"] is { Length: > 0 } file)
        {
            // Also those of before, which could not be written when the disk was full or the share away.
            var last = File.Exists(file) ? ChainHeadLine.LastNumberIn(await File.ReadAllTextAsync(file, cancel)) : 0;
            await File.AppendAllLinesAsync(file, (await desk.HeadsAfter(last, cancel)).Select(one => one.Line), cancel);
        }
    }
}
