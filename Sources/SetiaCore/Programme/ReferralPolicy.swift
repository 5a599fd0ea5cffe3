/// What it is worth when a member brings a friend, and when (rules F-1 to F-11 of `docs/rules/referral.md`).
package struct ReferralPolicy: Sendable, Hashable {
    /// What both are promised; a friend keeps what was promised when she joined.
    package let promise: Promise
    /// For how many days after she joined a friend's first order qualifies, 1 to 400.
    package let window: Int
    /// How many friends of one member give her something, by stretches of time; none is without a limit.
    package let caps: [Cap]
    /// How many friends may join within a week from one address or device before somebody looks at them; above 0.
    package let mostFromOnePlace: Int64

    /// What is promised.
    package struct Promise: Sendable, Hashable {
        /// What who brought the friend gets; none is nothing.
        package let referrer: Present?
        /// What the friend gets; none is nothing.
        package let friend: Present?
        /// For how many days after the order nothing is given, since it may come back; 0 to 400.
        package let wait: Int
        /// The least that the order is worth, by currency; where its currency is not named, any that is paid.
        package let minimum: [Money]

        /// A promise.
        package init(referrer: Present?, friend: Present?, wait: Int, minimum: [Money]) {
            self.referrer = referrer
            self.friend = friend
            self.wait = wait
            self.minimum = minimum
        }

        /// Whether so much is enough, in minor units.
        func isMet(by amount: Int64, in currency: Currency) -> Bool {
            amount >= max(1, minimum.first { $0.currency == currency }?.minorUnits ?? 1)
        }
    }

    /// What it is worth.
    package init(promise: Promise, window: Int = 30, caps: [Cap] = [], mostFromOnePlace: Int64 = 10) {
        self.promise = promise
        self.window = window
        self.caps = caps
        self.mostFromOnePlace = mostFromOnePlace
    }
}
