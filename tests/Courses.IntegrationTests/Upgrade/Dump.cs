using System.IO.Compression;
using System.Text;
using Npgsql;

namespace Courses.IntegrationTests.Upgrade;

/// <summary>A demo city as an earlier build left it: what pg_dump wrote then, gzipped beside this file.</summary>
internal static class Dump
{
    private const string EndOfRows = @"\.";

    /// <summary>Runs the script as psql would: statements gather until a copy, whose rows go through the copy protocol.</summary>
    public static async Task Restore(string file, string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        using var lines = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Upgrade", file)), CompressionMode.Decompress), Encoding.UTF8);
        var statements = new StringBuilder();
        while (await lines.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("COPY ", StringComparison.Ordinal))
            {
                // Lines with a backslash are psql's own.
                statements.AppendLine(line.StartsWith('\\') ? "" : line);
                continue;
            }

            await Execute(connection, statements.ToString());
            statements.Clear();
            await using var rows = await connection.BeginTextImportAsync(line.TrimEnd(';'));
            while (await lines.ReadLineAsync() is { } row && row != EndOfRows)
            {
                await rows.WriteAsync(row + "\n");
            }
        }

        await Execute(connection, statements.ToString());
    }

    private static async Task Execute(NpgsqlConnection connection, string statements)
    {
#pragma warning disable CA2100 // The script lies beside this file.
        await using var command = new NpgsqlCommand(statements, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
