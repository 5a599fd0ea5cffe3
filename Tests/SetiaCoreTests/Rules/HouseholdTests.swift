import SetiaCore
import Testing

@Suite("Households")
struct HouseholdTests {
    private let march = Kopi.at("2026-03-01T10:00")

    /// Members who hold points, each lot with its last moment.
    private func members(_ held: [[(Int64, Instant?)]]) throws -> [MemberState] {
        try held.enumerated().map { number, lots in
            var state = MemberState(member: MemberID(Identifier(high: 1, low: UInt64(number + 1))))
            state.status = .active
            guard !lots.isEmpty else { return state }
            let opening = OpeningBalance(
                wallet: "points",
                lots: lots.map { OpeningBalance.OpeningLot(points: Points($0.0), expiresAt: $0.1) }
            )
            let event = Event(source: "till", id: "o", occurredAt: march, matter: .balanceOpened(opening))
            return try decide(Kopi.version(), state, event).state
        }
    }

    private func parts(_ points: Int64, _ held: [[(Int64, Instant?)]], _ share: HouseholdPolicy.Share) throws
        -> [Int64]?
    {
        let all = try members(held)
        let parts = householdParts(of: Points(points), in: "points", from: all, by: share, at: march)
        return parts.map { parts in
            all.map { member in parts.first { $0.member == member.member }?.points.units ?? 0 }
        }
    }

    @Test(
        "H-4: as many of each, and never more than somebody has",
        arguments: [
            ([800, 400, 400], 1_000, [334, 333, 333]), ([400, 800, 400], 1_000, [333, 334, 333]),
            ([5, 3, 3], 11, [5, 3, 3]), ([5, 3, 3], 10, [4, 3, 3]), ([10, 0, 2], 8, [6, 0, 2]),
            ([1, 1, 1], 2, [1, 1, 0]), ([7], 7, [7]), ([3, 3], 7, nil), ([], 1, nil),
        ] as [([Int64], Int64, [Int64]?)]
    )
    func even(held: [Int64], points: Int64, expected: [Int64]?) throws {
        #expect(try parts(points, held.map { $0 == 0 ? [] : [($0, nil)] }, .even) == expected)
    }

    @Test("H-3: what lapses first goes first, whosever it is")
    func expiry() throws {
        let (may, end, april) = (
            Kopi.at("2026-06-01T00:00"), Kopi.at("2026-04-01T00:00"), Kopi.at("2026-05-01T00:00")
        )
        let held: [[(Int64, Instant?)]] = [[(800, may)], [(400, end)], [(400, april)]]
        #expect(try parts(1_000, held, .expiry) == [200, 400, 400])
        #expect(try parts(300, held, .expiry) == [0, 300, 0])
        #expect(try parts(300, [[(200, nil)], [(100, nil), (50, may)]], .expiry) == [200, 100])
        #expect(try parts(100, [[(80, may)], [(80, may)]], .expiry) == [80, 20])
    }

    @Test(
        "H-4: parts add up to what was asked, and two differ by one point at most where both have more",
        arguments: 0..<60
    )
    func law(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let held = (0..<Int.random(in: 1...5, using: &random)).map { _ in Int64.random(in: 0...30, using: &random) }
        let points = Int64.random(in: 1...90, using: &random)
        for share in HouseholdPolicy.Share.allCases {
            let found = try parts(points, held.map { $0 == 0 ? [] : [($0, nil)] }, share)
            #expect((found == nil) == (held.reduce(0, +) < points))
            guard let found else { continue }
            #expect(found.reduce(0, +) == points)
            #expect(zip(found, held).allSatisfy { $0 >= 0 && $0 <= $1 })
            let open = zip(found, held).filter { $0.0 < $0.1 }.map(\.0)
            if share == .even, let least = open.min(), let most = found.max() { #expect(most - least <= 1) }
        }
    }
}
