import Testing

@testable import MailText

@Suite("Parts of mail")
struct PartTests {
    @Test("plain text is preferred to HTML, and files are apart")
    func plainIsPreferred() throws {
        let read = mail(
            "Content-Type: multipart/mixed; boundary=\"outer edge\"",
            "",
            "For nobody",
            "--outer edge",
            "Content-Type: multipart/alternative; boundary=inner",
            "",
            "--inner",
            "Content-Type: text/plain",
            "",
            "Plain",
            "--inner",
            "Content-Type: text/html",
            "",
            "<p>Fancy",
            "--inner--",
            "--outer edge",
            "Content-Type: image/png; name=\"a.png\"",
            "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment;",
            " filename*0*=UTF-8''%E0%B8%81;",
            " filename*1=\" and b\";",
            " filename*2*=%2Epng",
            "",
            "iVBO",
            "Rw==",
            "--outer edge--",
            "For nobody either"
        )
        #expect(read.text == "Plain")
        #expect(!read.isFromHTML)
        let file = try #require(read.attachments.first)
        #expect(read.attachments.count == 1)
        #expect(file.name == "ก and b.png")
        #expect(file.mediaType == "image/png")
        #expect(file.bytes == [0x89, 0x50, 0x4E, 0x47])
        #expect(read.defects.isEmpty)
    }

    @Test("without plain text the HTML is read, and pictures in it are files")
    func htmlOnly() {
        let read = mail(
            "Content-Type: multipart/related; boundary=b",
            "",
            "--b",
            "Content-Type: text/html; charset=windows-1252",
            "",
            "<p>Hi<img src='cid:1'>",
            "--b",
            "Content-Type: image/gif",
            "Content-ID: <1>",
            "Content-Disposition: inline",
            "",
            "GIF89a",
            "--b--"
        )
        #expect(read.text == "Hi")
        #expect(read.isFromHTML)
        #expect(read.attachments.map(\.name) == ["attachment-1"])
        #expect(read.attachments.map(\.isInline) == [true])
        #expect(read.attachments.map(\.size) == [6])
    }

    @Test("texts before and behind a file are all read")
    func aroundAFile() {
        let read = mail(
            "Content-Type: multipart/mixed; boundary=b",
            "",
            "--b",
            "",
            "Before",
            "--b",
            "Content-Type: application/pdf; name=x.pdf",
            "",
            "%PDF",
            "--b",
            "Content-Type: text/plain",
            "",
            "Behind",
            "--b--"
        )
        #expect(read.text == "Before\nBehind")
        #expect(read.attachments.map(\.name) == ["x.pdf"])
    }

    @Test("where a multipart has no end or no boundary, what is there is read")
    func brokenMultiparts() {
        let open = mail(
            "Content-Type: multipart/mixed; boundary=outer",
            "",
            "--outer",
            "Content-Type: multipart/mixed; boundary=inner",
            "",
            "--inner",
            "",
            "One",
            "--outer",
            "",
            "Two"
        )
        #expect(open.text == "One\nTwo")
        #expect(open.defects == [.missingEnd])
        let none = mail("Content-Type: multipart/mixed", "", "--x", "", "Text")
        #expect(none.text == "--x\n\nText")
        #expect(none.defects == [.missingBoundary])
        let nowhere = mail("Content-Type: multipart/mixed; boundary=y", "", "--x", "", "Text")
        #expect(nowhere.text == "--x\n\nText")
        let prefix = mail("Content-Type: multipart/mixed; boundary=y", "", "--y", "", "--yes", "--y-", "--y--  ", "x")
        #expect(prefix.text == "--yes\n--y-")
        #expect(prefix.defects.isEmpty)
    }

    @Test("parts too deep or too many are left, and said to be")
    func bombs() {
        var limits = MailLimits()
        limits.depth = 2
        limits.parts = 4
        var deep = ""
        for level in 0..<6 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n--b\(level)\r\n" }
        let read = ReceivedMail(Array((deep + "\r\nText").utf8), limits: limits)
        #expect(read.defects.contains(.tooDeep))
        #expect(read.text == "")
        let many =
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + String(repeating: "--b\r\n\r\nx\r\n", count: 99)
        let cut = ReceivedMail(Array(many.utf8), limits: limits)
        #expect(cut.root.children.count == 3)
        #expect(cut.defects.contains(.tooManyParts))
        limits.size = 30
        #expect(ReceivedMail(Array(many.utf8), limits: limits).defects.first == .tooLong)
    }

    @Test(
        "texts are read in their character sets, and what is unknown is said to be",
        arguments: [
            ("utf-8", [0xE0, 0xB8, 0x81], "ก", []), ("utf-8", [0x61, 0xE0], "a\u{FFFD}", [.brokenText]),
            ("us-ascii", [0xC3, 0xA9], "é", []), ("us-ascii", [0xE9], "\u{FFFD}", [.brokenText]),
            ("ISO-8859-1", [0xE9, 0x93], "é“", []), ("iso-8859-15", [0xA4, 0xBD], "€œ", []),
            ("windows-1252", [0x80, 0x81], "€\u{FFFD}", [.brokenText]), ("tis-620", [0xA1, 0xD2, 0xE1], "กาแ", []),
            ("windows-874", [0x80, 0xDF, 0xFB], "€฿๛", []),
            ("iso-8859-11", [0xA0, 0xDB], "\u{A0}\u{FFFD}", [.brokenText]),
            ("koi8-r", [0x61, 0xC1], "a\u{FFFD}", [.unknownCharset]), ("koi8-r", [0x61], "a", []),
        ] as [(String, [UInt8], String, [MailDefect])]
    )
    func charsets(name: String, bytes: [UInt8], text: String, defects: [MailDefect]) {
        let read = ReceivedMail(Array("Content-Type: text/plain; charset=\"\(name)\"\r\n\r\n".utf8) + bytes)
        #expect(read.text == text)
        #expect(read.defects == defects)
    }

    @Test(
        "quoted-printable and base 64 are read, broken or not",
        arguments: [
            ("quoted-printable", "caf=C3=A9 =\r\nau lait=20  \r\n=3d=3D", "café au lait \n==", true),
            ("quoted-printable", "a=\r\n=\r\nb= \t\r\nc", "abc", true),
            ("quoted-printable", "50=% =4 =", "50=% =4 ", false),
            ("QUOTED-PRINTABLE", "=ZZ", "=ZZ", false), ("base64", "Y2Fm\r\nw6k=", "café", true),
            ("base64", "Y2Fmw6k", "café", false), ("Base64", "YQ==YQ==", "aa", true), ("base64", "Y*Q==", "a", false),
            ("base64", "=", "", true), ("base64", "A", "", false), ("binary", "a", "a", true),
            ("x-odd", "a", "a", false),
            ("7bit (really)", "a", "a", true),
        ]
    )
    func encodings(name: String, body: String, text: String, isWhole: Bool) {
        let read = mail("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: \(name)", "", body)
        #expect(read.text == text)
        #expect(read.defects.isEmpty == isWhole)
    }

    @Test(
        "parameters are read in all their forms (RFC 2231)",
        arguments: [
            ("text/plain; charset=us-ascii (Plain text)", "charset", "us-ascii"),
            ("text/plain; CHARSET=\"utf-8\"", "charset", "utf-8"),
            ("message/external-body; URL*0=\"ftp://\"; URL*1=\"cs.example/pub\"", "url", "ftp://cs.example/pub"),
            (
                "application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "title",
                "This is ***fun***"
            ),
            (
                "application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20;"
                    + " title*2=\"isn't it!\"", "title", "This is even more ***fun*** isn't it!"
            ),
            ("x/y; name=\"=?utf-8?B?4LiB?=.pdf\"", "name", "ก.pdf"), ("x/y; name=\"a;b\\\"c\"", "name", "a;b\"c"),
            ("x/y; name=\"C:\\Temp\\a.txt\"", "name", "C:\\Temp\\a.txt"), ("x/y; name=a b c", "name", "a b c"),
            ("x/y; name*1=b; name*0=a", "name", "ab"), ("x/y; name*1=b; name=plain", "name", ""),
            ("x/y; name=old; name*=utf-8''new", "name", "new"), ("x/y; name=\"unclosed", "name", "unclosed"),
            ("x/y; ;=; name = a ;", "name", "a"), ("x/y; name*=utf-8''%ZZ%4", "name", "%ZZ%4"),
        ]
    )
    func parameters(header: String, name: String, value: String) {
        var defects = DefectList()
        #expect(MediaType(Array(header.utf8)[...], &defects).parameter(name) == value)
    }

    @Test(
        "a file's name is no path and deceives nobody",
        arguments: [
            ("a.pdf", "a.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Windows\\a.exe", "a.exe"), ("..", nil),
            ("/", nil),
            ("a\u{202E}fdp.exe", "afdp.exe"), ("a\0b\r\n.txt", "ab.txt"), (" .hidden ", "hidden"),
            ("a:b|c?.txt", "a_b_c_.txt"),
            ("ใบเสร็จ.pdf", "ใบเสร็จ.pdf"), ("", nil),
        ] as [(String, String?)]
    )
    func fileNames(given: String, name: String?) {
        #expect(cleanFileName(given) == name)
        let long = cleanFileName(String(repeating: "ก", count: 200) + ".pdf")
        #expect(long?.hasSuffix("ก.pdf") == true)
        #expect(long?.utf8.count == 118)
    }

    @Test(
        "of HTML the text is read, without scripts, styles and comments",
        arguments: [
            ("<p>One</p><p>Two</p>", "One\n\nTwo"), ("a<br>b<br/>c", "a\nb\nc"), ("a  \n b", "a b"),
            ("<script>alert('x')</script>safe<SCRIPT>1</SCRIPT >!", "safe!"), ("<script>never ends", ""),
            ("a<!-- <b> -->b<!--", "ab"), ("<style>p{}</style><title>T</title>x", "x"),
            ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
            (
                "&lt;script&gt;&amp;&eacute;&#3585;&#x0E02;&nbsp;&euro;&bogus;&#0;&#x110000;",
                "<script>&éกข €&bogus;\u{FFFD}\u{FFFD}"
            ),
            ("&copy 2026 &#128;", "© 2026 €"), ("<ul><li>One<li>Two</ul>", "- One\n- Two"),
            ("<table><tr><td>a<td>b</tr><tr><td>c</table>", "a b\nc"),
            ("<a href=\"https://example.com/x?a=1&amp;b=2\">Shop</a>", "Shop <https://example.com/x?a=1&b=2>"),
            ("<a href='https://example.com/'>example.com</a>", "example.com"), ("<a href=javascript:x>y</a>", "y"),
            ("<a href='https://example.com/a&#10;&#10;b'>z</a>", "z <https://example.com/a b>"),
            ("x<blockquote>q1<br>q2<blockquote>q3</blockquote></blockquote>y", "x\n\n> q1\n> q2\n>\n> > q3\n\ny"),
            ("<pre>a  b\n  c</pre>", "a  b\n  c"), ("<img alt=\"Logo &amp; co\" src=x>", "Logo & co"),
            ("<p title=\"a>b\">c", "c"),
            ("a<b", "a"), ("a<", "a<"), ("</", "</"), ("<div>a</div><div>b</div>", "a\nb"), ("<>", "<>"), ("&", "&"),
            ("&#;&#x;", "&#;&#x;"), ("<p>a</p>\n\n\n<p>b</p>", "a\n\nb"), ("a\u{0}b", "ab"),
        ]
    )
    func html(html: String, text: String) {
        #expect(plainText(ofHTML: html) == text)
    }
}
