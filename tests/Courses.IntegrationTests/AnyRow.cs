using System.Collections;
using System.Data.Common;

namespace Courses.IntegrationTests;

/// <summary>One row of whatever a reader asks for: what is asked only because of the rows before it is asked, too.</summary>
internal sealed class AnyRow : DbDataReader
{
    private const string Text = "x";
    private static readonly Guid Id = new("7b0e3f52-1c1d-4a57-9f0a-2c64d5d8a901");
    private bool wasRead;

    public override int FieldCount => 1;

    public override bool HasRows => true;

    public override bool IsClosed => false;

    public override int RecordsAffected => -1;

    public override int Depth => 0;

    public override object this[int ordinal] => Text;

    public override object this[string name] => Text;

    public override bool Read() => !wasRead && (wasRead = true);

    public override bool NextResult() => false;

    public override bool IsDBNull(int ordinal) => false;

    public override T GetFieldValue<T>(int ordinal) => typeof(T) == typeof(Guid) ? (T)(object)Id : typeof(T) == typeof(string) ? (T)(object)Text : default!;

    public override Guid GetGuid(int ordinal) => Id;

    public override string GetString(int ordinal) => Text;

    public override bool GetBoolean(int ordinal) => true;

    public override byte GetByte(int ordinal) => 1;

    public override short GetInt16(int ordinal) => 1;

    public override int GetInt32(int ordinal) => 1;

    public override long GetInt64(int ordinal) => 1;

    public override float GetFloat(int ordinal) => 1;

    public override double GetDouble(int ordinal) => 1;

    public override decimal GetDecimal(int ordinal) => 1;

    public override DateTime GetDateTime(int ordinal) => DateTime.UnixEpoch;

    public override char GetChar(int ordinal) => Text[0];

    public override object GetValue(int ordinal) => Text;

    public override int GetValues(object[] values) => 0;

    public override string GetName(int ordinal) => Text;

    public override int GetOrdinal(string name) => 0;

    public override string GetDataTypeName(int ordinal) => Text;

    public override Type GetFieldType(int ordinal) => typeof(string);

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => 0;

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => 0;

    public override IEnumerator GetEnumerator() => Array.Empty<object>().GetEnumerator();
}
