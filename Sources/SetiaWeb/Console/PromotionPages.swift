internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaService

extension Web {
    /// Promotions and their codes.
    var promotionPages: [Page] {
        [
            Page(.get, "/console/promotions", .may(.seeProgramme), answer: promotionsPage),
            Page(.get, "/console/promotions/{promotion}", .may(.seeProgramme)) { try await promotionPage($0) },
            Page(.post, "/console/promotions/{promotion}", .may(.manageCodes), answer: orderCodes),
        ] + codePages
    }

    /// How many batches stand on a page.
    private static let batchesAPage = 20

    private func promotionsPage(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        let words = PromotionWords(visit: visit, brand: brand)
        let uses = try await service.voucherBatches(limit: 1).uses
        let promotions = brand.programme?.promotions ?? []
        let fields: Fields = [
            "rows": promotions.map { promotion in
                var row: Fields = [
                    "path": "/console/promotions/\(urlEncoded(promotion.key.text))",
                    "name": shown(words.name(promotion.key)), "gift": words.gift(promotion),
                    "how": visit.texts.say(promotion.needsCode ? "promotions.byCode" : "promotions.byItself"),
                    "uses": words.uses(promotion, uses),
                ]
                if case .giftCard = promotion.gift { row["how"] = visit.texts.say("promotions.byCode") }
                if let bar = words.bar(promotion, uses) { row["bar"] = bar }
                return row
            }, "hasRows": !promotions.isEmpty, "mayLook": try visit.staff().may(.seeMember),
        ]
        return page("promotions", visit, title: visit.texts.say("promotions.title"), fields)
    }

    private func promotionPage(_ visit: Visit, problems: [FormProblem] = []) async throws -> Response {
        let key = Key(visit.parameter("promotion"))
        let brand = try await brand()
        let words = PromotionWords(visit: visit, brand: brand)
        let promotion = brand.programme?.promotions.first { $0.key == key }
        let after = BatchPlace(text: visit.query["after"])
        var batches = try await service.voucherBatches(
            of: key,
            after: after.map { ($0.createdAt, $0.id) },
            limit: Web.batchesAPage + 1
        )
        // A promotion that the programme has no more still has its codes.
        guard promotion != nil || !batches.isEmpty else { throw WebFailure.notFound }
        var fields = problemFields(problems)
        if batches.count > Web.batchesAPage {
            batches.removeLast()
            if let last = batches.last { fields["nextPath"] = "?after=\(BatchPlace(last).text)" }
        }
        fields["name"] = shown(words.name(key))
        fields["path"] = "/console/promotions/\(urlEncoded(key.text))"
        if let promotion {
            let uses = try await service.voucherBatches(limit: 1).uses
            fields["facts"] = words.facts(promotion, uses)
            if let bar = words.bar(promotion, uses) { fields["bar"] = bar }
        } else {
            fields["gone"] = true
        }
        let mayManage = try visit.staff().may(.manageCodes)
        fields["batches"] = batches.map { words.fields($0, hasPath: mayManage) }
        fields["hasBatches"] = !batches.isEmpty
        if mayManage, let promotion { fillForm(&fields, promotion, visit, brand, isKept: !problems.isEmpty) }
        return page(
            "promotion",
            visit,
            title: shown(words.name(key)),
            fields,
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func fillForm(
        _ fields: inout Fields,
        _ promotion: Promotion,
        _ visit: Visit,
        _ brand: BrandView,
        isKept: Bool
    ) {
        let names = ["count", "prefix", "chosen", "uses", "from", "until", "value"]
        var form: Fields = [:]
        for name in names { form[name] = isKept ? visit.form[name] : "" }
        if !isKept {
            form["count"] = "100"
            form["uses"] = "1"
        }
        if case .giftCard = promotion.gift {
            form["isCard"] = true
            let chosen = visit.form["currency"]
            form["currencies"] = (brand.programme?.currencies ?? []).map {
                option($0.currency.code, $0.currency.code, chosen)
            }
        }
        fields["form"] = form
    }

    private func orderCodes(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        var problems: [FormProblem] = []
        func wrong(_ field: String, _ text: String, _ values: [String: String] = [:]) {
            problems.append(FormProblem(field: field, message: visit.texts.say("promotions.\(text)", values)))
        }
        var order = VoucherOrder(promotion: Key(visit.parameter("promotion")), prefix: visit.form["prefix"])
        let chosen = visit.form["chosen"]
        if chosen.isEmpty {
            if let count = wholeNumber(visit.form["count"]) {
                order.count = count
            } else {
                wrong("count", "wrong.count")
            }
        } else {
            order.chosen = chosen
        }
        if let uses = wholeNumber(visit.form["uses"]) {
            order.uses = uses == 0 ? nil : uses
        } else {
            wrong("uses", "wrong.uses")
        }
        for (name, isEnd) in [("from", false), ("until", true)] where !visit.form[name].isEmpty {
            guard let day = Day(iso: visit.form[name]) else {
                wrong(name, "wrong.day")
                continue
            }
            let moment = brand.zone.start(of: isEnd ? day.adding(days: 1) : day)
            if isEnd { order.validUntil = moment } else { order.validFrom = moment }
        }
        if visit.form.has("value") {
            let currency = brand.programme?.currencies.first { $0.currency.code == visit.form["currency"] }
            if let currency, let units = minorUnits(visit.form["value"], decimals: currency.decimals), units > 0,
                let money = try? Money(minorUnits: units, currency: currency.currency)
            {
                order.value = money
            } else {
                wrong("value", "wrong.value")
            }
        }
        guard problems.isEmpty else { return try await promotionPage(visit, problems: problems) }
        do {
            let batch = try await service.orderVouchers(order, by: try visit.staff())
            return redirect("/console/codes/\(batch.id.text)")
        } catch let refusal as VoucherOrderRefusal {
            switch refusal {
            case .unknownPromotion: throw WebFailure.notFound
            case .count(let most): wrong("count", "wrong.most", ["most": visit.wording.number(most)])
            case .prefix: wrong("prefix", "wrong.prefix")
            case .chosenCode: wrong("chosen", "wrong.chosen")
            case .codeTaken: wrong("chosen", "wrong.taken")
            case .value: wrong("value", "wrong.value")
            case .uses: wrong("uses", "wrong.uses")
            case .validity: wrong("until", "wrong.validity")
            case .unknownMember: wrong("count", "wrong.count")
            }
            return try await promotionPage(visit, problems: problems)
        }
    }
}

/// A place in the list of a promotion's batches.
private struct BatchPlace {
    let createdAt: Instant
    let id: Identifier

    init(_ batch: VoucherBatch) {
        createdAt = batch.createdAt
        id = batch.id
    }

    init?(text: String) {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let moment = Int64(parts[0]), let id = Identifier(text: String(parts[1])) else {
            return nil
        }
        createdAt = Instant(milliseconds: moment)
        self.id = id
    }

    var text: String { "\(createdAt.milliseconds)-\(id.text)" }
}
