import SetiaCore

// How a refused reward is answered.

extension RewardRefusal {
    /// 404 where what is named in the address is not there, 409 where it stands against what happened before, else 422.
    var problem: Problem {
        func problem(_ name: String, _ title: String, _ status: Int) -> Problem {
            Problem(
                name,
                title: title,
                status: status,
                detail: detail,
                errors: [Problem.FieldError(field: field, reason: detail)],
                numbers: numbers,
                facts: facts
            )
        }
        return switch self {
        case .unknownReward: problem("unknown-reward", "No such reward", 422)
        case .notYet: problem("not-yet", "Not yet", 422)
        case .over: problem("reward-expired", "No longer to be had", 422)
        case .wrongCountry: problem("wrong-country", "Not in this country", 422)
        case .notEligible: problem("not-eligible", "Conditions do not hold", 422)
        case .wrongCurrency: problem("wrong-currency", "Not in this currency", 422)
        case .priceChanged: problem("price-changed", "The price is another", 409)
        case .limitReached: problem("limit-reached", "The limit is reached", 422)
        case .outOfStock: problem("out-of-stock", "None are left", 409)
        case .redemptionExists: problem("redemption-exists", "Redeemed already", 409)
        case .unknownRedemption: problem("unknown-redemption", "No such redemption", 404)
        case .redemptionIs(_, .expired): problem("hold-expired", "The hold is over", 409)
        case .redemptionIs: problem("redemption-ended", "Not at this stage", 409)
        case .fulfilmentIs: problem("wrong-step", "Not the next step", 409)
        case .redemptionExpired: problem("redemption-expired", "Its time is over", 409)
        case .tooMany: problem("too-many", "More than there are", 422)
        case .tooLate: problem("too-late", "Too late", 409)
        }
    }

    /// What is the matter, with what would be needed.
    var detail: String {
        switch self {
        case .unknownReward(let key, let known):
            "there is no reward \(key), only \(known.isEmpty ? "none" : known.joined(separator: ", "))"
        case .notYet(let reward, let from?): "\(reward) can be had from \(from.rfc3339) on"
        case .notYet(let reward, nil): "\(reward) cannot be had at this time"
        case .over(let reward): "\(reward) can no longer be had"
        case .wrongCountry(let reward, let country, let countries):
            "\(reward) is for members of \(countries.map(\.text).joined(separator: ", ")), and this member's country is "
                + (country?.text ?? "not known")
        case .notEligible(let reward, .level(let tierSet, let level)):
            "\(reward) is for members who stand at \(level) of \(tierSet) or higher"
        case .notEligible(let reward, .tenure(let period, let from?)):
            "\(reward) is for members of \(period) and more, which this one is on \(from.iso)"
        case .notEligible(let reward, .tenure(let period, nil)): "\(reward) is for members of \(period) and more"
        case .notEligible(let reward, .condition(let condition, let test, _)):
            "\(reward) asks that \(condition), of which test \(test) does not hold"
        case .notEligible(let reward, .campaign): "\(reward) is for others than this member"
        case .wrongCurrency(let reward, let got?, let taken):
            "\(reward) is not paid in \(got.code), only in \(taken.map(\.code).joined(separator: ", "))"
        case .wrongCurrency(let reward, nil, let taken):
            "money belongs to the price of \(reward): say in which currency, of "
                + taken.map(\.code).joined(separator: ", ")
        case .priceChanged(let reward, let expected, let points):
            "\(reward) costs \(points) points for this wish, and \(expected) were expected"
        case .limitReached(let reward, let span, let most, let left, let again):
            "\(most) of \(reward) are allowed \(span == .lifetime ? "in all" : "per \(span.rawValue)"), of which \(left) are left"
                + (again.map { "; there is room again from \($0.rfc3339) on" } ?? "")
        case .outOfStock(let reward, let left?): "there are \(left) of \(reward) left"
        case .outOfStock(let reward, nil): "there are not as many of \(reward) left"
        case .redemptionExists(let id): "this member has a redemption \(id) already"
        case .unknownRedemption(let id): "this member has no redemption \(id) that is still remembered"
        case .redemptionIs(let id, .expired):
            "the time for which the redemption \(id) was set aside was over; redeem again"
        case .redemptionIs(let id, let state): "the redemption \(id) is \(state.rawValue)"
        case .fulfilmentIs(let id, let fulfilment):
            "the redemption \(id) is \(fulfilment.rawValue) already, or is not sent"
        case .redemptionExpired(let id, let since): "the redemption \(id) could be used before \(since.rfc3339)"
        case .tooMany(let id, let left, let asked): "\(left) of the redemption \(id) are there, and \(asked) are asked"
        case .tooLate(let id, let until): "the redemption \(id) could be given back until \(until.rfc3339)"
        }
    }

    /// What would be needed, for a program to act on.
    var facts: [Problem.Fact] {
        switch self {
        case .notYet(_, let from?): [Problem.Fact("from", from.rfc3339)]
        case .wrongCountry(_, _, let countries): [Problem.Fact("countries", countries.map(\.text))]
        case .wrongCurrency(_, _, let taken): [Problem.Fact("takes", taken.map(\.code))]
        case .notEligible(_, .level(let tierSet, let level)):
            [
                Problem.Fact("because", "level"), Problem.Fact("tierSet", "\(tierSet)"),
                Problem.Fact("level", "\(level)"),
            ]
        case .notEligible(_, .tenure(let period, let from)):
            [Problem.Fact("because", "tenure"), Problem.Fact("tenure", "\(period)")]
                + (from.map { [Problem.Fact("from", $0.iso)] } ?? [])
        case .notEligible(_, .condition(let condition, _, _)):
            [Problem.Fact("because", "condition"), Problem.Fact("condition", "\(condition)")]
        case .notEligible(_, .campaign): [Problem.Fact("because", "campaign")]
        case .limitReached(_, _, _, _, let again?): [Problem.Fact("again", again.rfc3339)]
        default: []
        }
    }

    /// The numbers that a program acts on.
    var numbers: [Problem.Number] {
        switch self {
        case .priceChanged(_, let expected, let points):
            [Problem.Number("expected", expected.units), Problem.Number("points", points.units)]
        case .limitReached(_, _, let most, let left, _): [Problem.Number("left", left), Problem.Number("most", most)]
        case .outOfStock(_, let left?): [Problem.Number("left", left)]
        case .tooMany(_, let left, let asked): [Problem.Number("asked", asked), Problem.Number("left", left)]
        default: []
        }
    }
}
