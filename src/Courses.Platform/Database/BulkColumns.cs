using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.Platform.Database;

/// <summary>How the model stores a row: its table, and each column with its value as the engine wants it.</summary>
internal sealed record BulkColumns(string Schema, string Table, IReadOnlyList<BulkColumn> Columns)
{
    private static readonly ConditionalWeakTable<IEntityType, BulkColumns> Read = [];

    public string FullName { get; } = $"{Schema}.{Table}";

    public string List { get; } = string.Join(", ", Columns.Select(column => column.Name));

    public BulkColumn this[string property] => Columns.Single(column => column.Property.Name == property);

    public static BulkColumns Of<T>(DbContext db)
        where T : class
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not in the model.");
        return Read.GetValue(entity, type => new(type.GetSchema()!, type.GetTableName()!, [.. type.GetProperties().Select(property => new BulkColumn(property))]));
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

    /// <summary>This column of the rows, as an array of the engine's own type.</summary>
    public Array ValuesOf<T>(IReadOnlyCollection<T> rows)
        where T : class
    {
        var values = Array.CreateInstance(ProviderType.IsValueType && Property.IsNullable ? typeof(Nullable<>).MakeGenericType(ProviderType) : ProviderType, rows.Count);
        var i = 0;
        foreach (var row in rows)
        {
            values.SetValue(ValueOf(row), i++);
        }

        return values;
    }

    public object? ValueOf(object row)
    {
        var value = getter.GetClrValueUsingContainingEntity(row);
        return value is null || convert is null ? value : convert(value);
    }
}
