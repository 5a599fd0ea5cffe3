import JSONText
import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Days of members")
struct CalendarWorkTests {
    private static let document = """
        programme: days
        engine: 1
        languages: [en]
        timeZone: Asia/Kuala_Lumpur
        currencies: {MYR: {decimals: 2}}
        wallets:
          points: {name: points, activation: immediate, expiry: none, rates: {MYR: 1 per 1.00}}
        birthdays: {leapDay: 1 March}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
          - {id: treat, on: birthday, earn: {wallet: points, fixed: 20}}
          - {id: years, on: anniversary, when: event.years >= 2, earn: {wallet: points, fixed: 5, per: years}}
        """

    private func at(_ text: String) -> Instant { DocumentBrand.at(text) }

    /// A brand on 10 March 2026, whose calendar is kept.
    private func withBrand(_ backend: Backend, _ body: (DocumentBrand) async throws -> Void) async throws {
        try await backend.withStore { store in
            let brand = try await DocumentBrand(Self.document, on: store, at: at("2026-03-10T09:00"))
            #expect(try await brand.service.keepCalendar() == 0)
            try await body(brand)
        }
    }

    @Test("E-19: a birthday is kept on its day, at its first instant, once", arguments: Backend.allCases)
    func keepsBirthday(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14")
            let budi = try await brand.enrol(card: "2", born: "--03-14")
            let citra = try await brand.enrol(card: "3", born: "1990-03-15")
            _ = try await brand.enrol(card: "4")
            brand.clock.now = at("2026-03-13T23:59")
            #expect(try await brand.service.keepCalendar() == 0)
            brand.clock.now = at("2026-03-14T00:01")
            #expect(try await brand.service.keepCalendar() == 2)
            #expect(try await brand.service.keepCalendar() == 0)
            for member in [ana, budi] {
                #expect(try await brand.points(of: member) == 20)
                let gifts = try await brand.events(of: member, .birthday)
                #expect(gifts.map(\.event.occurredAt) == [at("2026-03-14T00:00")])
            }
            #expect(try await brand.points(of: citra) == 0)
        }
    }

    @Test("E-19: days late, each day is kept as it would have been", arguments: Backend.allCases)
    func comesLate(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14")
            let budi = try await brand.enrol(card: "2", born: "1990-03-20")
            brand.clock.now = at("2026-03-16T10:00")
            try await brand.buy(1_000, ana, id: "A")
            brand.clock.now = at("2026-03-21T10:00")
            #expect(try await brand.service.keepCalendar() == 2)
            let gift = try #require(try await brand.events(of: ana, .birthday).first)
            #expect(gift.event.occurredAt == at("2026-03-14T00:00"))
            #expect(gift.decision.isLate)
            #expect(try await brand.points(of: ana) == 30)
            #expect(try await brand.events(of: budi, .birthday).map(\.event.occurredAt) == [at("2026-03-20T00:00")])
        }
    }

    @Test("E-19: one gift a calendar year, whatever becomes of the date", arguments: Backend.allCases)
    func onceAYear(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14")
            brand.clock.now = at("2026-03-14T08:00")
            #expect(try await brand.service.keepCalendar() == 1)
            #expect(try await brand.service.setBirthDate(BirthDate(text: "1990-04-01"), of: ana))
            brand.clock.now = at("2026-04-01T08:00")
            #expect(try await brand.service.keepCalendar() == 0)
            brand.clock.now = at("2027-03-14T08:00")
            // A year of membership and of the old date, which is nobody's any more.
            #expect(try await brand.events(of: ana, .birthday).count == 1)
            brand.clock.now = at("2027-04-01T08:00")
            _ = try await brand.service.keepCalendar()
            #expect(
                try await brand.events(of: ana, .birthday).map(\.event.occurredAt) == [
                    at("2026-03-14T00:00"), at("2027-04-01T00:00"),
                ]
            )
        }
    }

    @Test("E-19: a date that was told on the day itself is kept from the next year on", arguments: Backend.allCases)
    func toldTooLate(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1")
            brand.clock.now = at("2026-03-14T00:00")
            #expect(try await brand.service.setBirthDate(BirthDate(text: "--03-14"), of: ana))
            brand.clock.now = at("2026-03-15T09:00")
            #expect(try await brand.service.keepCalendar() == 0)
            brand.clock.now = at("2027-03-14T00:00")
            _ = try await brand.service.keepCalendar()
            #expect(try await brand.events(of: ana, .birthday).count == 1)
        }
    }

    @Test("E-19: the same date told again is known since the first time", arguments: Backend.allCases)
    func toldAgain(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14")
            brand.clock.now = at("2026-03-14T00:00")
            #expect(try await brand.service.setBirthDate(BirthDate(text: "1991-03-14"), of: ana))
            #expect(try await brand.service.keepCalendar() == 1)
        }
    }

    @Test("E-19: 29 February is kept on 1 March where the programme says so", arguments: Backend.allCases)
    func leapDay(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "2000-02-29")
            brand.clock.now = at("2028-12-31T09:00")
            _ = try await brand.service.keepCalendar()
            #expect(
                try await brand.events(of: ana, .birthday).map(\.event.occurredAt) == [
                    at("2027-03-01T00:00"), at("2028-02-29T00:00"),
                ]
            )
        }
    }

    @Test("E-19: who was erased, or is only known, has no birthday", arguments: Backend.allCases)
    func notForEverybody(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14")
            #expect(try await brand.service.eraseMember(ana))
            brand.clock.now = at("2026-03-14T09:00")
            #expect(try await brand.service.keepCalendar() == 0)
            await #expect(throws: Refusal.memberErased(ana)) {
                _ = try await brand.service.setBirthDate(BirthDate(text: "1990-03-14"), of: ana)
            }
        }
    }

    @Test("E-19: what stands in clear names neither a birthday nor a birth date", arguments: Backend.databases)
    func staysSealed(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14")
            brand.clock.now = at("2026-03-14T09:00")
            _ = try await brand.service.keepCalendar()
            let gift = try #require(try await brand.events(of: ana, .birthday).first)
            #expect(gift.event.type.rawValue == "gift")
            #expect(!gift.event.id.text.contains("birth"))
            #expect(gift.event.matter == .happened(Occurrence(type: .birthday, facts: [])))
        }
    }

    @Test("E-19: a birth date can be changed and taken away, and not set into the future", arguments: Backend.allCases)
    func changesDate(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14", name: "Ana")
            await #expect(throws: MemberRefusal.bornInTheFuture) {
                _ = try await brand.service.setBirthDate(BirthDate(text: "2026-03-11"), of: ana)
            }
            await #expect(throws: MemberRefusal.bornInTheFuture) {
                _ = try await brand.enrol(card: "2", born: "2027-01-01")
            }
            #expect(try await brand.service.setBirthDate(nil, of: ana))
            #expect(try await brand.service.member(ana)?.person == ["name": .string("Ana")])
            brand.clock.now = at("2026-03-14T09:00")
            #expect(try await brand.service.keepCalendar() == 0)
        }
    }

    @Test("E-20: each year of membership has its day, with the years since then", arguments: Backend.allCases)
    func keepsAnniversaries(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", joined: at("2024-03-14T18:00"))
            let budi = try await brand.enrol(card: "2", joined: at("2026-03-10T08:00"))
            brand.clock.now = at("2026-03-14T00:00")
            #expect(try await brand.service.keepCalendar() == 1)
            #expect(try await brand.points(of: ana) == 10)
            brand.clock.now = at("2027-03-14T00:00")
            #expect(try await brand.service.keepCalendar() == 2)
            #expect(try await brand.points(of: ana) == 25)
            #expect(try await brand.points(of: budi) == 0)
            let told = try await brand.events(of: ana, .anniversary).map { stored in
                guard case .happened(let occurrence) = stored.event.matter else { return Int64(-1) }
                guard case .number(let years)? = occurrence.value("years") else { return -1 }
                return years
            }
            #expect(told == [2, 3])
        }
    }

    @Test("two servers keep their own lanes, and what both keep is kept once", arguments: Backend.allCases)
    func lanes(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            var members: [MemberID] = []
            for card in 1...12 {
                members.append(try await brand.enrol(card: "\(card)", born: "1990-03-14"))
            }
            brand.clock.now = at("2026-03-14T00:00")
            let half = LaneSet(members.prefix(6).map { Int($0.lane) })
            let own = members.count { half.contains($0) }
            #expect(try await brand.service.keepCalendar(in: half) == own)
            #expect(try await brand.service.keepCalendar(in: half) == 0)
            #expect(try await brand.service.keepCalendar() == members.count - own)
        }
    }

    @Test("a list by activity is not moved by days of members", arguments: Backend.allCases)
    func isNoDoing(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14")
            brand.clock.now = at("2026-03-11T09:00")
            let budi = try await brand.enrol(card: "2")
            brand.clock.now = at("2026-03-14T09:00")
            #expect(try await brand.service.keepCalendar() == 1)
            let rows = try await brand.service.findMembers(MemberQuery(), limit: 5).rows
            #expect(rows.map(\.id) == [budi, ana])
        }
    }

    @Test("all is proved again from the events", arguments: Backend.allCases)
    func isProved(backend: Backend) async throws {
        try await withBrand(backend) { brand in
            let ana = try await brand.enrol(card: "1", born: "1990-03-14")
            brand.clock.now = at("2026-03-14T09:00")
            try await brand.buy(1_000, ana, id: "A", when: at("2026-03-14T00:00"))
            _ = try await brand.service.keepCalendar()
            brand.clock.now = at("2027-03-14T09:00")
            _ = try await brand.service.keepCalendar()
            let proof = try await brand.service.verify()
            #expect(proof.discrepancies.isEmpty)
        }
    }
}
