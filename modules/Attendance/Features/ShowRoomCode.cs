using Courses.Contracts.Access;
using Courses.Platform.Qr;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Courses.Attendance.Features;

/// <summary>The code for the wall as it is now, and for how long.</summary>
internal sealed class ShowRoomCode(RegisterSheets sheets, RoomKeys keys, Links links, TimeProvider clock)
{
    internal sealed record Answer(string Address, string Svg, int SecondsLeft);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/sessions/{id:guid}/room-code", (Guid id, [FromServices] ShowRoomCode handler, CancellationToken cancel) => handler.Handle(id, cancel))
        .For(Roles.Tablet, Roles.Teacher, Roles.ProviderManager);

    public async Task<Answer> Handle(Guid id, CancellationToken cancel)
    {
        var session = await sheets.Session(id, cancel);
        var now = clock.GetUtcNow();
        var code = RoomCode.Of(await keys.Secret(cancel), session.GroupId, session.Id, RoomCode.StepAt(now));
        var address = links.To($"/my/check-in?s={session.Id:N}&c={code}");
        return new(address, QrPicture.Svg(address), RoomCode.StepSeconds - (int)(now.ToUnixTimeSeconds() % RoomCode.StepSeconds));
    }
}
