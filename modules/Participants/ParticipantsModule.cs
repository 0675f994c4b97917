using Courses.Contracts.Participants;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Courses.Participants;

public static class ParticipantsModule
{
    public static WebApplicationBuilder AddParticipants(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(ParticipantsTables.Configure)
            .AddWords(typeof(ParticipantsModule))
            .AddSingleton(services => new PassTokens(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>()))
            .AddScoped<IParticipants, ParticipantsContract>()
            .AddScoped<IProviders, ProvidersContract>();
        return builder;
    }

    public static IEndpointRouteBuilder MapParticipants(this IEndpointRouteBuilder app)
    {
        // A missing key shows at the start, not at the first pass.
        app.ServiceProvider.GetRequiredService<PassTokens>();
        return app;
    }
}
