using Courses.Contracts.Vouchers;
using Courses.Platform.Database;
using Courses.Platform.Languages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Vouchers;

public static class VouchersModule
{
    public static WebApplicationBuilder AddVouchers(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddTables(VouchersTables.Configure)
            .AddWords(typeof(VouchersModule))
            .AddSingleton<CityTime>()
            .AddScoped<VouchersContract>()
            .AddScoped<IVouchers>(services => services.GetRequiredService<VouchersContract>());
        return builder;
    }

    public static IEndpointRouteBuilder MapVouchers(this IEndpointRouteBuilder app)
    {
        return app;
    }
}
