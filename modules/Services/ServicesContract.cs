using Courses.Contracts.Services;
using Courses.Platform.Database;

namespace Courses.Services;

internal sealed class ServicesContract(CoursesDb db) : IServices
{
    public IQueryable<ServiceRow> Services => db.Set<Service>().Select(service => new ServiceRow
    {
        Id = service.Id,
        ProviderId = service.ProviderId,
        TopicCode = service.TopicCode,
        Name = service.Name,
        Address = service.Address,
        Latitude = service.Latitude,
        Longitude = service.Longitude,
        Languages = service.Languages,
        WithoutAppointment = service.WithoutAppointment,
        IsFree = service.IsFree,
        ReviewedAt = service.ReviewedAt,
        WithdrawnAt = service.WithdrawnAt,
    });

    public IQueryable<LoanRow> Loans =>
        from loan in db.Set<Loan>()
        join thing in db.Set<Lendable>() on loan.LendableId equals thing.Id
        select new LoanRow
        {
            Id = loan.Id,
            LendableId = loan.LendableId,
            Kind = thing.Kind,
            ProviderId = thing.ProviderId,
            ParticipantId = loan.ParticipantId,
            LentOn = loan.LentOn,
            DueOn = loan.DueOn,
            ReturnedOn = loan.ReturnedOn,
        };
}
