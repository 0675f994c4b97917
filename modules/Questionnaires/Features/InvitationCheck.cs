using Courses.Contracts.Messaging;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Questionnaires.Features;

/// <summary>A letter that asks goes out only while it can be answered. Whether an anonymous one was answered it does not ask: whoever sees that a letter did not come would know.</summary>
internal sealed class InvitationCheck(CoursesDb db) : IMessageCheck
{
    public string Kind => Invite.Letter;

    public async Task<IReadOnlyCollection<MessageToCheck>> NoLongerTrue(IReadOnlyCollection<MessageToCheck> messages, CancellationToken cancel)
    {
        var ids = messages.Select(message => message.About).Distinct().ToArray();
        var waiting = (await (
            from invitation in db.Set<Invitation>()
            join questionnaire in db.Set<Questionnaire>() on invitation.QuestionnaireId equals questionnaire.Id
            where EF.Parameter(ids).Contains(invitation.Id) && invitation.AnsweredOn == null && questionnaire.OpenedOn != null && questionnaire.ClosedOn == null
            select invitation.Id).ToListAsync(cancel)).ToHashSet();
        return [.. messages.Where(message => !waiting.Contains(message.About))];
    }
}
