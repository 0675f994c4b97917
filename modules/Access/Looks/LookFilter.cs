using System.Security.Claims;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;

namespace Courses.Access.Looks;

/// <summary>Takes down who was shown whom. What a page loads and does not show, because it leads elsewhere, is no look.</summary>
internal sealed class LookFilter(LookBook book, Caller caller, IEngine engine, CityTime city) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed is not { Result: PageResult or PartialViewResult, HandlerInstance: IShowsPeople page })
        {
            return;
        }

        var (http, id) = (context.HttpContext, engine.NewKey());
        var look = new Look
        {
            Id = id,
            At = city.Now,
            On = city.Today,
            AccountId = caller.Id,
            Role = http.User.FindFirstValue(ClaimTypes.Role) ?? "",
            OrganisationId = caller.OrganisationId,
            Page = Within(Look.LongestPage, "/" + (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/')),
            Kind = page.LooksAt,
            Typed = Within(Look.LongestTyped, page.Typed?.Trim() ?? ""),
        };
        look.People.AddRange(page.PeopleShown.Distinct().Select(person => new LookedAt { LookId = id, ParticipantId = person }));
        if (look.People is not [])
        {
            book.WriteAfter(http.Response, look);
        }
    }

    private static string Within(int most, string text) => text.Length <= most ? text : text[..most];
}
