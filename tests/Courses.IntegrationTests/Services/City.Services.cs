using System.Net;
using Courses.Contracts.Access;
using Courses.Services;
using Microsoft.EntityFrameworkCore;

namespace Courses.IntegrationTests;

public sealed partial class City
{
    /// <summary>Added by the organisation's manager on the page, with what a test says otherwise.</summary>
    public async Task<Guid> HasService(Guid providerId, params (string Name, string Value)[] otherwise)
    {
        var form = ServiceForm(otherwise);
        var added = await As(Roles.ProviderManager, providerId).Submit("/services/edit", form);
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        return Guid.Parse(form.Single(field => field.Name == "FormId").Value);
    }

    /// <summary>Food on Mondays, with what a test says otherwise.</summary>
    public static (string Name, string Value)[] ServiceForm(params (string Name, string Value)[] otherwise)
    {
        (string Name, string Value)[] usual =
        [
            ("FormId", Guid.NewGuid().ToString()), ("Topic", "food"), ("Name", "Food shop"), ("Address", "Hauptstraße 1, 1160 Wien"), ("Latitude", "48.21"), ("Longitude", "16.31"), ("Phone", "+43 1 555 11 22"), ("Website", "www.example.org/food"),
            ("Hours[1]", "9-12, 13-17"), ("Spoken", "en"), ("Spoken", "uk"), ("Bring", "identity"), ("Bring", "money"), ("WithoutAppointment", "true"), ("Notes[en]", "Food for little money."), ("Notes[uk]", "Продукти за невеликі гроші."),
        ];
        return [.. usual.Where(field => otherwise.All(other => other.Name != field.Name)), .. otherwise];
    }

    /// <summary>A tablet of this organisation.</summary>
    public async Task<Guid> HasTablet(Guid providerId, string label)
    {
        var manager = As(Roles.ProviderManager, providerId);
        var added = await manager.PostTo("/loans?show=here&handler=Add", await manager.GetStringAsync("/loans?show=here"), ("Kind", "tablet"), ("Label", label));
        Assert.True(added.StatusCode == HttpStatusCode.Redirect, await added.Content.ReadAsStringAsync());
        return await InDatabase(db => db.Set<Lendable>().Where(thing => thing.ProviderId == providerId && thing.Label == label).Select(thing => thing.Id).SingleAsync());
    }
}
