package import SetiaCore

/// Why an event did what it did, in the words of one language: for the member, and for staff who look with her.
package struct Explanation: Sendable, Hashable {
    /// What happened and what it came to, such as "You got 88 points for RM 59.00 at Bangsar on 3 March 2026".
    package let headline: String
    /// Why, step by step: what gave and took first, what was left out last.
    package let steps: [Step]
    /// What she held after it, one line a wallet.
    package let balance: [String]
    /// What it is written in.
    package let language: Language

    /// One step: what happened, by which rule, what it gave.
    package struct Step: Sendable, Hashable {
        /// The kind of reason, such as `earned-by-rate`; or `no-rule`, where an order gave nothing since nothing gives.
        package let code: String
        /// The rule that it hangs on, if one.
        package let rule: Key?
        /// The wallet that it is about, if one.
        package let wallet: Key?
        /// What a person reads; no full stop at its end.
        package let text: String
        /// What it added to the wallet, below zero where it took; none where it moved nothing.
        ///
        /// The steps of one explanation add up to what the event's entries add up to.
        package let points: Int64?

        /// A step.
        package init(code: String, rule: Key? = nil, wallet: Key? = nil, text: String, points: Int64? = nil) {
            self.code = code
            self.rule = rule
            self.wallet = wallet
            self.text = text
            self.points = points
        }
    }

    /// An explanation.
    package init(headline: String, steps: [Step], balance: [String], language: Language) {
        self.headline = headline
        self.steps = steps
        self.balance = balance
        self.language = language
    }
}
