using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Courses.Messaging;

/// <summary>
/// The city's gateway for text messages, as its settings describe it: any that takes a POST. Off as long as COURSES_SMS_URL is not set. Address, headers and body are templates with
/// <c>{to}</c> (as the world dials it), <c>{text}</c>, <c>{id}</c> (ours, for reports) and <c>{secret}</c>, each escaped for where it stands.
/// </summary>
internal sealed partial class SmsGateway : IDisposable
{
    private const string Url = "COURSES_SMS_URL";
    private const int LongestAnswer = 1024 * 1024;

    private readonly string url;
    private readonly string body;
    private readonly string type;
    private readonly string secret;
    private readonly IReadOnlyList<(string Name, string Value)> headers;
    private readonly Regex? answerId;
    private readonly HttpClient client;

    public SmsGateway(IConfiguration configuration)
    {
        url = configuration[Url] ?? "";
        body = configuration["COURSES_SMS_BODY"] ?? "";
        type = configuration["COURSES_SMS_TYPE"] ?? "application/json";
        secret = configuration["COURSES_SMS_SECRET"] ?? "";
        headers = [.. (configuration["COURSES_SMS_HEADERS"] ?? "").Split('|', '\n').Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(parts => parts is [{ Length: > 0 }, _]).Select(parts => (parts[0], parts[1]))];
        answerId = configuration["COURSES_SMS_ANSWER_ID"] is { Length: > 0 } pattern ? new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking) : null;
        Patience = TimeSpan.FromSeconds(Number(configuration, "COURSES_SMS_SECONDS", 30));
        PerMinute = Number(configuration, "COURSES_SMS_PER_MINUTE", int.MaxValue);
        MostSegments = Number(configuration, "COURSES_SMS_SEGMENTS", 3);
        if (IsSet && (!Uri.TryCreate(Placeholder().Replace(url, "x"), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || body.Length == 0))
        {
            throw new InvalidOperationException("COURSES_SMS_URL needs an http(s) address, and COURSES_SMS_BODY a template with {to} and {text}.");
        }

        // A line that the gateway closed meanwhile would be tried again by the framework, and the text might be sent twice: each text has a line of its own.
        client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero, ConnectTimeout = Patience }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
    }

    public bool IsSet => url.Length > 0;

    public static bool IsSetIn(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[Url]);

    public TimeSpan Patience { get; }

    /// <summary>How long a text is this node's from the moment at which it is begun: what is written down before and after it needs time, too.</summary>
    public TimeSpan Lease => Patience + TimeSpan.FromMinutes(1);

    public int PerMinute { get; }

    public int MostSegments { get; }

    /// <summary>Hands a text over. Whatever goes wrong is an answer and no exception; the answer of a text that was taken is the gateway's own number for it.</summary>
    public async Task<Handed> Send(string to, string text, Guid id, CancellationToken stop)
    {
        using var content = new WholeContent(Filled(body, Escape, to, text, id), type);
        using var request = new HttpRequestMessage(HttpMethod.Post, Filled(url, Uri.EscapeDataString, to, text, id)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, Filled(value, plain => plain, to, text, id));
        }

        using var patience = new CancellationTokenSource(Patience);
        await using var stopping = stop.Register(() =>
        {
            if (!content.WasSent)
            {
                patience.Cancel();
            }
        });
        try
        {
            using var response = await client.SendAsync(request, patience.Token);
            return Meant(response.StatusCode, await response.Content.ReadAsStringAsync(patience.Token));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // As with mail: what counts is how far the request was.
            return new(content.WasSent ? Delivery.Unknown : Delivery.Away, error.Message);
        }
    }

    public void Dispose() => client.Dispose();

    private Handed Meant(HttpStatusCode status, string answer)
    {
        var said = string.Create(CultureInfo.InvariantCulture, $"{(int)status} {answer}");
        return (int)status switch
        {
            >= 200 and < 300 => new(Delivery.Accepted, answerId?.Match(answer) is { Success: true } found ? found.Groups[found.Groups.Count - 1].Value : ""),
            400 or 422 => new(Delivery.Refused, said),
            429 or 503 => new(Delivery.NotAccepted, said),

            // Something between us and the gateway answered, or the gateway broke over it: it may have been taken.
            >= 500 => new(Delivery.Unknown, said),

            // Our sign-in, our address or our credit: no text is to blame.
            _ => new(Delivery.Away, said),
        };
    }

    private string Filled(string template, Func<string, string> escape, string to, string text, Guid id) => Placeholder().Replace(template, match => escape(match.Value switch
    {
        "{to}" => to,
        "{text}" => text,
        "{id}" => id.ToString("N"),
        _ => secret,
    }));

    private string Escape(string text) => type switch
    {
        _ when type.Contains("json", StringComparison.OrdinalIgnoreCase) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        _ when type.Contains("form", StringComparison.OrdinalIgnoreCase) => Uri.EscapeDataString(text),
        _ when type.Contains("xml", StringComparison.OrdinalIgnoreCase) => SecurityElement.Escape(text),
        _ => text,
    };

    private static int Number(IConfiguration configuration, string name, int otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw new InvalidOperationException($"{name} is '{text}'. Write a whole number above 0."),
    };

    [GeneratedRegex(@"\{(to|text|id|secret)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    /// <summary>Knows whether all of it went down the line.</summary>
    private sealed class WholeContent : HttpContent
    {
        private readonly byte[] bytes;

        public WholeContent(string text, string type)
        {
            bytes = Encoding.UTF8.GetBytes(text);
            Headers.ContentType = new MediaTypeHeaderValue(type, "utf-8");
        }

        public bool WasSent { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            WasSent = true;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
