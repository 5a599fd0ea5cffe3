internal import JSONText
internal import SQLBase
internal import SetiaCore
internal import SetiaService

// Reads and writes `draw` and `draw_entry`.

extension TableLedger {
    func draw(_ name: Key) throws -> SurpriseDraw? {
        try connection.first(SQLStatement("SELECT \(drawColumns) FROM draw WHERE draw_id = $1"), [.text(name.text)])?
            .surpriseDraw
    }

    func draws(limit: Int) throws -> [SurpriseDraw] {
        try connection.rows(
            SQLStatement("SELECT \(drawColumns) FROM draw ORDER BY drawn_ms DESC, draw_id DESC LIMIT $1"),
            [.integer(Int64(limit))]
        ).map { try $0.surpriseDraw }
    }

    func entries(ofDraw name: Key, after: MemberID?, limit: Int) throws -> [DrawEntry] {
        try connection.rows(
            """
            SELECT member_id, place FROM draw_entry WHERE draw_id = $1 AND member_id > $2 ORDER BY member_id LIMIT $3
            """,
            [.text(name.text), .text(after?.text ?? ""), .integer(Int64(limit))]
        ).map { DrawEntry(member: try $0.memberID(0), place: $0.intOrNil(1)) }
    }

    func add(_ draw: SurpriseDraw) throws {
        var gift = JSONWriter()
        gift.beginObject()
        switch draw.present {
        case .points(let wallet, let points):
            gift.key("points")
            gift.integer(points.units)
            gift.key("wallet")
            gift.string(wallet.text)
        case .reward(let reward):
            gift.key("reward")
            gift.string(reward.text)
        }
        gift.endObject()
        try connection.run(
            """
            INSERT INTO draw (draw_id, segment, seed, asked, candidates, gift, drawn_ms, drawn_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .text(draw.name.text), .text(draw.segment?.text ?? ""), .text(draw.seed), .integer(draw.count),
                .integer(draw.candidates), .text(gift.text), .integer(draw.at.milliseconds), .text(draw.by.text),
            ]
        )
    }

    func add(_ entries: [DrawEntry], toDraw name: Key) throws {
        guard !entries.isEmpty else { return }
        try connection.run(
            addingEntries,
            entries.map { [.text($0.member.text), .text(name.text), .optional($0.place)] }
        )
    }
}

private let drawColumns = "draw_id, segment, seed, asked, candidates, gift, drawn_ms, drawn_by"

private let addingEntries = SQLBulk.insert(
    into: "draw_entry",
    [("member_id", .text), ("draw_id", .text), ("place", .integer)],
    conflict: "ON CONFLICT (member_id, draw_id) DO NOTHING"
)

extension SQLRow {
    /// The draw whose row this is, in the order of `drawColumns`.
    fileprivate var surpriseDraw: SurpriseDraw {
        get throws {
            let gift = try JSON.parse(text(5))
            let present: Present
            if let reward = gift["reward"]?.string {
                present = .reward(Key(reward))
            } else if let wallet = gift["wallet"]?.string, let points = gift["points"]?.int64 {
                present = .points(wallet: Key(wallet), points: Points(points))
            } else {
                throw MalformedDocument(field: "gift")
            }
            return SurpriseDraw(
                name: key(0),
                segment: text(1).isEmpty ? nil : key(1),
                seed: text(2),
                count: int(3),
                candidates: int(4),
                present: present,
                at: instant(6),
                by: key(7)
            )
        }
    }
}
