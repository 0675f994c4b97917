using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Contracts.Timetable;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance.Features;

/// <summary>The teacher closes the register. A tablet sends this after the session's last fact was acknowledged; repeating it changes nothing.</summary>
internal sealed class SignOffRegister(RegisterBook book, ITimetable timetable, Recorders recorders)
{
    internal sealed record Request
    {
        /// <summary>The teacher's name as signed on a tablet. Who is signed in signs in the own name, whatever stands here.</summary>
        [Required, StringLength(200, MinimumLength = 1)]
        public string? SignedBy { get; init; }
    }

    internal sealed record Answer(Guid SessionId, DateTimeOffset SignedOffAt, string SignedOffBy);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/sessions/{id:guid}/sign-off", (Guid id, Request request, [FromServices] SignOffRegister handler, CancellationToken cancel) => handler.Handle(id, request, cancel))
        .For(Roles.Tablet, Roles.Teacher, Roles.ProviderManager);

    public async Task<Answer> Handle(Guid id, Request request, CancellationToken cancel)
    {
        var session = await SessionInfos.Of(timetable).SingleOrDefaultAsync(session => session.Id == id, cancel);
        if (session is null || !recorders.MayOpen(session))
        {
            throw new NotFound("Session");
        }

        var register = await book.SignOff(session, recorders.SignsAs(request.SignedBy!.Trim()), recorders.CallerId, cancel);
        return new(id, register.SignedOffAt!.Value, register.SignedOffBy);
    }
}
