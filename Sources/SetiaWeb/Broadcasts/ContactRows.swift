internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What was meant for a member, and why she got it or did not; for staff.
    func contactRows(_ member: MemberID, _ visit: Visit, _ brand: BrandView) async throws -> [Fields] {
        let (texts, wording) = (visit.texts, visit.wording)
        return try await service.contacts(of: member, limit: 20).map { view in
            let (contact, decision) = (view.contact, view.contact.decision)
            var text = texts.say("contact.reason.\(decision.reason.rawValue)")
            if let way = contact.way { text = texts.say("contact.way.\(way.rawValue)") }
            var notes: [String] = []
            if let until = contact.waitsUntil {
                let key = decision.verdict == .digested ? "contact.together" : "contact.until"
                notes.append(texts.say(key, ["when": wording.moment(until, in: brand.zone)]))
            }
            if let consent = decision.inputs.consent {
                let key = consent.consent.isGiven ? "preferences.agreed" : "preferences.withdrawn"
                notes.append(texts.say(key, ["day": wording.day(brand.zone.day(of: consent.since))]))
            }
            return [
                "name": shown(view.broadcast?.content.name ?? "", upTo: 80),
                "kind": contact.way == .sent ? "good" : contact.waitsUntil != nil ? "warn" : "",
                "text": capitalised(text), "notes": notes.joined(separator: " · "),
                "when": wording.moment(contact.takenAt ?? contact.decidedAt, in: brand.zone),
            ] as Fields
        }
    }
}
