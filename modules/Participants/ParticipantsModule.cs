using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Courses.Participants;

public static class ParticipantsModule
{
    public static WebApplicationBuilder AddParticipants(this WebApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapParticipants(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
