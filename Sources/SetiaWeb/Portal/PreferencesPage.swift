internal import HTTPTypes
internal import Hummingbird
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// What a member agreed to, by purpose and way, and why she got what she got.
    var preferencePages: [Page] {
        [
            Page(.get, "/card/preferences", .member) { try await preferences($0) },
            Page(.post, "/card/preferences", .member, answer: choosePreference),
        ]
    }

    /// Where most members live; whoever lives elsewhere keeps the brand's clocks.
    private static let zones: [Key] = [
        "Asia/Kuala_Lumpur", "Asia/Kuching", "Asia/Singapore", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura",
        "Asia/Bangkok",
    ]

    /// What is offered to everybody: what those who join are asked.
    private static let offered: [(purpose: Key, channel: Key)] = [("marketing", "email"), ("marketing", "sms")]
    /// Which words stand beside a choice; a changed text gets another.
    private static let wording = "preferences-1"

    private func preferences(_ visit: Visit) async throws -> Response {
        let member = try visit.owner().id
        guard let view = try await service.member(member) else { throw WebFailure.notFound }
        let (texts, wording, brand) = (visit.texts, visit.wording, try await brand())
        let choices = choices(view.state, try await service.messageWays()).map { purpose, channel, held in
            let words = words(purpose, channel, visit)
            var fields: Fields = [
                "purpose": purpose.text, "channel": channel.text, "isGiven": held?.isEffective ?? false,
                "words": texts.say("preferences.words", words), "kind": capitalised(words["kind"] ?? ""),
                "way": words["way"] ?? "",
            ]
            if let held {
                let day = wording.day(brand.zone.day(of: held.since))
                fields["since"] = texts.say(
                    held.consent.isGiven ? "preferences.agreed" : "preferences.withdrawn",
                    ["day": day]
                )
            }
            return fields
        }
        let got = try await service.contacts(of: member, limit: 50).filter { $0.contact.way == .sent }
        let preference = try await service.contactPreference(of: member)
        let own = brand.programme?.timeZone ?? "UTC"
        let zones = [own] + Self.zones.filter { $0 != own }
        let fields: Fields = [
            "pausedUntil": preference.pausedUntil.flatMap { until in
                until > visit.now
                    ? texts.say("preferences.pausedUntil", ["when": wording.moment(until, in: brand.zone)]) : nil
            } ?? false as Any,
            "pauses": [(7, "week"), (30, "month"), (90, "months")].map { days, name in
                ["days": "\(days)", "text": texts.say("preferences.pause.\(name)")] as Fields
            },
            "zones": (zones + [preference.zone].compactMap { $0 }.filter { !zones.contains($0) }).map { zone in
                [
                    "value": zone.text, "text": zone.text.replacing("_", with: " "),
                    "isChosen": zone == preference.zone ?? own,
                ] as Fields
            },
            "choices": choices, "hasGot": !got.isEmpty,
            "got": got.map { got in
                let contact = got.contact
                let content = got.broadcast?.content
                let rendering = content?.rendering(in: view.state.facts.language, by: contact.channel)
                let title = rendering.map { $0.title.isEmpty ? String($0.text.prefix(120)) : $0.title } ?? ""
                return [
                    "title": shown(title.replacing("{name}", with: name(view, visit)), upTo: 120),
                    "when": wording.moment(contact.takenAt ?? contact.decidedAt, in: brand.zone),
                    "why": contact.decision.inputs.consent.map { consent in
                        var words = words(contact.purpose, contact.channel, visit)
                        words["day"] = wording.day(brand.zone.day(of: consent.since))
                        return texts.say("preferences.why", words)
                    } ?? "",
                ] as Fields
            },
        ]
        return page("portal-preferences", visit, title: texts.say("preferences.title"), fields, frame: .portal)
    }

    /// What is offered to everybody, by networks by which the brand writes too, and whatever else she has said something
    /// about.
    private func choices(_ state: MemberState, _ ways: [Key]) -> [(purpose: Key, channel: Key, held: ConsentHeld?)] {
        var pairs = Self.offered
        for way: Key in ["whatsapp", "line", "telegram"] where ways.contains(way) { pairs.append(("marketing", way)) }
        for held in state.consents {
            let pair = (purpose: held.consent.purpose, channel: held.consent.channel)
            if !pairs.contains(where: { $0 == pair }) { pairs.append(pair) }
        }
        return pairs.map { pair in
            (
                pair.purpose, pair.channel,
                state.consents.first { $0.consent.purpose == pair.purpose && $0.consent.channel == pair.channel }
            )
        }
    }

    private func words(_ purpose: Key, _ channel: Key, _ visit: Visit) -> [String: String] {
        [
            "kind": visit.texts.raw("purpose.\(purpose)") ?? purpose.text,
            "way": visit.texts.raw("channel.\(channel)") ?? channel.text, "brand": visit.brandName,
        ]
    }

    private func choosePreference(_ visit: Visit) async throws -> Response {
        let member = try visit.owner().id
        do {
            switch visit.form["do"] {
            case "pause": _ = try await service.pause(member, days: Int(visit.form["days"]) ?? 0)
            case "unpause": _ = try await service.pause(member, days: nil)
            case "zone":
                let own = try await brand().programme?.timeZone
                let zone = Key(visit.form["zone"])
                _ = try await service.chooseZone(member, zone == own ? nil : zone)
            default: return try await chooseConsent(visit, member)
            }
        } catch is ContactPreferenceRefusal {
            throw WebFailure.notFound
        }
        return redirect("/card/preferences?done=preferenceKept")
    }

    private func chooseConsent(_ visit: Visit, _ member: MemberID) async throws -> Response {
        let (purpose, channel) = (Key(visit.form["purpose"]), Key(visit.form["channel"]))
        let ways = try await service.messageWays()
        guard let state = try await service.points(of: member)?.state,
            choices(state, ways).contains(where: { $0.purpose == purpose && $0.channel == channel }),
            ["agree", "stop"].contains(visit.form["do"])
        else { throw WebFailure.notFound }
        let isGiven = visit.form["do"] == "agree"
        try await service.chooseConsent(
            of: member,
            purpose: purpose,
            channel: channel,
            isGiven: isGiven,
            wording: Key("\(Self.wording)/\(visit.language.rawValue)")
        )
        return redirect("/card/preferences?done=\(isGiven ? "preferenceGiven" : "preferenceStopped")")
    }
}
