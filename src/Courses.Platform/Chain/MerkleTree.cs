using System.Security.Cryptography;

namespace Courses.Platform.Chain;

/// <summary>The tree of RFC 6962 over the leaves of a block: one row can be shown to be in it without the others.</summary>
internal static class MerkleTree
{
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        var level = leaves;
        while (level.Count > 1)
        {
            level = Above(level);
        }

        return level[0];
    }

    /// <summary>The neighbours on the way from a leaf to the root, and on which side each stands.</summary>
    public static List<(bool IsLeft, byte[] Hash)> Path(IReadOnlyList<byte[]> leaves, int index)
    {
        var path = new List<(bool, byte[])>();
        var level = leaves;
        while (level.Count > 1)
        {
            var neighbour = index ^ 1;
            if (neighbour < level.Count)
            {
                path.Add((neighbour < index, level[neighbour]));
            }

            level = Above(level);
            index /= 2;
        }

        return path;
    }

    public static byte[] Climb(byte[] leaf, IEnumerable<(bool IsLeft, byte[] Hash)> path) =>
        path.Aggregate(leaf, (below, step) => step.IsLeft ? Node(step.Hash, below) : Node(below, step.Hash));

    /// <summary>Whoever has no neighbour goes up as they are: so the tree has the shape of the standard's.</summary>
    private static byte[][] Above(IReadOnlyList<byte[]> level)
    {
        var above = new byte[(level.Count + 1) / 2][];
        for (var i = 0; i < above.Length; i++)
        {
            above[i] = (2 * i) + 1 < level.Count ? Node(level[2 * i], level[(2 * i) + 1]) : level[2 * i];
        }

        return above;
    }

    private static byte[] Node(byte[] left, byte[] right)
    {
        Span<byte> both = stackalloc byte[65];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[33..]);
        return SHA256.HashData(both);
    }
}
