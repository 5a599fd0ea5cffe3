internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

// Surprises by chance, on the page of a segment (rules M-10 to M-12).

extension Web {
    /// The draws from a segment, and the form for another one where she may.
    func fillDraws(
        _ fields: inout Fields,
        _ segment: Key,
        _ visit: Visit,
        _ brand: BrandView,
        isSent: Bool
    ) async throws {
        let own = try await service.draws().filter { $0.segment == segment }
        fields["draws"] = own.prefix(20).map { draw in
            [
                "name": draw.name.text, "seed": draw.seed, "gives": gives(draw.present, visit, brand),
                "text": visit.texts.say(
                    "draws.drawn",
                    [
                        "n": visit.wording.number(draw.count), "of": visit.wording.number(draw.candidates),
                        "when": visit.wording.moment(draw.at, in: brand.zone),
                    ]
                ),
            ] as Fields
        }
        fields["hasDraws"] = !own.isEmpty
        guard try visit.staff().may(.publishProgramme), let programme = brand.programme else { return }
        func sent(_ field: String) -> String { isSent ? visit.form[field] : "" }
        let chosen = sent("gift")
        fields["draw"] =
            [
                "action": "/console/segments/\(urlEncoded(segment.text))/draw", "name": sent("name"),
                "count": sent("count"), "points": sent("points"), "seed": sent("seed"), "isSent": isSent,
                "gifts": programme.wallets.map {
                    option("wallet \($0.key)", brand.wallet($0.key, visit.language), chosen)
                }
                    + programme.rewards.map { reward in
                        option(
                            "reward \(reward.key)",
                            reward.name.text(in: visit.language.key) ?? reward.key.text,
                            chosen
                        )
                    },
            ] as Fields
    }

    private func gives(_ present: Present, _ visit: Visit, _ brand: BrandView) -> String {
        switch present {
        case .points(let wallet, let points):
            "\(visit.wording.number(points.units)) \(brand.wallet(wallet, visit.language))"
        case .reward(let key): brand.programme?.reward(key)?.name.text(in: visit.language.key) ?? key.text
        }
    }

    func drawSegment(_ visit: Visit) async throws -> Response {
        let key = Key(visit.parameter("segment"))
        let typed = visit.form["seed"].filter { !$0.isWhitespace }
        let gift = visit.form["gift"].split(separator: " ", maxSplits: 1).map(String.init)
        func again(_ field: String, _ text: String) async throws -> Response {
            let problem = FormProblem(field: field, message: visit.texts.say(text))
            return try await segmentPage(visit, problems: [problem], draws: true)
        }
        guard let count = wholeNumber(visit.form["count"]) else { return try await again("count", "draws.countWrong") }
        guard gift.count == 2 else { return try await again("gift", "draws.giftWrong") }
        let present: Present
        if gift[0] == "reward" {
            present = .reward(Key(gift[1]))
        } else {
            guard let points = wholeNumber(visit.form["points"]), points > 0 else {
                return try await again("points", "draws.pointsWrong")
            }
            present = .points(wallet: Key(gift[1]), points: Points(points))
        }
        let order = DrawOrder(
            name: Key(visit.form["name"].filter { !$0.isWhitespace }),
            segment: key,
            size: .count(count),
            present: present,
            seed: typed.isEmpty ? nil : typed
        )
        do {
            _ = try await service.draw(order, by: try visit.staff().actor)
        } catch let refusal as DrawRefusal {
            switch refusal {
            case .name: return try await again("name", "draws.nameWrong")
            case .taken: return try await again("name", "draws.taken")
            case .unknownSegment: throw WebFailure.notFound
            case .unknownWallet, .unknownReward: return try await again("gift", "draws.giftWrong")
            case .size: return try await again("count", "draws.countWrong")
            case .seed: return try await again("seed", "draws.seedWrong")
            case .nobody: return try await again("count", "draws.nobody")
            }
        }
        return redirect("/console/segments/\(urlEncoded(key.text))?done=drawn")
    }
}
