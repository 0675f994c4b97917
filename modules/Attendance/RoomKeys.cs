using System.Security.Cryptography;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Courses.Attendance;

internal sealed class RoomKeys(CoursesDb db)
{
    public async Task<byte[]> Secret(CancellationToken cancel)
    {
        if (await Kept(cancel) is { } kept)
        {
            return kept;
        }

        await db.Engine.InsertNew(db, [new RoomKey { Id = RoomKey.Only, Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) }], nameof(RoomKey.Id), cancel);
        return (await Kept(cancel))!;
    }

    private async Task<byte[]?> Kept(CancellationToken cancel) =>
        await db.Set<RoomKey>().AsNoTracking().SingleOrDefaultAsync(key => key.Id == RoomKey.Only, cancel) is { } row ? Convert.FromBase64String(row.Secret) : null;
}
