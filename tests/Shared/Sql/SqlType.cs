using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Courses.Tests.Shared.Sql;

/// <summary>A column's type, and what a value of it takes in a row and in a key.</summary>
/// <param name="Name">Lower case, without length.</param>
/// <param name="Length">Characters or bytes as it stands in the script; -1 is max; 0 where the type has none.</param>
/// <param name="Scale">Digits after the point.</param>
internal sealed record SqlType(string Name, int Length, int Scale)
{
    public bool IsMax => Length == -1 || Name is "text" or "ntext" or "image" or "xml" or "json";

    public bool IsText => Name is "nvarchar" or "nchar" or "varchar" or "char";

    public bool IsVariable => Name is "nvarchar" or "varchar" or "varbinary" || IsMax;

    /// <summary>The most that a value takes.</summary>
    public int Bytes => Name switch
    {
        _ when IsMax => int.MaxValue,
        "nvarchar" or "nchar" => Length * 2,
        "varchar" or "char" or "varbinary" or "binary" => Length,
        "uniqueidentifier" => 16,
        "bigint" or "money" or "float" or "datetime" => 8,
        "int" or "real" => 4,
        "smallint" => 2,
        "tinyint" or "bit" => 1,
        "date" => 3,
        "time" => 5,
        "datetime2" => 8,
        "datetimeoffset" => 10,
        "decimal" or "numeric" => Length <= 9 ? 5 : Length <= 19 ? 9 : Length <= 28 ? 13 : 17,
        _ => throw new NotSupportedException($"How long is a {Name}?"),
    };

    public static SqlType Of(DataTypeReference type)
    {
        if (type is not SqlDataTypeReference known)
        {
            return new(type.Text(), 0, 0);
        }

        var parameters = known.Parameters.Select(literal => literal is MaxLiteral ? -1 : int.Parse(literal.Value, CultureInfo.InvariantCulture)).ToArray();
        var name = known.SqlDataTypeOption.ToString().ToLowerInvariant();

        // What the server takes when the script says nothing.
        var length = parameters.Length > 0 ? parameters[0] : name switch { "nvarchar" or "nchar" or "varchar" or "char" or "varbinary" or "binary" => 1, "decimal" or "numeric" => 18, "time" or "datetime2" or "datetimeoffset" => 7, _ => 0 };
        return new(name, length, parameters.Length > 1 ? parameters[1] : 0);
    }

    public override string ToString() => Length switch { 0 => Name, -1 => $"{Name}(max)", _ => Scale > 0 ? $"{Name}({Length},{Scale})" : $"{Name}({Length})" };
}
