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
        let told = HoldOutWords(visit: visit, measure: results.measure)
        var fields: Fields = [
            "name": shown(words.name(campaign)), "facts": facts,
            "verdict": told.verdict(holdsOut: campaign.holdOut != nil), "rows": told.rows,
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
