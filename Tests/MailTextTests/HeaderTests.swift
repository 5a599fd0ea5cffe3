import Testing

@testable import MailText

/// A mail of these lines, ended as mail has them.
func mail(_ lines: String...) -> ReceivedMail {
    ReceivedMail(Array(lines.joined(separator: "\r\n").utf8))
}

@Suite("Headers of mail")
struct HeaderTests {
    private func decoded(_ text: String) -> String {
        HeaderField(name: "Subject", raw: Array(text.utf8)).text
    }

    @Test(
        "encoded words are read, neighbours are one text, and what only looks like one stands for itself",
        arguments: [
            ("plain", "plain"),
            ("=?iso-8859-1?q?this=20is=20some=20text?=", "this is some text"),
            ("=?US-ASCII?Q?Keith_Moore?= <moore@example.com>", "Keith Moore <moore@example.com>"),
            // RFC 2047, section 8.
            ("(=?ISO-8859-1?Q?a?=)", "(a)"),
            ("(=?ISO-8859-1?Q?a?= b)", "(a b)"),
            ("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"),
            ("(=?ISO-8859-1?Q?a?=  \r\n =?ISO-8859-1?Q?b?=)", "(ab)"),
            ("(=?ISO-8859-1?Q?a_b?=)", "(a b)"),
            ("(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"),
            (
                "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
                "If you can read this you understand the example."
            ),
            // A letter cut in two by a program that counts bytes.
            ("=?utf-8?B?4Lg=?= =?utf-8?B?gQ==?=", "ก"), ("=?utf-8?Q?=E0=B8?= =?utf-8?Q?=81?=", "ก"),
            ("=?tis-620?B?ocKi?=", "กยข"), ("=?windows-1252?Q?=80_5?=", "€ 5"), ("=?iso-8859-15?q?=A4?=", "€"),
            ("=?utf-8*en?Q?hello?=", "hello"), ("a=?utf-8?q?b?=c", "abc"),
            ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="), ("=?utf-8?q?abc", "=?utf-8?q?abc"), ("=?=?=?", "=?=?=?"),
            ("=?utf-8?Q?100=_%?=", "100= %"), ("=?utf-8?B?!!aGk=!?=", "hi"), ("=?utf-8?q??=", ""),
            ("=?koi8-r?B?8NLJ?=", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("=?utf-8?Q?a=0D=0ABcc:_everybody?=", "a  Bcc: everybody"), ("tab\there", "tab here"), ("ชื่อ", "ชื่อ"),
        ]
    )
    func encodedWords(text: String, meaning: String) {
        #expect(decoded(text) == meaning)
    }

    @Test("a header is unfolded, and one that is none begins the body")
    func folding() {
        let read = mail(
            "From: Aisyah",
            "\t<aisyah@example.com>",
            "SUBJECT : Where is",
            "  my order?",
            "X-Empty:",
            "no header here",
            "Body"
        )
        #expect(read.subject == "Where is  my order?")
        #expect(read.from == [MailAddress(name: "Aisyah", local: "aisyah", domain: "example.com")])
        #expect(read.headers.text("x-empty") == "")
        #expect(read.text == "no header here\nBody")
        #expect(read.defects == [.brokenHeader])
    }

    @Test(
        "lines may end in any way, and a line of a mailbox file before them is none",
        arguments: ["\r\n", "\n", "\r"]
    )
    func lineEnds(end: String) {
        let lines = ["From somebody Fri Nov 27 2026", "Subject: Hello", " you", "", "One", "Two", ""]
        let read = ReceivedMail(Array(lines.joined(separator: end).utf8))
        #expect(read.subject == "Hello you")
        #expect(read.text == "One\nTwo\n")
        #expect(read.defects.isEmpty)
    }

    @Test("headers beyond the limit are passed over, and the body is read")
    func limit() {
        var limits = MailLimits()
        limits.headerSize = 40
        let lines =
            "Subject: Hello\r\nX-Long: \(String(repeating: "x", count: 50))\r\n more\r\nTo: a@b.example\r\n\r\nBody"
        let read = ReceivedMail(Array(lines.utf8), limits: limits)
        #expect(read.headers.fields.map(\.name) == ["Subject"])
        #expect(read.text == "Body")
        #expect(read.defects == [.headerTooLong])
    }

    @Test(
        "addresses are read with names, comments, groups and quotation marks",
        arguments: [
            ("aisyah@example.com", "|aisyah@example.com"),
            ("<aisyah@EXAMPLE.com>", "|aisyah@example.com"),
            ("Aisyah Rahman <Aisyah@example.com>", "Aisyah Rahman|Aisyah@example.com"),
            (#""Rahman, Aisyah" <a@example.com>, b@example.com"#, "Rahman, Aisyah|a@example.com;|b@example.com"),
            (#""a \"quoted\" name" <a@example.com>"#, #"a "quoted" name|a@example.com"#),
            ("a@example.com (Aisyah (at work))", "Aisyah (at work)|a@example.com"),
            ("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", "Pete|pete@silly.test"),
            (
                "A Group(Some people):Chris <c@(host)public.example>, joe@example.org;, after@example.com",
                "Chris|c@public.example;|joe@example.org;|after@example.com"
            ),
            ("undisclosed-recipients:;", ""), ("Undisclosed recipients:; (none)", ""),
            ("John Q. Public <john@example.com>", "John Q. Public|john@example.com"),
            ("<@a.example,@b.example:john@example.com>", "|john@example.com"),
            (#""john doe"@example.com"#, #"|"john doe"@example.com"#),
            ("john . doe @ example . com", "|john.doe@example.com"), ("a@[192.0.2.1]", "|a@[192.0.2.1]"),
            ("=?utf-8?B?4LiB?= =?utf-8?B?4LiC?= <k@example.com>", "กข|k@example.com"),
            (#""=?utf-8?Q?caf=C3=A9?=" <c@example.com>"#, "café|c@example.com"),
            ("=?utf-8?Q?Doe,_John_=40_home?= <j@example.com>", "Doe, John @ home|j@example.com"),
            ("ใจดี <ใจดี@ตัวอย่าง.ไทย>", "ใจดี|ใจดี@ตัวอย่าง.ไทย"),
            (",, ,a@example.com,,", "|a@example.com"), ("nobody", ""), ("<>", ""), ("@", ""), ("a@", ""), ("@b", ""),
            ("John john@example.com", "John|john@example.com"), ("\"unclosed <a@example.com>", ""),
            ("<a@example.com", "|a@example.com"), ("a@example.com>", "|a@example.com"),
            ("mailto: a@example.com; b@example.com", "|a@example.com;|b@example.com"),
        ]
    )
    func addresses(text: String, expected: String) {
        let read = MailAddress.list(Array(text.utf8)[...])
        #expect(read.map { "\($0.name)|\($0.address)" }.joined(separator: ";") == expected)
    }

    @Test("at most so many addresses are read")
    func manyAddresses() {
        let all = Array(String(repeating: "a@example.com,", count: 50).utf8)
        #expect(MailAddress.list(all[...], limit: 7).count == 7)
    }

    @Test("ids of messages are read without their brackets, each once, and of many the first and the last are kept")
    func ids() {
        #expect(messageIDs(in: Array("<a@b> (comment)\t<c@d><a@b> <not one> <e@f".utf8)[...]) == ["a@b", "c@d"])
        #expect(messageIDs(in: Array("a@b c".utf8)[...]) == ["a@b"])
        let many = (1...20).map { "<\($0)@x>" }.joined(separator: " ")
        #expect(messageIDs(in: Array(many.utf8)[...], limit: 3) == ["1@x", "19@x", "20@x"])
        let read = mail("Message-Id: <1@x>", "In-Reply-To: <2@x>", "References: <3@x>", " <2@x>", "", "")
        #expect(read.messageID == "1@x")
        #expect(read.inReplyTo == ["2@x"])
        #expect(read.references == ["3@x", "2@x"])
    }

    @Test(
        "dates are read in the forms of the last fifty years",
        arguments: [
            ("Fri, 21 Nov 1997 09:55:06 -0600", 880_127_706_000), ("Tue, 1 Jul 2003 10:52:37 +0200", 1_057_049_557_000),
            ("Thu,\r\n 13\r\n Feb\r\n 1969\r\n 23:32\r\n -0330 (Newfoundland Time)", -27_723_480_000),
            ("21 Nov 97 09:55:06 GMT", 880_106_106_000), ("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", nil),
            ("Thu, 01 Jan 1970 00:00:00 +0000", 0), ("Tue, 29 Feb 2000 00:00:00 EST", 951_800_400_000),
            ("1 Jan 2026 08:00 +0800", 1_767_225_600_000), ("27-Nov-2026 12:00:00 +0000", 1_795_780_800_000),
            ("Fri, 27 Nov 2026 12:00:60 +0000", 1_795_780_860_000), ("30 Feb 2026 12:00:00 +0000", nil),
            ("Fri, 27 Nov 2026 12:00:00 Z", 1_795_780_800_000), ("Fri, 27 Nov 2026 12:00:00", 1_795_780_800_000),
            ("yesterday", nil), ("", nil), ("Fri, 27 Nov 2026", nil), ("1 Foo 2026 10:00", nil), ("99999999999", nil),
        ] as [(String, Int64?)]
    )
    func dates(text: String, expected: Int64?) {
        #expect(mail("Date: \(text)", "", "").date == expected)
    }

    @Test("a date that is written is read back", arguments: 0..<50 as Range<UInt64>)
    func writesDates(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let seconds = Int64.random(in: -2_208_988_800...253_402_300_799, using: &random)
        let text = try #require(mailDate(milliseconds: seconds * 1_000 + 999))
        #expect(mailDate(text) == seconds * 1_000)
        #expect(mailDate(milliseconds: 1_795_528_740_000) == "Tue, 24 Nov 2026 13:59:00 +0000")
        #expect(mailDate(milliseconds: 253_402_300_800_000) == nil)
    }
}
