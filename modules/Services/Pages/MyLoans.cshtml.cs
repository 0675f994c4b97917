using Courses.Contracts.Access;
using Courses.Contracts.Participants;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.EntityFrameworkCore;

namespace Courses.Services.Pages;

/// <summary>What the person has borrowed and until when, and what is back.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyLoansModel(CoursesDb db, IProviders providers, Caller caller, CityTime city) : CoursesPage
{
    private const int Most = 30;

    public IReadOnlyList<MyLoan> Loans { get; private set; } = [];

    public DateOnly Today => city.Today;

    public async Task OnGet()
    {
        var me = caller.Id;
        Loans = await (
            from loan in db.Set<Loan>()
            join thing in db.Set<Lendable>() on loan.LendableId equals thing.Id
            join provider in providers.Providers on thing.ProviderId equals provider.Id
            where loan.ParticipantId == me
            orderby loan.ReturnedOn == null ? 0 : 1, loan.ReturnedOn descending, loan.DueOn, loan.Id
            select new MyLoan(thing.Kind, thing.Label, provider.Name, provider.Phone, loan.LentOn, loan.DueOn, loan.ReturnedOn)).Take(Most).ToListAsync(Cancel);
    }
}

internal sealed record MyLoan(string Kind, string Label, string Provider, string? Phone, DateOnly LentOn, DateOnly DueOn, DateOnly? ReturnedOn);
