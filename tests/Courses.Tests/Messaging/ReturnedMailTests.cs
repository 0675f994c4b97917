using System.Text;
using Courses.Messaging;

namespace Courses.Tests.Messaging;

/// <summary>Reports that mails came back, as mail servers write them: RFC 3464 leaves them much freedom.</summary>
public sealed class ReturnedMailTests
{
    private const string Id = "0193a5c2f1d87c0e9b2a6d4e8f103355";

    [Theory]
    [InlineData("5.1.1", "smtp; 550 5.1.1 <gone@example.org>: no such mailbox", true)]
    [InlineData("5.1.10", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", true)]
    [InlineData("5.2.1", "smtp; 550 mailbox disabled", true)]
    [InlineData("5.4.4", "X-Postfix; Host or domain name not found", true)]
    [InlineData("5.0.0", "smtp; 550 unknown", true)]
    [InlineData("5.2.2", "smtp; 552 mailbox full", false)]
    [InlineData("5.3.4", "smtp; 552 message too big", false)]
    [InlineData("5.7.1", "smtp; 550 5.7.1 looks like spam", false)]
    [InlineData("4.4.7", "smtp; 421 gave up after five days", false)]
    public async Task What_failed_says_which_letter_it_was_and_whether_the_address_is_to_blame(string status, string diagnosis, bool isAboutTheAddress)
    {
        var returned = await Read(Report("failed", status, diagnosis));
        Assert.Equal(new ReturnedMail(Guid.Parse(Id), "gone@example.org", $"{status} {diagnosis}", isAboutTheAddress), returned);
    }

    [Fact]
    public async Task The_head_of_the_letter_is_enough()
    {
        var returned = await Read(Report("failed", "5.1.1", "smtp; 550 no", original: "text/rfc822-headers"));
        Assert.Equal((Guid.Parse(Id), "gone@example.org"), (returned!.LetterId, returned.Address));
    }

    [Fact]
    public async Task A_long_answer_is_one_line_and_a_domain_with_an_umlaut_is_written_with_it()
    {
        var returned = await Read(Report("FAILED", "5.1.1", "smtp; 550 5.1.1 no\r\n such\r\n mailbox", to: "amal@xn--bcher-kva.example"));
        Assert.Equal(("amal@bücher.example", "5.1.1 smtp; 550 5.1.1 no such mailbox"), (returned!.Address, returned.Answer));
    }

    [Theory]
    [InlineData("delayed", "4.4.1")]
    [InlineData("relayed", "2.0.0")]
    [InlineData("delivered", "2.1.5")]
    public async Task What_is_late_or_arrived_did_not_come_back(string action, string status) => Assert.Null(await Read(Report(action, status, "smtp; 250 ok")));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("\0\u0001\u0002")]
    [InlineData("From: a@example.org\r\nSubject: Re: Your course\r\n\r\nThank you, I come.")]
    [InlineData("From: a@example.org\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nI am back on Monday.")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n\r\n--b--\r\n")]
    public async Task What_is_no_report_of_ours_says_nothing(string mail) => Assert.Null(await Read(mail));

    [Fact]
    public async Task A_letter_that_somebody_else_wrote_is_none_of_ours() => Assert.Null(await Read(Report("failed", "5.1.1", "smtp; 550 no").Replace(Id, "20261116.1234", StringComparison.Ordinal)));

    private static string Report(string action, string status, string diagnosis, string original = "message/rfc822", string to = "gone@example.org") =>
        $"""
        Return-Path: <>
        From: MAILER-DAEMON@relay.example
        To: letters@city.example
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="part"

        --part
        Content-Type: text/plain; charset=us-ascii

        I am sorry to say that your mail came back.

        --part
        Content-Type: message/delivery-status

        Reporting-MTA: dns; relay.example
        Arrival-Date: Mon, 16 Nov 2026 12:00:00 +0000

        Final-Recipient: rfc822; forwarded@elsewhere.example
        Original-Recipient: rfc822;{to}
        Action: {action}
        Status: {status}
        Diagnostic-Code: {diagnosis}

        --part
        Content-Type: {original}

        From: letters@city.example
        To: {to}
        Subject: A seat is free
        Message-Id: <{Id}@city.example>

        Good day.

        --part--

        """.ReplaceLineEndings("\r\n");

    private static async Task<ReturnedMail?> Read(string mail)
    {
        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(mail));
        return await ReturnedMail.Read(bytes, CancellationToken.None);
    }
}
