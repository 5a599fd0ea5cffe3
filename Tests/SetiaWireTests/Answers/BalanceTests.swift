import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("What a member is told of herself")
struct BalanceTests {
    private func ana() throws -> Journey {
        var ana = try Journey()
        try ana.happens("2026-01-01", .memberEnrolled(MemberFacts(country: "MY", ageBand: "25-34")))
        try ana.pays("2026-01-20", order: "A", sen: 20_000)
        try ana.pays("2026-01-25", order: "B", sen: 10_000)
        return ana
    }

    @Test("a balance has its lots, what lapses when, and the levels")
    func balance() throws {
        let at = try #require(Instant(rfc3339: "2026-02-05T00:00:00Z"))
        let body = BalanceBody(state: try ana().state, at: at)
        let expected: JSON = [
            "at": "2026-02-05T00:00:00Z",
            "member": "0000000000000g000000000002",
            "levels": ["status": ["level": "silver", "since": "2026-01-01T04:00:00Z"]],
            "wallets": [
                "points": [
                    "balance": ["active": 255, "available": 255, "debt": 0, "held": 0, "pending": 105],
                    "expiring": [
                        ["at": "2027-01-31T16:00:00Z", "points": 50], ["at": "2027-02-28T16:00:00Z", "points": 310],
                    ],
                    "lots": [
                        [
                            "lot": 2, "points": 50, "state": "active", "activeFrom": "2026-01-14T16:00:00Z",
                            "expiresAt": "2027-01-31T16:00:00Z",
                        ],
                        [
                            "lot": 4, "points": 205, "state": "active", "activeFrom": "2026-02-02T16:00:00Z",
                            "expiresAt": "2027-02-28T16:00:00Z",
                        ],
                        [
                            "lot": 6, "points": 105, "state": "pending", "activeFrom": "2026-02-07T16:00:00Z",
                            "expiresAt": "2027-02-28T16:00:00Z",
                        ],
                    ],
                ]
            ],
        ]
        #expect(try JSON.parse(body.bytes) == expected)
        #expect(try JSON.parse(body.bytes).canonical == body.bytes)
    }

    @Test("what has lapsed by now is in no balance, though nobody has written it yet")
    func lapsedByNow() throws {
        let at = try #require(Instant(rfc3339: "2027-02-28T16:00:00Z"))
        let wallet = try JSON.parse(BalanceBody(state: ana().state, at: at).bytes)["wallets"]?["points"]
        #expect(wallet?["balance"]?["available"] == 0)
        #expect(wallet?["lots"] == [])
        #expect(wallet?["expiring"] == [])
    }

    @Test("a member is shown with what is personal only to those who may see it")
    func member() throws {
        var ana = try ana()
        try ana.happens(
            "2026-01-26",
            .consentChanged(Consent(purpose: "marketing", channel: "email", isGiven: true, evidence: "form-7"))
        )
        let at = try #require(Instant(rfc3339: "2026-02-05T00:00:00Z"))
        let open = MemberBody(
            state: ana.state,
            at: at,
            identities: [ParsedIdentity(kind: "email", value: "ana@example.com")],
            person: ["name": "Ana", "address": ["zip": 1, "city": "KL"]]
        )
        let json = try JSON.parse(open.bytes)
        #expect(json.canonical == open.bytes)
        #expect(json["id"] == "0000000000000g000000000002")
        #expect(json["status"] == "active")
        #expect(json["joinedAt"] == "2026-01-01T04:00:00Z")
        #expect(json["country"] == "MY")
        #expect(json["orders"] == 2)
        #expect(json["balances"]?["points"]?["pending"] == 105)
        #expect(json["identities"] == [["kind": "email", "value": "ana@example.com"]])
        #expect(json["person"] == ["name": "Ana", "address": ["zip": 1, "city": "KL"]])
        #expect(
            json["consents"] == [
                [
                    "purpose": "marketing", "by": "email", "given": .bool(true), "effective": .bool(true),
                    "evidence": "form-7", "since": "2026-01-26T04:00:00Z",
                ]
            ]
        )
        let closed = try JSON.parse(MemberBody(state: ana.state, at: at).bytes)
        #expect(closed["identities"] == nil)
        #expect(closed["person"] == nil)
    }

    @Test("a page holds its items and where the next one begins")
    func page() throws {
        let entries = try #require(try ana().decision).entries.map { EntryBody(entry: $0, event: "m-5") }
        let page = PageBody(items: entries, next: Cursor(kind: "entries", position: "6"))
        let json = try JSON.parse(page.bytes)
        #expect(json["items"]?.array?.first?["event"] == "m-5")
        #expect(try Cursor(text: #require(json["next"]?.string), kind: "entries").position == "6")
        #expect(try JSON.parse(PageBody<EntryBody>(items: [], next: nil).bytes) == ["items": []])
    }
}
