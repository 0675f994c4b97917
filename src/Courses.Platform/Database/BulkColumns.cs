using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.Platform.Database;

/// <summary>How the model stores a row: its table, and each column with its value as the engine wants it.</summary>
internal sealed record BulkColumns(string Schema, string Table, IReadOnlyList<BulkColumn> Columns)
{
    public string FullName => $"{Schema}.{Table}";

    public string List => string.Join(", ", Columns.Select(column => column.Name));

    public BulkColumn this[string property] => Columns.Single(column => column.Property.Name == property);

    public static BulkColumns Of<T>(DbContext db)
        where T : class
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not in the model.");
        return new(entity.GetSchema()!, entity.GetTableName()!, [.. entity.GetProperties().Select(property => new BulkColumn(property))]);
    }

    /// <summary>Rows that never met the change tracker still need their keys.</summary>
    public static void SetKeys<T>(DbContext db, IEnumerable<T> rows)
        where T : class
    {
        var key = db.Model.FindEntityType(typeof(T))!.FindPrimaryKey()!.Properties;
        if (key is not [{ ClrType: var type } property] || type != typeof(Guid) || property.PropertyInfo is null)
        {
            return;
        }

        foreach (var row in rows)
        {
            if ((Guid)property.PropertyInfo.GetValue(row)! == Guid.Empty)
            {
                property.PropertyInfo.SetValue(row, Guid.CreateVersion7());
            }
        }
    }
}

internal sealed class BulkColumn(IProperty property)
{
    private readonly Func<object?, object?>? convert = property.GetTypeMapping().Converter?.ConvertToProvider;

    private readonly IClrPropertyGetter getter = property.GetGetter();

    public IProperty Property { get; } = property;

    public string Name { get; } = property.GetColumnName();

    public RelationalTypeMapping Mapping { get; } = property.GetRelationalTypeMapping();

    public Type ProviderType { get; } = Nullable.GetUnderlyingType(property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType)
        ?? property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;

    public object? ValueOf(object row)
    {
        var value = getter.GetClrValueUsingContainingEntity(row);
        return value is null || convert is null ? value : convert(value);
    }
}
