import JSONText
import SetiaCore
import SetiaWire
import Testing

@Suite("Members and shops that are sent in")
struct BodyTests {
    private let bangsar: JSON = [
        "id": "bangsar", "name": "Bangsar Village", "country": "MY", "timeZone": "Asia/Kuala_Lumpur", "currency": "MYR",
    ]

    @Test("a shop that is written and read is the same shop")
    func shopRoundTrip() throws {
        let shop = try parseShop(bangsar)
        #expect(shop.name == "Bangsar Village")
        let body = ShopBody(shop: shop)
        #expect(try JSON.parse(body.bytes) == bangsar)
        #expect(try JSON.parse(body.bytes).canonical == body.bytes)
    }

    @Test(
        "a shop names all fields that cannot be taken",
        arguments: [
            ("id", "KL 1", "id must have 1 to 64 small letters, digits, hyphens, underscores and full stops"),
            ("name", "", "name must not be empty"),
            ("country", "Malaysia", "country must be two capital letters, such as MY"),
            ("timeZone", "Mars/Olympus", "timeZone must be an IANA time zone, such as Asia/Jakarta"),
            ("currency", "RM", "currency must be an ISO 4217 code of three capital letters, such as MYR"),
            ("manager", "Ben", "manager is not a field of a shop"),
        ]
    )
    func brokenShop(field: String, value: String, problem: String) throws {
        var shop = try #require(bangsar.object)
        shop.set(field, .string(value))
        let error = try #require(throws: MalformedBody.self) {
            try parseShop(.object(shop)) { $0.hasPrefix("Asia/") }
        }
        #expect(error.problems.map(\.description) == [problem])
    }

    @Test("a shop whose id is in the address need not repeat it, and must not say another")
    func shopInAddress() throws {
        var shop = try #require(bangsar.object)
        #expect(throws: MalformedBody.self) { try parseShop(.object(shop), id: "penang") }
        shop = JSONObject(shop.members.filter { $0.key != "id" }.map { ($0.key, $0.value) })
        #expect(try parseShop(.object(shop), id: "penang").id == StoreID("penang"))
        #expect(throws: MalformedBody.self) { try parseShop(.object(shop)) }
    }

    @Test("a member has identities and facts, and all else said of her is personal")
    func member() throws {
        let member = try parseMember(
            JSON.parse(
                """
                {"identities": [{"kind": "email", "value": "ana@example.com"}, {"kind": "card", "value": "6012"}],
                 "country": "MY", "joinedAt": "2024-05-01T00:00:00+08:00", "name": "Ana", "birthday": "1990-05-01"}
                """
            )
        )
        #expect(member.identities.map(\.kind) == ["email", "card"])
        #expect(member.facts == MemberFacts(country: "MY"))
        #expect(member.joinedAt == Instant(rfc3339: "2024-04-30T16:00:00Z"))
        #expect(member.person == ["name": "Ana", "birthday": "1990-05-01"])
    }

    @Test(
        "a member names all fields that cannot be taken",
        arguments: [
            ("{}", ["identities is missing"]),
            (#"{"identities": []}"#, ["identities must have at least one element"]),
            (
                #"{"identities": [{"kind": "fax", "value": "1"}], "country": "m"}"#,
                [
                    "country must be two capital letters, such as MY",
                    "identities[0].kind must be email, phone, card or customer",
                ]
            ),
            ("[]", ["a member must be an object"]),
        ]
    )
    func brokenMember(text: String, problems: [String]) throws {
        let error = try #require(throws: MalformedBody.self) { try parseMember(JSON.parse(text)) }
        #expect(error.problems.map(\.description) == problems)
    }

    @Test(
        "a cursor that goes out comes back as the same place",
        arguments: ["", "6", "a:b", "ไทย 😀", "ab", "abc", "abcd"]
    )
    func cursorRoundTrip(position: String) throws {
        let cursor = Cursor(kind: "entries", position: position)
        #expect(try Cursor(text: cursor.text, kind: "entries") == cursor)
        #expect(
            cursor.text.utf8.allSatisfy { Character(Unicode.Scalar($0)).isLetter || "0123456789-_".utf8.contains($0) }
        )
    }

    @Test(
        "what is no cursor of this list is refused",
        arguments: ["", "!", "ZW50cmllczo2=", "a", "////", Cursor(kind: "events", position: "6").text, "ZW50cmllczp"]
    )
    func malformedCursor(text: String) {
        #expect(throws: Malformed(field: "cursor", reason: "must be one that this list gave")) {
            try Cursor(text: text, kind: "entries")
        }
    }
}
