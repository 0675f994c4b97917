using System.ComponentModel.DataAnnotations;
using Courses.Contracts.Access;
using Courses.Participants.Features;
using Courses.Platform.Database;
using Courses.Platform.Errors;
using Courses.Platform.Reading;
using Courses.Platform.Users;
using Courses.Platform.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Courses.Participants.Pages;

/// <summary>Adds a provider, or changes the one of the address.</summary>
[Audience(Roles.Administrator)]
internal sealed class EditProviderModel(CoursesDb db, ChangeAccount account, IAudit audit, TimeProvider clock) : CoursesPage
{
    /// <summary>Null for a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty, Required, StringLength(200)]
    public string? Name { get; set; }

    [BindProperty, Required, Mail, StringLength(254)]
    public string? Email { get; set; }

    [BindProperty, StringLength(40)]
    public string? Phone { get; set; }

    [BindProperty, StringLength(60)]
    public string? Iban { get; set; }

    [BindProperty, StringLength(70)]
    public string? AccountName { get; set; }

    [BindProperty]
    public DateOnly? AccreditedFrom { get; set; }

    [BindProperty]
    public DateOnly? AccreditedUntil { get; set; }

    [BindProperty]
    public DateOnly? CommitmentSignedOn { get; set; }

    public async Task OnGetAsync()
    {
        if (Id is not null)
        {
            var provider = await db.Set<Provider>().AsNoTracking().Include(row => row.Accounts).SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The provider");
            (Version, Name, Email, Phone, Iban) = (provider.Version, provider.Name, provider.Email, provider.Phone, provider.AccountAt(clock.GetUtcNow()));
            AccountName = provider.AccountName;
            (AccreditedFrom, AccreditedUntil, CommitmentSignedOn) = (provider.AccreditedFrom, provider.AccreditedUntil, provider.CommitmentSignedOn);
        }
    }

    public Task<IActionResult> OnPostAsync() =>
        Act(async () =>
        {
            try
            {
                var id = await db.Transact(Save, Cancel);
                Done = Words["provider.saved"];
                return LocalRedirect($"/admin/providers/{id}");
            }
            catch (DbUpdateException error) when (db.IsDuplicate(error))
            {
                db.ChangeTracker.Clear();
                throw new RuleBroken("provider.name-taken");
            }
        });

    private string? WantedIban()
    {
        if (string.IsNullOrWhiteSpace(Iban))
        {
            return null;
        }

        var (iban, problem) = Ibans.Read(Iban);
        return iban ?? throw new InvalidField(nameof(Iban), Words.Say(problem!.Code, [.. problem.Details]));
    }

    /// <summary>A bank compares the holder's name, so no letter of it may be lost on the way. Who is not paid into an account needs none.</summary>
    private string? WantedHolder(string name)
    {
        var holder = Names.Clean(AccountName);
        if (holder.Length > 0)
        {
            LatinLetters.Of(holder, out var isLatin);
            return isLatin ? holder : throw new InvalidField(nameof(AccountName), Words["provider.account-name-latin"]);
        }

        LatinLetters.Of(name, out var isWhole);
        return isWhole || string.IsNullOrWhiteSpace(Iban) ? null : throw new InvalidField(nameof(AccountName), Words["provider.account-name-needed"]);
    }

    private async Task<Guid> Save()
    {
        var provider = Id is null
            ? new Provider { Name = Name!, Email = Email!, CreatedAt = clock.GetUtcNow() }
            : await db.Set<Provider>().Include(row => row.Accounts).SingleOrDefaultAsync(row => row.Id == Id, Cancel) ?? throw new NotFound("The provider");
        if (Id is null)
        {
            db.Add(provider);
        }
        else if (provider.Version != Version)
        {
            throw new RuleBroken("error.changed-meanwhile");
        }

        (provider.Name, provider.Email, provider.Phone) = (Name!.Trim(), Email!.Trim().ToLowerInvariant(), Phone?.Trim());
        provider.Accredit(AccreditedFrom, AccreditedUntil, CommitmentSignedOn);
        audit.Record(Id is null ? "provider.added" : "provider.changed", provider.Id);
        await account.To(provider, WantedIban(), Cancel);
        provider.AccountName = WantedHolder(provider.Name);
        return provider.Id;
    }
}
