using System.Security.Cryptography;
using Courses.Contracts.Participants;
using Courses.Platform.Chain;

namespace Courses.Participants;

/// <summary>The key follows from the one that is kept outside the database.</summary>
internal sealed class ChainSeal(ISeals seals) : IChainSeal
{
    private const string Purpose = "chain-erasure";

    public byte[] Seal(Guid row, byte[] content) => seals.Seal(Purpose, row, content);

    public bool Holds(Guid row, byte[] content, byte[] sealedContent) => seals.Open(Purpose, row, sealedContent) is { } opened && CryptographicOperations.FixedTimeEquals(opened, content);
}
