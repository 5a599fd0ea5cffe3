internal import SetiaCore
internal import SetiaService

extension Web {
    /// The newest events of a member with why, or those before the one that the address names.
    func fillTimeline(_ fields: inout Fields, _ id: MemberID, _ visit: Visit, _ brand: BrandView) async throws {
        let before = HistoryPlace(text: visit.query["before"], of: id)
        let page = try await service.history(of: id, before: before, limit: 15)
        let book = try await service.book()
        // What a notice says, the event beside it tells too.
        fields["events"] = (page?.items ?? []).filter { !$0.item.event.type.isNotice }.map {
            told($0.item, visit, brand, book)
        }
        if let next = page?.next { fields["olderPath"] = "/console/members/\(id.text)?before=\(next.text(of: id))" }
    }

    private func told(_ stored: StoredEvent, _ visit: Visit, _ brand: BrandView, _ book: ProgrammeBook?) -> Fields {
        let (texts, wording) = (visit.texts, visit.wording)
        let moved = stored.decision.entries.reduce(Int64(0)) { $0 + $1.points.units }
        var fields: Fields = [
            "number": stored.decision.number, "iso": stored.event.occurredAt.rfc3339,
            "when": wording.moment(stored.event.occurredAt, in: brand.zone),
            "kind": moved > 0 ? "gave" : moved < 0 ? "took" : "", "hasEntries": !stored.decision.entries.isEmpty,
            "entries": stored.decision.entries.map { entry in
                [
                    "number": String(entry.number), "kind": texts.say("entry.\(entry.kind.rawValue)"),
                    "points": wording.number(entry.points.units), "balance": wording.number(entry.balance.units),
                    "lot": entry.lot == Entry.debt ? texts.say("entry.debt") : String(entry.lot),
                ] as Fields
            },
        ]
        if let store = brand.name(of: stored.event.store) { fields["where"] = store }
        guard let book else { return fields }
        let version = book.version(numbered: stored.decision.programmeVersion) ?? book.newest
        let explanation = explain(
            stored,
            by: version.programme,
            shops: brand.shops,
            in: visit.language,
            zone: version.zone,
            forStaff: true
        )
        fields["headline"] = explanation.headline
        fields["steps"] = explanation.steps.map(\.text)
        let considered = Considered(stored: stored, version: version, texts: texts, wording: wording)
        fields["considered"] = considered.fields ?? false
        return fields
    }
}
