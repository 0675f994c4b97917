using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Microsoft.OData.Edm;

namespace Courses.OData;

/// <summary>A column: a property of the row type with its EDM type, and how a value of it is written.</summary>
internal sealed class Column
{
    private static readonly Dictionary<Type, EdmPrimitiveTypeKind> Kinds = new()
    {
        [typeof(string)] = EdmPrimitiveTypeKind.String,
        [typeof(bool)] = EdmPrimitiveTypeKind.Boolean,
        [typeof(byte)] = EdmPrimitiveTypeKind.Byte,
        [typeof(short)] = EdmPrimitiveTypeKind.Int16,
        [typeof(int)] = EdmPrimitiveTypeKind.Int32,
        [typeof(long)] = EdmPrimitiveTypeKind.Int64,
        [typeof(float)] = EdmPrimitiveTypeKind.Single,
        [typeof(double)] = EdmPrimitiveTypeKind.Double,
        [typeof(decimal)] = EdmPrimitiveTypeKind.Decimal,
        [typeof(Guid)] = EdmPrimitiveTypeKind.Guid,
        [typeof(DateTimeOffset)] = EdmPrimitiveTypeKind.DateTimeOffset,
        [typeof(DateOnly)] = EdmPrimitiveTypeKind.Date,
        [typeof(TimeOnly)] = EdmPrimitiveTypeKind.TimeOfDay,
        [typeof(TimeSpan)] = EdmPrimitiveTypeKind.Duration,
    };

    public Column(PropertyInfo property)
        : this(property.Name, property.PropertyType, property)
    {
    }

    /// <summary>A column that a query made: computed, aggregated or grouped by.</summary>
    public Column(string name, Type type)
        : this(name, type, null)
    {
    }

    private Column(string name, Type type, PropertyInfo? property)
    {
        Property = property;
        Name = name;
        if (type != typeof(string) && ElementTypeOf(type) is { } element)
        {
            IsCollection = true;
            ValueType = element;
        }
        else
        {
            ValueType = Nullable.GetUnderlyingType(type) ?? type;
        }

        Kind = Kinds.TryGetValue(ValueType, out var kind)
            ? kind
            : throw new ArgumentException($"{property?.DeclaringType}.{Name}: a column cannot be of type {type}.", nameof(type));
        IsNullable = !IsCollection && (Nullable.GetUnderlyingType(type) is not null
            || (!type.IsValueType && (property is null || new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull)));
    }

    public string Name
    {
        get;
        private init
        {
            field = value;
            JsonName = JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        }
    }

    /// <summary>The name as JSON has it, made once and not for each value.</summary>
    public JsonEncodedText JsonName { get; private init; }

    public Type ClrType => IsNullable && ValueType.IsValueType ? typeof(Nullable<>).MakeGenericType(ValueType) : ValueType;

    /// <summary>Null for what a query made.</summary>
    public PropertyInfo? Property { get; }

    /// <summary>The CLR type of a value, or of an element of a collection, without its nullability.</summary>
    public Type ValueType { get; }

    public EdmPrimitiveTypeKind Kind { get; }

    public bool IsNullable { get; }

    public bool IsCollection { get; }

    /// <summary>JSON has the type itself; full metadata names the others.</summary>
    public bool IsNativeInJson => !IsCollection && Kind is EdmPrimitiveTypeKind.String or EdmPrimitiveTypeKind.Boolean or EdmPrimitiveTypeKind.Double or EdmPrimitiveTypeKind.Int32;

    public string TypeName => IsCollection ? $"#Collection({Kind})" : $"#{Kind}";

    /// <summary>The same under another name.</summary>
    public Column Named(string name) => Property is null ? new(name, ClrType) : new(Property) { Name = name };

    public IEdmTypeReference EdmType()
    {
        var single = Single(IsNullable);
        return IsCollection ? EdmCoreModel.GetCollection(Single(false)) : single;
    }

    public static Type? ClrTypeOf(EdmPrimitiveTypeKind kind) => Kinds.Where(pair => pair.Value == kind).Select(pair => pair.Key).FirstOrDefault();

    private IEdmTypeReference Single(bool nullable) => Kind switch
    {
        // Without these facets the standard says: no decimals, no fractions of a second.
        EdmPrimitiveTypeKind.Decimal => EdmCoreModel.Instance.GetDecimal(null, null, nullable),
        EdmPrimitiveTypeKind.DateTimeOffset or EdmPrimitiveTypeKind.TimeOfDay or EdmPrimitiveTypeKind.Duration => EdmCoreModel.Instance.GetTemporal(Kind, 7, nullable),
        _ => EdmCoreModel.Instance.GetPrimitive(Kind, nullable),
    };

    public void WriteJson(Utf8JsonWriter json, object? value, bool largeNumbersAsText)
    {
        if (IsCollection)
        {
            json.WriteStartArray();
            foreach (var item in (System.Collections.IEnumerable?)value ?? Array.Empty<object>())
            {
                WriteSingle(json, item, largeNumbersAsText);
            }

            json.WriteEndArray();
            return;
        }

        WriteSingle(json, value, largeNumbersAsText);
    }

    private static void WriteSingle(Utf8JsonWriter json, object? value, bool largeNumbersAsText)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number when !largeNumbersAsText: json.WriteNumberValue(number); break;
            case decimal number when !largeNumbersAsText: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case byte number: json.WriteNumberValue(number); break;
            case short number: json.WriteNumberValue(number); break;
            case Guid id: json.WriteStringValue(id); break;

            // As Text writes them, and several times as fast.
            case DateTimeOffset instant when instant.Offset == TimeSpan.Zero: json.WriteStringValue(instant.UtcDateTime); break;
            case DateTimeOffset instant: json.WriteStringValue(instant); break;
            default: json.WriteStringValue(Text(value)); break;
        }
    }

    /// <summary>The value as OData writes it in text: addresses, <c>$value</c>, CSV.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number when double.IsPositiveInfinity(number) => "INF",
        double number when double.IsNegativeInfinity(number) => "-INF",
        DateTimeOffset instant when instant.Offset == TimeSpan.Zero => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        TimeSpan duration => XmlConvert.ToString(duration),
        System.Collections.IEnumerable many => string.Join("; ", many.Cast<object?>().Select(Text)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The value as a literal in an address.</summary>
    public static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        TimeSpan => $"duration'{Text(value)}'",
        _ => Text(value),
    };

    /// <summary>A key as it stands between the brackets of an address.</summary>
    public static string KeyText(EntitySet set, IReadOnlyList<object?> key) => set.Key.Count == 1
        ? Uri.EscapeDataString(Literal(key[0]))
        : string.Join(',', set.Key.Select((column, i) => $"{column.Name}={Uri.EscapeDataString(Literal(key[i]))}"));

    private static Type? ElementTypeOf(Type type) => type.GetInterfaces().Append(type)
        .Where(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        .Select(candidate => candidate.GetGenericArguments()[0])
        .FirstOrDefault();
}
