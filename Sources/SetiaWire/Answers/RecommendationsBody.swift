package import JSONText
package import SetiaCore

/// What to suggest to a member: what she buys again and again, and what she has not bought.
package struct RecommendationsBody: WireBody {
    /// For whom.
    package let member: MemberID
    /// By what the others were chosen.
    package let basis: String
    /// When all purchases were read last; none before the first time.
    package let measuredAt: Instant?
    /// How many members it was learnt from.
    package let members: Int64
    /// What she buys again and again.
    package let again: [Again]
    /// What she has not bought.
    package let others: [Other]

    /// An item of hers.
    package struct Again: Sendable {
        let item: Key
        let times: Int64
        let last: Day
        let text: String

        /// An item bought so many times.
        package init(item: Key, times: Int64, last: Day, text: String) {
            (self.item, self.times, self.last, self.text) = (item, times, last, text)
        }
    }

    /// An item of others.
    package struct Other: Sendable {
        let item: Key
        let because: Key?
        let buyers: Int64
        let of: Int64
        let text: String

        /// An item, and what speaks for it.
        package init(item: Key, because: Key?, buyers: Int64, of: Int64, text: String) {
            (self.item, self.because, self.buyers, self.of, self.text) = (item, because, buyers, of, text)
        }
    }

    /// The body of a member's suggestions.
    package init(
        member: MemberID,
        basis: String,
        measuredAt: Instant?,
        members: Int64,
        again: [Again],
        others: [Other]
    ) {
        self.member = member
        self.basis = basis
        self.measuredAt = measuredAt
        self.members = members
        self.again = again
        self.others = others
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("again")
        json.list(again) { own, json in
            json.beginObject()
            json.member("item", own.item)
            json.member("last", own.last.iso)
            json.member("text", own.text)
            json.member("times", own.times)
            json.endObject()
        }
        json.member("basis", basis)
        json.member("measuredAt", measuredAt)
        json.member("member", member.text)
        json.member("members", members)
        json.key("others")
        json.list(others) { other, json in
            json.beginObject()
            json.member("because", other.because)
            json.member("buyers", other.buyers)
            json.member("item", other.item)
            json.member("of", other.of)
            json.member("text", other.text)
            json.endObject()
        }
        json.endObject()
    }
}
