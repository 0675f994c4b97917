using System.Security.Cryptography;

namespace Courses.Platform.Chain;

/// <summary>The tree of RFC 6962 over the leaves of a block: one row can be shown to be in it without the others.</summary>
internal static class MerkleTree
{
    public static byte[] Root(IReadOnlyList<byte[]> leaves) => Levels(leaves)[^1][0];

    /// <summary>The leaves, what stands above them, and so on; the last one is the root alone.</summary>
    public static IReadOnlyList<IReadOnlyList<byte[]>> Levels(IReadOnlyList<byte[]> leaves)
    {
        var levels = new List<IReadOnlyList<byte[]>> { leaves };
        while (levels[^1].Count > 1)
        {
            levels.Add(Above(levels[^1]));
        }

        return levels;
    }

    /// <summary>The neighbours on the way from a leaf to the root, and on which side each stands.</summary>
    public static List<(bool IsLeft, byte[] Hash)> Path(IReadOnlyList<IReadOnlyList<byte[]>> levels, int index)
    {
        var path = new List<(bool, byte[])>();
        foreach (var level in levels)
        {
            var neighbour = index ^ 1;
            if (neighbour < level.Count)
            {
                path.Add((neighbour < index, level[neighbour]));
            }

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
