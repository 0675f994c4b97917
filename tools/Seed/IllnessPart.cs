using Courses.Attendance;

namespace Courses.Seed;

/// <summary>A few people of each provider who say that they are ill: three wait for the decision, one was refused. It asks no dice, so the rest of the city is the same with and without it.</summary>
internal sealed class IllnessPart(World world)
{
    private const int AtOneProvider = 4;

    public async Task Load(IReadOnlyList<SeededClass> classes, Action<string> say)
    {
        var told = 0;
        foreach (var ofProvider in classes.Where(one => !one.IsOfTheStory).GroupBy(one => one.Group.ProviderId))
        {
            var ahead =
                from one in ofProvider
                let next = one.Sessions.FirstOrDefault(session => session.CancelledAt is null && session.StartsAt > world.Now)
                where next is not null && next.LocalDate <= world.Today.AddDays(7)
                from member in one.Members
                where !member.Person.HasAPart && member.Enrolment.Stays.Exists(stay => stay.From <= next.LocalDate && (stay.Until ?? DateOnly.MaxValue) >= next.LocalDate)
                select (member.Person, Next: next);
            foreach (var (person, next, number) in ahead.DistinctBy(one => one.Person.Id).Take(AtOneProvider).Select((one, number) => (one.Person, one.Next, number)))
            {
                await Say(person, ofProvider.Key, next, number);
                told++;
            }
        }

        await world.Rows.Save();
        say($"{told:N0} people said that they are ill");
    }

    private async Task Say(Person person, Guid provider, Timetable.Session next, int number)
    {
        var report = world.Keys.Give(new IllnessReport { ParticipantId = person.Id, FormId = world.Keys.Next(), SentAt = world.Now.AddHours(-number - 1) });
        var until = next.LocalDate.AddDays(number == 1 ? 5 : number % 2);
        report.Tell(next.LocalDate, until, number == 2 ? IllnessReason.ChildIll : IllnessReason.Ill, "", person.Language, world.Today, report.SentAt);
        await world.Rows.Insert([report]);

        var one = world.Keys.Give(new IllnessCase { ReportId = report.Id, Report = report, ParticipantId = person.Id, ProviderId = provider });
        if (number == AtOneProvider - 1)
        {
            one.Refuse(new("reason.illness.certificate-missing", null, null), 1, "M. Huber", Guid.Empty, world.Now);
        }

        await world.Rows.Insert([one]);
    }
}
