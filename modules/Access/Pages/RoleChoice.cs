using Courses.Contracts.Participants;
using Microsoft.EntityFrameworkCore;
using Courses.Platform.Languages;

namespace Courses.Access.Pages;

/// <summary>What the fields for a role show.</summary>
internal sealed record RoleChoice(string? Role, Guid? ProviderId, bool CaseData, IReadOnlyList<(Guid Id, string Name)> Providers)
{
    public static async Task<RoleChoice> Load(string? role, Guid? providerId, bool caseData, IProviders providers, CancellationToken cancel)
    {
        var names = (await providers.Providers.Select(provider => new { provider.Id, provider.Name }).ToListAsync(cancel)).InReadersOrder(provider => provider.Name);
        return new(role, providerId, caseData, [.. names.Select(provider => (provider.Id, provider.Name))]);
    }
}
