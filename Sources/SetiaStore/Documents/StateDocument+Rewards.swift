internal import JSONText
internal import SetiaCore
internal import SetiaService

// What is remembered of rewards that a member has, had or has set aside.

extension StateDocument {
    static func writeRedemptions(of state: MemberState, to json: inout JSONWriter) {
        guard !state.redemptions.isEmpty else { return }
        json.key("redemptions")
        json.beginArray()
        for redemption in state.redemptions {
            json.beginArray()
            json.element(redemption.id)
            json.element(redemption.reward)
            json.string(redemption.kind.rawValue)
            json.string(redemption.stock.rawValue)
            json.integer(redemption.quantity)
            json.element(redemption.wallet)
            json.element(redemption.each)
            json.integer(redemption.money?.minorUnits ?? 0)
            json.element(redemption.money.map { Key($0.currency.code) })
            json.element(redemption.at)
            json.element(redemption.validity.map { Key($0.description) })
            json.string(redemption.state.rawValue)
            json.element(redemption.until)
            json.integer(redemption.captured)
            json.integer(redemption.rolledBack)
            json.element(redemption.since)
            json.element(redemption.fulfilment.map { Key($0.rawValue) })
            json.element(redemption.validUntil)
            json.parts(redemption.drawn)
            if redemption.promotion != nil || redemption.supplied != nil { json.element(redemption.promotion) }
            if let supplied = redemption.supplied {
                json.element(supplied.supplier)
                json.integer(supplied.amount?.minorUnits ?? 0)
                json.element(supplied.amount.map { Key($0.currency.code) })
            }
            json.endArray()
        }
        json.endArray()
    }

    static func readRedemptions(_ document: JSON, into state: inout MemberState) throws(MalformedDocument) {
        guard let kept = document["redemptions"] else { return }
        var fields = try Fields(kept, in: "redemptions")
        while !fields.isAtEnd { state.redemptions.append(try redemption(try fields.fields())) }
    }

    private static func redemption(_ kept: Fields) throws(MalformedDocument) -> RewardRedemption {
        var kept = kept
        let (id, reward) = (try kept.key(), try kept.key())
        guard let kind = Reward.Kind(rawValue: try kept.text()), let stock = Reward.Stock(rawValue: try kept.text())
        else { throw kept.malformed }
        let (quantity, wallet, each) = (try kept.number(), try kept.optionalKey(), try kept.points())
        let money = try kept.optionalMoney()
        let (at, validity) = (try kept.instant(), try kept.optionalKey())
        guard let standing = RewardRedemption.State(rawValue: try kept.text()) else { throw kept.malformed }
        let until = try kept.optionalInstant()
        let (captured, rolledBack, since) = (try kept.number(), try kept.number(), try kept.instant())
        let (fulfilment, validUntil) = (try kept.optionalKey(), try kept.optionalInstant())
        let drawn = try kept.parts()
        return RewardRedemption(
            id: id,
            reward: reward,
            kind: kind,
            stock: stock,
            quantity: quantity,
            wallet: wallet,
            each: each,
            money: money,
            at: at,
            validity: validity.flatMap { Period(text: $0.text) },
            state: standing,
            until: until,
            captured: captured,
            rolledBack: rolledBack,
            since: since,
            fulfilment: fulfilment.flatMap { RewardRedemption.Fulfilment(rawValue: $0.text) },
            validUntil: validUntil,
            drawn: drawn,
            promotion: kept.isAtEnd ? nil : try kept.optionalKey(),
            supplied: kept.isAtEnd
                ? nil : SuppliedReward(supplier: try kept.key(), amount: try kept.optionalMoney())
        )
    }
}

extension Fields {
    /// Takes an amount as minor units and a currency; none where no currency stands there.
    mutating func optionalMoney() throws(MalformedDocument) -> Money? {
        let minorUnits = try number()
        guard let code = try optionalKey() else { return nil }
        guard let currency = try? Currency(code.text),
            let amount = try? Money(minorUnits: minorUnits, currency: currency)
        else { throw malformed }
        return amount
    }
}
