package import SetiaCore

/// What is to be drawn.
package struct DrawOrder: Sendable, Hashable {
    /// The draw's name: letters, digits, hyphens and underscores.
    package var name: Key
    /// From whom; none is all active members.
    package var segment: Key?
    /// How many.
    package var size: Size
    /// What each who is drawn gets.
    package var present: Present
    /// What members are ranked by; none is one that nobody can know before.
    package var seed: String?

    /// How many are drawn.
    package enum Size: Sendable, Hashable {
        /// So many.
        case count(Int64)
        /// So many of ten thousand, parts dropped, and at least one.
        case share(Int64)
    }

    /// An order of a draw.
    package init(name: Key, segment: Key?, size: Size, present: Present, seed: String? = nil) {
        self.name = name
        self.segment = segment
        self.size = size
        self.present = present
        self.seed = seed
    }
}

/// Why nothing is drawn.
package enum DrawRefusal: Error, Sendable, Hashable {
    /// A name has 1 to 64 letters, digits, hyphens and underscores, and begins with a letter.
    case name
    /// There is a draw of this name, of something else.
    case taken(Key)
    /// The programme has no such segment; it has these.
    case unknownSegment(Key, known: [Key])
    /// The programme has no such wallet; it has these.
    case unknownWallet(Key, known: [Key])
    /// The programme has no such reward; it has these.
    case unknownReward(Key, known: [Key])
    /// Too few or too many are to be drawn, or too much is to be given.
    case size
    /// A seed has 1 to 100 visible characters of ASCII.
    case seed
    /// Nobody belongs to it.
    case nobody
}

/// A draw with those who were drawn.
package struct DrawView: Sendable, Hashable {
    /// The draw.
    package let draw: SurpriseDraw
    /// Who was drawn, in the order of their places.
    package let drawn: [MemberID]
}

/// What came of drawing once more.
package struct DrawCheck: Sendable, Hashable {
    /// The draw.
    package let draw: SurpriseDraw
    /// Who was drawn, and is not where it is drawn again, or the other way round.
    package let differing: [MemberID]
    /// How many it was among.
    package let candidates: Int64

    /// Whether it comes to the same.
    package var isRight: Bool { differing.isEmpty && candidates == draw.candidates }
}

extension SetiaService {
    /// How many can be drawn at once.
    package static let mostDrawn: Int64 = 100_000

    /// Draws members of a segment by chance and gives each something (rules M-10 to M-12).
    ///
    /// The same order again draws nobody anew: it goes on giving where it was stopped.
    ///
    /// - Parameters:
    ///   - order: What is to be drawn.
    ///   - actor: Who draws; it is written in the log.
    /// - Returns: the draw, and who was drawn.
    /// - Throws: `DrawRefusal`, `Unready`, or the world's trouble; who was drawn by then stays so.
    /// - Complexity: O(members).
    package func draw(_ order: DrawOrder, by actor: AuditActor) async throws -> DrawView {
        let programme = try await programmeNow().programme
        try check(order, programme)
        if let known = try await store.reading({ try $0.draw(order.name) }) {
            guard known.segment == order.segment, known.present == order.present,
                order.seed.map({ $0 == known.seed }) ?? true, order.size.fits(known)
            else { throw DrawRefusal.taken(order.name) }
            return try await giving(known)
        }
        let candidates = try await activeMembers(in: order.segment)
        let count = order.size.count(of: candidates.count)
        guard count > 0 else { throw DrawRefusal.nobody }
        guard count <= Self.mostDrawn else { throw DrawRefusal.size }
        let seed = order.seed ?? hexadecimal(sealing.newBytes(16))
        let draw = SurpriseDraw(
            name: order.name,
            segment: order.segment,
            seed: seed,
            count: count,
            candidates: Int64(candidates.count),
            present: order.present,
            at: surroundings.now(),
            by: Key(actor.drawnBy)
        )
        let drawn = ranked(candidates, draw).prefix(Int(count))
        let places = Dictionary(uniqueKeysWithValues: drawn.enumerated().map { ($1, Int64($0 + 1)) })
        let entries = candidates.map { DrawEntry(member: $0, place: places[$0]) }
        if store.isDistributed {
            // Members on several machines are written one by one, and the draw last: without it nothing was drawn.
            for entry in entries { try await store.writing { try $0.add([entry], toDraw: draw.name) } }
            try await store.writing { try $0.add(draw) }
        } else {
            try await store.writing { ledger in
                try ledger.add(draw)
                for start in stride(from: 0, to: entries.count, by: 1_000) {
                    try ledger.add(Array(entries[start..<min(entries.count, start + 1_000)]), toDraw: draw.name)
                }
            }
        }
        try await note(
            .surpriseDrawn,
            by: actor,
            subject: draw.name.text,
            details: ["candidates": "\(draw.candidates)", "count": "\(draw.count)", "seed": draw.seed]
        )
        return try await giving(draw)
    }

    /// Gives to each who was drawn what she was not given yet.
    private func giving(_ draw: SurpriseDraw) async throws -> DrawView {
        let drawn = try await drawn(in: draw)
        for start in stride(from: 0, to: drawn.count, by: 100) {
            let intakes = drawn[start..<min(drawn.count, start + 100)].map { member in
                let event = Event(
                    source: GiftArrival.drawSource,
                    id: Key("\(draw.name)-\(member.text)"),
                    occurredAt: draw.at,
                    matter: .giftArrived(.draw(draw.name, draw.present))
                )
                return prepare(Intake(event: event, who: .member(member)))
            }
            for outcome in try await record(Array(intakes)) {
                // Who left meanwhile gets nothing.
                if case .failed(let error) = outcome { throw error }
            }
        }
        outboxBell.ringOfNews()
        return DrawView(draw: draw, drawn: drawn)
    }

    /// The newest draws.
    package func draws(limit: Int = 100) async throws -> [SurpriseDraw] {
        try await store.reading { try $0.draws(limit: limit) }
    }

    /// A draw with those who were drawn; none where there is no such one.
    package func draw(named name: Key) async throws -> DrawView? {
        guard let draw = try await store.reading({ try $0.draw(name) }) else { return nil }
        return DrawView(draw: draw, drawn: try await drawn(in: draw))
    }

    /// Draws once more from the same members by the same seed; none where there is no such draw.
    package func check(draw name: Key) async throws -> DrawCheck? {
        guard let draw = try await store.reading({ try $0.draw(name) }) else { return nil }
        let entries = try await entries(of: draw)
        let again = Set(ranked(entries.map(\.member), draw).prefix(Int(draw.count)))
        let drawn = Set(entries.filter { $0.place != nil }.map(\.member))
        return DrawCheck(
            draw: draw,
            differing: again.symmetricDifference(drawn).sorted(),
            candidates: Int64(entries.count)
        )
    }

    private func entries(of draw: SurpriseDraw) async throws -> [DrawEntry] {
        var all: [DrawEntry] = []
        while true {
            let after = all.last?.member
            let part = try await store.reading { try $0.entries(ofDraw: draw.name, after: after, limit: 10_000) }
            all += part
            guard part.count == 10_000 else { return all }
        }
    }

    private func drawn(in draw: SurpriseDraw) async throws -> [MemberID] {
        try await entries(of: draw).compactMap { entry in entry.place.map { ($0, entry.member) } }
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Members in the order in which a draw takes them: by the HMAC-SHA-256 of their ids, whose key is the draw's name and
    /// its seed.
    private func ranked(_ members: [MemberID], _ draw: SurpriseDraw) -> [MemberID] {
        let key = Array("setia/draw/\(draw.name)/\(draw.seed)".utf8)
        return members.map { member in
            (rank: sealing.messageAuthentication(of: Array(member.text.utf8), key: key), member: member)
        }
        .sorted { one, other in
            one.rank == other.rank ? one.member < other.member : one.rank.lexicographicallyPrecedes(other.rank)
        }
        .map(\.member)
    }

    private func check(_ order: DrawOrder, _ programme: Programme) throws {
        let name = Array(order.name.text.utf8)
        let isWord = name.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isWord, (1...64).contains(name.count), name[0] > UInt8(ascii: "9") else { throw DrawRefusal.name }
        if let segment = order.segment, programme.segment(segment) == nil {
            throw DrawRefusal.unknownSegment(segment, known: programme.segments.map(\.key))
        }
        switch order.present {
        case .points(let wallet, let points):
            guard programme.wallet(wallet) != nil else {
                throw DrawRefusal.unknownWallet(wallet, known: programme.wallets.map(\.key))
            }
            guard (1...1_000_000_000).contains(points.units) else { throw DrawRefusal.size }
        case .reward(let reward):
            guard programme.reward(reward) != nil else {
                throw DrawRefusal.unknownReward(reward, known: programme.rewards.map(\.key))
            }
        }
        switch order.size {
        case .count(let count): guard (1...Self.mostDrawn).contains(count) else { throw DrawRefusal.size }
        case .share(let share): guard (1...10_000).contains(share) else { throw DrawRefusal.size }
        }
        if let seed = order.seed {
            guard (1...100).contains(seed.utf8.count), seed.utf8.allSatisfy({ (33...126).contains($0) }) else {
                throw DrawRefusal.seed
            }
        }
    }
}

extension DrawOrder.Size {
    fileprivate func count(of candidates: Int) -> Int64 {
        switch self {
        case .count(let count): min(count, Int64(candidates))
        case .share(let share): candidates == 0 ? 0 : max(1, Int64(candidates) * share / 10_000)
        }
    }

    fileprivate func fits(_ draw: SurpriseDraw) -> Bool { count(of: Int(draw.candidates)) == draw.count }
}

extension AuditActor {
    /// As it stands with a draw: no name of a person.
    fileprivate var drawnBy: String {
        switch self {
        case .staff(let id, _): "\(id)"
        case .apiKey(let id, _): id
        case .operator: "operator"
        case .member: "member"
        case .nobody: "nobody"
        case .server: "server"
        }
    }
}
