namespace Courses.Contracts.Participants;

/// <summary>The secret in a pass's QR code is never stored, not in an outbox either: a letter holds the pass's number, and the code is worked out when it is sent.</summary>
public interface IPassLinks
{
    /// <summary>Turns <c>/p/{pass number}</c> into <c>/p/{token}</c>; every other path comes back as it is.</summary>
    string Open(string path);

    /// <summary>The six digits in the letter of the pass with this number. Nobody at a provider sees them.</summary>
    string LetterPin(string passNumber);
}
