using Microsoft.Extensions.Configuration;

namespace Courses.Platform.Web;

/// <summary>Addresses that leave the house, in letters and QR codes. Behind a proxy the host cannot be read from the request.</summary>
public sealed class Links(IConfiguration configuration)
{
    private readonly string root = (configuration["COURSES_PUBLIC_URL"] ?? "http://localhost:5080").TrimEnd('/');

    public string To(string path) => root + path;
}
