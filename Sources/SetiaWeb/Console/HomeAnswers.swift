internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

/// What the home page answers from what was measured: what the programme is worth, what changed, and what to do.
struct HomeAnswers {
    let insight: InsightSnapshot
    let brand: BrandView
    let visit: Visit

    private var texts: Texts { visit.texts }
    private var wording: Wording { visit.wording }

    // MARK: - What is it worth?

    /// What the whole programme brought against those held out of it, with its range; all came to only beside it.
    var worth: Fields {
        let subject = insight.worth.subjects.first { $0.kind == .programme }
        var fields: Fields = ["path": CustomerRoom.worth.path]
        guard let subject else {
            fields["verdict"] = texts.say("home.worth.nobodyHeldOut")
            return fields
        }
        let words = HoldOutWords(visit: visit, measure: subject.measure)
        let isProfit = insight.worth.policy?.margin != nil
        fields["verdict"] = words.verdict(holdsOut: subject.holdsOut)
        fields["definition"] =
            texts.say(isProfit ? "customers.worth.profitDefinition" : "campaigns.totals") + " "
            + texts.say("campaigns.method")
        fields["treated"] = wording.number(Int64(subject.measure.treated.count))
        fields["heldOut"] = wording.number(Int64(subject.measure.heldOut.count))
        fields["treatedPath"] = MemberFigure.side(subject.kind, key: subject.key, isHeldOut: false).path
        fields["heldOutPath"] = MemberFigure.side(subject.kind, key: subject.key, isHeldOut: true).path
        if let total = words.total(isProfit ? .profit : .spend) {
            fields["label"] = texts.say(isProfit ? "campaigns.outcome.profit" : "campaigns.outcome.spend")
            fields["brought"] = total.value
            fields["range"] = total.range
            fields["gross"] = texts.say("home.worth.gross", ["amount": total.gross])
        }
        return fields
    }

    // MARK: - What changed?

    /// Differences that leave the noise, against the 90 days before; nothing else.
    var changes: [Fields] {
        var changes: [Fields] = []
        for customers in insight.customers.prefix(1) {
            let view = CustomerView(insight: customers, brand: brand, visit: visit)
            for (key, before, after, count) in [
                (
                    "retention", customers.activityBefore.retention, customers.activity.retention,
                    CustomerInsight.Count.retained
                ),
                (
                    "reactivation", customers.activityBefore.reactivation, customers.activity.reactivation,
                    CustomerInsight.Count.reactivated
                ),
            ] {
                guard let change = ShareDifference(from: before, to: after), !change.direction.arrow.isEmpty else {
                    continue
                }
                changes.append([
                    "label": texts.say("customers.figure.\(key)"), "value": wording.percent(after.value) ?? "–",
                    "change": view.told(change), "path": view.path(count),
                ])
            }
        }
        let view = MeasuresView(brand: brand, visit: visit, channels: [])
        for figure in insight.recent.figures {
            guard let change = figure.change, !change.direction.arrow.isEmpty else { continue }
            var fields = view.card(figure, insight.recent)
            fields["path"] = fields["membersPath"]
            changes.append(fields)
        }
        let brands = insight.assortment.loyalties.first { $0.category == nil }
        if let trend = brands?.trend, trend.verdict == .declining || trend.verdict == .growing {
            let view = LoyaltyView(insight: insight.assortment, brand: brand, visit: visit)
            changes.append([
                "label": texts.say("customers.room.brands"), "path": CustomerRoom.brands.path,
                "change": (view.fields["answer"] as? [String])?.first ?? "",
            ])
        }
        return changes
    }

    // MARK: - What to do

    /// Each with its reason, and where it is done where she may go there.
    func actions(_ actions: [SuggestedAction]) -> [Fields] {
        actions.map { action in
            switch action {
            case .casesLate(let count):
                let all = count >= SetiaService.mostLate
                return told(
                    texts.say(all ? "home.do.casesMany" : "home.do.cases", count: Int64(count)),
                    "/console/cases?part=late",
                    .answerMembers
                )
            case .membersAtRisk(let count, let named, let worth, let currency, let decimals):
                var text = texts.say("home.do.risk", count: Int64(count))
                if let worth, worth > 0, let money = try? Money(minorUnits: worth, currency: currency) {
                    text +=
                        " "
                        + texts.say(
                            "home.do.riskWorth",
                            count: Int64(named),
                            ["amount": wording.money(money, decimals: decimals, isRound: true)]
                        )
                }
                return told(text, "\(CustomerRoom.risk.path)?currency=\(currency.code)", .seeFigures)
            case .pointsLapsing(let wallet, let members):
                return told(
                    texts.say(
                        "home.do.lapsing",
                        count: Int64(members),
                        ["wallet": brand.wallet(wallet, visit.language)]
                    ),
                    MemberFigure.points(wallet: wallet, .lapsing).path,
                    .seeFigures
                )
            case .ratingsFell(let products):
                let names = products.prefix(3).map { shown($0.text, upTo: 40) }
                let first = products.first?.text ?? ""
                return told(
                    texts.say("home.do.ratings", count: Int64(products.count), ["names": wording.all(names)]),
                    "/console/product-reviews/products"
                        + (products.count == 1 ? "/\(urlEncoded(first))" : ""),
                    .answerMembers
                )
            case .returnsRose(let products):
                let names = products.prefix(3).map { shown($0.text, upTo: 40) }
                return told(
                    texts.say("home.do.returns", count: Int64(products.count), ["names": wording.all(names)]),
                    "/console/product-reviews/products",
                    .answerMembers
                )
            case .holdOutEmpty(let kind, let key, let name):
                let subject = shown(name.text(in: visit.language.key) ?? key, upTo: 60)
                return told(
                    texts.say("home.do.holdOut", ["name": subject]),
                    WorthView.path(kind, key),
                    kind == .broadcast ? .sendBroadcasts : .seeProgramme
                )
            case .nobodyHeldOut:
                return told(texts.say("home.do.nobodyHeldOut"), CustomerRoom.worth.path, .seeFigures)
            }
        }
    }

    private func told(_ text: String, _ path: String, _ permission: Permission) -> Fields {
        let isAllowed = (try? visit.staff().may(permission)) ?? false
        return isAllowed ? ["text": text, "path": path] : ["text": text]
    }
}
