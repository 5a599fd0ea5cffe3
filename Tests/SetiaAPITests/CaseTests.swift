import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Cases over HTTP")
struct CaseTests {
    @Test("a case is opened, taken on, answered, learned from and closed; lists and figures tell of it")
    func way() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let ana = try await caller.enrolAna()
        let new = #"{"member": "\#(ana)", "kind": "complaint", "text": "The cup was cold."}"#
        let opened = try await caller.send(.post, "/v1/cases", new)
        #expect(opened.status == 201 && opened.json["state"] == "received" && opened.json["source"] == "api")
        let id = try #require(opened.json["id"]?.string)
        let path = "/v1/cases/\(id)"
        for body in [
            #"{"do": "owned"}"#, #"{"do": "answered", "text": "Sorry.", "person": "Mei"}"#,
            #"{"do": "note", "text": "Ask the shop."}"#,
        ] {
            #expect(try await caller.send(.post, "\(path)/steps", body).status == 200, "\(body)")
        }
        let list = try await caller.send(.get, "/v1/cases?part=open")
        #expect(list.json["items"]?.array?.first?["id"]?.string == id)
        #expect(try await caller.send(.get, "/v1/cases?member=\(ana)").json["items"]?.array?.count == 1)
        let one = try await caller.send(.get, path)
        #expect(one.json["steps"]?.array?.count == 4 && one.json["steps"]?.array?[2]["author"] == "Mei")
        #expect(one.json["next"]?.array?.count == 3)
        let day = "2026-03-09"
        let promised = try await caller.send(
            .post,
            "\(path)/steps",
            #"{"do": "promise", "text": "A new cup.", "by": "\#(day)"}"#
        )
        #expect(promised.json["promisedBy"]?.string == day)
        #expect(try await caller.send(.post, "\(path)/steps", #"{"do": "kept"}"#).json["promisedBy"] == nil)
        let learned = try await caller.send(.post, "\(path)/steps", #"{"do": "learned", "cause": "delivery"}"#)
        #expect(learned.json["cause"] == "delivery")
        #expect(try await caller.send(.post, "\(path)/steps", #"{"do": "closed"}"#).json["state"] == "closed")
        let figures = try await caller.send(.get, "/v1/case-figures?days=30")
        #expect(figures.json["opened"] == 1 && figures.json["decided"] == 1 && figures.json["recovered"] == 0)
        #expect(figures.json["causes"]?.array?.first?["cause"] == "delivery")
        let again = try await caller.send(.post, "\(path)/steps", #"{"do": "reopen", "text": "Still cold."}"#)
        #expect(again.json["state"] == "owned" && again.json["reopened"] == 1)
    }

    @Test("what cannot be taken names its field and reason")
    func badInput() async throws {
        let caller = try await Caller(programme: Caller.kopiSetia)
        let ana = try await caller.enrolAna()
        func told(_ path: String, _ body: String) async throws -> (Int, String) {
            let answer = try await caller.send(.post, "/v1/cases\(path)", body)
            let error = answer.json["errors"]?.array?.first
            let field = error.map { "\($0["field"]?.string ?? ""): \($0["reason"]?.string ?? "")" }
            return (answer.status, field ?? answer.json["detail"]?.string ?? "")
        }
        #expect(
            try await told("", #"{"member": "\#(ana)", "kind": "war", "text": "x"}"#)
                == (422, "kind: must be one of complaint, claim, praise, idea")
        )
        #expect(
            try await told("", #"{"member": "\#(ana)", "kind": "idea", "text": " "}"#) == (
                422, "text: must not be empty"
            )
        )
        #expect(try await told("", #"{"member": "\#(ana)", "kind": "idea"}"#) == (422, "text: is missing"))
        #expect(try await told("", #"{"member": "nobody", "kind": "idea", "text": "x"}"#).0 == 404)
        let opened = try await caller.send(
            .post,
            "/v1/cases",
            #"{"member": "\#(ana)", "kind": "complaint", "text": "x"}"#
        )
        let steps = "/\(try #require(opened.json["id"]?.string))/steps"
        #expect(try await told(steps, #"{"do": "sing"}"#).1.hasPrefix("do: must be one of acknowledged, owned"))
        #expect(
            try await told(steps, #"{"do": "owned", "cause": "rain"}"#).1.hasPrefix("cause: must be one of product")
        )
        #expect(
            try await told(steps, #"{"do": "closed"}"#)
                == (409, "the case is received and does not become closed; it becomes acknowledged, owned")
        )
        #expect(try await told(steps, #"{"do": "reopen", "text": "x"}"#).0 == 409)
        _ = try await told(steps, #"{"do": "owned"}"#)
        #expect(
            try await told(steps, #"{"do": "answered"}"#) == (422, "text: must not be empty: this step says something")
        )
        let promise = #""do": "promise", "text": "A new cup.""#
        #expect(try await told(steps, "{\(promise)}") == (422, "by: is missing: a promise names its day"))
        #expect(
            try await told(steps, "{\(promise), \"by\": \"soon\"}") == (422, "by: must be a day such as 2026-03-31")
        )
        #expect(
            try await told(steps, "{\(promise), \"by\": \"2020-01-01\"}")
                == (422, "by: must be a day from today on, within 365 days")
        )
        #expect(try await told(steps, #"{"do": "kept"}"#) == (409, "nothing is promised that is not done"))
        #expect(try await told("/nobody/steps", #"{"do": "owned"}"#).0 == 404)
        #expect(try await caller.send(.get, "/v1/cases?part=mine").status == 400)
        #expect(try await caller.send(.get, "/v1/case-figures?days=0").status == 400)
        #expect(try await caller.send(.get, "/v1/cases?member=nobody").status == 404)
        #expect(try await caller.send(.get, "/v1/cases/nobody").status == 404)
    }
}
