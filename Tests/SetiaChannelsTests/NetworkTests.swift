import Foundation
import JSONText
import SetiaCare
import SetiaCore
import SetiaService
import SetiaVault
import Testing

@testable import SetiaChannels

@Suite("Networks: what is believed")
struct NetworkTests {
    @Test(
        "O-10: Meta's signature is over the bytes as they came",
        arguments: [
            (
                #"{"object":"whatsapp_business_account","entry":[]}"#,
                "d3e4f9da0ce6c71ab3dba55929b8eeeee2455349e534924ead19f98d143e904f"
            ),
            (
                #"{"entry":[],"text":"\u00e9\u0e2a"}"#, ""
            ),
        ]
    )
    func metaVector(body: String, digits: String) throws {
        let line = try Line(.whatsapp, ["number": "1"], ["secret": "app-secret"])
        let request =
            digits.isEmpty
            ? line.meta(body)
            : ChannelRequest(headers: [("x-hub-signature-256", "sha256=\(digits)")], body: Array(body.utf8))
        #expect(try WhatsAppChannel().read(request, line.open).news.isEmpty)
        // The same JSON, written again: other bytes.
        let again =
            body.contains("\\u") ? #"{"entry":[],"text":"éส"}"# : body.replacingOccurrences(of: ":[", with: ": [")
        let forged = ChannelRequest(headers: request.headers, body: Array(again.utf8))
        #expect(throws: ChannelRefusal.notSigned) { try WhatsAppChannel().read(forged, line.open) }
    }

    @Test("O-10: the vectors of channels that are published, or made with another program")
    func vectors() throws {
        let meta = try Line(.whatsapp)
        let pairs = [
            (#"{"text":"\u00e9\u0e2a"}"#, "fed3142e80aebd2154f662836199404894a68f7e0c4e3612da46b629746f16b4"),
            (#"{"text":"éส"}"#, "c9ca81043450b37a38bb87f89355bd2a45e7d9110cb79cf6120f8e2f1acefa3f"),
        ]
        for (body, digits) in pairs {
            #expect(hexadecimalBytes(digits) == meta.mark(body, "app-secret"))
        }
        let line = try Line(.line)
        let mark = Base64.bytes(of: "/gg9a+LvFevTH1sd7XCQycD7tsWclCsInj7MhBHxN7k=")
        #expect(mark == line.mark("bodybodybodybody", "channel_secret"))
        #expect(line.open.isAuthentic(Array("x".utf8), key: [], mark: line.mark("x", "")) == false)
    }

    @Test("O-10: what is forged, re-serialised, cut or signed by another is not believed, on any network")
    func forged() throws {
        let meta = try Line(.whatsapp, ["number": "1"], ["secret": "app-secret", "verify": "open-sesame"])
        let line = try Line(.line, [:], ["secret": "channel_secret"])
        let telegram = try Line(.telegram, [:], ["secret": "told-to-telegram"])
        let gateway = try Line(.sms, ["url": "https://x.example"], ["secret": Line.whsec])
        let body = #"{"entry":[],"events":[],"update_id":1}"#
        let cases: [(any ChannelAdapter, ChannelRequest, Line)] = [
            (WhatsAppChannel(), meta.meta(body), meta), (MetaPageChannel(kind: .messenger), meta.meta(body), meta),
            (LineChannel(), line.line(body), line),
            (
                TelegramChannel(),
                ChannelRequest(
                    headers: [("x-telegram-bot-api-secret-token", "told-to-telegram")],
                    body: Array(body.utf8)
                ), telegram
            ),
            (HTTPChannel(kind: .sms), gateway.gateway(body), gateway),
        ]
        for (adapter, good, line) in cases {
            _ = try adapter.read(good, line.open)
            let isToken = adapter.kind == .telegram
            for (name, value) in good.headers where !["webhook-id", "webhook-timestamp"].contains(name) {
                for wrong in ["", "x", String(value.dropLast()), value + "A", "sha256=", "v1,", "sha256=zz"] {
                    let headers = good.headers.map { $0.name == name ? (name: name, value: wrong) : $0 }
                    let forged = ChannelRequest(headers: headers, body: good.body)
                    #expect(throws: ChannelRefusal.notSigned, "\(adapter.kind) \(wrong)") {
                        try adapter.read(forged, line.open)
                    }
                }
            }
            #expect(throws: ChannelRefusal.notSigned) {
                try adapter.read(ChannelRequest(headers: [], body: good.body), line.open)
            }
            // Signed with a body, and another came; a token covers none.
            if !isToken {
                for other in [Array(good.body.dropLast()), good.body + [32], []] {
                    #expect(throws: ChannelRefusal.notSigned) {
                        try adapter.read(ChannelRequest(headers: good.headers, body: other), line.open)
                    }
                }
            }
        }
    }

    @Test(
        "O-10: what a gateway signed is believed for five minutes",
        arguments: [(0, true), (300, true), (301, false), (-300, true), (-301, false)]
    )
    func replayed(age: Int64, isBelieved: Bool) throws {
        let line = try Line(.http, [:], ["secret": Line.whsec])
        let reading = try? HTTPChannel(kind: .http).read(line.gateway("{}", age: age), line.open)
        #expect((reading != nil) == isBelieved)
    }

    @Test("O-10: Meta is told its challenge where it knows the word, and nobody else is")
    func challenge() throws {
        let line = try Line(.whatsapp, [:], ["secret": "app-secret", "verify": "open-sesame"])
        func ask(_ mode: String, _ token: String, _ challenge: String) -> ChannelRequest {
            ChannelRequest(
                isAsking: true,
                query: [("hub.mode", mode), ("hub.verify_token", token), ("hub.challenge", challenge)],
                headers: [],
                body: []
            )
        }
        #expect(
            try WhatsAppChannel().read(ask("subscribe", "open-sesame", "1158201444"), line.open).answer == "1158201444"
        )
        for wrong in [
            ask("subscribe", "open-sesam", "1"), ask("unsubscribe", "open-sesame", "1"),
            ask("subscribe", "open-sesame", ""), ask("subscribe", "open-sesame", "<script>"),
        ] {
            #expect(throws: ChannelRefusal.notSigned) { try WhatsAppChannel().read(wrong, line.open) }
        }
        // A channel without the secret believes nobody.
        let bare = try Line(.whatsapp)
        #expect(throws: ChannelRefusal.notSigned) { try WhatsAppChannel().read(ask("subscribe", "", "1"), bare.open) }
        #expect(throws: ChannelRefusal.notSigned) { try WhatsAppChannel().read(bare.meta("{}", ""), bare.open) }
    }
}
