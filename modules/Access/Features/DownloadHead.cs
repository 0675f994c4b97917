using System.Globalization;
using System.Text;
using Courses.Contracts.Access;
using Courses.Platform.Chain;
using Courses.Platform.Errors;
using Courses.Platform.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Courses.Access.Features;

/// <summary>The text of a head, byte for byte: <c>sha256sum</c> of the file is the head's hash.</summary>
internal static class DownloadHead
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/admin/chain/heads/{number:int}.txt", async (int number, ChainDesk desk, CancellationToken cancel) => Results.File(
        Encoding.UTF8.GetBytes(await desk.TextOfHead(number, cancel) ?? throw new NotFound("The head")), "text/plain; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"head-{number}.txt"))).For(Roles.Administrator, Roles.Auditor);
}
