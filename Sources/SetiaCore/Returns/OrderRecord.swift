/// What is remembered of an order so that its return can be computed from what it was, never from today's rules
/// (rule R-1).
package struct OrderRecord: Sendable, Hashable {
    /// Which order.
    package let key: OrderKey
    /// What it was paid, with what it earned; none while only a redemption has named the order.
    package var paid: Paid?
    /// The points that helped to pay it, in the order they were drawn.
    package var spent: [SpentLot]
    /// Whether all of it came back.
    package var isReturned: Bool
    /// When the last of it came back; none while something is kept.
    package var returnedAt: Instant?
    /// What came back so far, and what was done for it.
    package var returned: Returned
    /// What it earned after all, where a late event changed that (rule D-5); none mostly.
    package var corrected: Corrected?

    /// The paid order.
    package struct Paid: Sendable, Hashable {
        /// When it was paid.
        package let at: Instant
        /// What it was.
        package let order: Order
        /// The lots that it opened.
        package let earned: [EarnedLot]
        /// Whether its total was counted for tiers: not where nobody was named.
        package let countsForTiers: Bool
        /// The version of the programme that decided it.
        package let version: Int
        /// What it took of counters that members share.
        package let counted: [CounterClaim]
        /// The reasons of its decision.
        private let reasons: [Reason]

        /// What the rules gave for it, in the order in which they did.
        package var gifts: [Gift] { Gift.all(in: reasons) }

        /// What it earned in each wallet, in the order of the lots.
        var earnedByWallet: [(wallet: Key, points: Points)] {
            var sums: [(wallet: Key, points: Points)] = []
            for lot in earned {
                if let place = sums.firstIndex(where: { $0.wallet == lot.wallet }) {
                    sums[place].points += lot.points
                } else {
                    sums.append((lot.wallet, lot.points))
                }
            }
            return sums
        }

        /// What it counted towards achievements.
        var progress: [Progress] { Progress.all(in: reasons) }

        /// What a rule gave.
        package struct Gift: Sendable, Hashable {
            /// What the rules gave whose reasons these are, in the order in which they did.
            static func all(in reasons: [Reason]) -> [Gift] {
                var gifts: [Gift] = []
                for reason in reasons {
                    guard let gift = reason.gift else { continue }
                    if let place = gifts.firstIndex(where: { $0.rule == gift.rule && $0.wallet == gift.wallet }) {
                        gifts[place].points += gift.points
                    } else {
                        gifts.append(Gift(rule: gift.rule, wallet: gift.wallet, points: gift.points))
                    }
                }
                return gifts
            }

            /// The rule.
            package let rule: Key
            /// Where.
            package let wallet: Key
            /// How much, what its caps held back taken off; 0 or more.
            package fileprivate(set) var points: Points

            /// What a rule gave.
            package init(rule: Key, wallet: Key, points: Points) {
                self.rule = rule
                self.wallet = wallet
                self.points = points
            }
        }

        /// A paid order, with the reasons of its decision.
        package init(
            at: Instant,
            order: Order,
            earned: [EarnedLot],
            countsForTiers: Bool = true,
            version: Int,
            reasons: [Reason],
            counted: [CounterClaim] = []
        ) {
            self.at = at
            self.order = order
            self.earned = earned
            self.countsForTiers = countsForTiers
            self.version = version
            self.counted = counted.filter { $0.amount > 0 }
            self.reasons = reasons
        }

        /// Its total.
        package var total: Money {
            guard let total = try? Money(minorUnits: order.total, currency: order.currency) else {
                preconditionFailure("an order of less than nothing")
            }
            return total
        }
    }

    /// How far an order has come back.
    package struct Returned: Sendable, Hashable {
        /// What came back of each line, in their order; empty while nothing did.
        package var lines: [Line]
        /// What was done for it, by wallet; none where nothing was.
        package var wallets: [Wallet]

        /// What came back of one line.
        package struct Line: Sendable, Hashable {
            /// How many.
            package var quantity: Int64
            /// What was paid back for them, in minor units.
            package var net: Int64

            /// A part of a line.
            package init(quantity: Int64 = 0, net: Int64 = 0) {
                self.quantity = quantity
                self.net = net
            }
        }

        /// What was done in one wallet.
        package struct Wallet: Sendable, Hashable {
            /// Which.
            package let wallet: Key
            /// Of what the order spent: given back.
            package var givenBack: Points
            /// Of what the order earned: taken, owed, forgiven or lapsed before.
            package var clawedBack: Points
            /// How much of that had lapsed.
            package var lapsed: Points

            /// What was done in a wallet.
            package init(
                wallet: Key,
                givenBack: Points = .zero,
                clawedBack: Points = .zero,
                lapsed: Points = .zero
            ) {
                self.wallet = wallet
                self.givenBack = givenBack
                self.clawedBack = clawedBack
                self.lapsed = lapsed
            }
        }

        /// How far it has come back; nothing has, where nothing is said.
        package init(lines: [Line] = [], wallets: [Wallet] = []) {
            self.lines = lines
            self.wallets = wallets
        }
    }

    /// What an order counted towards an achievement.
    package struct Progress: Sendable, Hashable {
        /// Which.
        package let achievement: Key
        /// How much it counted.
        package let added: Int64
        /// How often it was reached by it.
        package let reached: Int64

        /// What an order counted.
        package init(achievement: Key, added: Int64, reached: Int64) {
            self.achievement = achievement
            self.added = added
            self.reached = reached
        }

        /// What the event counted whose reasons these are.
        static func all(in reasons: [Reason]) -> [Progress] {
            reasons.compactMap { reason in
                guard case .progressed(let achievement, let added, _, _, let reached) = reason else { return nil }
                return Progress(achievement: achievement, added: added, reached: reached)
            }
        }
    }

    /// What an order earned after all that came late.
    package struct Corrected: Sendable, Hashable {
        /// What the rules give for it, as if all had come in time.
        package var gifts: [Paid.Gift]
        /// The lots that corrections opened for it.
        package var lots: [EarnedLot]
        /// What the whole order earned, by wallet.
        package var earned: [Earned]
        /// What it counts towards achievements.
        package var progress: [Progress]

        /// What an order earned in one wallet.
        package struct Earned: Sendable, Hashable {
            /// Which wallet.
            package let wallet: Key
            /// How much; 0 or more.
            package let points: Points

            /// What an order earned in a wallet.
            package init(wallet: Key, points: Points) {
                self.wallet = wallet
                self.points = points
            }
        }

        /// What an order earned after all.
        package init(gifts: [Paid.Gift], lots: [EarnedLot], earned: [Earned], progress: [Progress] = []) {
            self.progress = progress
            self.gifts = gifts
            self.lots = lots
            self.earned = earned
        }
    }

    /// The lots that it opened, those of corrections behind the first ones.
    var lots: [EarnedLot] { (paid?.earned ?? []) + (corrected?.lots ?? []) }

    /// What the rules give for it.
    var gifts: [Paid.Gift] { corrected?.gifts ?? paid?.gifts ?? [] }

    /// What it counts towards achievements.
    var progress: [Progress] { corrected?.progress ?? paid?.progress ?? [] }

    /// What the whole order earned in this wallet.
    func earned(in wallet: Key) -> Points {
        if let corrected { return corrected.earned.first { $0.wallet == wallet }?.points ?? .zero }
        return (paid?.earned ?? []).reduce(.zero) { $1.wallet == wallet ? $0 + $1.points : $0 }
    }

    /// A lot that the order opened.
    package struct EarnedLot: Sendable, Hashable {
        /// Which wallet.
        package let wallet: Key
        /// The lot's number.
        package let lot: Int64
        /// What it opened with.
        package let points: Points

        /// A lot that an order opened.
        package init(wallet: Key, lot: Int64, points: Points) {
            self.wallet = wallet
            self.lot = lot
            self.points = points
        }
    }

    /// A part of a lot that helped to pay the order.
    package struct SpentLot: Sendable, Hashable {
        /// Which wallet.
        package let wallet: Key
        /// The lot, with its dates.
        package let lot: Lot
        /// How many of it.
        package let points: Points

        /// A part that was spent.
        package init(wallet: Key, lot: Lot, points: Points) {
            self.wallet = wallet
            self.lot = lot
            self.points = points
        }
    }

    /// A record that nothing was written in yet.
    package init(
        key: OrderKey,
        paid: Paid? = nil,
        spent: [SpentLot] = [],
        isReturned: Bool = false,
        returnedAt: Instant? = nil,
        returned: Returned = Returned(),
        corrected: Corrected? = nil
    ) {
        self.key = key
        self.paid = paid
        self.spent = spent
        self.isReturned = isReturned
        self.returnedAt = returnedAt
        self.returned = returned
        self.corrected = corrected
    }

    /// Whether something is known of it besides its own event.
    package var hasLater: Bool { isReturned || !spent.isEmpty || returned != Returned() || corrected != nil }
}

extension [Order.Line] {
    /// The lines of which anything is left after returns, in the quantities that are left.
    ///
    /// - Parameter returned: What came back of each, in their order; empty where nothing did.
    /// - Returns: the lines that are left.
    package func kept(after returned: [OrderRecord.Returned.Line]) -> [Order.Line] {
        guard returned.count == count else { return self }
        return zip(self, returned).compactMap { line, back in
            let left = line.quantity - back.quantity
            guard left > 0 || line.quantity == 0 else { return nil }
            return Order.Line(
                sku: line.sku,
                quantity: left,
                net: Swift.max(0, line.net - back.net),
                categories: line.categories
            )
        }
    }
}
