using System.ComponentModel.DataAnnotations;
using Courses.Access.Devices;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Courses.Platform.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Courses.Access.Features;

/// <summary>A tablet exchanges the one-time code for its own credential. Two tablets with one code: one of them gets it.</summary>
internal sealed class EnrolDevice(CoursesDb db, IAudit audit, TimeProvider clock)
{
    internal sealed record Request
    {
        /// <summary>As shown beside the QR code, or the whole address that the QR code holds.</summary>
        [Required, StringLength(200)]
        public string? Code { get; init; }

        [StringLength(100)]
        public string? Name { get; init; }
    }

    internal sealed record Answer(Guid DeviceId, string Credential, string Name, Guid ProviderId);

    public static void Map(IEndpointRouteBuilder app) => app.MapGroup("/api/devices").AddEndpointFilterFactory(RequestValidation.Filter)
        .MapPost("/enrol", (Request request, EnrolDevice act, HttpContext http) => act.Handle(request, http.RequestAborted)).ForAnyone();

    public Task<Answer> Handle(Request request, CancellationToken cancel)
    {
        var hash = Secrets.HashOf(Secrets.Normalised(request.Code!));
        return db.Transact(
            async () =>
            {
                var found = await db.Set<DeviceCode>().Where(code => code.CodeHash == hash).Select(code => code.Id).SingleOrDefaultAsync(cancel);
                var code = found == default ? null : await db.Lock<DeviceCode>(found, cancel);
                if (code is null)
                {
                    // An unknown code and one that is over get the same answer: guessing learns nothing.
                    throw new RuleBroken("device.code-over");
                }

                var (device, credential) = code.Enrol(request.Name, clock.GetUtcNow());
                db.Add(device);
                audit.Record("device.enrolled", device.Id, device.Name);
                await db.SaveChangesAsync(cancel);
                return new Answer(device.Id, credential, device.Name, device.ProviderId);
            },
            cancel);
    }
}
