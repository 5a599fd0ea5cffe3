import SetiaCore
import Testing

@Suite("Transfers")
struct TransferTests {
    private let now = Kopi.at("2026-03-01T10:00")

    private func lives(_ policy: TransferPolicy? = TransferPolicy(), expiry: Expiry = .none) throws -> Pair {
        try Pair(Kopi.version(wallet: Kopi.wallet(activation: .immediate, expiry: expiry, transfers: policy)))
    }

    @Test("L-11: points go from the lots that lapse first, and each lot keeps its day")
    func keepsDays() throws {
        var pair = try lives()
        let (early, late) = (Kopi.at("2026-06-01T00:00"), Kopi.at("2026-12-01T00:00"))
        try pair.sender.opens([(200, late), (20, early), (50, nil)], at: now)
        let decision = try pair.transfer(100, at: now)
        #expect(decision.entries.map(\.kind) == [.transfer, .transfer])
        #expect(decision.followUps.map(\.member) == [Pair.receiver])
        #expect(pair.receiver.lots.map(\.left) == [Points(20), Points(80)])
        #expect(pair.receiver.lots.map(\.expiresAt) == [early, late])
        #expect(pair.sender.available(at: now) == 170)
        #expect(pair.sender.state.transfers.isEmpty)
        #expect(pair.receiver.state.account("points")?.credited == .zero)
    }

    @Test("L-11: where the wallet says so, what arrives lapses as what is earned that day")
    func resetsDays() throws {
        let policy = TransferPolicy(resetsExpiry: true)
        var pair = try lives(policy, expiry: .rolling(Period(12, .month), roundedUpTo: nil))
        try pair.sender.opens([(100, Kopi.at("2026-06-01T00:00"))], at: now)
        try pair.transfer(100, at: now)
        #expect(pair.receiver.lots.map(\.expiresAt) == [Kopi.at("2027-03-02T00:00")])
    }

    @Test("L-11: a fee is paid besides, and both must be there")
    func fee() throws {
        var pair = try lives(TransferPolicy(fee: Points(10)))
        try pair.sender.opens([(109, nil)], at: now)
        #expect(throws: Refusal.insufficientPoints(wallet: "points", available: Points(109), needed: Points(110))) {
            try pair.send(100, at: now)
        }
        try pair.transfer(99, at: now)
        #expect(pair.sender.available(at: now) == 0)
        #expect(pair.receiver.available(at: now) == 99)
    }

    @Test("L-11: what cannot be taken comes back with its fee, to its lots, and counts for no limit")
    func comesBack() throws {
        var pair = try lives(TransferPolicy(caps: [Cap(.points(Points(100)), per: .day)], fee: Points(10)))
        try pair.sender.opens([(60, Kopi.at("2026-06-01T00:00")), (100, nil)], at: now)
        let before = try #require(pair.sender.state.account("points"))
        try pair.send(100, at: now)
        #expect(pair.sender.state.transfers.map(\.points) == [Points(100)])
        let decision = try pair.end(isTaken: false, at: now)
        #expect(decision.reasons == [.transferReturned(wallet: "points", points: Points(100))])
        #expect(pair.sender.state.account("points") == before)
        #expect(pair.sender.state.transfers.isEmpty)
        try pair.send(100, at: now)
    }

    @Test("L-11: only as much as the wallet allows in a day and a year, and only where it allows any")
    func limits() throws {
        let caps = [Cap(.points(Points(100)), per: .day), Cap(.points(Points(150)), per: .year)]
        var pair = try lives(TransferPolicy(caps: caps))
        try pair.sender.opens([(1_000, nil)], at: now)
        #expect(throws: Refusal.transferLimit(left: Points(100), asked: Points(101))) { try pair.send(101, at: now) }
        try pair.transfer(100, at: now)
        #expect(throws: Refusal.transferLimit(left: .zero, asked: Points(1))) { try pair.send(1, at: now) }
        let tomorrow = Kopi.at("2026-03-02T00:00")
        #expect(throws: Refusal.transferLimit(left: Points(50), asked: Points(60))) {
            try pair.send(60, at: tomorrow)
        }
        try pair.transfer(50, at: tomorrow)
        var none = try lives(nil)
        try none.sender.opens([(100, nil)], at: now)
        #expect(throws: Refusal.notTransferable(wallet: "points")) { try none.send(1, at: now) }
    }

    @Test("L-11: nobody hands on what she cannot use: pending, lapsed, held or owed")
    func activeOnly() throws {
        var pair = try lives()
        try pair.sender.opens([(50, Kopi.at("2026-03-02T00:00")), (50, nil)], at: now)
        try pair.sender.holds(20, at: now)
        #expect(throws: Refusal.self) { try pair.send(81, at: now) }
        #expect(throws: Refusal.self) { try pair.send(51, at: Kopi.at("2026-03-02T00:00")) }
        #expect(throws: Refusal.transferToSelf) {
            try pair.sender.happen(
                .pointsTransferred(
                    PointsTransfer(id: "T", to: Kopi.member, wallet: "points", points: Points(1))
                ),
                now
            )
        }
    }

    @Test("L-11: all together, members hold what they held, less what is on its way and the fees", arguments: 0..<60)
    func conserved(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var pair = try lives(TransferPolicy(fee: Points(Int64.random(in: 0...3, using: &random))))
        try pair.sender.opens([(500, nil), (300, Kopi.at("2028-06-01T00:00"))], at: now)
        var moment = now
        for _ in 0..<30 {
            moment = moment.adding(milliseconds: Int64.random(in: 0...3_600_000, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: _ = try? pair.sender.holds(Int64.random(in: 1...50, using: &random), "h", at: moment)
            case 1: _ = try? pair.sender.releases("h", at: moment)
            case 2:
                guard (try? pair.send(Int64.random(in: 1...100, using: &random), at: moment)) != nil else { continue }
                try pair.end(isTaken: false, at: moment)
            case 3: _ = try? pair.send(Int64.random(in: 1...100, using: &random), at: moment)
            default: _ = try? pair.transfer(Int64.random(in: 1...100, using: &random), at: moment)
            }
            let entries = pair.sender.entries + pair.receiver.entries
            let transit = pair.sender.state.transfers.reduce(Points.zero) { $0 + $1.points }
            let moved = entries.filter { $0.kind == .transfer }.reduce(Points.zero) { $0 + $1.points }
            #expect(moved == -transit)
            let fees = entries.filter { $0.kind == .fee }.reduce(Points.zero) { $0 + $1.points }
            let held = [pair.sender, pair.receiver].reduce(Points.zero) {
                $0 + ($1.state.account("points")?.balance ?? .zero)
            }
            #expect(held == Points(800) - transit + fees)
        }
    }
}

/// Two members, and what one of them hands on to the other.
struct Pair {
    static let receiver = MemberID(Identifier(high: 1, low: 3))
    var sender: Life
    var receiver: Life
    private var number = 0

    init(_ version: ProgrammeVersion) throws {
        sender = try Life(version)
        receiver = try Life(version, enrolled: nil)
        receiver.state = MemberState(member: Pair.receiver)
        try receiver.happen(.memberEnrolled(MemberFacts()), Kopi.at("2025-12-31T09:00"))
    }

    /// Points leave, and are on their way.
    @discardableResult
    mutating func send(_ points: Int64, at moment: Instant) throws(Refusal) -> Decision {
        number += 1
        let transfer = PointsTransfer(
            id: Key("T\(number)"),
            to: Pair.receiver,
            wallet: "points",
            points: Points(points)
        )
        return try sender.happen(.pointsTransferred(transfer), moment)
    }

    /// Points leave, come, and are seen to have come.
    @discardableResult
    mutating func transfer(_ points: Int64, at moment: Instant) throws(Refusal) -> Decision {
        let decision = try send(points, at: moment)
        for arrival in decision.followUps {
            let came = try receiver.happen(arrival.event.matter, moment)
            for end in came.followUps { try sender.happen(end.event.matter, moment) }
        }
        return decision
    }

    /// What became of the transfer that was sent last.
    @discardableResult
    mutating func end(isTaken: Bool, at moment: Instant) throws(Refusal) -> Decision {
        guard let last = sender.state.transfers.last else { preconditionFailure("nothing is on its way") }
        return try sender.happen(.transferEnded(TransferEnd(transfer: last.key, isTaken: isTaken)), moment)
    }
}
