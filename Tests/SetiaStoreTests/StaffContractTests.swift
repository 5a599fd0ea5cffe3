import SQLBase
import SQLiteDriver
import SetiaCore
import SetiaService
import SetiaStore
import SetiaTesting
import Testing

@Suite("What every store keeps: staff and visitors")
struct StaffContractTests {
    private static let now = Fixture.newYear

    private func id(_ number: UInt64) -> Identifier { Identifier(high: 0x0190_0000_0000_7000, low: 1 << 63 | number) }

    private func hash(_ number: UInt8) -> [UInt8] { Array(repeating: number, count: 32) }

    private func account(_ number: UInt64, name: String, email: String? = nil) -> StaffAccount {
        StaffAccount(
            member: StaffMember(
                id: StaffID(id(number)),
                name: name,
                email: email ?? "staff\(number)@example.com",
                role: .agent,
                stores: .some([Fixture.shops[2].id, Fixture.shops[0].id]),
                language: .th,
                status: .invited,
                invitedAt: Self.now
            )
        )
    }

    @Test(
        "accounts come by name in byte order, are changed whole, and no two have one address",
        arguments: Backend.allCases
    )
    func accounts(backend: Backend) async throws {
        try await backend.withStore { store in
            var first = account(1, name: "Zul")
            let second = account(2, name: "Ásta 🙂")
            let third = account(3, name: "Zul")
            try await store.writing { [first] ledger in for one in [third, second, first] { try ledger.save(one) } }
            #expect(try await store.reading { try $0.staffAccounts() } == [first, third, second])
            first.member.role = .owner
            first.member.stores = .all
            first.member.status = .active
            first.member.hasSecondFactor = true
            first.member.lastSeenAt = Self.now.adding(days: 1)
            first.member.revision = 7
            first.password = "$argon2id$…"
            first.secondFactor = [0, 255]
            first.newSecondFactor = [1]
            first.lastStep = 99
            first.recoveryCodes = [hash(1), hash(2)]
            try await store.writing { [first] in try $0.save(first) }
            #expect(try await store.reading { try $0.staffAccount(email: "staff1@example.com") } == first)
            let wanted = first.member.id
            #expect(try await store.reading { try $0.staffAccount(wanted) } == first)
            #expect(try await store.reading { try $0.staffAccount(email: "STAFF1@example.com") } == nil)
            let thief = account(4, name: "Thief", email: "staff1@example.com")
            #expect(await failure { try await store.writing { try $0.save(thief) } } != nil)
            #expect(try await store.reading { try $0.staffAccounts().count } == 3)
        }
    }

    @Test("sessions are found by their hash, come newest first, and end alone or together", arguments: Backend.allCases)
    func sessions(backend: Backend) async throws {
        try await backend.withStore { store in
            let staff = StaffID(id(1))
            var all = (1...3 as ClosedRange<UInt8>).map { number in
                StaffSessionRecord(
                    hash: hash(number),
                    id: id(UInt64(number)),
                    staff: staff,
                    startedAt: Self.now.adding(days: Int(number) / 2),
                    seenAt: Self.now,
                    signedInAt: Self.now,
                    isPending: number == 2,
                    triesKey: hash(9)
                )
            }
            try await store.writing { [all] ledger in for one in all { try ledger.save(one) } }
            all[0].seenAt = Self.now.adding(days: 1)
            all[0].signedInAt = Self.now.adding(days: 2)
            all[0].wrongCodes = 3
            try await store.writing { [all] in try $0.save(all[0]) }
            let wanted = hash(1)
            #expect(try await store.reading { try $0.staffSession(hash: wanted) } == all[0])
            #expect(try await store.reading { try $0.staffSessions(of: staff) } == [all[2], all[1], all[0]])
            let (first, second, third) = (all[0].id, all[1].id, all[2].id)
            #expect(try await store.writing { try $0.endStaffSession(second, of: staff) })
            #expect(try await store.writing { try $0.endStaffSession(second, of: staff) } == false)
            let other = StaffID(id(2))
            #expect(try await store.writing { try $0.endStaffSession(first, of: other) } == false)
            #expect(try await store.writing { try $0.endStaffSessions(of: staff, except: third) } == 1)
            #expect(try await store.writing { try $0.endStaffSessions(of: staff, except: nil) } == 1)
        }
    }

    @Test(
        "a link is kept until it is used or withdrawn, and what was tried until it is forgotten",
        arguments: Backend.allCases
    )
    func ticketsAndTries(backend: Backend) async throws {
        try await backend.withStore { store in
            let staff = StaffID(id(1))
            let kinds: [Ticket.Kind] = [.invitation, .passwordReset, .passwordReset]
            var tickets = kinds.enumerated().map { place, kind in
                Ticket(hash: hash(UInt8(place)), kind: kind, staff: staff, expiresAt: Self.now.adding(days: place))
            }
            try await store.writing { [tickets] ledger in for one in tickets { try ledger.save(one) } }
            tickets[1].usedAt = Self.now
            try await store.writing { [tickets] ledger in
                try ledger.save(tickets[1])
                try ledger.withdrawTickets(of: staff, kind: .passwordReset)
            }
            let kept = try await store.reading { [tickets] archive in
                try tickets.map { try archive.ticket(hash: $0.hash) }
            }
            #expect(kept == [tickets[0], tickets[1], nil])

            var tries = Tries(key: hash(7), count: 1, firstAt: Self.now, lastAt: Self.now)
            try await store.writing { [tries] in try $0.save(tries) }
            tries.count = 2
            tries.firstAt = Self.now.adding(days: 1)
            tries.lastAt = Self.now.adding(days: 2)
            try await store.writing { [tries] in try $0.save(tries) }
            let keys = [hash(8), hash(7)]
            #expect(try await store.reading { try $0.tries(keys) } == [nil, tries])
            try await store.writing { [tries] in try $0.forgetTries(tries.key) }
            #expect(try await store.reading { try $0.tries(keys) } == [nil, nil])
        }
    }

    @Test("the log comes newest first, by filter and page", arguments: Backend.allCases)
    func log(backend: Backend) async throws {
        try await backend.withStore { store in
            let staff = StaffID(id(50))
            let actors: [AuditActor] = [
                .staff(staff, name: "Ana"), .apiKey("k", name: "till"), .operator, .member, .nobody, .server,
            ]
            let entries = (0..<24).map { (number: Int) in
                AuditEntry(
                    id: id(UInt64(number)),
                    at: Self.now.adding(milliseconds: Int64(number / 3)),
                    actor: actors[number % 6],
                    action: number % 2 == 0 ? .memberRead : .signedIn,
                    member: number % 4 == 0 ? Fixture.member(1) : nil,
                    subject: number % 5 == 0 ? "s-\(number)" : nil,
                    details: number % 7 == 0 ? ["b": "\"é\"", "a": ""] : [:]
                )
            }
            try await store.writing { ledger in for entry in entries.shuffled() { try ledger.add(entry) } }
            let newest = Array(entries.reversed())
            #expect(try await store.reading { try $0.auditEntries(AuditFilter(), before: nil, limit: 100) } == newest)
            var pages: [AuditEntry] = []
            while true {
                let before = pages.last?.cursor
                let page = try await store.reading { try $0.auditEntries(AuditFilter(), before: before, limit: 5) }
                guard !page.isEmpty else { break }
                pages += page
            }
            #expect(pages == newest)
            let filters = [
                AuditFilter(member: Fixture.member(1)), AuditFilter(staff: staff), AuditFilter(action: .signedIn),
                AuditFilter(member: Fixture.member(1), staff: staff, action: .memberRead),
            ]
            for filter in filters {
                let expected = newest.filter { entry in
                    (filter.member == nil || entry.member == filter.member)
                        && (filter.staff == nil || entry.actor == actors[0])
                        && (filter.action == nil || entry.action == filter.action)
                }
                let found = try await store.reading { try $0.auditEntries(filter, before: nil, limit: 100) }
                #expect(found == expected)
            }
            #expect(await failure { try await store.writing { try $0.add(entries[0]) } } != nil)
        }
    }

    @Test("a line of the log is never changed and never removed")
    func logIsAppendOnly() async throws {
        try await withTables { store, database in
            let entry = AuditEntry(id: id(1), at: Self.now, actor: .operator, action: .keyCreated)
            try await store.writing { try $0.add(entry) }
            for statement in ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"] {
                let failed = await Result { try await database.writing { try $0.run(SQLStatement(statement)) } }
                #expect(throws: SQLFailure.self) { try failed.get() }
            }
            #expect(try await store.reading { try $0.auditEntries(AuditFilter(), before: nil, limit: 9) } == [entry])
        }
    }

    @Test(
        "requests come newest first, by state and page; erasing takes along what people wrote",
        arguments: Backend.allCases
    )
    func requests(backend: Backend) async throws {
        try await backend.withStore { store in
            try await store.append(try Fixture.newcomer(1, Fixture.order("A-1", 100)))
            var all = (1...4 as ClosedRange<UInt64>).map { number in
                StoredRequest(
                    request: ApprovalRequest(
                        id: id(number),
                        kind: .adjustment(
                            member: Fixture.member(number == 4 ? 2 : 1),
                            wallet: "points",
                            points: Points(-5_000)
                        ),
                        requestedBy: StaffID(id(90)),
                        requesterName: "Ana",
                        requestedAt: Self.now
                    ),
                    reason: [1, 2]
                )
            }
            try await store.writing { [all] ledger in for one in all { try ledger.save(one) } }
            all[1].request.state = .declined
            all[1].request.decidedBy = StaffID(id(91))
            all[1].request.deciderName = "Budi"
            all[1].request.decidedAt = Self.now.adding(days: 1)
            all[1].note = [3]
            try await store.writing { [all] in try $0.save(all[1]) }
            let second = all[1].request.id
            #expect(try await store.reading { try $0.approvalRequest(second) } == all[1])
            let page = try await store.reading { try $0.approvalRequests(nil, before: nil, limit: 2) }
            #expect(page == [all[3], all[2]])
            let rest = try await store.reading { try $0.approvalRequests(nil, before: page[1].request.id, limit: 9) }
            #expect(rest == [all[1], all[0]])
            let waiting = try await store.reading { try $0.approvalRequests(.waiting, before: nil, limit: 9) }
            #expect(waiting == [all[3], all[2], all[0]])
            let session = MemberSessionRecord(hash: hash(1), member: Fixture.member(1), expiresAt: Self.now)
            try await store.writing { ledger in
                try ledger.add(session)
                _ = try ledger.erase(Tombstone(member: Fixture.member(1), erasedAt: Self.now, identities: []))
            }
            let after = try await store.reading { try $0.approvalRequests(nil, before: nil, limit: 9) }
            #expect(after.map(\.reason) == [[1, 2], nil, nil, nil])
            #expect(after.map(\.note) == [nil, nil, nil, nil])
            #expect(after.map(\.request.state) == [.waiting, .withdrawn, .declined, .withdrawn])
            #expect(try await store.reading { try $0.memberSession(hash: session.hash) } == nil)
        }
    }

    @Test("codes and visits are kept, and swept when they are over", arguments: Backend.allCases)
    func visits(backend: Backend) async throws {
        try await backend.withStore { store in
            var code = ConfirmationRecord(hash: hash(1), code: hash(2), sealed: [1], expiresAt: Self.now)
            let early = MemberSessionRecord(hash: hash(3), member: Fixture.member(1), expiresAt: Self.now)
            let late = MemberSessionRecord(
                hash: hash(4),
                member: Fixture.member(1),
                expiresAt: Self.now.adding(days: 9)
            )
            try await store.writing { [code] ledger in
                try ledger.save(code)
                try ledger.add(early)
                try ledger.add(late)
            }
            code.sealed = []
            code.wrongCodes = 2
            code.usedAt = Self.now
            try await store.writing { [code] in try $0.save(code) }
            let kept = code.hash
            #expect(try await store.reading { try $0.confirmation(hash: kept) } == code)
            #expect(try await store.reading { try $0.memberSession(hash: early.hash) } == early)
            try await store.writing { try $0.forgetVisits(before: Self.now.adding(days: 1)) }
            #expect(try await store.reading { try $0.confirmation(hash: kept) } == nil)
            #expect(try await store.reading { try $0.memberSession(hash: early.hash) } == nil)
            #expect(try await store.reading { try $0.memberSession(hash: late.hash) } == late)
            try await store.writing { try $0.endMemberSession(hash: late.hash) }
            #expect(try await store.reading { try $0.memberSession(hash: late.hash) } == nil)
        }
    }
}

extension Result where Failure == any Error {
    /// What `body` ends in.
    fileprivate init(_ body: () async throws -> Success) async {
        do {
            self = .success(try await body())
        } catch {
            self = .failure(error)
        }
    }
}
