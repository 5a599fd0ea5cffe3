import Testing

@testable import MailText

@Suite("Whatever comes by mail")
struct FuzzTests {
    /// Mails of all kinds, to be broken.
    static let mails: [[UInt8]] = {
        var letter = WritingTests.letter(subject: "ราคา: ก่อนหน้า \"x\"", text: "Good = morning\n> quoted\n")
        letter.html = "<p>Hi <a href=\"https://example.com\">there</a>&eacute;<blockquote>x</blockquote>"
        let nested = """
            Subject: =?utf-8?Q?caf=C3=A9?= =?tis-620?B?ocKi?=
            From: "A, b" (c) <a@example.com>, g: d@example.com;
            Content-Type: multipart/mixed; boundary="a b"

            --a b
            Content-Type: multipart/alternative; boundary=c

            --c
            Content-Type: text/plain; charset=windows-874
            Content-Transfer-Encoding: quoted-printable

            =A1=C2=
            =A2 x
            --c
            Content-Type: text/html
            Content-Transfer-Encoding: base64

            PHA+SGk8L3A+
            --c--
            --a b
            Content-Type: application/pdf; name*0*=utf-8''%E0; name*1=b
            Content-Disposition: attachment; filename="../x.pdf"

            %PDF
            --a b--
            """
        let report = ReportTests.report
        let plain = report.root.headers.fields.map { "\($0.name): \(String(decoding: $0.raw, as: UTF8.self))\r\n" }
            .joined()
        return [
            (try? letter.bytes()) ?? [], Array(nested.utf8), Array(plain.utf8) + [13, 10] + Array(report.root.body),
        ]
    }()

    /// Reads everything that can be asked of a mail.
    private func readAll(_ bytes: [UInt8]) -> Int {
        let read = ReceivedMail(bytes)
        var seen = read.text.utf8.count + read.subject.utf8.count + read.attachments.reduce(0) { $0 + $1.size }
        seen += (read.from + read.to + read.cc + read.replyTo).count + read.references.count + read.inReplyTo.count
        seen += read.automaticSigns().count + (read.bounce()?.recipients.count ?? 0) + (read.complaint == nil ? 0 : 1)
        seen +=
            SplitReply(read.text).quoted.utf8.count + read.tokens(mailbox: "reply").count + (read.date == nil ? 0 : 1)
        let isOneLine = !([read.subject] + read.from.map(\.name) + read.attachments.map(\.name)).contains { text in
            text.unicodeScalars.contains { $0.breaksLines }
        }
        #expect(isOneLine)
        #expect(read.attachments.allSatisfy { !$0.name.isEmpty && !$0.name.contains("/") && !$0.name.contains("\\") })
        return seen
    }

    @Test("a mail that was broken anywhere is read as far as it goes", arguments: 0..<300 as Range<UInt64>)
    func mutated(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var bytes = Self.mails[Int(seed % 3)]
        let spice = Array("\r\n\r\n--=?\"<>()[]:;,\\@=\t \0&#".utf8) + [0x80, 0xC3, 0xE0, 0xFF]
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 0...8, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(spice.randomElement(using: &random) ?? 0, at: place)
            case 2: if place < bytes.count { bytes[place] = spice.randomElement(using: &random) ?? 0 }
            case 3:
                bytes.insert(contentsOf: Array(bytes[place..<end]), at: Int.random(in: 0...bytes.count, using: &random))
            default: bytes = Array(bytes.prefix(max(20, place)))
            }
        }
        #expect(readAll(bytes) >= 0)
    }

    @Test("any bytes at all are a mail", arguments: 0..<50 as Range<UInt64>)
    func noise(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let spice = Array("a:\r\n -=?q\"<>()@;,.&#/".utf8)
        let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
            Bool.random(using: &random)
                ? UInt8.random(in: 0...255, using: &random) : spice.randomElement(using: &random) ?? 0
        }
        #expect(readAll(bytes) >= 0)
    }

    @Test(
        "what would take for ever where each piece looks at all that follows is read in one pass",
        arguments: [
            "=?a?q?", "=?", "=?utf-8?q?=41?=", "(", "\"", "<", "<!--", "<a ", "<a href='", "<blockquote>", "&", "&#x",
            "\\", "a@",
            "a@b,", ":", ";", "--b\r\n", "--b\r\n\r\n", "\r\n", "\r", ">", "> a\n", "On \n", "wrote:\n> ", "*0*=",
            ";a*0=b", "5.", "<a@b>",
            "<script", "</script", "-----\n", "_____________________\n", "From: a\n",
        ]
    )
    func patient(piece: String) {
        let long = String(repeating: piece, count: 60_000 / piece.utf8.count)
        let header = Array(
            "Subject: \(long)\r\nFrom: \(long)\r\nContent-Type: text/html; x=\(long)\r\n\r\n\(long)".utf8
        )
        let multipart = Array(
            "Return-Path: <>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n\(long)".utf8
        )
        let report = Array("Content-Type: message/delivery-status\r\n\r\n\(long)".utf8)
        for bytes in [header, multipart, report] { #expect(readAll(bytes) >= 0) }
    }
}
