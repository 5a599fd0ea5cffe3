import SetiaCore
import SetiaService
import Testing

@testable import SetiaWeb

@Suite("Forms and pages")
struct FormTests {
    @Test(
        "what a browser encodes is what was typed",
        arguments: [
            ("name=Ana+Lee&x=1", "Ana Lee"), ("name=%E0%B9%84%E0%B8%97%E0%B8%A2", "ไทย"),
            ("name=100%25", "100%"), ("name=%zz", "%zz"), ("name=%4", "%4"), ("name=", ""), ("other=1", ""),
            ("name=a&name=b", "b"), ("name=%20%20x%20", "x"), ("name=%3Cb%3E%26", "<b>&"),
        ]
    )
    func decoding(sent: String, value: String) {
        #expect(Form(urlEncoded: sent)["name"] == value)
    }

    @Test(
        "encoding and decoding an address gives the text back",
        arguments: ["", "a b&c=d", "Siti 'Aisyah' +60", "ไทย ✓"]
    )
    func addresses(text: String) {
        #expect(Form(urlEncoded: "q=\(urlEncoded(text))").raw("q") == text)
    }

    @Test("only the first cookie of a name counts")
    func cookiesByName() {
        #expect(cookies(in: "a=1; setia-session=x; a=2") == ["a": "1", "setia-session": "x"])
        #expect(cookies(in: nil).isEmpty)
    }

    @Test("a session's cookie is kept from scripts and, behind TLS, from plain connections")
    func secretCookies() {
        let cookie = NewCookie(name: "setia-session", value: "x")
        #expect(cookie.header(isSecure: true) == "setia-session=x; Path=/; SameSite=Lax; HttpOnly; Secure")
        #expect(!cookie.header(isSecure: false).contains("Secure"))
    }

    @Test("what is written into a page cannot become a part of it")
    func escaping() {
        #expect(escaped("<img src=x onerror='a()'>&\"") == "&lt;img src=x onerror=&#39;a()&#39;&gt;&amp;&quot;")
    }

    @Test("a form that came after its session is carried along without passwords and tokens")
    func keptForms() {
        let form = Form(fields: [("token", "t"), ("points", "50"), ("password", "p"), ("password-old", "q")])
        let kept = KeptForm(path: "/console/members/x/adjust", form: form)
        #expect(kept.values.map(\.name) == ["points"])
    }

    @Test(
        "a carried form goes only to our own pages",
        arguments: ["https://evil.example/", "//evil.example", "/v1/events", ""]
    )
    func keptFormsStay(path: String) {
        #expect(KeptForm(carriedBy: Form(fields: [("kept-path", path), ("kept.points", "1")])) == nil)
    }

    @Test("a QR code has its quiet zone and says what it is")
    func qr() throws {
        let svg = try #require(qrCode("812345678903", label: "A \"card\""))
        #expect(svg.contains("aria-label=\"A &quot;card&quot;\""))
        #expect(svg.contains("viewBox=\"0 0 29 29\""))
        #expect(qrCode(String(repeating: "x", count: 10_000), label: "") == nil)
    }

    @Test("columns begin at zero and the highest reaches the top")
    func chart() {
        let chart = Chart(
            columns: [.init(label: "Jan", value: 0, shown: "0"), .init(label: "Feb", value: 10, shown: "10")],
            description: "x"
        )
        #expect(chart.svg.contains("height=\"0.0\""))
        #expect(chart.svg.contains("height=\"188.0\""))
    }

    @Test("a new card's number passes Luhn's check", arguments: 0..<200)
    func cardNumbers(seed: UInt64) {
        let number = CardNumber(Identifier(high: seed &* 0x9e37_79b9, low: seed)).text
        #expect(number.count == 12)
        let sum = number.utf8.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) - 48
            return sum + (digit.offset % 2 == 1 ? (value * 2 > 9 ? value * 2 - 9 : value * 2) : value)
        }
        #expect(sum % 10 == 0)
    }

    @Test(
        "an amount is read as people type it, and not at all where it could mean two things",
        arguments: [
            ("12.5", 2, 1_250), ("12,50", 2, 1_250), ("1,234.50", 2, 123_450), ("1.234,50", 2, 123_450),
            ("1 234", 2, 123_400), ("25.000", 0, 25_000), ("1.250.000", 0, 1_250_000), ("7", 0, 7),
            ("1,234.00", 2, 123_400),
        ] as [(String, Int, Int64)]
    )
    func amounts(text: String, decimals: Int, units: Int64) {
        #expect(minorUnits(text, decimals: decimals) == units)
    }

    @Test(
        "what is no amount is not read",
        arguments: [
            ("12.50", 0), ("12.5.0", 2), ("", 2), (".", 2), ("-5", 2), ("1e3", 2), ("1,2,3", 2), ("12.345.6", 0),
            ("12.345", 2), ("1,234", 2),
        ]
    )
    func noAmounts(text: String, decimals: Int) {
        #expect(minorUnits(text, decimals: decimals) == nil)
    }

    @Test("fields and files of a multipart form are told apart, and what has no end counts for nothing")
    func multipart() {
        func form(_ text: String) -> Form { Form(multipart: Array(text.utf8), boundary: "xx") }
        let field = "--xx\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na\r\nb\r\n"
        let file =
            "--xx\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"a.png\"\r\n"
            + "Content-Type: image/png\r\n\r\n--x\r\n\r\n"
        let whole = form(field + file + "--xx--\r\n")
        #expect(whole.fields.map(\.name) == ["text"] && whole.raw("text") == "a\nb")
        #expect(whole.files.map(\.bytes) == [Array("--x\r\n".utf8)] && whole.files.map(\.name) == ["photos"])
        let all = field + file + "--xx--"
        for length in 0..<all.count { #expect(form(String(all.prefix(length))).files.count <= 1) }
        #expect(form(field + file).files.isEmpty && form("").fields.isEmpty && form("--xx--").fields.isEmpty)
        let empty = "--xx\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"\"\r\n\r\n\r\n--xx--"
        #expect(form(empty).files.isEmpty && form(empty).fields.isEmpty)
        #expect(form("--xx\r\n\r\nlost\r\n--xx--").fields.isEmpty, "without a name")
        #expect(multipartBoundary(in: "multipart/form-data; boundary=abc") == "abc")
        #expect(multipartBoundary(in: "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"") == "a b")
        for type in ["text/plain; boundary=a", "multipart/form-data", "multipart/form-data; boundary="] {
            #expect(multipartBoundary(in: type) == nil)
        }
    }
}
