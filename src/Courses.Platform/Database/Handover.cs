using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Courses.Platform.Database;

/// <summary>Rows of one table that have an owner. They change hands set-based, and it is written down which did, so that exactly these can be given back.</summary>
public interface IOwnedRows
{
    /// <summary>What the database calls the table: <c>vouchers.voucher</c>.</summary>
    string TableIn(CoursesDb db);

    Task<IReadOnlyList<Guid>> HandOver(CoursesDb db, Guid from, Guid to, CancellationToken cancel);

    /// <summary>Of these rows those that the owner still has.</summary>
    Task HandBack(CoursesDb db, IReadOnlyCollection<Guid> ids, Guid from, Guid to, CancellationToken cancel);
}

/// <summary>A row that changed hands.</summary>
public sealed record HandedRow(string Table, Guid Id);

public static class Handover
{
    /// <summary>All rows of the owner, or only some.</summary>
    public static IOwnedRows Of<T>(Expression<Func<T, Guid>> owner, Expression<Func<T, bool>>? only = null)
        where T : class => new OwnedRows<T, Guid>(owner, only, id => id);

    /// <summary>The same where a row may have no owner.</summary>
    public static IOwnedRows OfSome<T>(Expression<Func<T, Guid?>> owner, Expression<Func<T, bool>>? only = null)
        where T : class => new OwnedRows<T, Guid?>(owner, only, id => id);

    public static async Task<IReadOnlyList<HandedRow>> HandOver(this CoursesDb db, IEnumerable<IOwnedRows> tables, Guid from, Guid to, CancellationToken cancel)
    {
        var handed = new List<HandedRow>();
        foreach (var rows in tables)
        {
            handed.AddRange((await rows.HandOver(db, from, to, cancel)).Select(id => new HandedRow(rows.TableIn(db), id)));
        }

        return handed;
    }

    /// <summary>Rows of tables that are not among these are somebody else's to give back.</summary>
    public static async Task HandBack(this CoursesDb db, IEnumerable<IOwnedRows> tables, IEnumerable<HandedRow> handed, Guid from, Guid to, CancellationToken cancel)
    {
        var byTable = handed.ToLookup(row => row.Table, row => row.Id);
        foreach (var rows in tables)
        {
            if (byTable[rows.TableIn(db)].ToArray() is { Length: > 0 } ids)
            {
                await rows.HandBack(db, ids, from, to, cancel);
            }
        }
    }
}

internal sealed class OwnedRows<T, TOwner>(Expression<Func<T, TOwner>> owner, Expression<Func<T, bool>>? only, Func<Guid, TOwner> of) : IOwnedRows
    where T : class
{
    public string TableIn(CoursesDb db) => db.Model.FindEntityType(typeof(T))!.GetSchemaQualifiedTableName()!;

    public async Task<IReadOnlyList<Guid>> HandOver(CoursesDb db, Guid from, Guid to, CancellationToken cancel)
    {
        var theirs = OwnedBy(db, from);
        var ids = await (only is null ? theirs : theirs.Where(only)).Select(row => EF.Property<Guid>(row, "Id")).ToArrayAsync(cancel);
        await HandBack(db, ids, from, to, cancel);
        return ids;
    }

    public async Task HandBack(CoursesDb db, IReadOnlyCollection<Guid> ids, Guid from, Guid to, CancellationToken cancel)
    {
        if (typeof(IAppendOnly).IsAssignableFrom(typeof(T)))
        {
            throw new InvalidOperationException($"{typeof(T).Name} is append-only: what was written down stays as it was.");
        }

        var wanted = ids.ToArray();
        if (wanted is not [])
        {
            await OwnedBy(db, from).Where(row => EF.Parameter(wanted).Contains(EF.Property<Guid>(row, "Id"))).ExecuteUpdateAsync(set => set.SetProperty(owner, of(to)), cancel);
        }
    }

    private IQueryable<T> OwnedBy(CoursesDb db, Guid id) => db.Set<T>().Where(Expression.Lambda<Func<T, bool>>(Expression.Equal(owner.Body, Expression.Constant(of(id), typeof(TOwner))), owner.Parameters));
}
