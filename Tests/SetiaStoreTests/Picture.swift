import SetiaCore
import SetiaService

/// All that can be read from a store, to be compared whole.
struct Picture: Equatable {
    var states: [MemberState?] = []
    var histories: [[StoredEvent]] = []
    var ledgers: [[Entry]] = []
    var persons: [SealedPerson?] = []
    var keys: [WrappedKey?] = []
    var owners: [MemberID?] = []
    var claims: [Claim?] = []
    var due: [MemberID] = []
    /// Sorted, since they come in any order.
    var purchases: [String] = []
    var sums: [PointSum] = []
    var counts: [MemberStatus: Int64] = [:]
    var version: Int64 = 0
    var programmes: [PublishedProgramme] = []
    var shops: [Shop] = []
    var apiKeys: [APIKey] = []
    /// What a replay reads: members, their events and what moved, in order.
    var past: [String] = []

    static func of(_ store: any Store) async throws -> Picture {
        try await store.reading { archive in
            var picture = Picture()
            let members = try archive.members(after: nil, limit: 1_000)
            picture.histories = try members.map { try archive.history(of: $0) }
            picture.ledgers = try members.map { try archive.ledger(of: $0) }
            let orders = Set(picture.histories.joined().compactMap(\.order))
            let sorted = orders.sorted { ($0.source, $0.id) < ($1.source, $1.id) }
            picture.states = try archive.states(members.map { StateRequest(member: $0, orders: sorted) })
            picture.persons = try members.map { try archive.person($0) }
            picture.keys = try archive.keys(of: members)
            let hashes = picture.persons.flatMap { $0?.identities ?? [] }.map(\.hash)
            picture.owners = try archive.members(with: hashes)
            let own = picture.histories.joined().map {
                ClaimKey(source: $0.event.source, kind: .event, key: $0.event.id)
            }
            picture.claims = try archive.claims(own)
            picture.due = try archive.members(dueBy: Instant(milliseconds: .max), limit: 1_000)
            try archive.purchases { member, at, total in
                picture.purchases.append("\(member.map(\.text) ?? "guest") \(at) \(total)")
            }
            picture.purchases.sort()
            picture.sums = try archive.pointSums()
            picture.counts = try archive.memberCounts()
            picture.version = try archive.configurationVersion()
            picture.programmes = try archive.programmes()
            picture.shops = try archive.shops()
            picture.apiKeys = try archive.apiKeys()
            try archive.walk { picture.past.append("\($0) \($1)") }
            if let last = members.last {
                let first = members.first
                try archive.pastEvents(after: nil, through: last) { picture.past.append("\($0) \($1)") }
                try archive.pastMovements(after: first, through: last) { picture.past.append("\($0) \($1)") }
            }
            return picture
        }
    }
}

extension StoredEvent {
    /// The order that it names.
    fileprivate var order: OrderKey? {
        switch event.matter {
        case .orderPaid(let order): OrderKey(source: event.source, id: order.id)
        case .orderReturned(let orderReturn): OrderKey(source: event.source, id: orderReturn.order)
        case .pointsRedeemed(let redemption): redemption.order.map { OrderKey(source: event.source, id: $0) }
        default: nil
        }
    }
}
