using Microsoft.Extensions.DependencyInjection;

namespace Courses.Platform.Web;

/// <summary>One entry of the menu. It is shown to those who have one of the roles.</summary>
public sealed record NavigationItem(string Path, string TextKey, string Icon, int Order, params string[] Roles);

public static class NavigationRegistration
{
    public static IServiceCollection AddNavigation(this IServiceCollection services, params NavigationItem[] items)
    {
        foreach (var item in items)
        {
            services.AddSingleton(item);
        }

        return services;
    }
}
