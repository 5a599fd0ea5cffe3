internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// One export on its way: its files, and what was written into them.
struct Export {
    private let directory: String
    private let members: OutputFile
    private let events: OutputFile
    private let entries: OutputFile
    private var counts = Counts()
    private var sums: [Key: Points] = [:]
    private var begin: [(String, JSON)] = []

    private struct Counts {
        var members = 0, guests = 0, events = 0, timePassed = 0, entries = 0, stores = 0, programmes = 0
        var shelved: Int64 = 0
        var codes: Int64 = 0
    }

    /// Members in one view of the database.
    private static let pageSize = 100

    /// Makes the files.
    init(into directory: String) throws {
        self.directory = directory
        func file(_ name: String) throws -> OutputFile {
            try OutputFile("\(directory)/\(name)", appending: false, mode: 0o600)
        }
        members = try file("members.jsonl")
        events = try file("events.jsonl")
        entries = try file("entries.jsonl")
    }

    /// Writes all of it; the manifest last, so that what has one is whole.
    mutating func write(_ service: SetiaService) async throws {
        try await writeConfiguration(service)
        let progress = Progress("exporting", unit: "members")
        var after: MemberID?
        while true {
            let page = try await service.exportPage(after: after, limit: Export.pageSize)
            guard let last = page.last else { break }
            for member in page { try write(member) }
            after = last.view.state.member
            progress.show(done: nil, count: Int64(counts.members + counts.guests))
        }
        progress.end()
        for file in [members, events, entries] { try file.finish() }
        let shelves = try ShelfFile("\(directory)/shelves.jsonl", export: service.newRedemptionID())
        try await shelves.write(service)
        counts.shelved = shelves.count
        let vouchers = try VoucherFile("\(directory)/vouchers.jsonl")
        try await vouchers.write(service)
        counts.codes = vouchers.count
        try write("manifest.json", manifest.pretty + "\n")
    }

    private mutating func writeConfiguration(_ service: SetiaService) async throws {
        for version in try await service.programmes() {
            try write("programme-v\(version.number).yaml", version.document)
            counts.programmes += 1
            begin.append(("programme-v\(version.number).yaml", .string(version.validFrom.rfc3339)))
        }
        let shops = try await service.shops()
        try write("stores.jsonl", shops.map { ShopBody(shop: $0).text + "\n" }.joined())
        counts.stores = shops.count
    }

    private func write(_ name: String, _ text: String) throws {
        let file = try OutputFile("\(directory)/\(name)", appending: false, mode: 0o600)
        try file.write(text.utf8)
        try file.finish()
    }

    private mutating func write(_ member: ExportedMember) throws {
        if member.view.state.isGuest {
            counts.guests += 1
        } else {
            counts.members += 1
            try members.write(exportedMember(member.view).canonical + [0x0A])
        }
        for event in member.events {
            // That time passed follows from the other events and the clock.
            guard event.stored.event.type != .timePassed else {
                counts.timePassed += 1
                continue
            }
            counts.events += 1
            try events.write(exportedEvent(event, of: member.view).canonical + [0x0A])
        }
        for entry in member.entries {
            counts.entries += 1
            sums[entry.wallet] = (sums[entry.wallet] ?? .zero) + entry.points
            let event = EventID(member: member.view.state.member, number: entry.event).text
            var line = try JSON.parse(EntryBody(entry: entry, event: event).bytes).object ?? [:]
            line.set("member", .string(member.view.state.member.text))
            try entries.write(JSON.object(line).canonical + [0x0A])
        }
    }

    /// What was written: counts, and the points that all entries of a wallet add up to.
    var manifest: JSON {
        .object([
            "about": .string(
                "All that a Setia brand has. events.jsonl is the whole history and members.jsonl the present state: a"
                    + " fresh brand takes one of them."
            ),
            "codes": .integer(counts.codes), "entries": .integer(Int64(counts.entries)),
            "events": .integer(Int64(counts.events)), "format": .integer(1),
            "guests": .integer(Int64(counts.guests)), "members": .integer(Int64(counts.members)),
            "points": .object(JSONObject(sums.map { ($0.key.text, .integer($0.value.units)) })),
            "onShelves": .integer(counts.shelved), "programmes": .integer(Int64(counts.programmes)),
            "programmesFrom": .object(JSONObject(begin)),
            "stores": .integer(Int64(counts.stores)),
            "timePassedLeftOut": .integer(Int64(counts.timePassed)),
        ])
    }

    /// For people.
    var summary: String {
        [
            counted(counts.members, "member"), counted(counts.events, "event"),
            counted(counts.entries, "entry", "entries"), counted(counts.stores, "store"),
            counted(counts.programmes, "version") + " of the programme",
        ].joined(separator: ", ")
    }
}
