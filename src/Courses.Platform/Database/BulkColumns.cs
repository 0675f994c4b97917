using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace Courses.Platform.Database;

/// <summary>How the model stores a row: its table, and each column with its value as the engine wants it.</summary>
internal sealed class BulkColumns<T>
    where T : class
{
    private static readonly ConditionalWeakTable<IEntityType, BulkColumns<T>> Read = [];
    private readonly (Func<T, Guid> Of, Action<T, Guid> Set)? key;

    private BulkColumns(IEntityType type)
    {
        FullName = $"{type.GetSchema()}.{type.GetTableName()}";
        Columns = [.. type.GetProperties().Select(BulkColumn<T>.Of)];
        List = string.Join(", ", Columns.Select(column => $"\"{column.Name}\""));
        if (type.FindPrimaryKey()!.Properties is [{ PropertyInfo: { } id }] && id.PropertyType == typeof(Guid) && id.SetMethod is { } set)
        {
            key = (id.GetMethod!.CreateDelegate<Func<T, Guid>>(), set.CreateDelegate<Action<T, Guid>>());
        }
    }

    public string FullName { get; }

    public IReadOnlyList<BulkColumn<T>> Columns { get; }

    /// <summary>In quotation marks: some names are words of SQL.</summary>
    public string List { get; }

    public BulkColumn<T> this[string property] => Columns.Single(column => column.Property.Name == property);

    public static BulkColumns<T> Of(DbContext db)
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T)} is not in the model.");
        return Read.GetValue(entity, type => new(type));
    }

    /// <summary>Rows that never met the change tracker still need their keys.</summary>
    public void SetKeys(IEnumerable<T> rows, Func<Guid> newKey)
    {
        if (key is not var (of, set))
        {
            return;
        }

        foreach (var row in rows)
        {
            if (of(row) == Guid.Empty)
            {
                set(row, newKey());
            }
        }
    }
}

internal abstract class BulkColumn<T>(IProperty property)
{
    public IProperty Property { get; } = property;

    public string Name { get; } = property.GetColumnName();

    public RelationalTypeMapping Mapping { get; } = property.GetRelationalTypeMapping();

    public Type ProviderType { get; } = ProviderTypeOf(property);

    /// <summary>This column of the rows, as an array of the engine's own type.</summary>
    public abstract Array ValuesOf(IReadOnlyCollection<T> rows);

    public abstract object? ValueOf(T row);

    public static BulkColumn<T> Of(IProperty property)
    {
        var type = ProviderTypeOf(property);
        return (BulkColumn<T>)Activator.CreateInstance(typeof(BulkColumn<,>).MakeGenericType(typeof(T), type.IsValueType && property.IsNullable ? typeof(Nullable<>).MakeGenericType(type) : type), property)!;
    }

    private static Type ProviderTypeOf(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}

/// <summary>Read without boxing: a batch of facts has thousands of values.</summary>
internal sealed class BulkColumn<T, TValue>(IProperty property) : BulkColumn<T>(property)
{
    private readonly Func<T, TValue> read = Reader(property);

    public override Array ValuesOf(IReadOnlyCollection<T> rows)
    {
        var values = new TValue[rows.Count];
        var i = 0;
        foreach (var row in rows)
        {
            values[i++] = read(row);
        }

        return values;
    }

    public override object? ValueOf(T row) => read(row);

    private static Func<T, TValue> Reader(IProperty property)
    {
        var row = Expression.Parameter(typeof(T), "row");
        var value = Expression.MakeMemberAccess(row, property.GetMemberInfo(forMaterialization: false, forSet: false));
        if (property.GetTypeMapping().Converter?.ConvertToProviderExpression is not { Parameters: [var model] } convert)
        {
            return Expression.Lambda<Func<T, TValue>>(Expression.Convert(value, typeof(TValue)), row).Compile();
        }

        var stored = Expression.Convert(ReplacingExpressionVisitor.Replace(model, Expression.Convert(value, model.Type), convert.Body), typeof(TValue));
        var isNothing = value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null ? (Expression)Expression.Constant(false) : Expression.Equal(value, Expression.Constant(null, value.Type));
        return Expression.Lambda<Func<T, TValue>>(Expression.Condition(isNothing, Expression.Default(typeof(TValue)), stored), row).Compile();
    }
}
