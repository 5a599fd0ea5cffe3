import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Stores")
struct StoreTests {
    private static let menteng = #"{"name": "Menteng", "country": "ID", "timeZone": "Asia/Jakarta", "currency": "IDR"}"#

    @Test("a store is added once, and changed after that; events may name it from then on")
    func putStore() async throws {
        let caller = try await Caller(shops: [])
        let order = Sample.order(1, data: ["store": "jakarta-menteng"])
        #expect(try await caller.record(order).status == 422)
        let added = try await caller.send(.put, "/v1/stores/jakarta-menteng", StoreTests.menteng)
        #expect(added.status == 201)
        let wanted = json(
            """
            {"id": "jakarta-menteng", "name": "Menteng", "country": "ID", "timeZone": "Asia/Jakarta", "currency": "IDR"}
            """
        )
        #expect(added.text == wanted.text)
        #expect(try await caller.record(order).status == 201)
        let changed = try await caller.send(
            .put,
            "/v1/stores/jakarta-menteng",
            StoreTests.menteng.replacing("Menteng", with: "M")
        )
        #expect(changed.status == 200)
        let read = try await caller.send(.get, "/v1/stores/jakarta-menteng")
        #expect(read.bytes == changed.bytes)
        #expect(read.json["name"] == "M")
    }

    @Test("all stores stand in the order of their ids")
    func list() async throws {
        let caller = try await Caller(shops: [Fixture.shops[2], Fixture.shops[0], Fixture.shops[1]])
        let answer = try await caller.send(.get, "/v1/stores")
        #expect(answer.json["items"]?.array?.map { $0["id"] } == ["bangkok-siam", "jakarta-menteng", "kl-bangsar"])
        let none = try await Caller(shops: []).send(.get, "/v1/stores")
        #expect(none.text == #"{"items":[]}"#)
    }

    @Test("a store that is not there is not found")
    func notThere() async throws {
        let answer = try await Caller().send(.get, "/v1/stores/kl-ampang")
        #expect(answer.status == 404)
        #expect(answer.json["type"] == "/problems/not-found")
    }

    @Test("a store is refused with field and reason")
    func refused() async throws {
        let caller = try await Caller()
        let body = StoreTests.menteng
        let cases = [
            (
                "m", body.replacing("Asia/Jakarta", with: "Asia/Atlantis"), "unknown-time-zone", "timeZone",
                "must be an IANA time zone, such as Asia/Jakarta"
            ),
            ("m", body.replacing("IDR", with: "SGD"), "unknown-currency", "currency", "must be one of MYR, IDR, THB"),
            ("online", body, "reserved-store", "id", "must not be online"),
            (
                "m", body.replacing("\"name\"", with: "\"names\": 1, \"name\""), "invalid-body", "names",
                "is not a field of a shop"
            ),
            (
                "Menteng", body, "invalid-body", "id",
                "must have 1 to 64 small letters, digits, hyphens, underscores and full stops"
            ),
            ("m", body.replacing("{", with: "{\"id\": \"n\", "), "invalid-body", "id", "must be the id in the address"),
        ]
        for (id, body, name, field, reason) in cases {
            expect(try await caller.send(.put, "/v1/stores/\(id)", body), 422, name, field, reason)
        }
    }
}
