import Foundation
import JSONText
import SetiaCore
import SetiaService

/// Members with names, numbers and addresses, and three years of orders.
///
/// Most orders are written member by member, which shares their pages; the last one of each in no order, as a brand's
/// days are. The same number of members gives the same members.
struct Filling {
    private let service: SetiaService
    private let members: Int
    private let events: Int
    private let now: Instant

    init(_ service: SetiaService, members: Int, events: Int) {
        self.service = service
        self.members = members
        self.events = events
        now = service.surroundings.now()
    }

    func run() async throws {
        let programme = try String(contentsOfFile: "examples/kopi-setia.yaml", encoding: .utf8)
        _ = try await service.publishProgramme(programme)
        for number in 0..<40 { _ = try await service.putShop(try shop(number)) }
        try await timed("members", members) { try await importMembers() }
        let ids = try await service.store.reading { try $0.members(after: nil, limit: .max) }
        let each = max(1, events / members - 2)
        try await timed("orders member by member", members * each) { try await bulk(ids, each) }
        try await timed("orders in no order", members) { try await recent(ids, each) }
        try await timed("figures", 1) { _ = try await service.refreshFigures() }
    }

    private func timed(_ what: String, _ count: Int, _ body: () async throws -> Void) async throws {
        let took = try await seconds(body)
        print("\(what): \(count) in \(Int(took * 10) / 10) s, \(Int(Double(count) / took)) a second")
    }

    private func importMembers() async throws {
        var job = ImportJob(id: "console", updatedAt: now)
        let portion = 2_000
        for start in stride(from: 0, to: members, by: portion) {
            let arriving = try (start..<min(members, start + portion)).map { number in
                ArrivingMember(row: Int64(number + 1), member: try newMember(number))
            }
            let (after, refused) = try await service.importMembers(
                arriving,
                refused: [],
                rows: Int64(arriving.count),
                offset: Int64(start + arriving.count),
                isLast: false,
                of: job,
                buried: [],
                describe: { _ in nil }
            )
            precondition(refused.isEmpty)
            job = after
        }
    }

    private func newMember(_ number: Int) throws -> NewMember {
        let country: Key = ["MY", "ID", "TH"][number % 3]
        let code = ["60", "62", "66"][number % 3]
        let digits = String(100_000_000 + mixed(number) % 899_999_999)
        return NewMember(
            identities: [
                try Identity(kind: .card, text: "KS-\(1_000_000 + number)"),
                try Identity(kind: .phone, text: "+\(code)\(number % 90 + 10)\(String(10_000_000 + number))"),
                try Identity(kind: .email, text: "member\(number)@example.com"),
            ],
            facts: MemberFacts(country: country, language: ["ms", "id", "th"][number % 3]),
            person: ["name": .string(Names.name(mixed(number))), "note": .string(digits)],
            joinedAt: now.adding(days: -1_095 + number * 1_000 / max(1, members))
        )
    }

    /// Orders of a member behind each other, those of 400 members in a transaction.
    private func bulk(_ ids: [MemberID], _ each: Int) async throws {
        for start in stride(from: 0, to: ids.count, by: 400) {
            var prepared: [PreparedIntake] = []
            for place in start..<min(ids.count, start + 400) {
                let joined = 1_095 - place * 1_000 / max(1, members)
                for order in 0..<each {
                    let daysAgo = 31 + (joined - 31) * (each - order) / (each + 1)
                    prepared.append(service.prepare(try intake(ids[place], place * each + order, max(31, daysAgo))))
                }
            }
            try await record(prepared)
        }
    }

    /// The newest order of each, in no order.
    private func recent(_ ids: [MemberID], _ each: Int) async throws {
        let first = ids.count * each
        for start in stride(from: 0, to: ids.count, by: 2_000) {
            let prepared = try (start..<min(ids.count, start + 2_000)).map { place in
                // A step that shares no divisor with the number of members meets each once.
                let member = place * 7_919 % ids.count
                return service.prepare(try intake(ids[member], first + place, 30 - place * 30 / ids.count))
            }
            try await record(prepared)
        }
    }

    private func record(_ prepared: [PreparedIntake]) async throws {
        for outcome in try await service.record(prepared) {
            switch outcome {
            case .recorded: break
            case .refused(let refusal): throw refusal
            case .kept: throw StoreFailure(kind: .other, message: "it waits for somebody")
            case .failed(let error): throw error
            }
        }
    }

    private func intake(_ member: MemberID, _ number: Int, _ daysAgo: Int) throws -> Intake {
        let lines = (0...(number % 3)).map { line in
            Order.Line(sku: "latte", net: Int64(500 + (number * 37 + line * 911) % 9_000), categories: ["coffee"])
        }
        guard let order = Order(id: Key("o-\(number)"), currency: try Currency("MYR"), lines: lines) else {
            preconditionFailure("no order")
        }
        return Intake(
            event: Event(
                source: "till/1",
                id: Key("o-\(number)"),
                occurredAt: now.adding(days: -daysAgo),
                store: try StoreID("store-\(mixed(number) % 40)"),
                matter: .orderPaid(order)
            ),
            who: .member(member)
        )
    }

    private func shop(_ number: Int) throws -> Shop {
        Shop(
            id: try StoreID("store-\(number)"),
            name: "Store \(number)",
            country: "MY",
            timeZone: "Asia/Kuala_Lumpur",
            currency: try Currency("MYR")
        )
    }
}

/// A number that looks like chance and is the same each time (the finaliser of SplitMix64); 0 or more.
func mixed(_ number: Int) -> Int {
    var bits = UInt64(number) &+ 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (bits ^ (bits >> 31)) >> 1)
}

/// Names, some of which very many have.
enum Names {
    private static let first = [
        "Siti", "Nur", "Muhammad", "Ahmad", "Wei", "Mei", "Raj", "Priya", "Budi", "Dewi", "Agus", "Sri", "Putri",
        "Joko",
        "Ratna", "Hadi", "สมชาย", "สมหญิง", "อรุณ", "มาลี", "ธนพล", "กนกวรรณ", "Aisyah", "Farid", "Hafiz", "Jasmine",
        "Kavitha", "Li Ting", "Suresh", "Zainab",
    ]
    private static let middle = ["", "binti", "bin", "Nurhaliza", "Aminah", "Xiu", "a/l", "Kumari", "Setia", ""]
    private static let last = [
        "Abdullah", "Ibrahim", "Ismail", "Tan", "Lim", "Wong", "Ng", "Kumar", "Pillai", "Santoso", "Wijaya", "Hidayat",
        "Kusuma", "Nugroho", "Lestari", "Siregar", "ใจดี", "รักไทย", "ทองสุข", "ศรีสุข", "บุญมา", "แก้วใส", "Osman",
        "Rahman", "Salleh", "Yusof", "Zulkifli", "Hamid", "Kadir", "Musa",
    ]

    /// The name of a number; the first of each list are met more often than the last.
    static func name(_ number: Int) -> String {
        func pick(_ names: [String], _ seed: Int) -> String {
            let share = Double(mixed(seed) % 1_000_000) / 1_000_000
            return names[Int(share * share * Double(names.count))]
        }
        // One in ten has a word of her own, so that rare words are there too.
        let own = number % 10 == 0 ? " " + syllables(number / 10) : ""
        let pieces = [pick(first, number), pick(middle, number &+ 1), pick(last, number &+ 2)].filter { !$0.isEmpty }
        return pieces.joined(separator: " ") + own
    }

    private static func syllables(_ number: Int) -> String {
        let parts = ["ka", "mi", "to", "ra", "ne", "su", "lo", "wi", "da", "po", "ha", "zu"]
        return (0..<4).map { parts[mixed(number &+ $0) % parts.count] }.joined().capitalized
    }
}
