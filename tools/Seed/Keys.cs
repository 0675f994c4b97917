using System.Buffers.Binary;
using System.Reflection;
using Courses.Timetable;

namespace Courses.Seed;

/// <summary>Ids that are the same at every run and grow, so that both engines append to their indexes.</summary>
internal sealed class Keys(int seed)
{
    private readonly Random random = new(seed);
    private long count = 1_700_000_000_000;

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (count++ << 16) | 0x7000 | (uint)random.Next(0x1000));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    /// <summary>Gives a new row its id. Entities leave that to the database provider, which would choose another one at each run.</summary>
    public T Give<T>(T row)
        where T : class
    {
        Setter<T>.Id(row, Next());
        return row;
    }

    public IEnumerable<Stay> GiveStays(Enrolment enrolment) => enrolment.Stays.Select(stay =>
    {
        stay.EnrolmentId = stay.BookingId = enrolment.Id;
        return Give(stay);
    });

    /// <summary>Sets what a navigation would have set.</summary>
    public static T Set<T>(T row, string property, Guid value)
        where T : class
    {
        typeof(T).GetProperty(property, BindingFlags.Public | BindingFlags.Instance)!.SetValue(row, value);
        return row;
    }

    private static class Setter<T>
    {
        public static readonly Action<T, Guid> Id = typeof(T).GetProperty("Id")!.SetMethod!.CreateDelegate<Action<T, Guid>>();
    }
}
