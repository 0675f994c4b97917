using Courses.Contracts.Access;
using Courses.Platform.Database;

namespace Courses.Access.Devices;

internal sealed class DeviceDirectory(CoursesDb db) : IDevices
{
    public IQueryable<DeviceRow> Devices => db.Set<Device>().Select(device => new DeviceRow
    {
        Id = device.Id,
        ProviderId = device.ProviderId,
        Name = device.Name,
        RevokedAt = device.RevokedAt,
        LastSeenAt = device.LastSeenAt,
    });
}
