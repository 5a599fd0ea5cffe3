internal import SetiaCore

// Groups, campaigns, achievements and types of events, as the document has them, in whichever language.

extension ProgrammeValues {
    func told(_ group: RuleGroup) -> String {
        "kind: \(group.kind.rawValue), priority: \(group.priority)"
    }

    func told(_ survey: Survey) -> String {
        let share = Rational(Int64(survey.share)) / 100
        let after = survey.after.map { ", after: \($0.written), wait: \(survey.wait)" } ?? ""
        return "\(told(survey.ask)) · kind: \(survey.kind.rawValue), every: \(survey.every.written), share: \(share)%"
            + after
            + (survey.questions.isEmpty
                ? "" : ", questions: \(survey.questions.map(\.key.text).joined(separator: ", "))")
    }

    func value(of aspect: ProgrammeChange.Aspect, _ campaign: Campaign) -> String {
        let schedule = campaign.schedule?.description ?? words.always
        let wallet = programme.wallets.first?.key ?? ""
        return switch aspect {
        case .name: told(campaign.name)
        case .schedule: schedule
        case .cap: caps(campaign.caps, wallet)
        case .budget: budgets(of: campaign, wallet)
        case .audience: audience(of: campaign)
        case .holdOut: holdOut(of: campaign)
        default:
            ([told(campaign.name), schedule, caps(campaign.caps, wallet)]
                + (campaign.budget == nil && campaign.discountBudget.isEmpty ? [] : [budgets(of: campaign, wallet)])
                + (campaign.audience == nil ? [] : ["\(words.audience): \(audience(of: campaign))"])
                + (campaign.holdOut == nil ? [] : ["\(words.holdOut): \(holdOut(of: campaign))"]))
                .joined(separator: " · ")
        }
    }

    private func budgets(of campaign: Campaign, _ wallet: Key) -> String {
        let discounts = campaign.discountBudget.map { money($0.minorUnits, $0.currency) }
        let points = campaign.budget == nil && !discounts.isEmpty ? [] : [budget(campaign.budget, wallet)]
        return (points + discounts).joined(separator: " · ")
    }

    private func audience(of campaign: Campaign) -> String {
        let purpose = campaign.purpose == .offer ? "" : " (purpose: \(campaign.purpose.rawValue))"
        return switch campaign.audience {
        case .everyone: "everyone" + purpose
        case .segment(let segment): segment.text + purpose
        case .condition(let condition): condition.text + purpose
        case nil: words.nothing + purpose
        }
    }

    private func holdOut(of campaign: Campaign) -> String {
        campaign.holdOut.map { $0.written + ($0.seed == "" ? "" : " (seed: \($0.seed))") } ?? words.nothing
    }

    func value(of aspect: ProgrammeChange.Aspect, _ segment: MemberSegment) -> String {
        let who: String =
            switch segment.kind {
            case .list: "list"
            case .measured(let cells): "rfm: \(cells.map(\.text).joined(separator: ", "))"
            case .condition(let condition): condition.text
            }
        return switch aspect {
        case .name: told(segment.name)
        case .condition: who
        default: "\(told(segment.name)) · \(who)"
        }
    }

    /// What all members get together.
    func budget(_ budget: Budget?, _ wallet: Key) -> String {
        guard let budget else { return words.nothing }
        return budget.span == .lifetime
            ? points(budget.points, wallet) : caps([Cap(.points(budget.points), per: budget.span)], wallet)
    }

    func value(of aspect: ProgrammeChange.Aspect, _ achievement: Achievement) -> String {
        let condition = achievement.condition == .always ? words.always : achievement.condition.text
        let gift = achievement.gift.map { points($0.points, $0.wallet) } ?? words.nothing
        return switch aspect {
        case .name: told(achievement.name)
        case .event: words.event(achievement.on)
        case .condition: condition
        case .lines: achievement.lines?.text.text ?? words.nothing
        case .threshold: goal(of: achievement)
        case .effect: gift
        case .why: achievement.why.map(told) ?? words.nothing
        default:
            [told(achievement.name), words.event(achievement.on), goal(of: achievement), gift].joined(separator: " · ")
        }
    }

    private func goal(of achievement: Achievement) -> String {
        let counts =
            switch achievement.counts {
            case .times: "times"
            case .units(let unit): unit.name.text
            case .streak(let span): "streak: \(span.rawValue)"
            }
        let again = achievement.repeats ? ", repeats: true" : ""
        return "goal: \(achievement.goal), \(counts), within: \(achievement.within.rawValue)\(again)"
    }

    func value(of aspect: ProgrammeChange.Aspect, _ declared: EventDeclaration) -> String {
        let fields = declared.fields.map { field in
            field.field.name.text + (field.isRequired ? "*" : "")
        }.joined(separator: ", ")
        return switch aspect {
        case .name: told(declared.name)
        case .fields: fields.isEmpty ? words.nothing : fields
        default: [told(declared.name), fields].filter { !$0.isEmpty }.joined(separator: " · ")
        }
    }
}
