namespace Courses.Contracts.Participants;

/// <summary>Seals what nobody may read in a copy of the database. The key follows from the one that is kept outside of it (<c>COURSES_PASS_KEY</c>).</summary>
public interface ISeals
{
    /// <param name="purpose">What kind of thing it is: another purpose is another key.</param>
    /// <param name="of">The record it belongs to: sealed for one record, it opens for no other.</param>
    /// <param name="content">What is sealed.</param>
    byte[] Seal(string purpose, Guid of, byte[] content);

    /// <returns>What was sealed; null when it was sealed under another key or for another record, or was changed since.</returns>
    byte[]? Open(string purpose, Guid of, byte[] sealedContent);

    /// <summary>What follows from a record and the key outside of the database: always the same, and nobody who has only the database can work it out.</summary>
    /// <param name="purpose">What it is for: another purpose is another key.</param>
    /// <param name="of">The record.</param>
    string Ticket(string purpose, Guid of);
}
