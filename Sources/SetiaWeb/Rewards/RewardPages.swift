internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import SetiaCore
internal import SetiaService
internal import SetiaWire

extension Web {
    /// The catalogue: what there is, what is on the shelf, what is to be handed over.
    var rewardPages: [Page] {
        var uploading = Page(.post, "/console/rewards/{reward}/picture", .may(.publishProgramme), answer: changePicture)
        uploading.mostBytes = WebSettings.mostPictureFormBytes
        return [
            uploading,
            Page(.get, "/console/rewards", .may(.seeProgramme)) { try await rewardsPage($0) },
            Page(.get, "/console/rewards/{reward}", .may(.seeProgramme)) { try await rewardPage($0) },
            Page(.post, "/console/rewards/{reward}", .may(.publishProgramme), answer: fillShelf),
            Page(.get, "/console/redemptions", .may(.seeMember)) { try await redemptionsPage($0) },
            Page(.post, "/console/redemptions", .may(.seeMember), answer: moveRedemption),
        ]
    }

    private func rewardsPage(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        let words = RewardWords(visit: visit, brand: brand)
        let catalogue = try await service.catalogue()
        let open = catalogue.reduce(0) { $0 + $1.sum.open }
        var fields: Fields = [
            "rows": catalogue.map { shelved in
                [
                    "path": "/console/rewards/\(shelved.reward.key.text)", "name": words.name(shelved.reward.key),
                    "kind": visit.texts.say("rewardKind.\(shelved.reward.kind.rawValue)"),
                    "price": words.prices(shelved.reward), "left": left(shelved, visit),
                    "isLow": (shelved.left ?? .max) < 1, "had": visit.wording.number(shelved.sum.had),
                    "held": visit.wording.number(shelved.sum.held), "open": visit.wording.number(shelved.sum.open),
                ] as Fields
            },
            "hasRows": !catalogue.isEmpty,
        ]
        if try visit.staff().may(.seeMember) {
            fields["openText"] = visit.texts.say("rewards.open", count: open)
        }
        return page("rewards", visit, title: visit.texts.say("rewards.title"), fields)
    }

    private func left(_ shelved: ShelvedReward, _ visit: Visit) -> String {
        shelved.left.map { visit.wording.number($0) } ?? visit.texts.say("rewards.endless")
    }

    private func rewardPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let key = Key(visit.parameter("reward"))
        let (brand, texts, wording) = (try await brand(), visit.texts, visit.wording)
        guard let shelved = try await service.catalogue().first(where: { $0.reward.key == key }) else {
            throw WebFailure.notFound
        }
        let reward = shelved.reward
        let words = RewardWords(visit: visit, brand: brand)
        var facts: [Fields] = []
        func fact(_ name: String, _ value: String?) {
            guard let value else { return }
            facts.append(["label": texts.say("rewards.\(name)"), "value": value])
        }
        fact("kind", texts.say("rewardKind.\(reward.kind.rawValue)"))
        fact("price", words.prices(reward))
        fact("left", left(shelved, visit))
        fact("had", wording.number(shelved.sum.had))
        fact("held", wording.number(shelved.sum.held))
        fact("toDo", wording.number(shelved.sum.open))
        fact("text", reward.text?.text(in: visit.language.key))
        fact("terms", reward.terms?.text(in: visit.language.key))
        if !reward.countries.isEmpty { fact("countries", wording.all(reward.countries.map { wording.country($0) })) }
        if let level = reward.eligibility.level {
            fact("level", brand.level(level.level, of: level.tierSet, visit.language))
        }
        if let programme = brand.programme, !reward.limits.isEmpty {
            let limits = limits(reward.limits, wallet: "", in: programme, language: visit.language)
            fact("limit", limits.joined(separator: " · "))
        }
        if let programme = brand.programme, let schedule = reward.schedule {
            let view = ProgrammeView(programme: programme, shops: [], texts: texts, wording: wording)
            var said = view.when(schedule)
            if let early = reward.early {
                let name = programme.segment(early.segment)?.name.text(in: visit.language.key) ?? early.segment.text
                said += " · \(shown(name)): \(view.when(Schedule(from: early.from)))"
            }
            fact("schedule", said)
        }
        fact("validity", reward.validity?.description)
        fact("supplier", reward.supplier?.text)
        var fields = problemFields(problems)
        fields["name"] = words.name(key)
        fields["path"] = "/console/rewards/\(key.text)"
        fields["facts"] = facts
        if try visit.staff().may(.publishProgramme) {
            fields["mayCount"] = reward.stock == .counted
            fields["mayCode"] = reward.stock == .codes
            fields["mayUpload"] = true
            fields["amount"] = problems.isEmpty ? "" : visit.form["amount"]
            fields["reason"] = problems.isEmpty ? "" : visit.form["reason"]
        }
        if try visit.staff().may(.seeMember) {
            let rows = try await service.redemptions(RedemptionFilter(reward: key), limit: 100)
            fields["redemptions"] = try await list(rows, visit, brand)
            fields["hasRedemptions"] = !rows.isEmpty
            fields["back"] = "/console/rewards/\(key.text)"
        }
        let pictures = try await service.rewardPictures()
        if let picture = pictures.shown(reward) { fields["picture"] = picture }
        fields["isUploaded"] = pictures.uploaded(for: key) != nil
        return page(
            "reward",
            visit,
            title: words.name(key),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent,
            pictures: [reward]
        )
    }

    private func changePicture(_ visit: Visit) async throws -> Response {
        let key = Key(visit.parameter("reward"))
        let actor = try visit.staff().actor
        func wrong(_ text: String, _ values: [String: String] = [:]) async throws -> Response {
            let problem = FormProblem(field: "picture", message: visit.texts.say("rewards.\(text)", values))
            return try await rewardPage(visit, problems: [problem])
        }
        if visit.form["do"] == "remove" {
            _ = try await service.removeRewardPicture(of: key, by: actor)
            return redirect("/console/rewards/\(key.text)?done=rewardPicture")
        }
        guard let file = visit.form.files.first(where: { $0.name == "picture" }) else {
            return try await wrong("noFile")
        }
        do {
            _ = try await service.putRewardPicture(file.bytes, of: key, by: actor)
        } catch let refusal as RewardPictureRefusal {
            guard case .wrong(let trouble) = refusal else { throw WebFailure.notFound }
            let (name, size) = troubleWords(trouble)
            let number = visit.wording.number(Int64(size))
            return try await wrong("pictureWrong.\(name)", ["size": number])
        }
        return redirect("/console/rewards/\(key.text)?done=rewardPicture")
    }

    private func fillShelf(_ visit: Visit) async throws -> Response {
        let key = Key(visit.parameter("reward"))
        let actor = try visit.staff().actor
        func wrong(_ field: String, _ text: String, _ values: [String: String] = [:]) async throws -> Response {
            try await rewardPage(
                visit,
                problems: [FormProblem(field: field, message: visit.texts.say("rewards.\(text)", values))]
            )
        }
        do {
            if visit.form["do"] == "codes" {
                let codes = try parseCodes(Array((visit.form.raw("codes") ?? "").utf8))
                guard !codes.isEmpty else { return try await wrong("codes", "noCodes") }
                _ = try await service.loadCodes(codes, of: key, by: actor)
            } else {
                guard let amount = signedNumber(visit.form["amount"]), amount != 0 else {
                    return try await wrong("amount", "amountWrong")
                }
                guard !visit.form["reason"].isEmpty else { return try await wrong("reason", "reasonMissing") }
                _ = try await service.loadStock(of: key, by: amount, reason: visit.form["reason"], by: actor)
            }
            return redirect("/console/rewards/\(key.text)?done=shelfFilled")
        } catch let refusal as StockRefusal {
            switch refusal {
            case .unknownReward: throw WebFailure.notFound
            case .notThere(let left, _):
                return try await wrong("amount", "notThere", ["left": visit.wording.number(left)])
            case .notCounted, .outOfRange: return try await wrong("amount", "amountWrong")
            case .malformedCode(let place):
                return try await wrong("codes", "codeWrong", ["n": visit.wording.number(Int64(place))])
            }
        }
    }

    /// A whole number that may stand below 0.
    private func signedNumber(_ text: String) -> Int64? {
        let plain = text.filter { $0 != " " && $0 != "," && $0 != "." }
        return plain.hasPrefix("-") ? wholeNumber(String(plain.dropFirst())).map { -$0 } : wholeNumber(plain)
    }

    // MARK: - Redemptions

    private func redemptionsPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let brand = try await brand()
        let wanted = RewardRedemption.Fulfilment(rawValue: visit.query["fulfilment"]) ?? .pending
        let rows = try await service.redemptions(RedemptionFilter(fulfilment: wanted), limit: 201)
        var fields = problemFields(problems)
        fields["tabs"] = RewardRedemption.Fulfilment.allCases.map { fulfilment in
            [
                "path": "/console/redemptions?fulfilment=\(fulfilment.rawValue)",
                "text": visit.texts.say("redemption.\(fulfilment.rawValue)"), "isCurrent": fulfilment == wanted,
            ] as Fields
        }
        fields["redemptions"] = try await list(Array(rows.prefix(200)), visit, brand)
        fields["hasRedemptions"] = !rows.isEmpty
        fields["isCut"] = rows.count > 200
        fields["back"] = "/console/redemptions?fulfilment=\(wanted.rawValue)"
        return page(
            "redemptions",
            visit,
            title: visit.texts.say("redemptions.title"),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    /// Redemptions with the names of those who have them.
    private func list(_ rows: [RedemptionRow], _ visit: Visit, _ brand: BrandView) async throws -> [Fields] {
        let words = RewardWords(visit: visit, brand: brand)
        let mayGiveBack = try visit.staff().may(.adjustPoints)
        var names: [MemberID: String] = [:]
        var fields: [Fields] = []
        for row in rows {
            if names[row.member] == nil, let view = try await service.member(row.member) {
                names[row.member] = shown(name(view, visit), upTo: 60)
            }
            var one = try await redemptionFields(row, words, mayGiveBack: mayGiveBack)
            one["who"] = names[row.member] ?? ""
            one["memberPath"] = "/console/members/\(row.member.text)"
            if let letter = try await service.letter(of: row) { one["letter"] = words.letter(letter) }
            fields.append(one)
        }
        return fields
    }

    /// What a member has of the rewards, for her page.
    func memberRedemptions(_ member: MemberID, _ visit: Visit, _ brand: BrandView) async throws -> [Fields] {
        let words = RewardWords(visit: visit, brand: brand)
        let mayGiveBack = try visit.staff().may(.adjustPoints)
        var fields: [Fields] = []
        for row in try await service.redemptions(of: member, limit: 50) ?? [] {
            fields.append(try await redemptionFields(row, words, mayGiveBack: mayGiveBack))
        }
        return fields
    }

    /// A row of a list of redemptions, with what a supplier says of it, and what became of its letter.
    private func redemptionFields(_ row: RedemptionRow, _ words: RewardWords, mayGiveBack: Bool) async throws -> Fields
    {
        var fields = words.fields(row, mayGiveBack: mayGiveBack)
        if row.supplied != nil, let view = try await service.redemption(row.id, of: row.member) {
            words.fillSupplyState(&fields, view.supplied)
        }
        if let letter = try await service.letter(of: row) { fields["letter"] = words.letter(letter) }
        return fields
    }

    private func moveRedemption(_ visit: Visit) async throws -> Response {
        guard let member = MemberID(text: visit.form["member"]),
            let step = RedemptionChange.Step(rawValue: visit.form["step"])
        else { throw WebFailure.notFound }
        if step == .rollBack || step == .cancel, !(try visit.staff().may(.adjustPoints)) {
            throw WebFailure.forbidden(.adjustPoints)
        }
        let id = Key(visit.form["redemption"])
        let change = RedemptionChange(redemption: id, step: step)
        switch try await service.change(change, of: member, channel: "console") {
        case .kept: preconditionFailure("a redemption never waits")
        case .failed(let error): throw error
        case .refused(let refusal):
            return try await redemptionsPage(visit, problems: problems(refusal, visit, brand: try await brand()))
        case .recorded(let receipt):
            if !receipt.isReplay {
                try await note(
                    .redemptionChanged,
                    visit,
                    member: member,
                    subject: id.text,
                    details: ["step": step.rawValue]
                )
            }
            let back = visit.form["back"]
            let isOurs = back.hasPrefix("/console/") && !back.contains("//") && !back.contains("\\")
            let path = isOurs ? back : "/console/redemptions"
            return redirect(path + (path.contains("?") ? "&" : "?") + "done=redemptionMoved")
        }
    }
}
