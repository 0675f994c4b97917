using System.Globalization;
using Courses.Contracts.Messaging;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Database;
using Courses.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Courses.Vouchers.Features;

/// <summary>Each night: vouchers whose last day is over give their money back to the fund, and whoever has a month left is told once.</summary>
internal sealed class ExpireVouchers(CoursesDb db, Acting acting, IMessages messages, CityTime time) : ISweep
{
    private const int DaysBefore = 30;

    public async Task<int> Run(CancellationToken cancel)
    {
        var (expired, reminded) = (0, 0);
        try
        {
            expired = await Expire(cancel);
        }
        finally
        {
            reminded = await Remind(cancel);
        }

        return expired + reminded;
    }

    /// <summary>Takes what is left back from vouchers whose last day is over; answers how many.</summary>
    public async Task<int> Expire(CancellationToken cancel)
    {
        var today = time.Today;
        var due = await db.Set<Voucher>()
            .Where(voucher => voucher.ExpiresOn < today && voucher.RemainingCents > 0 && voucher.CancelledAt == null)
            .OrderBy(voucher => voucher.Id)
            .Select(voucher => voucher.Id)
            .ToListAsync(cancel);
        return await db.EachAlone(
            due,
            async id =>
            {
                if ((await db.LockVoucher(id, cancel)).Expire(acting.Now) is not { } moved)
                {
                    return 0;
                }

                moved.WriteTo(db);
                return 1;
            },
            cancel);
    }

    private async Task<int> Remind(CancellationToken cancel)
    {
        var today = time.Today;
        var until = today.AddDays(DaysBefore);
        var soon = await db.Set<Voucher>().AsNoTracking()
            .Where(voucher => voucher.ExpiresOn >= today && voucher.ExpiresOn <= until && voucher.RemainingCents > 0 && voucher.State == VoucherState.Unlocked)
            .Select(voucher => new { voucher.Id, voucher.ParticipantId, voucher.Number, voucher.ExpiresOn })
            .ToListAsync(cancel);
        foreach (var batch in soon.Chunk(200))
        {
            await db.Transact(
                async () =>
                {
                    foreach (var voucher in batch)
                    {
                        await messages.Queue(
                            new()
                            {
                                ParticipantId = voucher.ParticipantId,
                                Kind = "voucher-expires",
                                OnceKey = $"voucher-expires:{voucher.Id:N}",
                                Details = [voucher.Number, voucher.ExpiresOn.ToString("O", CultureInfo.InvariantCulture)],
                            },
                            cancel);
                    }
                },
                cancel);
        }

        return soon.Count;
    }
}
