using System.Net;

namespace Courses.ChaosTests;

internal static class Devices
{
    /// <summary>Sends once. Null when no answer came, or one that says: try again.</summary>
    public static async Task<T?> Ask<T>(HttpClient http, Func<HttpRequestMessage> request, Func<HttpResponseMessage, Task<T>> read)
        where T : class
    {
        try
        {
            using var asked = request();
            using var answer = await http.SendAsync(asked);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict)
            {
                return await read(answer);
            }

            if (answer.StatusCode < HttpStatusCode.InternalServerError)
            {
                throw new InvalidOperationException($"{asked.RequestUri} was answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException)
        {
            // The host or its network is gone.
        }

        await Task.Delay(100);
        return null;
    }
}
