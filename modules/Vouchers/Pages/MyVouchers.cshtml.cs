using Courses.Contracts.Access;
using Courses.Contracts.Orientation;
using Courses.Contracts.Vouchers;
using Courses.Platform;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Courses.Vouchers.Features;

namespace Courses.Vouchers.Pages;

/// <summary>What is left, until when, for what, and how to unlock it.</summary>
[Audience(Roles.Newcomer)]
internal sealed class MyVouchersModel(MyVouchers vouchers, IOrientation orientation, Caller caller, CityTime time) : CoursesPage
{
    public IReadOnlyList<Voucher> Open { get; private set; } = [];

    public IReadOnlyList<Voucher> Old { get; private set; } = [];

    public ILookup<Guid, Use> Uses { get; private set; } = Array.Empty<Use>().ToLookup(use => use.VoucherId);

    public IReadOnlyDictionary<string, string> TopicNames { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public DateOnly Today { get; private set; }

    public async Task OnGetAsync()
    {
        Today = time.Today;
        var all = await vouchers.Of(caller.Id, Cancel);
        Open = [.. all.Where(voucher => voucher.State is VoucherState.Unlocked or VoucherState.Issued or VoucherState.Held && voucher.ExpiresOn >= Today).OrderBy(voucher => voucher.State == VoucherState.Issued)];
        Old = [.. all.Except(Open)];
        Uses = await vouchers.UsesOf(caller.Id, Cancel);
        TopicNames = await orientation.TopicsInWords(Cancel);
    }
}
