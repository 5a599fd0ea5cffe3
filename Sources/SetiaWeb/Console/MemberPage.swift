internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCare
internal import SetiaCore
internal import SetiaService

extension Web {
    /// One member, with all that is known of her and why.
    ///
    /// - Parameters:
    ///   - visit: Who looks.
    ///   - problems: What was wrong with an adjustment that was just sent; its values are kept.
    /// - Returns: the page.
    /// - Throws: `WebFailure.notFound` where there is no such member, or the world's trouble.
    func memberPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let id = try await memberOfAddress(visit)
        guard let view = try await service.member(id) else { throw WebFailure.notFound }
        let brand = try await brand()
        try await note(.memberRead, visit, member: id)
        var fields = problemFields(problems)
        let name = self.name(view, visit)
        fields["name"] = shown(name)
        fields["badges"] = badges(view.state, visit)
        fields["livePath"] = "/console/changes?member=\(id.text)"
        fields["wallets"] = wallets(view, visit, brand)
        fields["tiers"] = tiers(view.state, visit, brand)
        let progress = progress(view.state, all: false, visit, brand)
        fields["progress"] = progress
        fields["hasProgress"] = !progress.isEmpty
        let milestones = milestones(view.state, visit, brand)
        fields["milestones"] = milestones
        fields["hasMilestones"] = !milestones.isEmpty
        fields["facts"] = facts(view, visit, brand)
        fields["consents"] = consents(view.state.consents, visit, brand)
        try await fillConsentHistory(&fields, view, visit, brand)
        let contacts = try await contactRows(id, visit, brand)
        fields["contacts"] = contacts
        fields["hasContacts"] = !contacts.isEmpty
        let redemptions = try await memberRedemptions(id, visit, brand)
        fields["redemptions"] = redemptions
        fields["hasRedemptions"] = !redemptions.isEmpty
        fields["memberPath"] = "/console/members/\(id.text)"
        if view.state.status != .erased, let phases = try await service.phases(of: id) {
            fields["phase"] = PhaseWords(visit: visit, zone: brand.zone).fields(phases)
        }
        try await fillTimeline(&fields, id, visit, brand)
        fillAdjusting(&fields, view, visit, brand)
        fillBirthday(&fields, view, visit)
        try await fillAccount(&fields, view, visit, brand)
        if try visit.staff().may(.seeLog) { fields["looked"] = try await looked(id, visit, brand) }
        try await fillMerges(&fields, view, visit, brand)
        if try visit.staff().may(.answerMembers), view.state.status != .erased {
            let newest = try await service.thread(of: id, limit: 1)?.conversations.first { $0.isOpen }
            fields["casePath"] = "/console/members/\(id.text)/case"
            fields["caseKinds"] =
                [
                    "kinds": CaseKind.told.map {
                        option($0.rawValue, visit.texts.say("case.kind.\($0.rawValue)"), visit.form["kind"])
                    }, "words": visit.form.raw("text") ?? "",
                ] as Fields
            fields["writePath"] = "/console/inbox/\(newest?.id.text ?? id.text)"
        }
        if try visit.staff().may(.eraseMember), view.state.status != .erased {
            fields["erasePath"] = "/console/members/\(id.text)/erase"
        }
        return page(
            "member",
            visit,
            title: shown(name, upTo: 60),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// What she is called, or what she is.
    func name(_ view: MemberView, _ visit: Visit) -> String {
        if case .string(let name)? = view.person["name"], !name.isEmpty { return name }
        if view.state.status == .erased { return visit.texts.say("members.erased") }
        return view.identities.first?.value ?? visit.texts.say("members.nameless")
    }

    private func badges(_ state: MemberState, _ visit: Visit) -> [Fields] {
        let kind =
            switch state.status {
            case .active: "good"
            case .prospect: "hue"
            case .suspended, .closed: "warn"
            case .erased: "bad"
            }
        return [["text": visit.texts.say("status.\(state.status.rawValue)"), "kind": kind]]
    }

    private func wallets(_ view: MemberView, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        let (texts, wording) = (visit.texts, visit.wording)
        return view.state.accounts.map { account in
            let balance = account.standing(at: view.at)
            var notes: [String] = []
            if balance.pending > .zero {
                notes.append(texts.say("member.pending", ["points": wording.number(balance.pending.units)]))
            }
            if balance.held > .zero {
                notes.append(texts.say("member.held", ["points": wording.number(balance.held.units)]))
            }
            if balance.debt > .zero {
                notes.append(texts.say("member.debt", ["points": wording.number(balance.debt.units)]))
            }
            if let words = lapsing(account, at: view.at, visit, brand) { notes.append(words) }
            return [
                "label": capitalised(
                    texts.say("member.usable", ["points": brand.wallet(account.wallet, visit.language)])
                ),
                "active": wording.number(balance.available.units), "notes": notes, "hasLots": !account.lots.isEmpty,
                "lots": account.lots.map { lot in
                    [
                        "left": wording.number(lot.left.units),
                        "from": from(lot, texts) ?? wording.day(brand.zone.day(of: lot.activeFrom)),
                        "until": lot.expiresAt.map { wording.day(brand.zone.day(of: $0)) } ?? texts.say("member.never"),
                    ] as Fields
                },
            ]
        }
    }

    /// What of an account lapses next, all that lapses together, and on which day it can be used for the last time.
    func lapsing(_ account: Account, at moment: Instant, _ visit: Visit, _ brand: BrandView) -> String? {
        guard let next = account.lots.first(where: { $0.isActive(at: moment) && $0.expiresAt != nil }),
            let until = next.expiresAt
        else { return nil }
        let points = account.lots.reduce(Points.zero) { sum, lot in
            lot.expiresAt == until && lot.isActive(at: moment) ? sum + lot.left : sum
        }
        let last = brand.zone.day(of: Instant(milliseconds: until.milliseconds - 1))
        return visit.texts.say(
            "member.expires",
            ["points": visit.wording.number(points.units), "day": visit.wording.day(last)]
        )
    }

    /// What a lot waits for, where it does.
    private func from(_ lot: Lot, _ texts: Texts) -> String? {
        guard case .event(let type, _, _, _) = lot.awaits else { return nil }
        return texts.say("event.\(type.rawValue)")
    }

    private func tiers(_ state: MemberState, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        let (texts, wording) = (visit.texts, visit.wording)
        let leading = state.leadingStanding(among: brand.programme?.tierSets ?? [])
        let shownStandings = state.standings.filter { standing in
            standing.tierSet == leading?.tierSet
                || (brand.programme?.tierSet(standing.tierSet)?.place(of: standing.level) ?? 0) > 0
        }
        return shownStandings.map { standing in
            var notes = [texts.say("member.since", ["day": wording.day(brand.zone.day(of: standing.since))])]
            if let until = standing.until {
                let last = Instant(milliseconds: until.milliseconds - 1)
                notes.append(texts.say("member.until", ["day": wording.day(brand.zone.day(of: last))]))
            }
            let words = TierWords(visit, brand)
            if let progress = brand.progress(of: state, on: standing.tierSet, at: visit.now) {
                notes += words.counted(progress)
                if let missing = words.missing(progress) { notes.append(missing) }
                if let keep = words.keep(progress) { notes.append(keep) }
            }
            return [
                "label": texts.say("member.tier"),
                "level": brand.level(standing.level, of: standing.tierSet, visit.language), "notes": notes,
                "benefits": words.benefits(standing),
            ]
        }
    }

    /// What is missing to the next level of the ladder that she climbs.
    func missing(_ state: MemberState, _ visit: Visit, _ brand: BrandView) -> String? {
        guard let set = state.climbing(among: brand.programme?.tierSets ?? []),
            let progress = brand.progress(of: state, on: set.key, at: visit.now)
        else { return nil }
        return TierWords(visit, brand).missing(progress)
    }

    private func facts(_ view: MemberView, _ visit: Visit, _ brand: BrandView) -> [Fields] {
        let (texts, wording) = (visit.texts, visit.wording)
        func fact(_ key: String, _ value: String?) -> Fields? {
            value.map { ["label": texts.say("fact.\(key)"), "value": $0] }
        }
        let state = view.state
        let identities = view.identities.map { identity in
            ["label": texts.say("identity.\(identity.kind.rawValue)"), "value": identity.value] as Fields
        }
        let personal = view.person.members.compactMap { member -> Fields? in
            guard member.key != "name", case .string(let value) = member.value, !value.isEmpty else { return nil }
            return ["label": texts.raw("fact.\(member.key)") ?? member.key, "value": shown(value, upTo: 2_000)]
        }
        return identities + personal
            + [
                fact("joined", state.joinedAt.map { wording.day(brand.zone.day(of: $0)) }),
                fact("orders", wording.number(state.orders)),
                fact("country", state.facts.country.map { wording.country($0) }),
                fact("language", state.facts.language.map { wording.language($0) }),
                fact("ageBand", state.facts.ageBand?.text),
                fact("id", state.member.text),
            ].compactMap { $0 }
    }

    /// What she agreed to at the end of a day, and all her words.
    private func fillConsentHistory(_ fields: inout Fields, _ view: MemberView, _ visit: Visit, _ brand: BrandView)
        async throws
    {
        guard let history = try await service.consentHistory(of: view.state.member), !history.words.isEmpty else {
            return
        }
        var told: Fields = [
            "words": consents(history.words, visit, brand), "path": visit.path, "day": visit.query["consents"],
            "at": false,
        ]
        if let day = Day(iso: visit.query["consents"]) {
            let end = brand.zone.start(of: day.adding(days: 1)).adding(milliseconds: -1)
            let held = consents(history.held(at: end), visit, brand)
            told["at"] =
                [
                    "title": visit.texts.say("consent.on", ["day": visit.wording.day(day)]), "held": held,
                    "hasHeld": !held.isEmpty,
                ] as Fields
        }
        fields["consentHistory"] = told
    }

    private func consents(_ all: [ConsentHeld], _ visit: Visit, _ brand: BrandView) -> [Fields] {
        all.map { held in
            let key = held.consent.isGiven ? (held.isEffective ? "given" : "unproven") : "withdrawn"
            let purpose = held.consent.purpose.text
            let channel = held.consent.channel.text
            return [
                "text": visit.texts.say(
                    "consent.\(key)",
                    [
                        "purpose": visit.texts.raw("purpose.\(purpose)") ?? purpose,
                        "channel": visit.texts.raw("channel.\(channel)") ?? channel,
                    ]
                ),
                "when": visit.wording.moment(held.since, in: brand.zone), "kind": held.isEffective ? "gave" : "",
            ]
        }
    }

    private func looked(_ id: MemberID, _ visit: Visit, _ brand: BrandView) async throws -> Fields {
        let entries = try await service.auditLog(AuditFilter(member: id), limit: 8)
        return [
            "entries": entries.map { entry in
                [
                    "text": visit.texts.say("action.\(entry.action.rawValue)"), "who": who(entry.actor, visit),
                    "when": visit.wording.moment(entry.at, in: brand.zone),
                ] as Fields
            }
        ]
    }
}
