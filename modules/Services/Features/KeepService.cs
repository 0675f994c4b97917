using Courses.Contracts.Access;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Users;

namespace Courses.Services.Features;

/// <summary>An organisation says what it offers, changes it, says that it is still right, and withdraws it.</summary>
internal sealed class KeepService(CoursesDb db, IAudit audit, Caller caller, CityTime city)
{
    /// <summary>The same id a second time is the same tap, and adds nothing.</summary>
    public Task Add(Guid id, Guid providerId, ServiceForm form, CancellationToken cancel) => db.Transact(
        async () =>
        {
            MustKeep();
            if (caller.OrganisationId is { } own && own != providerId)
            {
                throw new NotFound("The organisation");
            }

            var service = new Service
            {
                Id = id,
                ProviderId = providerId,
                TopicCode = form.TopicCode,
                Name = form.Name,
                Address = form.Address,
                Latitude = form.Latitude,
                Longitude = form.Longitude,
                Phone = form.Phone,
                Website = form.Website,
                Languages = string.Join(',', form.Languages),
                WithoutAppointment = form.WithoutAppointment,
                IsFree = form.IsFree,
                Hours = form.Hours.ToString(),
                Bring = string.Join(',', form.Bring),
                ReviewedAt = city.Now,
                ReviewedBy = caller.Id,
                ReviewedByName = caller.Name,
            };
            if ((await db.Engine.InsertNew(db, [service], nameof(Service.Id), cancel)).Count == 0)
            {
                return;
            }

            db.AddRange(form.Notes.Select(note => new ServiceNote { ServiceId = id, Language = note.Key, Text = note.Value }));
            audit.Record("service.added", id, form.Name);
        },
        cancel);

    /// <summary>Broken rules: those of <see cref="Service.Change"/>.</summary>
    public Task Change(Guid id, ServiceForm form, int seen, CancellationToken cancel) => Act(id, "service.changed", service => service.Change(form, seen, caller.Id, caller.Name, city.Now), cancel);

    /// <summary>Broken rules: <c>service.withdrawn</c>.</summary>
    public Task Review(Guid id, CancellationToken cancel) => Act(id, "service.reviewed", service => service.Review(caller.Id, caller.Name, city.Now), cancel);

    public Task Withdraw(Guid id, CancellationToken cancel) => Act(id, "service.withdrawn", service => service.Withdraw(caller.Name, city.Now), cancel);

    public Task TakeBack(Guid id, CancellationToken cancel) => Act(id, "service.taken-back", service => service.TakeBack(), cancel);

    private Task Act(Guid id, string act, Action<Service> how, CancellationToken cancel) => db.Transact(
        async () =>
        {
            MustKeep();
            var service = await db.Lock<Service>(id, cancel);
            if (service is null || (caller.OrganisationId is { } own && service.ProviderId != own))
            {
                throw new NotFound("The service");
            }

            await db.Entry(service).Collection(row => row.Notes).LoadAsync(cancel);
            how(service);
            audit.Record(act, id, service.Name);
        },
        cancel);

    private void MustKeep()
    {
        if (!caller.KeepsServices())
        {
            throw new Forbidden();
        }
    }
}
