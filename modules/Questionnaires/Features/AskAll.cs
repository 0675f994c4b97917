using Courses.Contracts.Access;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Work;
using Microsoft.AspNetCore.Http;

namespace Courses.Questionnaires.Features;

/// <summary>Asks everybody of a group or a programme, in pieces that are committed one by one. It may be cancelled in between and run again: nobody is asked twice about the same thing.</summary>
internal sealed class AskAll(Invite invite, IStaff staff, IHttpContextAccessor accessor, Caller caller) : IWork
{
    public const string Name = "questionnaire-ask";

    public async Task<WorkDone> Run(WorkOrder order, CancellationToken cancel)
    {
        var wanted = order.Read<Ask>();
        var asker = await staff.Now(wanted.AskedBy, cancel);
        if (asker is not null)
        {
            // What the person may now counts, and not what it was when they asked.
            accessor.HttpContext!.User = asker.Principal;
        }

        if (asker is null || !caller.Is(Roles.Administrator))
        {
            throw new RuleBroken("questionnaires.no-right");
        }

        var count = 0;
        for (var last = Invite.AtOnce; last == Invite.AtOnce;)
        {
            cancel.ThrowIfCancellationRequested();
            last = await invite.SomeByHand(wanted.Questionnaire, wanted.Group, wanted.Programme, cancel);
            count += last;
            await order.Report(count, Math.Max(count, wanted.Count));
        }

        return new("questionnaires.asked-now", $"/questionnaires/{wanted.Code}", count);
    }
}

/// <param name="AskedBy">Who asks.</param>
/// <param name="Questionnaire">With which.</param>
/// <param name="Code">Its code.</param>
/// <param name="Group">Everybody of this group;</param>
/// <param name="Programme">or of this programme.</param>
/// <param name="Count">How many they were when it was said.</param>
internal sealed record Ask(Guid AskedBy, Guid Questionnaire, string Code, Guid? Group, string? Programme, int Count);
