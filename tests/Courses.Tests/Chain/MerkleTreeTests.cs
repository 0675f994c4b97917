using System.Security.Cryptography;
using System.Text;
using Courses.Platform.Chain;

namespace Courses.Tests.Chain;

public sealed class MerkleTreeTests
{
    /// <summary>The inputs that implementations of RFC 6962 share, and the roots that they agree on.</summary>
    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void The_root_is_that_of_the_standard(int leaves, string root)
    {
        string[] inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        Assert.Equal(root, Convert.ToHexStringLower(MerkleTree.Root([.. inputs.Take(leaves).Select(input => SHA256.HashData([0, .. Convert.FromHexString(input)]))])));
    }

    [Fact]
    public void Every_leaf_of_a_tree_of_any_size_finds_its_way_to_the_root()
    {
        for (var size = 1; size <= 70; size++)
        {
            byte[][] leaves = [.. Enumerable.Range(0, size).Select(i => RowText.LeafOf($"{size} {i}"))];
            var (root, levels) = (MerkleTree.Root(leaves), MerkleTree.Levels(leaves));
            for (var i = 0; i < size; i++)
            {
                var path = MerkleTree.Path(levels, i);
                Assert.Equal(root, MerkleTree.Climb(leaves[i], path));
                Assert.NotEqual(root, MerkleTree.Climb(RowText.LeafOf("another"), path));
            }
        }
    }

    [Fact]
    public void A_node_is_no_leaf()
    {
        byte[][] leaves = [RowText.LeafOf("one"), RowText.LeafOf("two")];
        Assert.NotEqual(MerkleTree.Root(leaves), SHA256.HashData([0, .. leaves[0], .. leaves[1]]));
        Assert.Equal(RowText.LeafOf("ä"), SHA256.HashData([0, .. Encoding.UTF8.GetBytes("ä")]));
    }
}
