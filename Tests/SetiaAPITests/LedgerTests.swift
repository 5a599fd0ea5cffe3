import HTTPTypes
import JSONText
import SetiaCore
import SetiaTesting
import Testing

@Suite("Balances and ledgers")
struct LedgerTests {
    @Test("a balance shows each lot in the order of spending, and what expires when")
    func balance() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        _ = try await caller.record(Sample.order())
        let opening = Sample.event(
            "balance.opened",
            id: "opening",
            ["subject": .string(ana)],
            data: [
                "wallet": "points",
                "lots": [["points": 7], ["points": 40, "expiresAt": "2026-06-01T00:00:00+08:00"]],
            ]
        )
        _ = try await caller.record(opening)
        let answer = try await caller.send(.get, "/v1/members/\(ana)/balance")
        let wanted = json(
            """
            {"member": "01kdvvcrg2e008000000000002", "at": "2026-03-02T01:30:00Z",
             "levels": {"status": {"level": "silver", "since": "2026-03-02T01:30:00Z"}},
             "wallets": {"points": {
                "balance": {"active": 47, "available": 47, "debt": 0, "held": 0, "pending": 65},
                "expiring": [{"at": "2026-05-31T16:00:00Z", "points": 40}, {"at": "2027-03-31T16:00:00Z", "points": 65}],
                "lots": [
                    {"lot": 7, "points": 40, "state": "active",
                     "activeFrom": "2026-03-02T01:30:00Z", "expiresAt": "2026-05-31T16:00:00Z"},
                    {"lot": 2, "points": 50, "state": "pending",
                     "activeFrom": "2026-03-15T16:00:00Z", "expiresAt": "2027-03-31T16:00:00Z"},
                    {"lot": 4, "points": 15, "state": "pending",
                     "activeFrom": "2026-03-15T16:00:00Z", "expiresAt": "2027-03-31T16:00:00Z"},
                    {"lot": 6, "points": 7, "state": "active", "activeFrom": "2026-03-02T01:30:00Z"}]}}}
            """
        )
        #expect(answer.text == wanted.text)
    }

    @Test("what falls due is seen when it is due, though nobody has written it")
    func timePasses() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        func points() async throws -> JSON? {
            try await caller.send(.get, "/v1/members/\(ana)/balance").json["wallets"]?["points"]?["balance"]
        }
        func only(active: Int64, pending: Int64) -> JSON {
            [
                "active": .integer(active), "available": .integer(active), "debt": 0, "held": 0,
                "pending": .integer(pending),
            ]
        }
        caller.brand.clock.now = instant("2026-03-15T23:59:59.999+08:00")
        #expect(try await points() == only(active: 0, pending: 50))
        caller.brand.clock.now = instant("2026-03-16T00:00:00+08:00")
        #expect(try await points() == only(active: 50, pending: 0))
        caller.brand.clock.now = instant("2027-03-31T23:59:59.999+08:00")
        #expect(try await points() == only(active: 50, pending: 0))
        caller.brand.clock.now = instant("2027-04-01T00:00:00+08:00")
        #expect(try await points() == only(active: 0, pending: 0))
    }

    @Test(
        "pages of entries have no gap and nothing twice, at any size, newest first",
        arguments: [1, 2, 3, 7, 12, 200]
    )
    func entriesByPages(size: Int) async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        for number in 1...11 { _ = try await caller.record(Sample.adjustment(Int64(number), of: ana, number: number)) }
        let pages = try await pages(of: "/v1/members/\(ana)/entries", size, caller)
        #expect(pages.dropLast().allSatisfy { $0.count == size })
        let entries = pages.flatMap { $0 }
        #expect(entries.compactMap { $0["points"]?.int64 } == (1...11).reversed() + [50])
        let numbers = entries.compactMap { $0["number"]?.int64 }
        #expect(numbers == Array(Set(numbers)).sorted(by: >))
        // Each entry names the balance after it: they prove each other.
        let balances = entries.compactMap { $0["balance"]?.int64 }
        for (place, entry) in entries.enumerated() {
            let before = place + 1 < balances.count ? balances[place + 1] : 0
            #expect(balances[place] - before == entry["points"]?.int64)
        }
    }

    @Test("pages of events have no gap and nothing twice", arguments: [1, 4, 5, 50])
    func eventsByPages(size: Int) async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        for number in 1...9 { _ = try await caller.record(Sample.adjustment(1, of: ana, number: number)) }
        let events = try await pages(of: "/v1/members/\(ana)/events", size, caller).flatMap { $0 }
        #expect(events.compactMap { $0["id"]?.string }.dropLast() == (1...9).reversed().map { "hand-\($0)" })
        #expect(events.last?["type"] == "member.enrolled")
    }

    @Test("what is written between two pages does not move the second")
    func writingBetweenPages() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        for number in 1...4 { _ = try await caller.record(Sample.adjustment(Int64(number), of: ana, number: number)) }
        let first = try await caller.send(.get, "/v1/members/\(ana)/entries?limit=2")
        _ = try await caller.record(Sample.adjustment(9, of: ana, number: 9))
        let next = try #require(first.json["next"]?.string)
        let second = try await caller.send(.get, "/v1/members/\(ana)/entries?limit=2&cursor=\(next)")
        #expect(second.json["items"]?.array?.map { $0["points"] } == [2, 1])
    }

    @Test("entries of one wallet alone; one that is not there has none")
    func entriesOfAWallet() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        let all = try await caller.send(.get, "/v1/members/\(ana)/entries")
        let wanted = json(
            """
            {"items": [
                {"number": 2, "lot": 2, "event": "01kdvvcrg2e008000000000002-1", "wallet": "points", "kind": "earn",
                 "points": 50, "balance": 50, "at": "2026-03-02T01:30:00Z", "activeFrom": "2026-03-15T16:00:00Z",
                 "expiresAt": "2027-03-31T16:00:00Z"}]}
            """
        )
        #expect(all.text == wanted.text)
        let points = try await caller.send(.get, "/v1/members/\(ana)/entries?wallet=points")
        #expect(points.bytes == all.bytes)
        let miles = try await caller.send(.get, "/v1/members/\(ana)/entries?wallet=miles")
        #expect(miles.text == #"{"items":[]}"#)
    }

    @Test("a page has 1 to 200 items and begins where its list said")
    func wrongPages() async throws {
        let caller = try await Caller()
        let ana = try await caller.enrolAna()
        _ = try await caller.record(Sample.adjustment(1, of: ana))
        let page = try await caller.send(.get, "/v1/members/\(ana)/events?limit=1")
        let cursorOfEvents = try #require(page.json["next"]?.string)
        for limit in ["0", "201", "-1", "ten", "1.5", ""] {
            let answer = try await caller.send(.get, "/v1/members/\(ana)/entries?limit=\(limit)")
            expect(answer, 400, "invalid-parameter", "limit", "must be 1 to 200")
        }
        for cursor in ["x", "", "MTI", cursorOfEvents] {
            let answer = try await caller.send(.get, "/v1/members/\(ana)/entries?cursor=\(cursor)")
            expect(answer, 400, "invalid-parameter", "cursor", "must be one that this list gave")
        }
    }

    private func pages(of path: String, _ size: Int, _ caller: Caller) async throws -> [[JSON]] {
        var pages: [[JSON]] = []
        var cursor = ""
        repeat {
            let page = try await caller.send(.get, "\(path)?limit=\(size)\(cursor.isEmpty ? "" : "&cursor=\(cursor)")")
            pages.append(try #require(page.json["items"]?.array))
            cursor = page.json["next"]?.string ?? ""
        } while !cursor.isEmpty && pages.count < 50
        return pages
    }
}
