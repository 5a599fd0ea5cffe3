/// Why a reward is not had, or a redemption stays as it is.
package enum RewardRefusal: Sendable, Hashable {
    /// The programme has no such reward.
    case unknownReward(String, known: [String])
    /// It cannot be had yet; from when, where that is known.
    case notYet(reward: Key, from: Instant?)
    /// It can no longer be had.
    case over(reward: Key)
    /// It is not for the country that she is of, or hers is not known.
    case wrongCountry(reward: Key, country: Key?, countries: [Key])
    /// Something that it asks of her does not hold.
    case notEligible(reward: Key, Need)
    /// Its prices have money of other currencies in them; which those are.
    case wrongCurrency(reward: Key, got: Currency?, taken: [Currency])
    /// It costs something else than she was told.
    case priceChanged(reward: Key, expected: Points, points: Points)
    /// She has had as many as she may; how many are left of it, and when there is room again, where there ever is.
    case limitReached(reward: Key, per: Cap.Span, most: Int64, left: Int64, again: Instant?)
    /// There are not as many; how many there are, where that is known.
    case outOfStock(reward: Key, left: Int64?)
    /// There is a redemption of this number.
    case redemptionExists(String)
    /// There is none of this number, or it is long over.
    case unknownRedemption(String)
    /// It stands where this cannot become of it.
    case redemptionIs(String, RewardRedemption.State)
    /// It is so far on its way, where this cannot become of it.
    case fulfilmentIs(String, RewardRedemption.Fulfilment)
    /// The time for which it can be used is over.
    case redemptionExpired(String, since: Instant)
    /// More is asked for than there is of it.
    case tooMany(String, left: Int64, asked: Int64)
    /// It was had too long ago to be given back.
    case tooLate(String, until: Instant)

    /// What a reward asks of a member.
    package enum Need: Sendable, Hashable {
        /// This level of a ladder, or a higher one.
        case level(tierSet: Key, level: Key)
        /// To be a member so long, which she is on that day; none where she has not joined.
        case tenure(Period, from: Day?)
        /// A condition; its text, which of its tests from 0, and what an expression saw.
        case condition(String, test: Int, saw: [Reason.Seen])
        /// To be among those that its campaign is for; who is held out of it is told no more.
        case campaign(Key, isHeldOut: Bool)
    }

    /// The field of the event that it is about.
    package var field: String {
        switch self {
        case .unknownReward, .notYet, .over, .outOfStock: "data.reward"
        case .wrongCountry, .notEligible: "subject"
        case .wrongCurrency: "data.currency"
        case .priceChanged: "data.points"
        case .limitReached, .tooMany: "data.quantity"
        case .redemptionExists, .unknownRedemption, .redemptionIs, .redemptionExpired, .tooLate: "data.redemptionId"
        case .fulfilmentIs: "data.step"
        }
    }

    /// Its stable name, as problems have it.
    package var code: String {
        switch self {
        case .unknownReward: "unknown-reward"
        case .notYet: "not-yet"
        case .over: "reward-expired"
        case .wrongCountry: "wrong-country"
        case .notEligible: "not-eligible"
        case .wrongCurrency: "wrong-currency"
        case .priceChanged: "price-changed"
        case .limitReached: "limit-reached"
        case .outOfStock: "out-of-stock"
        case .redemptionExists: "redemption-exists"
        case .unknownRedemption: "unknown-redemption"
        case .redemptionIs(_, .expired): "hold-expired"
        case .redemptionIs: "redemption-ended"
        case .fulfilmentIs: "wrong-step"
        case .redemptionExpired: "redemption-expired"
        case .tooMany: "too-many"
        case .tooLate: "too-late"
        }
    }

    /// Whether it is that she is held out of the reward's campaign.
    var isHeldOut: Bool {
        if case .notEligible(_, .campaign(_, isHeldOut: true)) = self { true } else { false }
    }
}
