import Testing

@testable import MailText

@Suite("Mail that no person wrote")
struct ReportTests {
    @Test(
        "what a program wrote is known by its headers",
        arguments: [
            ("Auto-Submitted: auto-replied", [.autoSubmitted]),
            ("Auto-Submitted: auto-generated; x=y", [.autoSubmitted]),
            ("Auto-Submitted: No", []), ("Auto-Submitted: no (a person)", []), ("Precedence: Bulk", [.precedence]),
            ("Precedence: first-class", []), ("List-Id: <a.example.com>", [.list]),
            ("X-Autoreply: yes", [.autoReplyHeader]),
            ("X-Autorespond: Re: x", [.autoReplyHeader]), ("X-Auto-Response-Suppress: All", [.asksForNoAnswer]),
            ("X-Auto-Response-Suppress: None", []), ("Return-Path: < >", [.nullReturnPath]), ("Return-Path: <a@b>", []),
            ("From: Mail System <MAILER-DAEMON@example.com>", [.daemon]), ("From: a@example.com", []),
            ("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--", [.report]),
        ] as [(String, [AutomaticSign])]
    )
    func signs(header: String, signs: [AutomaticSign]) {
        #expect(mail(header, "", "").automaticSigns() == signs)
        #expect(mail("Subject: x", "", "").automaticSigns(envelopeSender: "") == [.nullReturnPath])
        #expect(mail("Return-Path: <>", "", "").automaticSigns(envelopeSender: "a@b.example") == [])
    }

    /// A report as Postfix 3.7 writes it.
    static let report = mail(
        "Return-Path: <>",
        "From: MAILER-DAEMON@mx.example.com (Mail Delivery System)",
        "Subject: Undelivered Mail Returned to Sender",
        "To: bounce+0192f3bb@kopi.example.com",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        "Content-Type: multipart/report; report-type=delivery-status;",
        "\tboundary=\"A1.1/mx.example.com\"",
        "Delivered-To: bounce+0192f3bb@kopi.example.com",
        "",
        "This is a MIME-encapsulated message.",
        "",
        "--A1.1/mx.example.com",
        "Content-Description: Notification",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "I'm sorry. <nobody@example.org>: host said: 550 5.1.1",
        "",
        "--A1.1/mx.example.com",
        "Content-Description: Delivery report",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.com",
        "X-Postfix-Queue-ID: A1",
        "Original-Envelope-Id: 7Q",
        "",
        "Final-Recipient: rfc822; nobody@example.org",
        "Original-Recipient: rfc822;Nobody@example.org",
        "Action: failed",
        "Status: 5.1.1",
        "Remote-MTA: dns; mx.example.org",
        "Diagnostic-Code: smtp; 550 5.1.1 <nobody@example.org>: no such",
        "    user here",
        "",
        "Final-Recipient: rfc822; full@example.org",
        "Action: delayed (for a while)",
        "Status: 4.2.2 (mailbox full)",
        "",
        "--A1.1/mx.example.com",
        "Content-Description: Undelivered Message",
        "Content-Type: message/rfc822",
        "",
        "Message-ID: <1@kopi.example.com>",
        "Subject: Hello",
        "X-Setia-Ref: 7Q",
        "",
        "Good morning",
        "",
        "--A1.1/mx.example.com--"
    )

    @Test("a report of delivery says who did not get which mail, and why")
    func standard() throws {
        let bounce = try #require(Self.report.bounce())
        #expect(bounce.isStandard)
        #expect(bounce.originalMessageID == "1@kopi.example.com")
        #expect(bounce.originalHeaders.text("X-Setia-Ref") == "7Q")
        #expect(bounce.envelopeID == "7Q")
        #expect(
            bounce.recipients == [
                BouncedRecipient(
                    address: "nobody@example.org",
                    originalAddress: "Nobody@example.org",
                    action: .failed,
                    status: EnhancedStatus(5, 1, 1),
                    diagnostic: "550 5.1.1 <nobody@example.org>: no such    user here"
                ),
                BouncedRecipient(
                    address: "full@example.org",
                    originalAddress: nil,
                    action: .delayed,
                    status: EnhancedStatus(4, 2, 2),
                    diagnostic: nil
                ),
            ]
        )
        #expect(bounce.recipients.map(\.meaning) == [.unknownAddress, .delayed])
        #expect(Self.report.tokens(mailbox: "bounce", domain: "kopi.example.com") == ["0192f3bb"])
        #expect(Self.report.complaint == nil)
    }

    @Test(
        "what a status means for the address",
        arguments: [
            ("5.1.1", .unknownAddress), ("5.1.10", .unknownAddress), ("5.1.2", .unknownAddress), ("5.2.1", .disabled),
            ("4.2.2", .full), ("5.2.2", .full), ("5.7.1", .policy), ("4.7.0", .policy), ("4.4.7", .temporary),
            ("5.0.0", .permanent), ("2.0.0", .delivered), ("550", .permanent),
        ] as [(String, BounceMeaning)]
    )
    func meanings(status: String, meaning: BounceMeaning) {
        let recipient = BouncedRecipient(
            address: "a@example.com",
            originalAddress: nil,
            action: .failed,
            status: EnhancedStatus(in: status),
            diagnostic: nil
        )
        #expect(recipient.meaning == meaning)
    }

    @Test(
        "a status is found in a text, and the number of a machine is none",
        arguments: [
            ("550 5.1.1 no", "5.1.1"), ("from 4.5.6.7 said", nil), ("(#5.7.26)", "5.7.26"), ("5.1", nil),
            ("15.1.1", nil),
            ("5.1.1.", "5.1.1"), ("5.1.1111", nil), ("3.1.1", nil), ("", nil), ("5.", nil), ("5.1.", nil),
        ] as [(String, String?)]
    )
    func statuses(text: String, status: String?) {
        #expect(EnhancedStatus(in: text)?.description == status)
    }

    @Test("a bounce that is no report is read as people would")
    func guessed() throws {
        let exim = mail(
            "Return-path: <>",
            "X-Failed-Recipients: nobody@example.org, gone@example.org",
            "Auto-Submitted: auto-replied",
            "From: Mail Delivery System <Mailer-Daemon@mx.example.com>",
            "Subject: Mail delivery failed: returning message to sender",
            "",
            "This message was created automatically by mail delivery software.",
            "",
            "  nobody@example.org",
            "    host mx.example.org [192.0.2.5]",
            "    SMTP error: 550 No such user",
            "",
            "------ This is a copy of the message, including all the headers. ------",
            "",
            "Message-Id: <1@kopi.example.com>",
            "Subject: Hello"
        )
        let first = try #require(exim.bounce())
        #expect(!first.isStandard)
        #expect(first.recipients.map(\.address) == ["nobody@example.org", "gone@example.org"])
        #expect(first.recipients.map(\.status) == [EnhancedStatus(5, 0, 0), EnhancedStatus(5, 0, 0)])
        #expect(first.originalMessageID == "1@kopi.example.com")
        let qmail = mail(
            "Return-Path: <>",
            "From: MAILER-DAEMON@mx.example.com",
            "Subject: failure notice",
            "",
            "Hi. This is the qmail-send program at mx.example.com.",
            "",
            "<nobody@example.org>:",
            "Sorry, no mailbox here by that name. (#5.1.1)",
            "",
            "--- Below this line is a copy of the message.",
            "",
            "Message-ID: <2@kopi.example.com>"
        )
        let second = try #require(qmail.bounce())
        #expect(second.recipients.map(\.address) == ["nobody@example.org"])
        #expect(second.recipients.map(\.meaning) == [.unknownAddress])
        #expect(second.originalMessageID == "2@kopi.example.com")
    }

    @Test("an answer of a person and an absence note are no bounces")
    func noBounce() {
        #expect(mail("From: a@example.com", "Subject: delivery delayed?", "", "550 5.1.1").bounce() == nil)
        #expect(mail("Return-Path: <>", "From: a@example.com", "Subject: Out of office", "", "Hi").bounce() == nil)
    }

    @Test("a complaint says who and about which mail")
    func complaint() throws {
        let read = mail(
            "From: <abusedesk@example.org>",
            "Subject: FW: Earn money",
            "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=feedback-report; boundary=\"p\"",
            "",
            "--p",
            "",
            "Report",
            "--p",
            "Content-Type: message/feedback-report",
            "",
            "Feedback-Type: abuse",
            "User-Agent: Some/1.0",
            "Version: 1",
            "Original-Mail-From: <hello@kopi.example.com>",
            "Original-Rcpt-To: <user@example.org>",
            "",
            "--p",
            "Content-Type: message/rfc822",
            "Content-Disposition: inline",
            "",
            "Message-ID: <1@kopi.example.com>",
            "To: <user@example.org>",
            "",
            "Buy",
            "--p--"
        )
        let complaint = try #require(read.complaint)
        #expect(complaint.kind == "abuse")
        #expect(complaint.isComplaint)
        #expect(complaint.recipients == ["user@example.org"])
        #expect(complaint.originalMessageID == "1@kopi.example.com")
        #expect(read.bounce() == nil)
        #expect(read.attachments.map(\.mediaType) == ["message/feedback-report", "message/rfc822"])
    }

    @Test(
        "a token in an address is found",
        arguments: [
            ("reply+7Q-x@mail.example.com", "7Q-x"), ("Reply+7q@MAIL.example.com", "7q"),
            ("reply@mail.example.com", nil),
            ("reply+@mail.example.com", nil), ("replys+7Q@mail.example.com", nil), ("reply+7Q@example.org", nil),
            ("reply+a+b@mail.example.com", "a+b"),
        ] as [(String, String?)]
    )
    func tokens(address: String, expected: String?) throws {
        let address = try #require(MailAddress(address))
        #expect(token(in: address, mailbox: "reply", domain: "mail.example.com") == expected)
    }
}

@Suite("What is new in an answer")
struct SplitReplyTests {
    @Test(
        "what is quoted is told apart from what is new",
        arguments: [
            (
                "Thanks!\n\nOn Fri, 27 Nov 2026 at 10:00, Kopi <a@b> wrote:\n> Hello\n> you\n", "Thanks!",
                "On Fri, 27 Nov 2026 at 10:00, Kopi <a@b> wrote:\n> Hello\n> you"
            ),
            (
                "Ok\n\nOn Fri, 27 Nov 2026 at 10:00, A very long name\n<a@b.example> wrote:\n\n> Hello", "Ok",
                "On Fri, 27 Nov 2026 at 10:00, A very long name\n<a@b.example> wrote:\n\n> Hello"
            ),
            ("> Where?\nIn KL.\n> When?\nToday.", "In KL.\nToday.", "> Where?\n> When?"),
            (
                "Terima kasih\n\nPada Jum, 27 Nov 2026, Kopi menulis:\n> Halo", "Terima kasih",
                "Pada Jum, 27 Nov 2026, Kopi menulis:\n> Halo"
            ),
            ("ขอบคุณ\n\nเมื่อ ศ. 27 พ.ย. Kopi เขียนว่า:\n> สวัสดี", "ขอบคุณ", "เมื่อ ศ. 27 พ.ย. Kopi เขียนว่า:\n> สวัสดี"),
            (
                "Fine.\n\n-----Original Message-----\nFrom: Kopi\nHello", "Fine.",
                "-----Original Message-----\nFrom: Kopi\nHello"
            ),
            (
                "Fine.\n\n________________________________\nFrom: Kopi\nSent: today\nTo: me\nSubject: Hi\n\nHello",
                "Fine.",
                "________________________________\nFrom: Kopi\nSent: today\nTo: me\nSubject: Hi\n\nHello"
            ),
            (
                "Baik\n\nDari: Kopi\nKepada: saya\nPerihal: Hai\n\nHalo", "Baik",
                "Dari: Kopi\nKepada: saya\nPerihal: Hai\n\nHalo"
            ),
            ("From: here to there\nis far", "From: here to there\nis far", ""), ("No quote", "No quote", ""),
            ("", "", ""),
            ("> only quoted", "> only quoted", ""), ("Ana wrote:\nhello", "Ana wrote:\nhello", ""),
            ("a\n---------------------\nb", "a\n---------------------\nb", ""),
        ]
    )
    func split(text: String, new: String, quoted: String) {
        let reply = SplitReply(text)
        #expect(reply.new == new)
        #expect(reply.quoted == quoted)
    }
}
