using System.Xml.Linq;
using Courses.Platform.Database;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;

namespace Courses.Access.SignIn;

/// <summary>One key with which cookies and form tokens are protected.</summary>
internal sealed class ProtectionKey
{
    public Guid Id { get; private set; }

    public required string Name { get; init; }

    public required string Xml { get; init; }
}

/// <summary>Keeps the keys in the database: a cookie that one node wrote is read by all.</summary>
internal sealed class ProtectionKeys(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        return [.. db.Set<ProtectionKey>().Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<CoursesDb>();
        db.Add(new ProtectionKey { Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
