import HTTPTypes
import JSONText
import SetiaService
import SetiaTesting
import Testing

@Suite("Journeys through the API")
struct JourneyTests {
    private func body(_ steps: String, trigger: String = "event: member.enrolled") -> String {
        let document = "journey: Gift\ntrigger: {\(trigger)}\nsteps:\n\(steps)\n"
        return String(decoding: JSON.object(["document": .string(document)]).canonical, as: UTF8.self)
    }

    @Test("a journey is kept, looked at, simulated, started, paused, resumed and stopped; a member's way is told")
    func through() async throws {
        let caller = try await Caller()
        let kept = try await caller.send(
            .put,
            "/v1/journeys/gift",
            body("  day: {wait: 1 day}\n  gift: {points: {wallet: points, give: 50}}")
        )
        #expect(kept.status == 200 && kept.json["state"] == "draft" && kept.json["version"] == 1, "\(kept.text)")
        let again = try await caller.send(
            .put,
            "/v1/journeys/gift",
            body("  day: {wait: 2 days}\n  gift: {points: {wallet: points, give: 50}}")
        )
        #expect(again.json["version"] == 2)
        for (step, status, state) in [
            ("pause", 409, ""), ("start", 200, "live"), ("start", 409, ""), ("pause", 200, "paused"),
            ("resume", 200, "live"),
        ] {
            let answer = try await caller.send(.post, "/v1/journeys/gift/\(step)", nil)
            #expect(answer.status == status, "\(step): \(answer.text)")
            if status == 409 {
                #expect(answer.json["type"] == "/problems/wrong-journey-state")
            } else {
                #expect(answer.json["state"]?.string == state)
            }
        }
        let ana = try await caller.enrolAna()
        for _ in 0..<4 { _ = try await caller.brand.service.runJourneys() }
        caller.brand.clock.advance(milliseconds: 3 * 86_400_000)
        for _ in 0..<4 { _ = try await caller.brand.service.runJourneys() }
        let way = try await caller.send(.get, "/v1/members/\(ana)/journeys")
        #expect(way.json["items"]?.array?.first?["ending"] == "done", "\(way.text)")
        let stands = try await caller.send(.get, "/v1/journeys/gift")
        #expect(
            stands.json["funnel"]?["began"] == 1 && stands.json["funnel"]?["endings"]?["done"] == 1,
            "\(stands.text)"
        )
        let simulated = try await caller.send(.post, "/v1/journeys/gift/simulate", #"{"member": "\#(ana)", "days": 9}"#)
        #expect(simulated.json["ending"] == "done" && simulated.json["lines"]?.array?.count == 2, "\(simulated.text)")
        #expect(try await caller.send(.post, "/v1/journeys/gift/stop", nil).json["state"] == "stopped")
        #expect(try await caller.send(.get, "/v1/journeys").json["items"]?.array?.count == 1)
    }

    @Test("Y-22: a version is kept only where the one that was read is the newest")
    func replacing() async throws {
        let caller = try await Caller()
        let path = "/v1/journeys/gift"
        let first = try await caller.send(.put, "\(path)?version=0", body("  day: {wait: 1 day}"))
        #expect(first.status == 200 && first.json["version"] == 1, "\(first.text)")
        #expect(try await caller.send(.put, "\(path)?version=1", body("  day: {wait: 2 days}")).json["version"] == 2)
        for seen in [0, 1, 3] {
            let late = try await caller.send(.put, "\(path)?version=\(seen)", body("  day: {wait: 3 days}"))
            #expect(late.status == 409 && late.json["type"] == "/problems/journey-changed", "\(late.text)")
            #expect(late.json["detail"]?.string?.contains("version 2") == true)
        }
        for seen in ["-1", "x", "1.5"] {
            #expect(try await caller.send(.put, "\(path)?version=\(seen)", body("  day: {wait: 3 days}")).status == 400)
        }
        // What is there already is no new version, whoever kept it.
        #expect(try await caller.send(.put, "\(path)?version=0", body("  day: {wait: 2 days}")).json["version"] == 2)
        #expect(try await caller.send(.put, path, body("  day: {wait: 3 days}")).json["version"] == 3)
    }

    @Test("what cannot be taken is named, each problem with its line, its field and the reason")
    func bad() async throws {
        let caller = try await Caller()
        let wrong = try await caller.send(.put, "/v1/journeys/gift", body("  gift: {points: {wallet: stars, give: 0}}"))
        #expect(wrong.status == 422 && wrong.json["type"] == "/problems/invalid-journey", "\(wrong.text)")
        for words in ["steps.gift.points.wallet", "there is no wallet 'stars'", "\"line\":4"] {
            #expect(
                wrong.text.replacing(" ", with: "").contains(words.replacing(" ", with: "")),
                "\(words): \(wrong.text)"
            )
        }
        let name = try await caller.send(.put, "/v1/journeys/1st", body("  a: {wait: 1 day}"))
        #expect(name.status == 422 && name.text.contains("\"journey\""))
        for (method, path, sent, status) in [
            (HTTPRequest.Method.put, "/v1/journeys/gift", "{", 400), (.put, "/v1/journeys/gift", "{}", 422),
            (.put, "/v1/journeys/gift", #"{"document": 5}"#, 422),
            (.put, "/v1/journeys/gift", #"{"document": "a", "more": 1}"#, 422),
            (.get, "/v1/journeys/none", "", 404), (.post, "/v1/journeys/none/start", "", 404),
            (.post, "/v1/journeys/none/simulate", #"{"member": "nobody"}"#, 404),
            (.post, "/v1/journeys/none/simulate", #"{"member": "nobody", "days": 0}"#, 422),
            (.post, "/v1/journeys/none/simulate", #"{"member": "nobody", "happens": [1]}"#, 422),
            (.get, "/v1/members/nobody/journeys", "", 404),
        ] {
            let answer = try await caller.send(method, path, sent.isEmpty ? nil : sent)
            #expect(answer.status == status, "\(path) \(sent): \(answer.text)")
        }
    }
}
