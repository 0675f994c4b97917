using Courses.Contracts.Messaging;
using Courses.Contracts.Timetable;
using Courses.Platform;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging;

/// <summary>When a letter that may be answered reached its person, and until when that leaves time. Whoever counts days from then is told once.</summary>
internal sealed class Deliveries(CoursesDb db, IEnumerable<IDeliveryHearer> hearers, ITimetable timetable, CityTime city, TimeProvider clock)
{
    private const int AtATime = 500;

    /// <summary>The last day to answer a letter that is delivered on that day.</summary>
    public Task<DateOnly> AnswerUntil(Message message, DateOnly deliveredOn, CancellationToken cancel) => timetable.WorkingDayAfter(deliveredOn, message.AnswerWorkingDays!.Value, cancel);

    /// <summary>Passes on what was delivered. It is looked for in the table, so that a node that died in between leaves nothing unsaid.</summary>
    public async Task PassOn(CancellationToken cancel)
    {
        var today = city.Today;
        var delivered = await db.Set<Message>().AsNoTracking().Where(row => row.AnswerWorkingDays != null && row.ToldAt == null && row.DeliveredOn <= today).OrderBy(row => row.DeliveredOn).Take(AtATime).ToListAsync(cancel);
        foreach (var message in delivered)
        {
            await Told(message, message.Channel switch { Channel.Paper => Delivered.ByPaper, Channel.Sms => Delivered.BySms, _ => Delivered.ByMail }, message.DeliveredOn!.Value, cancel);
        }
    }

    /// <summary>The letter counted as delivered and was not: whoever counts days from then stops.</summary>
    public async Task WereNot(Message message, CancellationToken cancel)
    {
        foreach (var hearer in hearers.Where(hearer => message.About is not null && hearer.Kind == message.Kind))
        {
            await hearer.CameBack(message.About!.Value, cancel);
        }
    }

    /// <summary>The first who tells counts; the others change nothing.</summary>
    public async Task Told(Message message, string how, DateOnly on, CancellationToken cancel)
    {
        var until = message.AnswerUntil ?? await AnswerUntil(message, on, cancel);
        var now = clock.GetUtcNow();
        await db.Transact(
            async () =>
            {
                var isFirst = await db.Set<Message>().Where(row => row.Id == message.Id && row.ToldAt == null).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.ToldAt, now).SetProperty(row => row.ToldHow, how).SetProperty(row => row.AnswerUntil, until), cancel) > 0;
                foreach (var hearer in hearers.Where(hearer => isFirst && message.About is not null && hearer.Kind == message.Kind))
                {
                    await hearer.Heard(new(message.About!.Value, how, on, until), cancel);
                }
            },
            cancel);
    }
}
