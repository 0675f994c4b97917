using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Courses.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using QRCoder;

namespace Courses.BrowserTests;

/// <summary>A session that is being held now, with the people whom its register expects.</summary>
internal sealed record Session(Guid Id, IReadOnlyList<Guid> People);

/// <summary>What no page can arrange: a session that is on now, a pass whose code the test knows, a picture before the camera.</summary>
internal sealed class Stage(BrowserCity city)
{
    /// <summary>The teacher's n-th coming session is moved to now: the demo city's timetable does not know when tests run.</summary>
    public async Task<Session> HasSessionNow(IPage page, int which) => await Move(page, (await Coming(page)).ElementAt(which));

    /// <summary>The next session of somebody's class is moved to now.</summary>
    public async Task<Session> HasSessionNow(IPage page, Guid person) =>
        await Move(page, (await Coming(page)).First(session => session.GetProperty("people").EnumerateArray().Any(one => one.GetGuid() == person)));

    public async Task<Guid> PersonWithMail(string address)
    {
        await using var db = Database();
        return await db.Database.SqlQuery<Guid>($"select id as \"Value\" from participants.participant where email = {address}").SingleAsync();
    }

    private static async Task<IEnumerable<JsonElement>> Coming(IPage page)
    {
        var now = TimeProvider.System.GetUtcNow();
        return (await Sessions(page))
            .Where(session => session.GetProperty("people").GetArrayLength() >= 3 && session.GetProperty("signedOffAt").ValueKind == JsonValueKind.Null && !session.GetProperty("cancelled").GetBoolean())
            .Where(session => session.GetProperty("startsAt").GetDateTimeOffset() > now.AddHours(3))
            .DistinctBy(session => session.GetProperty("groupId").GetGuid());
    }

    private async Task<Session> Move(IPage page, JsonElement session)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = session.GetProperty("id").GetGuid();
        var local = now.ToOffset(TimeZoneInfo.Local.GetUtcOffset(now));
        await Execute(string.Create(CultureInfo.InvariantCulture,
            $"update timetable.session set starts_at = '{now.AddMinutes(-5):yyyy-MM-dd HH:mm:ss}+00:00', ends_at = '{now.AddMinutes(85):yyyy-MM-dd HH:mm:ss}+00:00', local_date = '{local:yyyy-MM-dd}' where id = '{id}'"));
        var moved = (await Sessions(page)).Single(one => one.GetProperty("id").GetGuid() == id);
        return new(id, [.. moved.GetProperty("people").EnumerateArray().Select(person => person.GetGuid())]);
    }

    private static async Task<JsonElement[]> Sessions(IPage page) =>
        [.. JsonDocument.Parse(await page.EvaluateAsync<string>("fetch('/api/attendance/roster').then(answer => answer.text())")).RootElement.GetProperty("sessions").EnumerateArray()];

    public Task HasPass(Guid person, string token) => Execute(
        $"update participants.pass set token_hash = '{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)))}' where participant_id = '{person}' and replaced_at is null");

    /// <summary>What an independent decoder reads from the picture on the screen.</summary>
    public static async Task<string> Decode(ILocator code)
    {
        var file = Path.Combine(Path.GetTempPath(), $"code-{Guid.NewGuid():N}.png");
        await code.ScreenshotAsync(new() { Path = file });
        using var zbar = Process.Start(new ProcessStartInfo("zbarimg", ["-q", "--raw", file]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var text = await zbar.StandardOutput.ReadToEndAsync();
        await zbar.WaitForExitAsync();
        File.Delete(file);
        return text.Trim();
    }

    public Task<int> Facts(Session session) => Count($"select count(*) as \"Value\" from attendance.fact where session_id = '{session.Id}'");

    public Task<int> Marks(Session session) => Count($"select count(*) as \"Value\" from attendance.mark where session_id = '{session.Id}'");

    public async Task<int> Count(string sql)
    {
        await using var db = Database();
        return await db.Database.SqlQueryRaw<int>(sql.Replace("count(*)", "cast(count(*) as int)", StringComparison.Ordinal)).SingleAsync();
    }

    public async Task Execute(string sql)
    {
        await using var db = Database();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    public DbContext Database()
    {
        var options = new DbContextOptionsBuilder();
        Engines.Named(Environment.GetEnvironmentVariable("COURSES_DB") ?? "PostgreSql").Configure(options, city.Connection);
        return new(options.Options);
    }

    /// <summary>What the camera sees: the code in the middle of a grey picture, as raw video.</summary>
    public static void WriteVideo(string path, string content)
    {
        const int width = 640;
        const int height = 480;
        const int module = 8;
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var light = new byte[width * height];
        Array.Fill(light, (byte)230);
        var (left, top) = ((width - (modules.Count * module)) / 2, (height - (modules.Count * module)) / 2);
        for (var y = 0; y < modules.Count * module; y++)
        {
            for (var x = 0; x < modules.Count * module; x++)
            {
                light[((top + y) * width) + left + x] = modules[y / module][x / module] ? (byte)16 : (byte)235;
            }
        }

        var colour = new byte[width * height / 2];
        Array.Fill(colour, (byte)128);
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n"));
        for (var frame = 0; frame < 10; frame++)
        {
            file.Write("FRAME\n"u8);
            file.Write(light);
            file.Write(colour);
        }
    }
}
