using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Courses.Platform.Reading;

namespace Courses.Attendance.Features;

/// <summary>Any JSON value as its text: what should have been a date or an id and is something else ends in review, and not in a refusal of the batch.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct LooseValue(string? Text)
{
    private readonly double? number;

    private LooseValue(string text, double number)
        : this(text) => this.number = number;

    /// <summary>Read only when it is asked for: most values are none.</summary>
    public double? Number => number ?? (Text is null ? null : WholeNumber(Text));

    /// <summary>Some devices send their numbers as text; what is not plainly a number stays text.</summary>
    private static double? WholeNumber(string text)
    {
        var digits = Digits.Of(text).Trim();
        return digits.Length is > 0 and <= 15 && digits.All(char.IsAsciiDigit) ? double.Parse(digits, CultureInfo.InvariantCulture) : null;
    }

    internal sealed class Converter : JsonConverter<LooseValue>
    {
        public override LooseValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    return default;
                case JsonTokenType.String:
                    return new(TextOf(ref reader));
                case JsonTokenType.Number:
                    return reader.TryGetDouble(out var number) && double.IsFinite(number) ? new(Raw(ref reader), number) : new(Raw(ref reader));
                default:
                    using (var other = JsonDocument.ParseValue(ref reader))
                    {
                        return new(other.RootElement.GetRawText());
                    }
            }
        }

        public override void Write(Utf8JsonWriter writer, LooseValue value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);

        private static string TextOf(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString()!.Replace("\0", "", StringComparison.Ordinal);
            }
            catch (InvalidOperationException)
            {
                // Half a character: valid JSON, but no text. What was sent stands there instead.
                return Raw(ref reader);
            }
        }

        private static string Raw(ref Utf8JsonReader reader) => reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence) : Encoding.UTF8.GetString(reader.ValueSpan);
    }
}
