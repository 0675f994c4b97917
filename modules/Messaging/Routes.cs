using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Reading;
using Microsoft.EntityFrameworkCore;

namespace Courses.Messaging;

/// <summary>
/// Which way leads to a person: the one they chose, else mail, a text message, paper. An address that takes no letters is no way, and neither is a relay or a gateway that is not set. Where none leads,
/// the letter is printed, if its kind says something on paper.
/// </summary>
internal sealed class Routes(CoursesDb db, IParticipants participants, MessageKinds kinds, MailServer server, SmsGateway gateway, Telephones telephones)
{
    /// <summary>Those that go by mail stay as they are; the others are on their way when this returns.</summary>
    public async Task Choose(IReadOnlyCollection<Message> letters, CancellationToken cancel)
    {
        var toPeople = letters.Where(row => row is { State: MessageState.Waiting, ParticipantId: not null }).ToList();
        var ids = toPeople.Select(row => row.ParticipantId!.Value).Distinct().ToArray();
        if (ids is [])
        {
            return;
        }

        var people = await participants.People.Where(person => EF.Parameter(ids).Contains(person.Id)).Select(person => new { person.Id, person.Email, person.Phone }).ToDictionaryAsync(person => person.Id, cancel);
        var chosen = await db.Set<ChosenWay>().Where(row => EF.Parameter(ids).Contains(row.ParticipantId)).ToDictionaryAsync(row => row.ParticipantId, row => row.Channel, cancel);
        var addresses = people.Values.Where(person => !string.IsNullOrEmpty(person.Email)).Select(person => RefusedAddress.IdOf(person.Email!)).Distinct().ToArray();
        var refused = (await db.Set<RefusedAddress>().Where(row => EF.Parameter(addresses).Contains(row.Id)).Select(row => row.Id).ToListAsync(cancel)).ToHashSet();
        foreach (var letter in toPeople)
        {
            var person = people.GetValueOrDefault(letter.ParticipantId!.Value);
            var why = string.IsNullOrEmpty(person?.Email) ? "no-address" : refused.Contains(RefusedAddress.IdOf(person.Email)) ? "address-refused" : null;
            var byMail = why is null && server.IsSet;
            var byText = gateway.IsSet && telephones.Mobile(person?.Phone) is not null;
            var wish = chosen.TryGetValue(letter.ParticipantId.Value, out var way) ? way : (Channel?)null;
            if (wish == Channel.Paper && kinds.GoesOnPaper(letter.Kind))
            {
                letter.GoesOnPaper("chose-paper");
            }
            else if (byText && (wish == Channel.Sms || !byMail))
            {
                letter.GoesAsText();
            }
            else if (!byMail)
            {
                HasNoWay(letter, why ?? "no-address");
            }
        }
    }

    public void HasNoWay(Message letter, string why)
    {
        if (kinds.GoesOnPaper(letter.Kind))
        {
            letter.GoesOnPaper(why);
        }
        else
        {
            letter.Cancel(why);
        }
    }
}
