import HTTPTypes
import JSONText
import SetiaService
import SetiaTesting
import Testing

@Suite("Broadcasts")
struct BroadcastTests {
    private static let mail = """
        "mail": {"en": {"subject": "Hi", "text": "RM 12.50"}, "ms": {"subject": "Hai", "text": "RM 12.50"},
            "id": {"subject": "Hai", "text": "RM 12.50"}, "th": {"subject": "กาแฟ", "text": "RM 12.50"}}
        """

    @Test("a broadcast is kept, looked at, started, paused, resumed and stopped, and a member's contacts say why")
    func through() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let body = #"{"name": "Raya", "facts": ["RM 12.50"], \#(Self.mail)}"#
        let kept = try await caller.send(.post, "/v1/broadcasts", body)
        #expect(kept.status == 201 && kept.json["state"] == "draft", "\(kept.text)")
        let id = try #require(kept.json["id"]?.string)
        let path = "/v1/broadcasts/\(id)"
        #expect(try await caller.send(.get, "/v1/broadcasts").json["items"]?.array?.count == 1)
        let preview = try await caller.send(.get, "\(path)/preview")
        #expect(preview.status == 200 && preview.json["targeted"] == 1 && preview.json["blocked"] == 1)
        let staff = NewStaff(name: "Mei", email: "mei@example.com", role: .manager, stores: .all)
        let invitation = try await caller.brand.service.inviteStaff(staff, by: .operator)
        let wrong = try await caller.send(
            .post,
            "\(path)/test",
            #"{"to": "mei@example.com", "language": "fr", "cc": 1}"#
        )
        #expect(wrong.status == 422 && wrong.text.contains("\"cc\""))
        let stranger = try await caller.send(.post, "\(path)/test", #"{"to": "mei@example.com"}"#)
        #expect(stranger.status == 422 && stranger.text.contains("somebody on the staff"))
        #expect(try await caller.send(.post, "\(path)/test", #"{"language": 1}"#).status == 422)
        #expect(try await caller.send(.post, "\(path)/test", "{").status == 400)
        _ = try await caller.brand.service.acceptInvitation(invitation.token, password: "warung di tepi sawah")
        let trial = try await caller.send(.post, "\(path)/test", #"{"to": "mei@example.com", "language": "ms"}"#)
        #expect(trial.status == 200 && trial.json == ["language": "ms", "left": .bool(true), "to": "mei@example.com"])
        for (step, status, state) in [
            ("pause", 409, ""), ("start", 200, "running"), ("start", 409, ""), ("pause", 200, "paused"),
            ("resume", 200, "running"), ("stop", 200, "stopped"), ("resume", 409, ""),
        ] {
            let answer = try await caller.send(.post, "\(path)/\(step)", nil)
            #expect(answer.status == status, "\(step): \(answer.text)")
            if status == 409 {
                #expect(answer.json["type"] == "/problems/wrong-broadcast-state")
            } else {
                #expect(answer.json["state"]?.string == state)
            }
        }
        let stands = try await caller.send(.get, path)
        #expect(stands.status == 200 && stands.json["results"]?["targeted"] == 0)
        #expect(try await caller.send(.get, "/v1/members/\(ana)/contacts").json["items"] == .array([]))
    }

    @Test("what cannot be taken is named, each field with its reason")
    func bad() async throws {
        let caller = try await Caller()
        let wrong = try await caller.send(
            .post,
            "/v1/broadcasts",
            #"{"name": "", "facts": ["RM 12.00"], "colour": 1, "perMinute": 0, \#(Self.mail)}"#
        )
        #expect(wrong.status == 422)
        for field in ["\"name\"", "\"colour\"", "\"perMinute\"", "\"mail.en\"", "none of the facts"] {
            #expect(wrong.text.contains(field), "\(field): \(wrong.text)")
        }
        #expect(try await caller.send(.post, "/v1/broadcasts", "[]").status == 422)
        #expect(try await caller.send(.post, "/v1/broadcasts", "{").status == 400)
        #expect(try await caller.send(.get, "/v1/broadcasts/x").status == 404)
        #expect(try await caller.send(.post, "/v1/broadcasts/x/start", nil).status == 404)
        #expect(try await caller.send(.get, "/v1/members/nobody/contacts").status == 404)
    }
}
