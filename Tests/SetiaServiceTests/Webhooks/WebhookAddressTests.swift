import SetiaService
import Testing

@Suite("Where webhooks may lead")
struct WebhookAddressTests {
    @Test(
        "an address is https on the public network, with nothing in it that should not be there",
        arguments: [
            ("https://shop.example.com/hooks?x=1", nil),
            ("https://shop.example.com:8443", nil),
            ("https://[2606:4700::1111]/hooks", nil),
            ("https://192.0.2.1.example.com/", nil),
            ("http://shop.example.com/", "must begin with https://"),
            ("ftp://shop.example.com/", "must begin with https://"),
            ("file:///etc/passwd", "must begin with https://"),
            ("HTTPS://shop.example.com/", "must begin with https://"),
            ("", "must begin with https://"),
            ("https://", "must name a host"),
            ("https:///hooks", "must name a host"),
            ("https://:443/", "must name a host"),
            ("https://shop.example.com/#x", "must not have a fragment (#…)"),
            ("https://user:word@shop.example.com/", "must not hold a user or a password"),
            ("https://shop.example.com:0/", "must have a port from 1 to 65535, or none"),
            ("https://shop.example.com:65536/", "must have a port from 1 to 65535, or none"),
            ("https://shop.example.com:x/", "must have a port from 1 to 65535, or none"),
            ("https://[::1]x/", "must have a port from 1 to 65535, or none"),
            ("https://shop.example.com/a b", "must be an address in plain ASCII, without spaces"),
            ("https://shop.example.com/\n", "must be an address in plain ASCII, without spaces"),
            ("https://café.example.com/", "must be an address in plain ASCII, without spaces"),
            ("https://localhost/", "must not lead to this machine"),
            ("https://a.localhost./", "must not lead to this machine"),
            ("https://127.0.0.1/", "must not be a loopback address"),
            ("https://10.0.0.1:8443/", "must not be a private address"),
            ("https://169.254.169.254/latest/meta-data", "must not be a link-local address"),
        ] as [(String, String?)]
    )
    func addresses(text: String, problem: String?) {
        #expect(WebhookAddress.problem(text, allowsPrivate: false) == problem)
    }

    @Test("for development plain HTTP and this machine will do, and nothing else is let go")
    func development() {
        #expect(WebhookAddress.problem("http://127.0.0.1:9000/", allowsPrivate: true) == nil)
        #expect(WebhookAddress.problem("http://localhost/", allowsPrivate: true) == nil)
        #expect(WebhookAddress.problem("file:///etc/passwd", allowsPrivate: true) != nil)
        #expect(WebhookAddress.problem("http://a:b@localhost/", allowsPrivate: true) != nil)
    }

    @Test("an address is too long beyond 2,000 bytes")
    func length() {
        let start = "https://shop.example.com/"
        let longest = start + String(repeating: "a", count: 2_000 - start.utf8.count)
        #expect(WebhookAddress.problem(longest, allowsPrivate: false) == nil)
        #expect(WebhookAddress.problem(longest + "a", allowsPrivate: false) == "must have at most 2000 bytes")
    }

    @Test(
        "IPv4: only addresses of the public network",
        arguments: [
            ("0.0.0.0", false), ("0.1.2.3", false), ("1.1.1.1", true), ("9.255.255.255", true), ("10.0.0.0", false),
            ("10.255.255.255", false), ("11.0.0.0", true), ("100.63.255.255", true), ("100.64.0.0", false),
            ("100.100.100.200", false), ("100.127.255.255", false), ("100.128.0.0", true), ("126.255.255.255", true),
            ("127.0.0.1", false), ("127.255.255.255", false), ("128.0.0.0", true), ("168.63.129.16", false),
            ("168.63.129.17", true), ("169.253.255.255", true), ("169.254.0.0", false), ("169.254.169.254", false),
            ("169.255.0.0", true), ("172.15.255.255", true), ("172.16.0.0", false), ("172.31.255.255", false),
            ("172.32.0.0", true), ("192.0.0.1", false), ("192.0.1.0", true), ("192.0.2.1", false),
            ("192.88.99.1", false), ("192.167.255.255", true), ("192.168.0.0", false), ("192.169.0.0", true),
            ("198.17.255.255", true), ("198.18.0.0", false), ("198.19.255.255", false), ("198.20.0.0", true),
            ("198.51.100.7", false), ("203.0.113.7", false), ("223.255.255.255", true), ("224.0.0.1", false),
            ("239.255.255.255", false), ("240.0.0.0", false), ("255.255.255.255", false),
        ]
    )
    func v4(text: String, isPublic: Bool) throws {
        let bytes = text.split(separator: ".").compactMap { UInt8($0) }
        #expect((PublicAddress.problem(v4: bytes) == nil) == isPublic)
    }

    @Test(
        "IPv6: only addresses of the public network, and none that carries an IPv4 address",
        arguments: [
            ([0, 0, 0, 0, 0, 0, 0, 0], false), ([0, 0, 0, 0, 0, 0, 0, 1], false),
            // ::127.0.0.1, ::ffff:127.0.0.1 and ::ffff:8.8.8.8
            ([0, 0, 0, 0, 0, 0, 0x7F00, 1], false), ([0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1], false),
            ([0, 0, 0, 0, 0, 0xFFFF, 0x0808, 0x0808], false),
            // 64:ff9b::10.0.0.1, 64:ff9b:1::1, 2002:0a00:0001::, Teredo
            ([0x64, 0xFF9B, 0, 0, 0, 0, 0x0A00, 1], false), ([0x64, 0xFF9B, 1, 0, 0, 0, 0, 1], false),
            ([0x2002, 0x0A00, 1, 0, 0, 0, 0, 0], false), ([0x2001, 0, 0, 0, 0, 0, 0, 1], false),
            ([0x100, 0, 0, 0, 0, 0, 0, 1], false), ([0x2001, 0x1FF, 0, 0, 0, 0, 0, 1], false),
            ([0x2001, 0x200, 0, 0, 0, 0, 0, 1], true), ([0x2001, 0xDB8, 0, 0, 0, 0, 0, 1], false),
            ([0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8888], true), ([0x2606, 0x4700, 0, 0, 0, 0, 0, 0x1111], true),
            ([0x3FFE, 0, 0, 0, 0, 0, 0, 1], true), ([0x3FFF, 0x0FFF, 0, 0, 0, 0, 0, 1], false),
            ([0x3FFF, 0x1000, 0, 0, 0, 0, 0, 1], true), ([0x4000, 0, 0, 0, 0, 0, 0, 1], false),
            ([0xFC00, 0, 0, 0, 0, 0, 0, 1], false), ([0xFD00, 0xEC2, 0, 0, 0, 0, 0, 0x254], false),
            ([0xFE80, 0, 0, 0, 0, 0, 0, 1], false), ([0xFEBF, 0, 0, 0, 0, 0, 0, 1], false),
            ([0xFEC0, 0, 0, 0, 0, 0, 0, 1], false), ([0xFF02, 0, 0, 0, 0, 0, 0, 1], false),
        ] as [([UInt16], Bool)]
    )
    func v6(words: [UInt16], isPublic: Bool) {
        let bytes = words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        #expect((PublicAddress.problem(v6: bytes) == nil) == isPublic)
    }

    @Test("what is kept of an answer is short, and text without control characters")
    func shown() {
        #expect(WebhookAnswer.shown(Array("fine\n".utf8)) == "fine\n")
        #expect(WebhookAnswer.shown([65, 0, 27, 127, 66]) == "A\u{FFFD}\u{FFFD}\u{FFFD}B")
        #expect(WebhookAnswer.shown(Array(repeating: 97, count: 10_000)).utf8.count == 500)
        #expect(WebhookAnswer.shown([0xFF, 0xFE]) == "\u{FFFD}\u{FFFD}")
    }
}
