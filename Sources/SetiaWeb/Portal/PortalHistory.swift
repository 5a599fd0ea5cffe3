internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// How many events stand on a page.
    private static let eventsAPage = 20

    /// What happened to her points, page by page, each with what it came to.
    func portalHistory(_ visit: Visit) async throws -> Response {
        let member = try visit.owner().id
        let before = visit.query["before"]
        let place = before.isEmpty ? nil : HistoryPlace(text: before, of: member)
        if !before.isEmpty, place == nil { throw WebFailure.notFound }
        let history = try await service.history(of: member, before: place, limit: Web.eventsAPage)
        var fields: Fields = ["events": try await told(history?.items.map(\.item) ?? [], visit, try await brand())]
        if let next = history?.next { fields["olderPath"] = "/card/history?before=\(next.text(of: member))" }
        if place != nil { fields["newestPath"] = "/card/history" }
        return page("portal-history", visit, title: visit.texts.say("portal.history"), fields, frame: .portal)
    }

    /// The newest of what happened to her, for her card.
    func newestEvents(of member: MemberID, _ visit: Visit, _ brand: BrandView) async throws -> [Fields] {
        let history = try await service.history(of: member, before: nil, limit: 8)
        return Array(try await told(history?.items.map(\.item) ?? [], visit, brand).prefix(4))
    }

    /// What a notice says, the event beside it tells too; on which lists the brand has her is the brand's own.
    private func told(_ events: [StoredEvent], _ visit: Visit, _ brand: BrandView) async throws -> [Fields] {
        let book = try await service.book()
        return events.filter { !$0.event.type.isNotice && $0.event.type != .segmentChanged }.map { stored in
            let moved = moved(stored, visit, brand)
            var fields: Fields = [
                "path": "/card/history/\(EventID(member: stored.member, number: stored.decision.number).text)",
                "iso": stored.event.occurredAt.rfc3339,
                "when": visit.wording.moment(stored.event.occurredAt, in: brand.zone), "moved": moved.map(\.text),
                "kind": moved.contains { $0.isMore } ? "gave" : moved.isEmpty ? "" : "took",
            ]
            if let store = brand.name(of: stored.event.store) { fields["where"] = store }
            if let book {
                let version = book.version(numbered: stored.decision.programmeVersion) ?? book.newest
                let explanation = explain(
                    stored,
                    by: version.programme,
                    shops: brand.shops,
                    in: visit.language,
                    zone: version.zone
                )
                fields["headline"] = explanation.headline
                fields["steps"] = explanation.steps.prefix(3).map(\.text)
            }
            return fields
        }
    }

    /// By how much each wallet changed, such as +59; nothing where none did.
    private func moved(_ stored: StoredEvent, _ visit: Visit, _ brand: BrandView) -> [(text: String, isMore: Bool)] {
        var sums: [(wallet: Key, points: Int64)] = []
        for entry in stored.decision.entries {
            if let place = sums.firstIndex(where: { $0.wallet == entry.wallet }) {
                sums[place].points += entry.points.units
            } else {
                sums.append((entry.wallet, entry.points.units))
            }
        }
        return sums.filter { $0.points != 0 }.map { wallet, points in
            (signed(points, visit) + (sums.count > 1 ? " \(brand.wallet(wallet, visit.language))" : ""), points > 0)
        }
    }

    private func signed(_ points: Int64, _ visit: Visit) -> String {
        (points < 0 ? "−" : "+") + visit.wording.number(abs(points))
    }

    /// Why one event did what it did: what each rule gave, what gave nothing and why, and what follows.
    func portalEvent(_ visit: Visit) async throws -> Response {
        let member = try visit.owner().id
        guard let id = EventID(text: visit.parameter("event")), let stored = try await service.event(id, of: member),
            let explanation = try await service.explanation(of: id, in: visit.language)
        else { throw WebFailure.notFound }
        let (texts, brand) = (visit.texts, try await brand())
        let moves = explanation.steps.filter { $0.points.map { $0 != 0 } ?? false }
        let missed = explanation.steps.filter { EventPage.isMissed($0) }
        let rest = explanation.steps.filter { step in
            !(step.points.map { $0 != 0 } ?? false) && !EventPage.isMissed(step)
        }
        var fields: Fields = [
            "headline": explanation.headline, "iso": stored.event.occurredAt.rfc3339,
            "when": visit.wording.moment(stored.event.occurredAt, in: brand.zone),
            "moves": moves.map { step in
                ["text": step.text, "points": signed(step.points ?? 0, visit)] as Fields
            },
            "hasMoves": !moves.isEmpty, "missed": missed.map(\.text), "hasMissed": !missed.isEmpty,
            "rest": rest.map(\.text), "hasRest": !rest.isEmpty, "balance": explanation.balance,
            "hasBalance": !explanation.balance.isEmpty,
            "total": moved(stored, visit, brand).map(\.text),
        ]
        if let store = brand.name(of: stored.event.store) { fields["where"] = store }
        fields["entries"] = stored.decision.entries.map { entry in
            var row: Fields = [
                "kind": texts.say("entry.\(entry.kind.rawValue)"), "points": signed(entry.points.units, visit),
                "wallet": brand.wallet(entry.wallet, visit.language),
            ]
            if let until = entry.expiresAt {
                let last = brand.zone.day(of: until.adding(milliseconds: -1))
                row["until"] = texts.say("portal.usableUntil", ["day": visit.wording.day(last)])
            }
            return row
        }
        fields["hasEntries"] = !stored.decision.entries.isEmpty
        return page("portal-event", visit, title: explanation.headline, fields, frame: .portal)
    }
}

/// How the steps of an explanation fall into what counted and what did not.
private enum EventPage {
    /// Whether a step says what gave nothing, and why not.
    static func isMissed(_ step: Explanation.Step) -> Bool {
        switch step.code {
        case "condition-not-met", "not-scheduled", "not-combined", "no-rate-for-currency", "no-rule",
            "guest-earns-nothing":
            true
        case "earned-by-rate": step.points == 0
        default: false
        }
    }
}
