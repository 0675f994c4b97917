using Courses.Platform.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace Courses.Access.SignIn;

/// <summary>Pages for staff come in three languages. Whoever has chosen another reads them in English as a whole, and not half of them right to left.</summary>
internal sealed class StaffPagesLanguage(IReadOnlyList<IRequestCultureProvider> choices) : RequestCultureProvider
{
    private static readonly PathString[] ForNewcomers = ["/my", "/p", "/confirmed", "/letters", "/language", "/error", "/calendar", "/api", "/services-near-me", "/leaflets"];

    public override async Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        if (ForNewcomers.Any(start => httpContext.Request.Path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        foreach (var choice in choices)
        {
            if (await choice.DetermineProviderCultureResult(httpContext) is { UICultures.Count: > 0 } chosen)
            {
                // A browser lists all that its owner reads; a cookie or a person has one.
                httpContext.Features.Set(new ReadersLanguage(FirstOf(Language.ForNewcomers, chosen)));
                return new(FirstOf(Language.ForStaff, chosen).Code);
            }
        }

        return null;
    }

    private static Language FirstOf(IReadOnlyList<Language> known, ProviderCultureResult chosen) =>
        chosen.UICultures.Select(culture => known.FirstOrDefault(one => culture.StartsWith(one.Code, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(one => one is not null) ?? known[0];
}

/// <summary>What the person asked to read, whatever the page comes in.</summary>
internal sealed record ReadersLanguage(Language Language);
