internal import JSONText
internal import SetiaCore
internal import SetiaService

// What a decision says of a reward, within its reason.

extension RewardStep {
    func write(to json: inout JSONWriter) {
        json.element(redemption)
        json.element(reward)
        json.string(kind.rawValue)
        json.integer(quantity)
        json.element(wallet)
        json.element(points)
        json.integer(money?.minorUnits ?? 0)
        json.element(money.map { Key($0.currency.code) })
        json.element(until)
    }

    init(_ kept: inout Fields) throws(MalformedDocument) {
        let (redemption, reward) = (try kept.key(), try kept.key())
        guard let kind = Kind(rawValue: try kept.text()) else { throw kept.malformed }
        let (quantity, wallet, points) = (try kept.number(), try kept.optionalKey(), try kept.points())
        let money = try kept.optionalMoney()
        self.init(
            redemption: redemption,
            reward: reward,
            kind: kind,
            quantity: quantity,
            wallet: wallet,
            points: points,
            money: money,
            until: try kept.optionalInstant()
        )
    }
}
