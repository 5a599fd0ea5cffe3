/// What a cart gets off, by itself or for a code: the programme's `promotions` (rules V-1 to V-12).
package struct Promotion: Sendable, Hashable {
    /// The promotion's own key; unique in its programme, and what every reason names.
    package var key: Key { read { $0.pointee.key } }
    /// What members call it.
    package var name: Words { read { $0.pointee.name } }
    /// What it gives.
    package var gift: Gift { read { $0.pointee.gift } }
    /// What must hold of the cart, which reads as the order that it would be, and of the member.
    package var condition: Condition { read { $0.pointee.condition } }
    /// Which lines it is about; none is all of them.
    package var lines: LineFilter? { read { $0.pointee.lines } }
    /// What must be bought at least; one a currency, and in others nothing must.
    package var minimum: Minimum? { read { $0.pointee.minimum } }
    /// When it is given; none is always.
    package var schedule: Schedule? { read { $0.pointee.schedule } }
    /// Where it is given, by ISO 3166-1 alpha-2; empty is everywhere.
    package var countries: [Key] { read { $0.pointee.countries } }
    /// The group that it is chosen in (rule V-6).
    package var group: Key? { read { $0.pointee.group } }
    /// Within its group and phase the highest is asked first, and of equal ones the first of the document.
    package var priority: Int { read { $0.pointee.priority } }
    /// Whether it is given for a code only, and never by itself.
    package var needsCode: Bool { read { $0.pointee.needsCode } }
    /// Whether a percentage counts what lines cost first, and not what earlier promotions left of it (rule V-4).
    package var countsInitial: Bool { read { $0.pointee.countsInitial } }
    /// How often it is given in all; none is as often as is asked.
    package var uses: Int64? { read { $0.pointee.uses } }
    /// How often a member gets it in which time; all of them count, each in times.
    package var memberCaps: [Cap] { read { $0.pointee.memberCaps } }
    /// Whether a code of it is used up though it takes nothing off.
    package var isUsedWithoutEffect: Bool { read { $0.pointee.isUsedWithoutEffect } }

    /// The campaign that it belongs to: its time, its audience and its hold-out are the promotion's too.
    package var campaign: Key? { read { $0.pointee.campaign } }

    /// In an array of one, which is one reference where a promotion is many: an evaluation hands it on all the time.
    private let box: [Fields]

    /// Reads a field in its place: handed out by the array, all of them would be copied for it.
    @inline(__always)
    private func read<T>(_ field: (UnsafePointer<Fields>) -> T) -> T {
        box.withUnsafeBufferPointer { fields in
            guard let first = fields.baseAddress else { preconditionFailure("there is always one") }
            return field(first)
        }
    }

    private struct Fields: Sendable, Hashable {
        let key: Key
        let name: Words
        let gift: Gift
        let condition: Condition
        let lines: LineFilter?
        let minimum: Minimum?
        let schedule: Schedule?
        let countries: [Key]
        let group: Key?
        let priority: Int
        let needsCode: Bool
        let countsInitial: Bool
        let uses: Int64?
        let memberCaps: [Cap]
        let isUsedWithoutEffect: Bool
        let campaign: Key?
    }

    /// What a promotion gives.
    package enum Gift: Sendable, Hashable {
        /// An amount off, one a currency.
        case amountOff([Money], of: Target)
        /// A part off, above 0 and at most 1; at most so much, where the currency has such a limit.
        case percentOff(Rational, upTo: [Money], of: Target)
        /// For so many bought so many of the cheapest are free, so often at most; of these lines where they are others.
        case freeUnits(buy: Int64, get: Int64, free: LineFilter?, times: Int64?)
        /// Delivery free; at most so much of it, where the currency has such a limit.
        case freeShipping(upTo: [Money])
        /// A code of it holds money, which pays.
        case giftCard
    }

    /// What something is taken off.
    package enum Target: Sendable, Hashable {
        /// The goods altogether, or those of the lines that it is about.
        case order
        /// The lines that it is about, before anything is taken off the order.
        case lines
        /// So many pieces of them, the cheapest ones.
        case cheapest(Int64)
    }

    /// What must be bought at least.
    package struct Minimum: Sendable, Hashable {
        /// One a currency; above 0.
        package let amounts: [Money]
        /// Whether only the lines count that the promotion is about, and not all goods.
        package let ofLines: Bool
        /// Whether what goods cost first counts, and not what earlier promotions left of it (rule V-5).
        package let onInitial: Bool

        /// What must be bought at least.
        package init(_ amounts: [Money], ofLines: Bool = false, onInitial: Bool = false) {
            self.amounts = amounts
            self.ofLines = ofLines
            self.onInitial = onInitial
        }
    }

    /// A promotion.
    package init(
        key: Key,
        name: Words = Words([]),
        gift: Gift,
        condition: Condition = .always,
        lines: LineFilter? = nil,
        minimum: Minimum? = nil,
        schedule: Schedule? = nil,
        countries: [Key] = [],
        group: Key? = nil,
        priority: Int = 0,
        needsCode: Bool = false,
        countsInitial: Bool = false,
        uses: Int64? = nil,
        memberCaps: [Cap] = [],
        isUsedWithoutEffect: Bool = false,
        campaign: Key? = nil
    ) {
        box = [
            Fields(
                key: key,
                name: name,
                gift: gift,
                condition: condition,
                lines: lines,
                minimum: minimum,
                schedule: schedule,
                countries: countries,
                group: group,
                priority: priority,
                needsCode: needsCode,
                countsInitial: countsInitial,
                uses: uses,
                memberCaps: memberCaps,
                isUsedWithoutEffect: isUsedWithoutEffect,
                campaign: campaign
            )
        ]
    }

    /// When it is given among all (rule V-2).
    package var phase: Phase {
        switch gift {
        case .amountOff(_, let target), .percentOff(_, _, let target): target == .order ? .order : .lines
        case .freeUnits: .lines
        case .freeShipping: .shipping
        case .giftCard: .payment
        }
    }

    /// The phases of a cart, in their order.
    package enum Phase: String, Sendable, Hashable, CaseIterable {
        /// Something is taken off lines.
        case lines
        /// Something is taken off the order.
        case order
        /// Something is taken off delivery.
        case shipping
        /// Points pay.
        case points
        /// Gift cards pay.
        case payment
    }

    /// The currencies in which it gives; none is all.
    package var currencies: [Currency]? {
        guard case .amountOff(let amounts, _) = gift else { return nil }
        return amounts.map(\.currency)
    }
}

extension [Money] {
    /// The amount in a currency, or none.
    package func amount(in currency: Currency) -> Int64? { first { $0.currency == currency }?.minorUnits }
}
