import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@testable import SetiaStore

@Suite("The content library")
struct ContentTests {
    private func brand(_ store: any Store) async throws -> DocumentBrand {
        try await DocumentBrand(
            """
            programme: kopi
            engine: 1
            languages: [en, ms]
            timeZone: Asia/Kuala_Lumpur
            currencies: {MYR: {decimals: 2}}
            wallets:
              points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
            """,
            on: store,
            at: DocumentBrand.at("2026-03-02T09:00")
        )
    }

    private func form(_ language: String, _ channel: String = "portal", _ title: String = "Grind") -> JSON {
        .object([
            "language": .string(language), "channel": .string(channel), "title": .string(title),
            "text": .string("Fine."),
        ])
    }

    private func piece(_ name: String, _ state: String = "draft", day: String? = nil, _ forms: JSON...) -> JSON {
        var object: JSONObject = ["name": .string(name), "state": .string(state), "forms": .array(forms)]
        if let day { object.set("day", .string(day)) }
        return .object(object)
    }

    @Test(
        "Z-1, Z-2: a piece is kept with its words, day and owner, changed as a whole, and found by all of it",
        arguments: Backend.allCases
    )
    func kept(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await brand(store)
            let service = brand.service
            let march = try await service.keepContent(
                nil,
                piece("March", "ready", day: "2026-03-14", form("en"), form("ms", "mail")),
                by: .operator
            )
            let april = try await service.keepContent(nil, piece("April", day: "2026-04-01", form("ms")), by: .operator)
            let some = try await service.keepContent(nil, piece("Some day"), by: .operator)
            #expect(try await service.contents().map(\.name) == ["March", "April", "Some day"])
            func names(_ change: (inout ContentWish) -> Void) async throws -> [String] {
                var wish = ContentWish()
                change(&wish)
                return try await service.contents(wish).map(\.name)
            }
            #expect(try await names { $0.state = .ready } == ["March"])
            #expect(try await names { $0.language = "ms" } == ["March", "April"])
            #expect(try await names { ($0.language, $0.channel) = ("en", .mail) } == [])
            #expect(
                try await names { ($0.from, $0.until) = (Day(iso: "2026-03-01"), Day(iso: "2026-04-01")) } == ["March"]
            )
            brand.clock.now = brand.clock.now.adding(days: 1)
            let changed = try await service.keepContent(
                april.id,
                piece("May", "draft", day: "2026-05-01", form("en")),
                by: .operator
            )
            #expect(changed.createdAt == april.createdAt && changed.changedAt == brand.clock.now)
            #expect(try await service.content(april.id) == changed)
            #expect(try await service.content(march.id) == march && march.forms.count == 2)
            await #expect(throws: ContentRefusal.unknownPiece) {
                try await service.content(Identifier(high: 9, low: 9))
            }
            await #expect(throws: ContentRefusal.malformed([ContentProblem("forms", .noForm)])) {
                try await service.changeContent(some.id, to: .published, by: .operator)
            }
        }
    }

    @Test(
        "Z-3: members read what is published for the portal in their language, from its day on",
        arguments: Backend.allCases
    )
    func read(backend: Backend) async throws {
        try await backend.withStore { store in
            let brand = try await brand(store)
            let service = brand.service
            let both = try await service.keepContent(
                nil,
                piece("Both", "ready", day: "2026-03-02", form("en"), form("ms")),
                by: .operator
            )
            _ = try await service.keepContent(
                nil,
                piece("Later", "published", day: "2026-03-05", form("en", "portal", "Later")),
                by: .operator
            )
            _ = try await service.keepContent(
                nil,
                piece("Mail", "published", form("en", "mail", "Mail")),
                by: .operator
            )
            func titles(_ language: Key) async throws -> [String] {
                try await service.contentToRead(in: language).map { $0.form.title }
            }
            #expect(try await titles("en") == [])
            try await service.changeContent(both.id, to: .published, by: .operator)
            for (language, wanted): (Key, [String]) in [("en", ["Grind"]), ("ms", ["Grind"]), ("th", [])] {
                #expect(try await titles(language) == wanted)
            }
            brand.clock.now = brand.clock.now.adding(days: 3)
            #expect(try await titles("en") == ["Later", "Grind"])
            try await service.changeContent(both.id, to: .draft, by: .operator)
            #expect(try await titles("ms") == [])
        }
    }

    @Test(
        "Z-2: what cannot be taken is named with its field",
        arguments: [
            (#"{"name": ""}"#, "name", .empty),
            (#"{"name": "x", "colour": 1}"#, "colour", .notKnown),
            (#"{"name": "x", "kind": "film"}"#, "kind", .notOneOf(["tip", "tutorial", "post"])),
            (#"{"name": "x", "day": "soon"}"#, "day", .notDay),
            (#"{"name": "x", "owner": "x"}"#, "owner", .notStaff),
            (#"{"name": "x", "state": "ready"}"#, "forms", .noForm),
            (#"{"name": "x", "forms": {}}"#, "forms", .notList),
            (
                #"{"name": "x", "forms": [{"language": "th", "title": "t", "text": "t"}]}"#, "forms[0].language",
                .notLanguage
            ),
            (#"{"name": "x", "forms": [{"language": "en", "text": "t"}]}"#, "forms[0].title", .empty),
            (
                #"{"name": "x", "forms": [{"language": "en", "title": "t", "text": "t", "picture": "http://x"}]}"#,
                "forms[0].picture", .notLink
            ),
            (
                #"{"name": "x", "forms": [{"language": "en", "title": "t", "text": "t"}, {"language": "en", "title": "t", "text": "u"}]}"#,
                "forms[1]", .twice
            ),
        ] as [(String, String, ContentProblem.Kind)]
    )
    func wrong(document: String, field: String, kind: ContentProblem.Kind) async throws {
        let brand = try await brand(ModelStore())
        await #expect(throws: ContentRefusal.malformed([ContentProblem(field, kind)])) {
            try await brand.service.keepContent(nil, try JSON.parse(document), by: .operator)
        }
    }
}
