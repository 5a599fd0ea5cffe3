internal import SetiaCore
internal import SetiaService

extension RewardPictures {
    /// What stands in a page as a reward's picture: ours by its path, or that of a plain host; none where it has none.
    func shown(_ reward: Reward) -> String? {
        if let path = path(of: reward.key) { return path }
        guard let picture = reward.picture?.text, Web.host(ofPicture: picture) != nil else { return nil }
        return picture
    }
}

/// Rewards as a member sees them: what they cost, and what is missing.
struct Offers {
    let visit: Visit
    let brand: BrandView
    let pictures: RewardPictures

    private var words: RewardWords { RewardWords(visit: visit, brand: brand) }

    /// How many left are worth a word.
    private static let few: Int64 = 20

    /// One reward.
    func fields(_ quote: RewardQuote) -> Fields {
        var fields: Fields = [
            "path": "/card/rewards/\(urlEncoded(quote.reward.key.text))", "name": words.name(quote.reward.key),
            "price": words.prices(quote.reward), "canHave": quote.canHave,
        ]
        if let text = quote.reward.text?.text(in: visit.language.key) { fields["text"] = text }
        if let why = words.why(quote) { fields["why"] = why }
        if let picture = pictures.shown(quote.reward) { fields["picture"] = picture }
        if let left = quote.left, left > 0, left <= Offers.few {
            fields["left"] = visit.texts.say("portal.left", count: left)
        }
        // A bar shows how near she is where nothing but points is missing.
        if !quote.canHave, quote.obstacles.isEmpty, let best = quote.best, best.missing > .zero {
            fields["bar"] =
                ["value": "\(best.available.units)", "max": "\(best.price.points.units)"] as Fields
        }
        return fields
    }

    /// Of what only points are missing of, the least first.
    func nearestFirst(_ quotes: [RewardQuote]) -> [RewardQuote] {
        quotes.sorted { left, right in
            (left.best?.missing ?? .zero, left.reward.key) < (right.best?.missing ?? .zero, right.reward.key)
        }
    }
}
