import SetiaCore

extension Promotion {
    /// Why a reward cannot give codes of this promotion: what the reward says it gives and what the promotion takes off are
    /// not the same (rule W-15); none where they are.
    ///
    /// - Parameters:
    ///   - kind: What the reward is; none where that is not known.
    ///   - worth: What it says it takes off, by currency.
    ///   - percent: What part it says it takes off.
    /// - Returns: a reason to be read behind the field's name.
    func whyNot(for kind: Reward.Kind?, worth: [Money], percent: Int64?) -> String? {
        switch (kind, gift) {
        case (.amountOff?, .amountOff(let amounts, _)):
            let other =
                worth.filter { !amounts.contains($0) }.map(\.currency.code)
                + amounts.filter { one in !worth.contains { $0.currency == one.currency } }.map(\.currency.code)
            guard !other.isEmpty else { return nil }
            return "takes another amount off than 'worth' says, in \(other.joined(separator: ", "))"
        case (.amountOff?, _):
            return "takes no amount off, as the reward says; name a promotion such as off: {MYR: 10.00}"
        case (.percentOff?, .percentOff(let share, _, _)):
            guard let percent, share != Rational(percent) / 100 else { return nil }
            return "takes another part off than 'percent' says"
        case (.percentOff?, _): return "takes no part off, as the reward says; name a promotion such as off: 10%"
        case (.freeProduct?, .freeUnits): return nil
        case (.freeProduct?, .percentOff(let share, _, let target)) where share == .one && target != .order: return nil
        case (.freeProduct?, .amountOff(_, let target)) where target != .order: return nil
        case (.freeProduct?, _):
            return "makes no product free, as the reward says; name a promotion such as free: {buy: 1, get: 1}, "
                + "or off: 100% with 'of: cheapest' and 'lines'"
        case (.shipping?, .freeShipping): return nil
        case (.shipping?, _): return "makes no delivery free, as the reward says; name one with freeShipping: true"
        case (.giftCard?, _), (.eventPlace?, _), (.earlyAccess?, _), (.experience?, _), (.donation?, _),
            (.physicalGood?, _), (.partnerCode?, _), (nil, _):
            return nil
        }
    }
}
