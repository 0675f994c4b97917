using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace Courses.Messaging.Features;

/// <summary>
/// The city's mail server passes on what comes back (COURSES_BOUNCE_SECRET). A letter that a relay took and returned later was not delivered: the times that began with it end, it goes another way, and an
/// address that takes no letters gets no more of them. Whatever comes twice, or is no report of that kind, changes nothing.
/// </summary>
internal sealed class ReceiveReturnedMail(CoursesDb db, IConfiguration configuration, MessageKinds kinds, Deliveries deliveries, IAudit audit, CityTime city)
{
    private const int LongestMail = 4 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/mail/returned/{secret}", async (string secret, HttpRequest request, ReceiveReturnedMail act, CancellationToken cancel) => await act.Handle(secret, request.Body, cancel))
        .ForAnyone().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LongestMail)).ExcludeFromDescription();

    private async Task<IResult> Handle(string secret, Stream mail, CancellationToken cancel)
    {
        if (!new SharedSecret(configuration["COURSES_BOUNCE_SECRET"]).IsSaidBy(secret))
        {
            throw new NotFound("The mail");
        }

        if (await ReturnedMail.Read(mail, cancel) is not { } returned)
        {
            return Results.NoContent();
        }

        return await db.Transact(
            async () =>
            {
                var messages = await db.Set<Message>().Where(row => row.LetterId == returned.LetterId && (row.Channel == null || row.Channel == Channel.Mail)).ToListAsync(cancel);
                if (messages.Exists(row => row.State == MessageState.Sending))
                {
                    // It was quicker than the node that has not written down yet what the relay answered. Mail servers come again.
                    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
                }

                await CameBack([.. messages.Where(row => row.State is MessageState.Sent or MessageState.Unknown)], returned, cancel);
                return Results.NoContent();
            },
            cancel);
    }

    private async Task CameBack(List<Message> messages, ReturnedMail returned, CancellationToken cancel)
    {
        if (messages is not [] && returned.IsAboutTheAddress)
        {
            var address = RefusedAddress.Normal(returned.Address);
            await db.Engine.InsertNew(db, [new RefusedAddress { Id = RefusedAddress.IdOf(address), Address = address, Answer = Message.Shorten(returned.Answer), At = city.Now }], nameof(RefusedAddress.Id), cancel);
        }

        foreach (var message in messages)
        {
            if (message.CameBack(returned, city.Now, kinds.GoesOnPaper(message.Kind)))
            {
                await deliveries.WereNot(message, cancel);
            }

            audit.Record("letter.came-back", message.ParticipantId ?? message.Id, message.Kind);
        }
    }
}
