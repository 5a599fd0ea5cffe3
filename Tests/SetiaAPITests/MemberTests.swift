import HTTPTypes
import JSONText
import SetiaTesting
import Testing

@Suite("Members")
struct MemberTests {
    /// Ana as she is enrolled, her welcome waiting.
    private static let ana = json(
        """
        {"id": "01kdvvcrg2e008000000000002", "status": "active", "joinedAt": "2026-03-02T01:30:00Z",
         "country": "MY", "language": "ms", "orders": 0, "consents": [],
         "identities": [{"kind": "email", "value": "ana@example.com"}], "person": {"name": "Ana binti Yusof"},
         "levels": {"status": {"level": "silver", "since": "2026-03-02T01:30:00Z"}},
         "balances": {"points": {"active": 0, "available": 0, "debt": 0, "held": 0, "pending": 50}}}
        """
    )

    private static let request = """
        {"identities": [{"kind": "email", "value": " Ana@Example.com"}], "country": "MY", "language": "ms",
         "name": "Ana binti Yusof"}
        """

    @Test("who is enrolled can be read at the address that is answered, and found by what names her")
    func enrolReadFind() async throws {
        let caller = try await Caller()
        let made = try await caller.send(.post, "/v1/members", MemberTests.request)
        #expect(made.status == 201)
        #expect(made.text == MemberTests.ana.text)
        let address = try #require(made.header("Location"))
        #expect(address == "/v1/members/01kdvvcrg2e008000000000002")
        let places = [
            address, "/v1/members?kind=email&value=ana@example.com", "/v1/members?kind=email&value=ANA%40example.com",
        ]
        for place in places {
            let read = try await caller.send(.get, place)
            #expect(read.status == 200)
            #expect(read.bytes == made.bytes)
        }
    }

    @Test("a telephone number is found however it is written")
    func findByPhone() async throws {
        let caller = try await Caller()
        let body = #"{"identities": [{"kind": "phone", "value": "+60 (12) 345-6789"}]}"#
        let made = try await caller.send(.post, "/v1/members", body)
        let found = try await caller.send(.get, "/v1/members?kind=phone&value=%2B60123456789")
        #expect(found.bytes == made.bytes)
    }

    @Test("whoever is a member already stays as she is")
    func enrolAgain() async throws {
        let caller = try await Caller()
        _ = try await caller.enrolAna()
        let again = try await caller.send(.post, "/v1/members", MemberTests.request)
        expect(again, 409, "identity-taken", "identities[0]", "is another member's")
    }

    @Test("a prospect who is enrolled keeps what she collected")
    func prospectEnrols() async throws {
        let caller = try await Caller()
        let order = try await caller.record(Sample.order())
        let prospect = try await caller.send(.get, "/v1/members/\(order.json["member"]?.string ?? "")")
        #expect(prospect.json["status"] == "prospect")
        let made = try await caller.send(.post, "/v1/members", MemberTests.request)
        #expect(made.status == 201)
        #expect(made.json["id"] == order.json["member"])
        #expect(made.json["orders"] == 1)
        #expect(made.json["balances"]?["points"]?["pending"] == 65)
        #expect(made.json["person"] == ["name": "Ana binti Yusof"])
    }

    @Test("identities of two people are not joined to one")
    func severalPeople() async throws {
        let caller = try await Caller()
        _ = try await caller.record(Sample.order(1))
        _ = try await caller.record(Sample.order(2, data: ["identity": ["kind": "card", "value": "7"]]))
        let body = """
            {"identities": [{"kind": "email", "value": "ana@example.com"}, {"kind": "card", "value": "7"}]}
            """
        let answer = try await caller.send(.post, "/v1/members", body)
        expect(answer, 409, "several-people", "identities", "belong to different people")
    }

    @Test("every field that cannot be taken is named at once")
    func wrongBodies() async throws {
        let caller = try await Caller()
        let body = """
            {"identities": [{"kind": "email", "value": "ana"}, {"kind": "phone", "value": "0123"}], "country": "MY"}
            """
        let answer = try await caller.send(.post, "/v1/members", body)
        #expect(answer.status == 422)
        #expect(answer.json["type"] == "/problems/invalid-body")
        #expect(
            answer.json["errors"]
                == [
                    ["field": "identities[0].value", "reason": "must be an address such as ana@example.com"],
                    ["field": "identities[1].value", "reason": "must be international, such as +60123456789"],
                ]
        )
        let cases = [
            ("{}", "identities", "is missing"),
            (#"{"identities": []}"#, "identities", "must have at least one element"),
            (
                #"{"identities": [{"kind": "fax", "value": "1"}]}"#, "identities[0].kind",
                "must be email, phone, card or customer"
            ),
            (
                #"{"identities": [{"kind": "card", "value": "1"}], "country": "my"}"#, "country",
                "must be two capital letters, such as MY"
            ),
        ]
        for (body, field, reason) in cases {
            expect(try await caller.send(.post, "/v1/members", body), 422, "invalid-body", field, reason)
        }
    }

    @Test("nobody joins in the future; five minutes are the clock's")
    func joinsInTheFuture() async throws {
        let caller = try await Caller()
        func enrol(_ card: String, _ joinedAt: String) async throws -> Answer {
            let body = #"{"identities": [{"kind": "card", "value": "\#(card)"}], "joinedAt": "\#(joinedAt)"}"#
            return try await caller.send(.post, "/v1/members", body)
        }
        let refused = try await enrol("1", "2026-03-02T09:35:00.001+08:00")
        let reason = "must not be more than five minutes ahead of 2026-03-02T01:30:00Z"
        expect(refused, 422, "in-the-future", "joinedAt", reason)
        let early = try await enrol("2", "2026-03-02T09:35:00+08:00")
        #expect(early.status == 201)
        let long = try await enrol("3", "2019-05-01T00:00:00+08:00")
        #expect(long.json["joinedAt"] == "2019-04-30T16:00:00Z")
    }

    @Test("who is erased is nobody: her ledger stays, and nothing more happens to her")
    func erase() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let order = try await caller.record(Sample.order(1, data: ["note": "for Ana's mother"]))
        let erased = try await caller.send(.delete, "/v1/members/\(ana)")
        #expect(erased.status == 204)
        #expect(erased.bytes.isEmpty)

        let read = try await caller.send(.get, "/v1/members/\(ana)")
        #expect(read.status == 200)
        let wanted = json(
            """
            {"id": "01kdvvcrg2e008000000000002", "status": "erased", "joinedAt": "2026-03-02T01:30:00Z",
             "orders": 1, "consents": [], "identities": [], "person": {},
             "levels": {"status": {"level": "silver", "since": "2026-03-02T01:30:00Z"}},
             "balances": {"points": {"active": 0, "available": 0, "debt": 0, "held": 0, "pending": 65}}}
            """
        )
        #expect(read.text == wanted.text)
        let found = try await caller.send(.get, "/v1/members?kind=email&value=ana@example.com")
        #expect(found.status == 404)
        let entries = try await caller.send(.get, "/v1/members/\(ana)/entries")
        #expect(entries.json["items"]?.array?.count == 2)
        let receipt = try await caller.send(.get, "/v1/events/\(order.json["event"]?.string ?? "")")
        #expect(receipt.text == replayed(order.text))

        let next = try await caller.record(Sample.adjustment(5, of: ana))
        expect(next, 410, "member-erased", "subject", "the member was erased")
        let again = try await caller.send(.delete, "/v1/members/\(ana)")
        #expect(again.status == 204)
    }

    @Test("who is not there is not found, whatever is asked of her")
    func unknownMembers() async throws {
        let caller = try await Caller()
        for id in ["01kdvvcrg2e008000000000099", "ana", "01KDVVCRG2E008000000000002"] {
            for path in ["", "/balance", "/entries", "/events"] {
                let answer = try await caller.send(.get, "/v1/members/\(id)\(path)")
                expect(answer, 404, "unknown-member", "member", "no member has the id \(id)")
            }
            let answer = try await caller.send(.delete, "/v1/members/\(id)")
            expect(answer, 404, "unknown-member", "member", "no member has the id \(id)")
        }
    }

    @Test("who looks for a member says by which identity")
    func wrongSearches() async throws {
        let caller = try await Caller()
        let cases = [
            ("?value=1", "kind", "is missing"), ("?kind=email", "value", "is missing"),
            ("?kind=fax&value=1", "kind", "must be one of email, phone, card, customer, referral, channel"),
            ("?kind=email&value=ana", "value", "must be an address such as ana@example.com"),
        ]
        for (query, field, reason) in cases {
            expect(try await caller.send(.get, "/v1/members\(query)"), 400, "invalid-parameter", field, reason)
        }
    }

    @Test("members are listed, the one who was active last first, a page at a time")
    func lists() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let body = #"{"identities": [{"kind": "phone", "value": "+60123456789"}], "name": "Budi", "country": "ID"}"#
        let budi = try await caller.send(.post, "/v1/members", body).json["id"]?.string
        let first = try await caller.send(.get, "/v1/members?limit=1").json
        #expect(first["items"]?.array?.map { $0["id"]?.string } == [budi])
        let next = try #require(first["next"]?.string)
        let second = try await caller.send(.get, "/v1/members?limit=1&cursor=\(next)").json
        #expect(
            second
                == json(
                    """
                    {"cut": false, "items": [{"balance":
                    {"active": 0, "available": 0, "debt": 0, "held": 0, "pending": 50}, "email": "a••••@example.com",
                    "id": "\(ana)", "joinedAt": "2026-03-02T01:30:00Z", "lastActiveAt": "2026-03-02T01:30:00Z",
                    "level": "silver", "name": "Ana binti Yusof", "status": "active"}]}
                    """
                )
        )
        for (query, expected) in [
            ("text=yus", [ana]), ("text=6789", [budi]), ("text=%2B60123456789", [budi]), ("country=ID", [budi]),
            ("language=ms&level=silver&status=active", [ana]), ("joinedTo=2026-03-01", []),
            ("store=online", [budi, ana]),
            ("text=nobody", []),
        ] {
            let found = try await caller.send(.get, "/v1/members?\(query)").json
            #expect(found["items"]?.array?.map { $0["id"]?.string } == expected, "\(query)")
        }
    }

    @Test("a list says which of its parameters cannot be taken")
    func wrongLists() async throws {
        let caller = try await Caller()
        for (query, field, reason) in [
            ("status=gone", "status", "must be one of prospect, active, suspended, closed, erased"),
            ("store=A%20B", "store", "must be a store's id"),
            ("joinedFrom=soon", "joinedFrom", "must be a day such as 2026-03-01"),
            ("limit=0", "limit", "must be 1 to 200"), ("cursor=x", "cursor", "must be one that this list gave"),
            ("cursor=bWVtYmVyczp4", "cursor", "must be one that this list gave"),
            ("text=\(String(repeating: "a", count: 1_001))", "text", "must have at most 1000 bytes"),
        ] {
            expect(try await caller.send(.get, "/v1/members?\(query)"), 400, "invalid-parameter", field, reason)
        }
    }
}
