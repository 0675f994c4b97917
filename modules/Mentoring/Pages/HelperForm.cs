using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Languages;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Mentoring.Pages;

/// <summary>The fields of a helper, for a new one and for a change.</summary>
internal abstract class HelperForm(CoursesDb db, IStaff staff) : CoursesPage
{
    private const int MostLanguages = 20;

    [BindProperty, Required, StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Required]
    public HelperKind? Kind { get; set; }

    [BindProperty]
    public Guid? AccountId { get; set; }

    [BindProperty, Range(1900, 2100)]
    public int? BirthYear { get; set; }

    /// <summary>ISO 639-1; an empty one is none.</summary>
    [BindProperty]
    public string?[] Languages { get; set; } = [];

    [BindProperty]
    public Guid? TeacherId { get; set; }

    /// <summary>Numbers of the bits of <see cref="Helper.Availability"/>.</summary>
    [BindProperty]
    public int[] Free { get; set; } = [];

    /// <summary>Accounts that sign in as a mentor and belong to no helper yet, or to this one.</summary>
    public IReadOnlyList<StaffRow> Accounts { get; private set; } = [];

    /// <summary>Accounts that teach and belong to no helper yet, or to this one.</summary>
    public IReadOnlyList<StaffRow> Teachers { get; private set; } = [];

    /// <summary>One list for each language that is known, and some more to choose from.</summary>
    public IReadOnlyList<string?> LanguageFields
    {
        get
        {
            var chosen = Languages.Where(code => !string.IsNullOrEmpty(code)).Take(MostLanguages).ToArray();
            return [.. chosen, .. Enumerable.Repeat<string?>(null, Math.Max(4 - chosen.Length, 2))];
        }
    }

    /// <summary>All that can be chosen, with its name in the reader's language, and those that stand there already.</summary>
    public IReadOnlyList<(string Code, string Name)> LanguageNames =>
        [.. SpokenLanguages.All.Union(Languages.OfType<string>().Where(SpokenLanguages.Known)).Select(code => (code, SpokenLanguages.Name(code, Words))).InReadersOrder(one => one.Item2)];

    protected async Task LoadAccounts(Guid? helper)
    {
        var taken = await db.Set<Helper>().Where(other => other.AccountId != null && other.Id != helper).Select(other => other.AccountId!.Value).ToListAsync(Cancel);
        Accounts = [.. (await staff.Staff.Where(row => row.Role == Roles.Mentor).ToListAsync(Cancel)).Where(row => !taken.Contains(row.Id)).InReadersOrder(row => row.Name)];
        var teach = await db.Set<Helper>().Where(other => other.TeacherId != null && other.Id != helper).Select(other => other.TeacherId!.Value).ToListAsync(Cancel);
        Teachers = [.. (await staff.Staff.Where(row => row.Role == Roles.Teacher).ToListAsync(Cancel)).Where(row => !teach.Contains(row.Id)).DistinctBy(row => row.Id).InReadersOrder(row => row.Name)];
    }

    protected async Task Apply(Helper helper)
    {
        var languages = Languages.OfType<string>().Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        if (languages.Length is 0 or > MostLanguages || Array.Exists(languages, code => !SpokenLanguages.All.Contains(code) && !helper.Speaks.Contains(code)))
        {
            throw new InvalidField(nameof(Languages), Words["helper.languages-wrong"]);
        }

        if (Array.Exists(Free, bit => bit is < 0 or >= 7 * Helper.Parts))
        {
            throw new InvalidField(nameof(Free), Words["error.field.invalid"]);
        }

        if (AccountId is not null || TeacherId is not null)
        {
            await LoadAccounts(helper.Id);
            if (AccountId is not null && Accounts.All(account => account.Id != AccountId))
            {
                throw new InvalidField(nameof(AccountId), Words["helper.account-wrong"]);
            }

            if (TeacherId is not null && TeacherId != helper.TeacherId && Teachers.All(account => account.Id != TeacherId))
            {
                throw new InvalidField(nameof(TeacherId), Words["helper.teacher-wrong"]);
            }
        }

        (helper.Name, helper.Kind, helper.AccountId, helper.TeacherId, helper.BirthYear) = (Name!.Trim(), Kind!.Value, AccountId, TeacherId, BirthYear);
        (helper.Languages, helper.Availability) = (string.Join(',', languages), Free.Aggregate(0, (all, bit) => all | 1 << bit));
    }

    /// <summary>Saves; of two who give one account to two helpers, the second is told.</summary>
    protected async Task<T> Save<T>(Func<Task<T>> work)
    {
        try
        {
            return await db.Transact(work, Cancel);
        }
        catch (DbUpdateException error) when (db.IsDuplicate(error))
        {
            throw new InvalidField(nameof(AccountId), Words["helper.account-wrong"]);
        }
    }
}
