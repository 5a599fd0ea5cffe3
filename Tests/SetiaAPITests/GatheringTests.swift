import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Events for members over HTTP")
struct GatheringTests {
    private static let tasting = """
        {"title": {"en": "June tasting", "th": "ชิมกาแฟ"}, "text": {"en": "Four coffees."}, "place": "Bangsar", "capacity": 1,
         "startsAt": "2026-03-06T19:00:00+08:00", "endsAt": "2026-03-06T21:00:00+08:00"}
        """

    private func member(_ caller: Caller, _ card: String) async throws -> String {
        let answer = try await caller.send(
            .post,
            "/v1/members",
            #"{"identities": [{"kind": "card", "value": "\#(card)"}], "name": "Ana"}"#
        )
        return try #require(answer.json["id"]?.string)
    }

    /// Status and the name of the problem.
    private func told(_ answer: Answer) -> (Int, String) {
        (answer.status, String((answer.json["type"]?.string ?? "").split(separator: "/").last ?? ""))
    }

    @Test("an event is made, asked for, confirmed, given back, offered and entered; the file and the lists tell of it")
    func way() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let (ana, ben) = (try await member(caller, "KS-1"), try await member(caller, "KS-2"))
        let path = "/v1/gatherings/tasting"
        #expect(try await caller.send(.put, path, Self.tasting).status == 201)
        let same = try await caller.send(.put, path, Self.tasting)
        #expect(same.status == 200 && same.json["revision"] == 0 && same.json["places"]?["available"] == 1)
        #expect(same.json["title"]?["th"] == "ชิมกาแฟ")
        let asked = try await caller.send(.post, "\(path)/places", #"{"member": "\#(ana)"}"#)
        #expect(asked.status == 201 && asked.json["state"] == "held" && asked.json["until"] == "2026-03-02T01:40:00Z")
        let again = try await caller.send(.post, "\(path)/places", #"{"member": "\#(ana)"}"#)
        #expect(again.status == 200 && again.json == asked.json)
        let full = try await caller.send(.post, "\(path)/places", #"{"member": "\#(ben)", "wait": false}"#)
        #expect(told(full) == (409, "no-place-free") && full.json["waiting"] == 0)
        let waits = try await caller.send(.post, "\(path)/places", #"{"member": "\#(ben)"}"#)
        #expect(waits.status == 201 && waits.json["state"] == "waiting" && waits.json["before"] == 0)
        #expect(told(try await caller.send(.post, "\(path)/places/\(ben)/confirm")) == (409, "still-waiting"))
        #expect(try await caller.send(.post, "\(path)/places/\(ana)/confirm").json["state"] == "confirmed")
        #expect(try await caller.send(.post, "\(path)/places/\(ana)/confirm").status == 200)
        #expect(
            told(try await caller.send(.put, path, Self.tasting.replacing("\"capacity\": 1", with: "\"capacity\": 0")))
                .0 == 422
        )
        #expect(try await caller.send(.post, "\(path)/places/\(ana)/cancel").json["state"] == "cancelled")
        let list = try await caller.send(.get, "\(path)/places?state=offered")
        #expect(list.json["items"]?.array?.first?["member"]?.string == ben)
        #expect(list.json["items"]?.array?.first?["name"] == "Ana")
        #expect(try await caller.send(.post, "\(path)/places/\(ben)/confirm").json["state"] == "confirmed")
        let file = try await caller.send(.get, "\(path)/places.csv")
        #expect(file.text.hasPrefix("number,state,name,member") && file.text.contains("2,confirmed,Ana,\(ben)"))
        #expect(try await caller.send(.get, "/v1/members/\(ben)/places").json["items"]?.array?.count == 1)
        let calendar = try await caller.send(.get, "\(path)/event.ics?language=th")
        #expect(calendar.text.contains("UID:tasting@kopi.example.com\r\n") && calendar.text.contains("SUMMARY:ชิมกาแฟ"))
        #expect(told(try await caller.send(.post, "\(path)/check-ins", #"{"code": "KS-2"}"#)) == (409, "doors-closed"))
        caller.brand.clock.now = instant("2026-03-06T18:30:00+08:00")
        #expect(try await caller.send(.post, "\(path)/check-ins", #"{"code": "KS-2"}"#).status == 201)
        let second = try await caller.send(.post, "\(path)/check-ins", #"{"code": "KS-2"}"#)
        #expect(second.status == 200 && second.json["checkedInAt"] == "2026-03-06T10:30:00Z")
        let events = try await caller.send(.get, "/v1/members/\(ben)/events")
        #expect(events.json["items"]?.array?.first?["type"] == "event.attended")
        // A card that nobody has, and one of a member without a place, are told apart by nothing.
        let unknown = try await caller.send(.post, "\(path)/check-ins", #"{"code": "KS-999"}"#)
        let other = try await caller.send(.post, "\(path)/check-ins", #"{"code": "KS-1"}"#)
        #expect(told(unknown) == (422, "not-expected") && unknown.json == other.json)
        #expect(told(try await caller.send(.post, "\(path)/places/\(ben)/cancel")) == (409, "checked-in"))
        #expect(told(try await caller.send(.post, "\(path)/places/\(ana)/confirm")) == (409, "no-place"))
        caller.brand.clock.now = instant("2026-03-06T19:00:00+08:00")
        #expect(told(try await caller.send(.post, "\(path)/places", #"{"member": "\#(ana)"}"#)) == (409, "has-begun"))
        #expect(told(try await caller.send(.post, "\(path)/call-off")) == (409, "has-begun"))
        caller.brand.clock.now = instant("2026-03-07T19:00:00+08:00")
        #expect(try await caller.send(.get, "/v1/gatherings?part=past").json["items"]?.array?.count == 1)
        #expect(try await caller.send(.get, "/v1/gatherings").json["items"] == .array([]))
    }

    @Test("what cannot be done says what would be needed")
    func refusals() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let ana = try await member(caller, "KS-1")
        let path = "/v1/gatherings/tasting"
        let early = Self.tasting.replacing(
            "\"capacity\": 1",
            with: """
                "capacity": 2, "opensAt": "2026-03-04T10:00:00+08:00",
                "early": [{"level": "status.gold", "from": "2026-03-03T10:00:00+08:00"}]
                """
        )
        #expect(try await caller.send(.put, path, early).status == 201)
        let closed = try await caller.send(.post, "\(path)/places", #"{"member": "\#(ana)"}"#)
        #expect(told(closed) == (409, "not-open-yet") && closed.json["opensAt"] == "2026-03-04T02:00:00Z")
        caller.brand.clock.now = instant("2026-03-04T10:00:00+08:00")
        let key = ["Idempotency-Key": "one"]
        let first = try await caller.send(.post, "\(path)/places", #"{"member": "\#(ana)"}"#, headers: key)
        let repeated = try await caller.send(.post, "\(path)/places", #"{"member": "\#(ana)"}"#, headers: key)
        #expect(first.status == 201 && repeated.status == 201 && first.json == repeated.json)
        caller.brand.clock.now = instant("2026-03-04T10:10:00+08:00")
        let lapsed = try await caller.send(.post, "\(path)/places/\(ana)/confirm")
        #expect(told(lapsed) == (409, "hold-lapsed"))
        _ = try await caller.send(.post, "\(path)/places", #"{"member": "\#(ana)"}"#)
        _ = try await caller.send(.post, "\(path)/places/\(ana)/confirm")
        _ = try await caller.send(.post, "\(path)/places", #"{"member": "\#(try await member(caller, "KS-2"))"}"#)
        let fewer = try await caller.send(.put, path, early.replacing("\"capacity\": 2", with: "\"capacity\": 1"))
        #expect(told(fewer) == (409, "capacity-taken") && fewer.json["taken"] == 2)
        #expect(try await caller.send(.post, "\(path)/call-off").json["calledOffAt"] == "2026-03-04T02:10:00Z")
        #expect(told(try await caller.send(.post, "\(path)/places", #"{"member": "\#(ana)"}"#)) == (409, "called-off"))
        #expect(told(try await caller.send(.put, path, early)) == (409, "called-off"))
        #expect(try await caller.send(.get, "\(path)/event.ics").text.contains("METHOD:CANCEL"))
        for path in ["/v1/gatherings/none", "/v1/gatherings/none/places", "/v1/gatherings/none/event.ics"] {
            #expect(told(try await caller.send(.get, path)) == (404, "not-found"))
        }
        #expect(
            told(try await caller.send(.post, "/v1/gatherings/none/places", #"{"member": "\#(ana)"}"#)) == (
                404, "not-found"
            )
        )
        #expect(
            told(try await caller.send(.post, "\(path)/places", #"{"member": "nobody"}"#)) == (404, "unknown-member")
        )
        #expect(try await caller.send(.get, "/v1/gatherings?part=all").status == 400)
        #expect(try await caller.send(.get, "\(path)/places?state=all").status == 400)
        #expect(try await caller.send(.get, "\(path)/event.ics?language=fr").status == 400)
    }

    @Test(
        "a field that cannot be taken is named with its reason",
        arguments: [
            (#""capacity": 1"#, #""capacity": "one""#, "capacity: must be a whole number of places"),
            (#""capacity": 1"#, #""capacity": 100001"#, "capacity: "),
            (#""capacity": 1"#, #""capacity": 1, "colour": "red""#, "colour: is not a field of an event"),
            (#""en": "June tasting""#, #""fr": "Dégustation""#, "title.fr: must be en, ms, id or th"),
            (#""en": "June tasting""#, #""en": 7"#, "title.en: must be a text"),
            (#"2026-03-06T21"#, #"2026-03-06T19"#, "endsAt: must be after startsAt"),
            (#"2026-03-06T19"#, #"2026-03-01T19"#, "startsAt: must not be in the past"),
            (#""place": "Bangsar""#, #""place": "x", "isOnline": true"#, "place: must begin with https://"),
            (#""place": "Bangsar", "#, "", "place: is missing"),
            (
                #""capacity": 1"#, #""capacity": 1, "early": [{"from": "2026-03-03T10:00:00+08:00"}]"#,
                "early[0].level: either level or segment"
            ),
            (
                #""capacity": 1"#,
                #""capacity": 1, "early": [{"level": "status.diamond", "from": "2026-03-03T10:00:00+08:00"}]"#,
                "early[0].level: must be a level of the programme"
            ),
        ]
    )
    func badInput(part: String, other: String, reason: String) async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let body = Self.tasting.replacing(part, with: other)
        let answer = try await caller.send(.put, "/v1/gatherings/tasting", body)
        #expect(answer.status == 422, "\(answer.text)")
        let told = (answer.json["errors"]?.array ?? []).map {
            "\($0["field"]?.string ?? ""): \($0["reason"]?.string ?? "")"
        }
        #expect(told.contains { $0.hasPrefix(reason) }, "\(told)")
        #expect(try await caller.send(.get, "/v1/gatherings/tasting").status == 404)
    }
}
