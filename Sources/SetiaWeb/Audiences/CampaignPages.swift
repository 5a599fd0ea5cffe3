internal import HTTPTypes
internal import Hummingbird
internal import SetiaCore
internal import SetiaInsight
internal import SetiaService

extension Web {
    /// Campaigns: for whom, who is held out, and what they brought.
    var campaignPages: [Page] {
        [
            Page(.get, "/console/campaigns", .may(.seeFigures), answer: campaignsPage),
            Page(.get, "/console/campaigns/{campaign}", .may(.seeFigures), answer: campaignPage),
        ]
    }

    private func campaignsPage(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        let views = brand.version == nil ? [] : try await service.campaigns()
        let words = CampaignWords(visit: visit, programme: brand.programme)
        let fields: Fields = [
            "rows": views.map { view in
                [
                    "path": "/console/campaigns/\(urlEncoded(view.campaign.key.text))",
                    "name": shown(words.name(view.campaign)), "isOpen": view.isOpen,
                    "state": visit.texts.say(view.isOpen ? "campaigns.open" : "campaigns.closed"),
                    "audience": words.audience(view.campaign), "holdOut": words.holdOut(view.campaign),
                    "treated": visit.wording.number(view.treated), "heldOut": visit.wording.number(view.heldOut),
                ] as Fields
            }, "hasRows": !views.isEmpty,
        ]
        return page("campaigns", visit, title: visit.texts.say("campaigns.title"), fields)
    }

    private func campaignPage(_ visit: Visit) async throws -> Response {
        let brand = try await brand()
        let results: CampaignResults
        do {
            results = try await service.campaignResults(Key(visit.parameter("campaign")))
        } catch is CampaignRefusal {
            throw WebFailure.notFound
        }
        let words = CampaignWords(visit: visit, programme: brand.programme)
        let campaign = results.view.campaign
        var facts: [Fields] = [
            words.fact("audience", words.audience(campaign)), words.fact("holdOut", words.holdOut(campaign)),
            words.fact("treated", visit.wording.number(Int64(results.comparison.treated))),
            words.fact("heldOut", visit.wording.number(Int64(results.comparison.heldOut))),
        ]
        let parts = results.view.rules + results.view.promotions + results.view.rewards
        if !parts.isEmpty { facts.append(words.fact("parts", parts.map(\.text).joined(separator: ", "))) }
        if let since = results.since {
            facts.append(words.fact("since", visit.wording.moment(since, in: brand.zone)))
        }
        var fields: Fields = [
            "name": shown(words.name(campaign)), "facts": facts, "verdict": words.verdict(results),
            "rows": results.comparison.rows.map { words.row($0, results, brand) },
            "hasRows": !results.comparison.rows.isEmpty, "notes": words.notes(results),
        ]
        let budgets = BudgetView(texts: visit.texts, wording: visit.wording)
        fields["budgets"] =
            budgets.fields(results.view.budget.map { [$0] } ?? [])
            + budgets.fields(results.view.discounts, brand.programme)
        return page("campaign", visit, title: shown(words.name(campaign)), fields)
    }
}

/// What the pages of campaigns say.
struct CampaignWords {
    let visit: Visit
    let programme: Programme?

    private var texts: Texts { visit.texts }

    func name(_ campaign: Campaign) -> String { campaign.name.text(in: visit.language.key) ?? campaign.key.text }

    func fact(_ name: String, _ value: String) -> Fields {
        ["label": texts.say("campaigns.\(name)"), "value": value]
    }

    func audience(_ campaign: Campaign) -> String {
        switch campaign.audience {
        case .everyone, nil: texts.say("campaigns.everyone")
        case .segment(let key): programme?.segment(key)?.name.text(in: visit.language.key) ?? key.text
        case .condition(let condition): condition.text
        }
    }

    func holdOut(_ campaign: Campaign) -> String {
        if let holdOut = campaign.holdOut { return holdOut.written }
        return texts.say(campaign.purpose == .offer ? "campaigns.nobodyOut" : "campaigns.neverOut")
    }

    /// What can be said of all of it, in a sentence.
    func verdict(_ results: CampaignResults) -> String {
        let comparison = results.comparison
        let which =
            if results.view.campaign.holdOut == nil {
                "noHoldOut"
            } else if comparison.treated + comparison.heldOut == 0 {
                "nobodyYet"
            } else if comparison.isSplitBroken {
                "brokenSplit"
            } else if comparison.rows.isEmpty || comparison.rows.contains(where: { $0.answer == .tooFew }) {
                "tooFew"
            } else if let spend = comparison.rows.first(where: { $0.outcome == .spend }) {
                "spend.\(spend.answer.rawValue)"
            } else {
                "tooFew"
            }
        return texts.say("campaigns.verdict.\(which)")
    }

    func row(_ row: CampaignComparison.Row, _ results: CampaignResults, _ brand: BrandView) -> Fields {
        func told(_ number: Double) -> String {
            switch row.outcome {
            case .bought: visit.wording.percent(number) ?? ""
            case .orders: visit.wording.decimal(Int64((number * 100).rounded()), decimals: 2)
            case .spend:
                results.currency.flatMap { try? Money(minorUnits: Int64(abs(number).rounded()), currency: $0) }
                    .map { (number < 0 ? "−" : "") + brand.money($0, visit.wording) } ?? "–"
            }
        }
        var fields: Fields = [
            "outcome": texts.say("campaigns.outcome.\(row.outcome.rawValue)"), "treated": told(row.treated),
            "heldOut": told(row.heldOut), "difference": row.difference.map(told) ?? "–",
            "answer": texts.say("campaigns.answer.\(row.answer.rawValue)"),
        ]
        if let interval = row.interval {
            fields["range"] = texts.say(
                "campaigns.range",
                ["lower": told(interval.lower), "upper": told(interval.upper)]
            )
        }
        return fields
    }

    func notes(_ results: CampaignResults) -> [String] {
        var notes: [String] = []
        if let saved = results.comparison.rows.first(where: { $0.outcome == .spend })?.saved, saved > 0 {
            notes.append(texts.say("campaigns.saved", ["share": visit.wording.percent(saved) ?? ""]))
        }
        if results.otherCurrencies > 0 {
            notes.append(
                texts.say("campaigns.otherCurrencies", ["n": visit.wording.number(Int64(results.otherCurrencies))])
            )
        }
        return notes
    }
}
