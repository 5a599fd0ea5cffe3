import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Conversations")
struct ConversationTests {
    @Test("a message is handed in once, answered by a person, read and closed")
    func through() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let body = #"{"member": "\#(ana)", "text": "Is my cup there?\nAna", "id": "form-1"}"#
        let kept = try await caller.send(.post, "/v1/conversations", body)
        #expect(kept.status == 201 && kept.json["kind"] == "inbound" && kept.json["number"] == 1)
        let again = try await caller.send(.post, "/v1/conversations", body)
        #expect(again.bytes == kept.bytes)
        // Something else by its number is not lost without a word, and nobody reads what another wrote.
        let budi = try #require(
            try await caller.send(.post, "/v1/members", #"{"identities": [{"kind": "card", "value": "9"}]}"#).json[
                "id"
            ]?
            .string
        )
        for other in [body.replacing("there", with: "here"), body.replacing(ana, with: budi)] {
            let answer = try await caller.send(.post, "/v1/conversations", other)
            #expect(answer.status == 409 && answer.json["type"] == "/problems/conflicting-duplicate", "\(answer.text)")
        }
        let id = try #require(kept.json["conversation"]?.string)
        let list = try await caller.send(.get, "/v1/conversations?part=waiting")
        #expect(list.json["items"]?.array?.map { $0["id"]?.string } == [id])
        #expect(try await caller.send(.get, "/v1/conversations?member=\(ana)").json["items"]?.array?.count == 1)
        for (query, count) in [
            ("search=my%20CUP", 1), ("search=tea", 0), ("channel=api", 1), ("channel=mail", 0), ("undelivered=true", 0),
            ("marked=false", 1),
        ] {
            let found = try await caller.send(.get, "/v1/conversations?\(query)")
            #expect(found.json["items"]?.array?.count == count, "\(query): \(found.text)")
        }
        let program = try await caller.send(.post, "/v1/conversations/\(id)/answers", #"{"text": "We look."}"#)
        #expect(program.status == 201 && program.json["kind"] == "program")
        #expect(try await caller.send(.get, "/v1/conversations/\(id)").json["waitingSince"] != nil)
        let answer = #"{"text": "Yes.", "person": "Mei", "seen": 2}"#
        let person = try await caller.send(.post, "/v1/conversations/\(id)/answers", answer)
        #expect(person.status == 201 && person.json["kind"] == "answer" && person.json["author"] == "Mei")
        let late = try await caller.send(.post, "/v1/conversations/\(id)/answers", answer)
        #expect(late.status == 409 && late.json["type"] == "/problems/answered-meanwhile")
        let closed = try await caller.send(.post, "/v1/conversations/\(id)/close", nil)
        #expect(closed.status == 200 && closed.json["state"] == "closed" && closed.json["waitingSince"] == nil)
        let read = try await caller.send(.get, "/v1/conversations/\(id)")
        #expect(
            read.json["messages"]?.array?.map { $0["text"]?.string } == ["Is my cup there?\nAna", "We look.", "Yes."]
        )
    }

    @Test("what cannot be taken is named")
    func bad() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let empty = try await caller.send(.post, "/v1/conversations", #"{"member": "\#(ana)", "text": " "}"#)
        #expect(empty.status == 422 && empty.text.contains("must not be empty"))
        let nobody = try await caller.send(.post, "/v1/conversations", #"{"member": "nobody", "text": "Hi"}"#)
        #expect(nobody.status == 404 && nobody.json["type"] == "/problems/unknown-member")
        #expect(try await caller.send(.get, "/v1/conversations?part=mine").status == 400)
        #expect(try await caller.send(.get, "/v1/conversations?cursor=x").status == 400)
        for (query, reason) in [
            ("channel=pigeon", "must be one of mail"), ("team=none", "must be a team of the programme"),
            ("level=none", "must be a level of the programme"), ("marked=1", "must be true or false"),
            ("assignee=x", "must be the id of somebody on the staff"), ("search=", "must have 1 to 200 characters"),
        ] {
            let answer = try await caller.send(.get, "/v1/conversations?\(query)")
            #expect(answer.status == 400 && answer.text.contains(reason), "\(query): \(answer.text)")
        }
        #expect(try await caller.send(.get, "/v1/conversations/x").status == 404)
        #expect(try await caller.send(.post, "/v1/conversations/x/close", nil).status == 404)
    }
}
