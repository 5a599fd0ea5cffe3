import HTTPTypes
import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("A request with an Idempotency-Key is carried out once")
struct IdempotencyTests {
    private static let key = ["Idempotency-Key": "a1"]
    private static let enrolment = """
        {"identities": [{"kind": "email", "value": "ana@example.com"}], "country": "MY", "name": "Ana binti Yusof"}
        """

    private func post(_ caller: Caller, _ event: JSON, _ headers: [String: String] = key) async throws -> Answer {
        try await caller.send(.post, "/v1/events", event.text, type: "application/cloudevents+json", headers: headers)
    }

    @Test("an event again gets the first answer, status and body to the byte, and says that it is one")
    func event() async throws {
        let caller = try await Caller()
        let first = try await post(caller, Sample.order())
        #expect(first.status == 201)
        #expect(first.header("Idempotency-Replayed") == nil)
        caller.brand.clock.advance(days: 6)
        let again = try await post(caller, Sample.order())
        #expect(again.status == 201)
        #expect(again.bytes == first.bytes)
        #expect(again.header("Idempotency-Replayed") == "true")
        #expect(again.header("Content-Type") == "application/json")
        // Without the key it is the repeat that it always was.
        #expect(try await caller.record(Sample.order()).text == replayed(first.text))
    }

    @Test("a new member again gets the first answer, with its address, and nobody is made twice")
    func member() async throws {
        let caller = try await Caller()
        let first = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        let again = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        #expect(first.status == 201 && again.status == 201)
        #expect(again.bytes == first.bytes)
        #expect(again.header("Location") == first.header("Location"))
        #expect(again.header("Location") != nil)
        #expect(again.header("Idempotency-Replayed") == "true")
    }

    @Test("once she is erased, the answer that told of her is gone too")
    func erased() async throws {
        let caller = try await Caller()
        let first = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        _ = try await caller.send(.delete, "/v1/members/\(first.json["id"]?.string ?? "")")
        let again = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        #expect(again.status == 410)
        #expect(again.json["type"] == "/problems/member-erased")
        #expect(!again.text.contains("Ana"))
    }

    @Test("the same key with another body, another content type or another address is refused, and does nothing")
    func otherContent() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        _ = try await post(caller, Sample.order())
        let other = try await post(caller, Sample.order(2))
        expect(other, 422, "idempotency-key-reused", "Idempotency-Key", "came before with another body")
        let otherType = try await caller.send(
            .post,
            "/v1/events",
            Sample.order().text,
            headers: IdempotencyTests.key
        )
        #expect(otherType.json["type"] == "/problems/idempotency-key-reused")
        #expect(try await caller.send(.get, "/v1/members/\(ana)/events").json["items"]?.array?.count == 2)
        let first = try await caller.send(
            .post,
            "/v1/programme/publish?validFrom=2026-04-01T00:00:00Z",
            Caller.kopiSetia + "# new",
            type: "application/yaml",
            headers: IdempotencyTests.key
        )
        #expect(first.status == 201)
        let later = try await caller.send(
            .post,
            "/v1/programme/publish?validFrom=2026-05-01T00:00:00Z",
            Caller.kopiSetia + "# new",
            type: "application/yaml",
            headers: IdempotencyTests.key
        )
        #expect(later.json["type"] == "/problems/idempotency-key-reused")
    }

    @Test("another API key and another path are other requests")
    func otherKeys() async throws {
        let caller = try await Caller()
        let first = try await post(caller, Sample.order())
        #expect(first.status == 201)
        let till = try await caller.brand.service.createAPIKey(name: "till", scopes: [.eventsWrite]).secret
        let second = try await caller.send(
            .post,
            "/v1/events",
            Sample.order(2).text,
            type: "application/cloudevents+json",
            headers: IdempotencyTests.key,
            showing: .header("Bearer \(till)")
        )
        #expect(second.status == 201)
        let member = try await caller.send(
            .post,
            "/v1/members",
            #"{"identities": [{"kind": "card", "value": "1"}]}"#,
            headers: IdempotencyTests.key
        )
        #expect(member.status == 201)
    }

    @Test("a refusal is kept: with a new key, once it is mended, it is another request")
    func refusals() async throws {
        let caller = try await Caller(shops: [])
        for (number, body) in [Sample.order(1, data: ["lines": .null]).text, "{"].enumerated() {
            let key = ["Idempotency-Key": "bad-\(number)"]
            let answers = try await [1, 2].asyncMap { _ in
                try await caller.send(
                    .post,
                    "/v1/events",
                    body,
                    type: "application/cloudevents+json",
                    headers: key
                )
            }
            #expect(answers.map(\.status) == [[422, 422], [400, 400]][number])
            #expect(answers[0].json["errors"] == answers[1].json["errors"])
            #expect(answers.map { $0.header("Idempotency-Replayed") } == [nil, "true"])
        }
        // A store that is not there is the programme's no, and stays so under its key.
        let order = Sample.order(3, data: ["store": "kl-ampang"])
        #expect(try await post(caller, order).json["type"] == "/problems/unknown-store")
        let ampang = Shop(
            id: try StoreID("kl-ampang"),
            name: "Ampang",
            country: "MY",
            timeZone: "Asia/Kuala_Lumpur",
            currency: Fixture.currency("MYR")
        )
        _ = try await caller.brand.service.putShop(ampang)
        #expect(try await post(caller, order).json["type"] == "/problems/unknown-store")
        #expect(try await post(caller, order, ["Idempotency-Key": "a2"]).status == 201)
    }

    @Test("what could not be looked at is not kept: without a programme the same request may do well later")
    func notKept() async throws {
        let caller = try await Caller(programme: nil, shops: [])
        let order = Sample.order(1, data: ["store": .null])
        #expect(try await post(caller, order).json["type"] == "/problems/no-programme")
        let member = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        #expect(member.json["type"] == "/problems/no-programme")
        _ = try await caller.brand.service.publishProgramme(Caller.kopiSetia)
        #expect(try await post(caller, order).status == 201)
        let again = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        #expect(again.status == 201)
        #expect(again.header("Idempotency-Replayed") == nil)
    }

    @Test("a batch again gets the first answer, refusals among it and all")
    func batch() async throws {
        let caller = try await Caller()
        let batch = JSON.array([Sample.order(1), Sample.order(2, data: ["lines": .null]), Sample.order(3)]).text
        let type = "application/cloudevents-batch+json"
        let answers = try await [1, 2].asyncMap { _ in
            try await caller.send(.post, "/v1/events", batch, type: type, headers: IdempotencyTests.key)
        }
        #expect((answers[0].json["items"]?.array ?? []).map { $0["status"] } == [201, 422, 201])
        #expect(answers[1].bytes == answers[0].bytes)
        #expect(answers[1].header("Idempotency-Replayed") == "true")
    }

    @Test("while the first is under way the second is told to wait, and a crash frees the request after a minute")
    func running() async throws {
        let caller = try await Caller()
        let service = caller.brand.service
        let keys = try await service.apiKeys()
        let content = Array("application/json\n\n".utf8) + [0] + Array(IdempotencyTests.enrolment.utf8)
        // As a server claims it that is gone before it answers.
        let claim = service.claim(idempotencyKey: "a1", apiKey: keys[0].id, path: "/v1/members", content: content)
        #expect(try await service.beginRequest(claim) == .carryOut)
        let waiting = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        expect(waiting, 409, "request-in-progress", "Idempotency-Key", "is that of a request under way")
        #expect(waiting.header("Retry-After") == "1")
        caller.brand.clock.advance(milliseconds: SetiaService.claimLasts)
        let freed = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        #expect(freed.status == 201)
        // The one that was thought gone comes back too late to answer for it.
        try await service.endRequest(claim, with: KeptAnswer(status: 200, type: "text/plain", body: [65]))
        let again = try await caller.send(
            .post,
            "/v1/members",
            IdempotencyTests.enrolment,
            headers: IdempotencyTests.key
        )
        #expect(again.bytes == freed.bytes)
    }

    @Test("sixteen at once are carried out once; each other gets the same answer or is told to wait")
    func atOnce() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let adjustment = Sample.adjustment(10, of: ana)
        let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
            for _ in 0..<16 { group.addTask { try await post(caller, adjustment) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.status == 201 || $0.status == 409 })
        #expect(Set(answers.filter { $0.status == 201 }.map(\.text)).count == 1)
        let balance = try await caller.send(.get, "/v1/members/\(ana)/balance")
        #expect(balance.text.contains("\"active\":10"))
    }

    @Test("an answer is kept for seven days, and then forgotten")
    func keptForSevenDays() async throws {
        let caller = try await Caller()
        let first = try await post(caller, Sample.order())
        caller.brand.clock.advance(days: 7)
        #expect(try await caller.brand.service.forgetAnswers() == 1)
        let again = try await post(caller, Sample.order())
        #expect(again.status == 200)
        #expect(again.text == replayed(first.text))
    }

    @Test("a key of another form is refused", arguments: [" ", "a b", "é", String(repeating: "k", count: 256)])
    func malformedKey(key: String) async throws {
        let caller = try await Caller()
        let answer = try await post(caller, Sample.order(), ["Idempotency-Key": key])
        expect(
            answer,
            400,
            "invalid-parameter",
            "Idempotency-Key",
            "must be 1 to 255 visible characters of ASCII"
        )
    }
}

extension Array {
    fileprivate func asyncMap<R>(_ transform: (Element) async throws -> R) async rethrows -> [R] {
        var result: [R] = []
        for element in self { result.append(try await transform(element)) }
        return result
    }
}
