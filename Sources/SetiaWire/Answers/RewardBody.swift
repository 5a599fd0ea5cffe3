package import JSONText
package import SetiaCore

/// A reward as the programme has it, with how many there are.
package struct RewardBody: WireBody {
    /// Which.
    package let reward: Reward
    /// How many are left; none has no end.
    package let left: Int64?
    /// How many members have, set aside ones left out; none where it is not told.
    package let had: Int64?
    /// How many are set aside; none where it is not told.
    package let held: Int64?
    /// Where its picture is; none where it has none.
    package let picture: String?

    /// A reward's body.
    package init(reward: Reward, left: Int64?, had: Int64? = nil, held: Int64? = nil, picture: String? = nil) {
        self.picture = picture ?? reward.picture?.text
        self.reward = reward
        self.left = left
        self.had = had
        self.held = held
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if !reward.countries.isEmpty {
            json.key("countries")
            json.list(reward.countries) { country, json in json.string(country.text) }
        }
        if let had { json.member("had", had) }
        if let held { json.member("held", held) }
        json.member("kind", reward.kind.rawValue)
        if let left { json.member("left", left) }
        json.words("name", reward.name)
        if let percent = reward.percent { json.member("percent", percent) }
        if let picture { json.member("picture", picture) }
        json.key("prices")
        json.list(reward.prices) { price, json in
            json.beginObject()
            price.writeMembers(to: &json)
            json.endObject()
        }
        json.member("reward", reward.key)
        json.member("stock", reward.stock.rawValue)
        json.member("supplier", reward.supplier)
        if let terms = reward.terms { json.words("terms", terms) }
        if let text = reward.text { json.words("text", text) }
        if let validity = reward.validity { json.member("validity", validity.description) }
        if !reward.worth.isEmpty { json.amounts("worth", reward.worth) }
        json.endObject()
    }
}

/// What a member can have: each reward with its price for her, and what stands in between.
package struct RewardQuotesBody: WireBody {
    /// Who.
    package let member: MemberID
    /// The moment.
    package let at: Instant
    /// One a reward, with what stands in between in words, and where its picture is.
    package let quotes: [(quote: RewardQuote, told: [String], picture: String?)]

    /// The body of a member's quotes.
    package init(member: MemberID, at: Instant, quotes: [(quote: RewardQuote, told: [String], picture: String?)]) {
        self.member = member
        self.at = at
        self.quotes = quotes
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", at)
        json.key("items")
        json.list(quotes) { item, json in write(item.quote, item.told, item.picture, to: &json) }
        json.member("member", member.text)
        json.endObject()
    }

    private func write(_ quote: RewardQuote, _ told: [String], _ picture: String?, to json: inout JSONWriter) {
        json.beginObject()
        json.key("canHave")
        json.bool(quote.canHave)
        json.key("isNear")
        json.bool(quote.isNear)
        json.member("kind", quote.reward.kind.rawValue)
        if let left = quote.left { json.member("left", left) }
        if let most = quote.mayHave { json.member("mayHave", most) }
        json.words("name", quote.reward.name)
        json.key("obstacles")
        json.list(Array(zip(quote.obstacles, told))) { obstacle, json in
            json.beginObject()
            json.member("again", obstacle.0.again)
            json.member("detail", obstacle.0.detail)
            json.member("text", obstacle.1)
            json.member("type", obstacle.0.code)
            json.endObject()
        }
        if let picture { json.member("picture", picture) }
        json.key("prices")
        json.list(quote.prices) { price, json in
            json.beginObject()
            if price.price.wallet != nil {
                json.member("available", price.available)
                json.member("missing", price.missing)
            }
            price.price.writeMembers(to: &json)
            json.endObject()
        }
        json.member("reward", quote.reward.key)
        if let terms = quote.reward.terms { json.words("terms", terms) }
        if let text = quote.reward.text { json.words("text", text) }
        if let validity = quote.reward.validity { json.member("validity", validity.description) }
        json.endObject()
    }
}

/// A redemption: where it stands and what it gave.
package struct RedemptionBody: WireBody {
    /// Whose; none where the address says it.
    package let member: MemberID?
    /// What is known of it.
    package let redemption: RewardRedemption
    /// Its codes, in clear.
    package let codes: [String]
    /// What became of the letter that tells of it; none where there is none.
    package let letter: Letter?

    /// A letter about a reward, as it goes out.
    package struct Letter: Sendable {
        /// `waiting`, `sent`, `withheld` or `failed`.
        package let state: String
        /// Since when.
        package let since: Instant

        /// What became of a letter.
        package init(state: String, since: Instant) {
            self.state = state
            self.since = since
        }
    }
    /// What a supplier gives for it; empty where none does.
    package let supplied: [SuppliedItem]

    /// A redemption's body.
    package init(
        member: MemberID?,
        redemption: RewardRedemption,
        codes: [String] = [],
        supplied: [SuppliedItem] = [],
        letter: Letter? = nil
    ) {
        self.member = member
        self.redemption = redemption
        self.codes = codes
        self.letter = letter
        self.supplied = supplied
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("at", redemption.at)
        json.member("captured", redemption.captured)
        if !codes.isEmpty {
            json.key("codes")
            json.list(codes) { code, json in json.string(code) }
        }
        if let fulfilment = redemption.fulfilment { json.member("fulfilment", fulfilment.rawValue) }
        json.member("kind", redemption.kind.rawValue)
        if let letter {
            json.key("letter")
            json.beginObject()
            json.member("since", letter.since)
            json.member("state", letter.state)
            json.endObject()
        }
        if let member { json.member("member", member.text) }
        if let money = redemption.money { json.member("moneyEach", money) }
        json.member("pointsEach", redemption.each)
        json.member("quantity", redemption.quantity)
        json.member("redemptionId", redemption.id)
        json.member("reward", redemption.reward)
        json.member("rolledBack", redemption.rolledBack)
        json.member("since", redemption.since)
        json.member("state", redemption.state.rawValue)
        if !supplied.isEmpty {
            json.key("supplied")
            json.list(supplied) { item, json in
                json.beginObject()
                if let code = item.code { json.member("code", code.code) }
                json.member("expiresAt", item.code?.expiresAt)
                if let pin = item.code?.pin { json.member("pin", pin) }
                json.member("place", item.place)
                if let reason = item.reason { json.member("reason", reason) }
                json.member("state", item.state.rawValue)
                if let url = item.code?.url { json.member("url", url) }
                json.endObject()
            }
        }
        json.member("until", redemption.until)
        json.member("validUntil", redemption.validUntil)
        json.member("wallet", redemption.wallet)
        json.endObject()
    }
}

/// The answer to whoever redeems, or moves a redemption on: where it stands, and the receipt of the event.
package struct RedeemedBody: WireBody {
    /// Where it stands now.
    package let redemption: RedemptionBody
    /// What was written.
    package let receipt: ReceiptBody

    /// An answer.
    package init(redemption: RedemptionBody, receipt: ReceiptBody) {
        self.redemption = redemption
        self.receipt = receipt
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("receipt")
        receipt.write(to: &json)
        json.key("redemption")
        redemption.write(to: &json)
        json.endObject()
    }
}

/// A shelf after something was put on it.
package struct ShelfBody: WireBody {
    /// Of which reward.
    package let reward: Key
    /// How many were put on it altogether.
    package let loaded: Int64
    /// How many of them are taken.
    package let taken: Int64
    /// How many codes were new; none where none were loaded.
    package let added: Int64?

    /// A shelf.
    package init(reward: Key, loaded: Int64, taken: Int64, added: Int64? = nil) {
        self.reward = reward
        self.loaded = loaded
        self.taken = taken
        self.added = added
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        if let added { json.member("added", added) }
        json.member("left", max(0, loaded - taken))
        json.member("loaded", loaded)
        json.member("reward", reward)
        json.member("taken", taken)
        json.endObject()
    }
}

extension RewardRefusal {
    /// When it can be had again, where that is known.
    var again: Instant? {
        switch self {
        case .notYet(_, let from): from
        case .limitReached(_, _, _, _, let again): again
        default: nil
        }
    }
}

extension Reward.Price {
    /// `money`, `points` and `wallet`, keys sorted; nothing of what it does not ask.
    fileprivate func writeMembers(to json: inout JSONWriter) {
        if !money.isEmpty { json.amounts("money", money) }
        json.member("points", points)
        json.member("wallet", wallet)
    }
}

extension JSONWriter {
    /// A text by languages.
    mutating func words(_ key: StaticString, _ words: Words) {
        self.key(key)
        beginObject()
        for text in words.texts.sorted(by: { $0.language < $1.language }) {
            self.key(text.language.text)
            string(text.text)
        }
        endObject()
    }

    /// Amounts in some currencies.
    mutating func amounts(_ key: StaticString, _ amounts: [Money]) {
        self.key(key)
        list(amounts) { money, json in
            json.beginObject()
            json.member("amount", money.minorUnits)
            json.member("currency", money.currency.code)
            json.endObject()
        }
    }
}
