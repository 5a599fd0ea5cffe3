import SetiaCore
import SetiaService
import SetiaTesting
import Testing

@Suite("Importing")
struct ImportTests {
    @Test("a piece and how far the file has come are written together, and the same piece again changes nothing")
    func pieces() async throws {
        let brand = try await TestBrand()
        let job = try await brand.service.importJob("file")
        let piece = try piece(of: brand, orders: ["A", "B"], offset: 100, isLast: false)
        let (after, refused) = try await brand.service.importEvents(piece, of: job, buried: []) { "\($0)" }
        #expect(after.recorded == 2)
        #expect(refused.isEmpty)
        #expect(try await brand.service.importJob("file").offset == 100)
        let (again, _) = try await brand.service.importEvents(piece, of: job, buried: []) { "\($0)" }
        #expect(again.recorded == 0)
        #expect(again.replayed == 2)
    }

    @Test("rows that name somebody who was erased are refused and bring nobody back")
    func erasedStayErased() async throws {
        let brand = try await TestBrand()
        let member = try await brand.enrol(card: "gone")
        #expect(try await brand.service.eraseMember(member))
        let buried = try brand.service.buried()
        let piece = try piece(of: brand, orders: ["A"], card: "gone", offset: 10, isLast: true)
        let job = try await brand.service.importJob("file")
        let (_, refused) = try await brand.service.importEvents(piece, of: job, buried: buried) { "\($0)" }
        #expect(refused.map(\.field) == ["identity"])
        let arriving = ArrivingMember(
            row: 2,
            member: NewMember(identities: [try Identity(kind: .card, text: "gone")], facts: MemberFacts())
        )
        let (_, notTaken) = try await brand.service.importMembers(
            [arriving],
            refused: [],
            rows: 1,
            offset: 10,
            isLast: true,
            of: try await brand.service.importJob("members"),
            buried: buried
        ) { error in error is ArrivalRefusal ? ("identities", "erased") : nil }
        #expect(notTaken.count == 1)
        #expect(try await brand.service.member(with: Identity(kind: .card, text: "gone")) == nil)
    }

    @Test("a member comes along with her points, her level and what she agreed to; the same list again changes nothing")
    func membersArrive() async throws {
        let brand = try await TestBrand()
        let now = brand.clock.now
        let arriving = ArrivingMember(
            row: 2,
            member: NewMember(
                identities: [try Identity(kind: .email, text: "ana@example.com")],
                facts: MemberFacts(country: "MY"),
                joinedAt: now.adding(days: -700)
            ),
            balances: [
                OpeningBalance(
                    wallet: "points",
                    lots: [OpeningBalance.OpeningLot(points: Points(250), expiresAt: now.adding(days: 90))]
                )
            ],
            level: TierGrant(tierSet: "status", level: "gold", until: now.adding(days: 200)),
            consents: [Consent(purpose: "marketing", channel: "email", isGiven: true)]
        )
        for (recorded, replayed) in [(Int64(1), Int64(0)), (0, 1)] {
            let job = ImportJob(id: "members", updatedAt: now)
            let (after, refused) = try await brand.service.importMembers(
                [arriving],
                refused: [],
                rows: 1,
                offset: 10,
                isLast: true,
                of: job,
                buried: []
            ) { _ in nil }
            #expect(refused.isEmpty)
            #expect(after.recorded == recorded)
            #expect(after.replayed == replayed)
        }
        let member = try #require(try await brand.service.member(with: Identity(kind: .email, text: "ana@example.com")))
        let view = try #require(try await brand.service.member(member))
        #expect(view.state.joinedAt == now.adding(days: -700))
        #expect(view.state.standing(in: "status")?.level == "gold")
        #expect(view.state.consents.first?.isEffective == false)
        #expect(view.state.account("points")?.lots.contains { $0.left == Points(250) } == true)
        #expect(try await brand.service.verify().discrepancies.isEmpty)
    }

    @Test("a member whose points cannot be opened does not come along at all")
    func allOrNothing() async throws {
        let brand = try await TestBrand()
        let arriving = ArrivingMember(
            row: 2,
            member: NewMember(identities: [try Identity(kind: .card, text: "9")], facts: MemberFacts()),
            balances: [
                OpeningBalance(wallet: "stars", lots: [OpeningBalance.OpeningLot(points: Points(5), expiresAt: nil)])
            ]
        )
        let (job, refused) = try await brand.service.importMembers(
            [arriving],
            refused: [],
            rows: 1,
            offset: 10,
            isLast: true,
            of: ImportJob(id: "members", updatedAt: brand.clock.now),
            buried: []
        ) { error in (error as? Refusal).map { ($0.field, "refused") } }
        #expect(refused.map(\.field) == ["data.wallet"])
        #expect(job.recorded == 0)
        #expect(try await brand.service.member(with: Identity(kind: .card, text: "9")) == nil)
    }

    @Test("members of one piece who share identities end as if each had come in a piece of her own")
    func rowByRow() async throws {
        // 1 and 2 share a card; 3 is 1 again; 4 and 5 are one prospect by two of her identities; 6 has nothing; 7 is new.
        let lists = [
            ["card:1", "email:a@example.com"], ["card:2", "card:1"], ["card:1", "email:a@example.com"],
            ["card:known", "card:4"], ["card:5", "card:known"], [], ["card:7", "card:7"],
        ]
        var ends: [[String]] = []
        for portions in [[lists], lists.map { [$0] }] {
            let brand = try await TestBrand()
            try await brand.record(Fixture.order("before", 100), card: "known")
            var job = ImportJob(id: "members", updatedAt: brand.clock.now)
            var refused: [String] = []
            for portion in portions {
                let arriving = try portion.map { texts in
                    let identities = try texts.map { text in
                        let parts = text.split(separator: ":").map(String.init)
                        return try Identity(kind: try #require(IdentityKind(rawValue: parts[0])), text: parts[1])
                    }
                    return ArrivingMember(
                        row: Int64(try #require(lists.firstIndex(of: texts)) + 2),
                        member: NewMember(identities: identities, facts: MemberFacts(country: "MY"))
                    )
                }
                let (after, rows) = try await brand.service.importMembers(
                    arriving,
                    refused: [],
                    rows: Int64(arriving.count),
                    offset: 10,
                    isLast: false,
                    of: job,
                    buried: []
                ) { error in ("\(error)", "refused") }
                job = after
                refused += rows.map { "row \($0.row): \($0.field)" }
            }
            var end = refused + ["\(job.recorded) recorded, \(job.replayed) replayed"]
            for card in ["1", "2", "known", "4", "5", "7"] {
                let member = try await brand.service.member(with: Identity(kind: .card, text: card))
                let view = if let member { try await brand.service.member(member) } else { nil as MemberView? }
                end.append("\(card): \(view.map { "\($0.state.status), number \($0.state.number)" } ?? "nobody")")
            }
            #expect(try await brand.service.verify().discrepancies.isEmpty)
            ends.append(end)
        }
        #expect(ends[0] == ends[1])
        #expect(ends[0].contains("3 recorded, 1 replayed"))
    }

    private func piece(
        of brand: TestBrand,
        orders: [Key],
        card: String = "1",
        offset: Int64,
        isLast: Bool
    ) throws -> ImportPiece {
        let identity = try Identity(kind: .card, text: card)
        return ImportPiece(
            events: orders.enumerated().map { place, order in
                (
                    row: Int64(place + 2),
                    event: brand.service.prepare(Intake(event: Fixture.order(order, 100), who: .identity(identity)))
                )
            },
            refused: [],
            rows: Int64(orders.count),
            offset: offset,
            isLast: isLast
        )
    }
}
