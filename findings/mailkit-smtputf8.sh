#!/usr/bin/env bash
# MailKit 4.18.2, seen on 2026-11-27 against a server of a few lines on 127.0.0.1:
# 1. A recipient whose domain has an umlaut makes MailKit ask for SMTPUTF8 as soon as the server offers it, even when the address was given in ASCII (xn--): MailboxAddress keeps it decoded.
#    From there on every further relay must offer SMTPUTF8 too, or the letter comes back. With the capability cleared on the client the same letter goes out with the domain in ASCII.
# 2. An asynchronous time-out is a System.TimeoutException: neither IOException nor OperationCanceledException.
# Ends with 1 when either is different.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat >finding.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="MailKit" Version="[4.18.2]" /></ItemGroup>
</Project>
XML
cat >Program.cs <<'CS'
using System.Net;
using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
var heard = new List<string>();
var isSilent = false;
_ = Task.Run(async () =>
{
    while (true)
    {
        var client = await listener.AcceptTcpClientAsync();
        _ = Task.Run(async () =>
        {
            using var reader = new StreamReader(client.GetStream());
            using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 here");
            while (await reader.ReadLineAsync() is { } line)
            {
                heard.Add(line);
                if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    while (await reader.ReadLineAsync() != ".") { }
                    if (isSilent) await Task.Delay(-1);
                }

                await writer.WriteLineAsync(line.StartsWith("EHLO") ? "250-here\r\n250-8BITMIME\r\n250 SMTPUTF8" : "250 ok");
            }
        });
    }
});

async Task<string> Send(string to, bool hidden)
{
    heard.Clear();
    using var client = new SmtpClient { Timeout = 1000 };
    await client.ConnectAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, SecureSocketOptions.None);
    if (hidden) client.Capabilities &= ~SmtpCapabilities.UTF8;
    var from = new MailboxAddress("", "city@example.org");
    using var letter = new MimeMessage([from], [new MailboxAddress("", to)], "s", new TextPart("plain") { Text = "t" });
    try { await client.SendAsync(letter); }
    catch (Exception error) { return error.GetType().FullName!; }
    return string.Join(" | ", heard.Where(line => line.StartsWith("MAIL") || line.StartsWith("RCPT")));
}

var offered = await Send("kai@xn--grten-hra.example", false);
var hidden = await Send("kai@xn--grten-hra.example", true);
isSilent = true;
var silent = await Send("kai@example.org", false);
Console.WriteLine($"offered: {offered}\nhidden:  {hidden}\nsilent:  {silent}");
return offered == "MAIL FROM:<city@example.org> SMTPUTF8 | RCPT TO:<kai@gräten.example>"
    && hidden == "MAIL FROM:<city@example.org> | RCPT TO:<kai@xn--grten-hra.example>"
    && silent == "System.TimeoutException" ? 0 : 1;
CS
dotnet build --nologo -v q -clp:ErrorsOnly >build.log 2>&1 || { cat build.log; exit 2; }
dotnet bin/Debug/net10.0/finding.dll || { echo "This changed: look at modules/Messaging/MailLine.cs and docs/decisions/0012-mail-by-mailkit.md."; exit 1; }
