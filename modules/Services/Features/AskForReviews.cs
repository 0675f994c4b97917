using System.Globalization;
using Courses.Contracts.Messaging;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Features;

/// <summary>Who has not looked at a service for a year is asked by letter whether it is still right: one letter an organisation, and of one service at most once a year.</summary>
internal sealed class AskForReviews(CoursesDb db, IProviders providers, IMessages messages, CityTime city) : ISweep
{
    public const string Name = "service-reviews";
    public const string Letter = "service-review";

    /// <summary>So many are named in the letter; the page has all of them.</summary>
    private const int Named = 5;

    public async Task<int> Run(CancellationToken cancel)
    {
        var who = await Due().Select(service => service.ProviderId).Distinct().OrderBy(id => id).ToListAsync(cancel);
        return await db.EachAlone(who, id => Ask(id, cancel), cancel);
    }

    private async Task<int> Ask(Guid providerId, CancellationToken cancel)
    {
        var due = await Due().Where(service => service.ProviderId == providerId).OrderBy(service => service.ReviewedAt).ThenBy(service => service.Id).ToListAsync(cancel);
        if (due is [] || await providers.Providers.Where(provider => provider.Id == providerId).Select(provider => provider.Email).SingleOrDefaultAsync(cancel) is not { Length: > 0 } email)
        {
            return 0;
        }

        due.ForEach(service => service.Remind(city.Now));
        await messages.QueueForStaff(
            new()
            {
                Email = email,
                Kind = Letter,
                OnceKey = string.Create(CultureInfo.InvariantCulture, $"{Letter}:{providerId:N}:{city.Today:yyyyMMdd}"),
                Details = [due.Count.ToString(CultureInfo.InvariantCulture), string.Join(", ", due.Take(Named).Select(service => service.Name)) + (due.Count > Named ? " …" : "")],
                Link = "/services",
            },
            cancel);
        return due.Count;
    }

    private IQueryable<Service> Due()
    {
        var before = Service.DueBefore(city.Now);
        return db.Set<Service>().Where(service => service.WithdrawnAt == null && service.ReviewedAt <= before && (service.RemindedAt == null || service.RemindedAt <= before));
    }
}
