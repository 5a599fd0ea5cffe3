import SetiaCore
import SetiaService

extension ModelLedger {
    func draw(_ name: Key) -> SurpriseDraw? { kept.draws[name] }

    func draws(limit: Int) -> [SurpriseDraw] {
        let all = kept.draws.values.sorted { ($0.at, $0.name) > ($1.at, $1.name) }
        return Array(all.prefix(limit))
    }

    func entries(ofDraw name: Key, after: MemberID?, limit: Int) -> [DrawEntry] {
        let own = (kept.drawEntries[name] ?? [:]).sorted { $0.key < $1.key }
        let wanted = own.filter { entry in after.map { $0 < entry.key } ?? true }
        return wanted.prefix(limit).map { DrawEntry(member: $0.key, place: $0.value) }
    }

    func add(_ draw: SurpriseDraw) { kept.draws[draw.name] = draw }

    func add(_ entries: [DrawEntry], toDraw name: Key) {
        for entry in entries where kept.drawEntries[name]?[entry.member] == nil {
            kept.drawEntries[name, default: [:]].updateValue(entry.place, forKey: entry.member)
        }
    }
}
