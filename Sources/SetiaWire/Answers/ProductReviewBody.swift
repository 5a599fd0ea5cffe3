package import JSONText
package import SetiaCore

/// What a member says of a product, as staff are told it.
///
/// | field | what it is |
/// |---|---|
/// | `acts` | what can be done with it now |
/// | `answer`, `answeredAt` | what the brand answers, and when |
/// | `id` | of these words: written anew they have another |
/// | `isVerified` | whether she had bought it, when that was last looked at |
/// | `language` | in which she writes |
/// | `member`, `product` | who, and of which product |
/// | `name` | how she is named beside it; left out where as "a member" |
/// | `photos` | the photos beside it: `id`, `address`, `width`, `height`, `isLeftOut`; left out where there are none |
/// | `publishedAt` | when one of hers of this product was first published |
/// | `reason` | why it was declined |
/// | `stars` | 1 to 5 |
/// | `state` | `waiting`, `published`, `declined` or `withdrawn` |
/// | `text` | in her own words; left out once she took it back |
/// | `writtenAt` | when |
package struct ProductReviewBody: WireBody {
    /// Of these words.
    package let id: String
    /// Whose.
    package let member: MemberID
    /// Of which product.
    package let product: Key
    /// From 1 to 5.
    package let stars: Int
    /// In which language.
    package let language: Key
    /// How far it is.
    package let state: ProductReviewState
    /// Whether she bought it.
    package let isVerified: Bool
    /// When.
    package let writtenAt: Instant
    /// Why it was declined.
    package var reason: DeclineReason?
    /// How she is named.
    package var name: String?
    /// What she says.
    package var text: String?
    /// What the brand answers.
    package var answer: String?
    /// When it did.
    package var answeredAt: Instant?
    /// When one was first published.
    package var publishedAt: Instant?
    /// The photos beside it.
    package var photos: [ReviewPhotoBody] = []

    /// The body of a review.
    package init(
        id: String,
        member: MemberID,
        product: Key,
        stars: Int,
        language: Key,
        state: ProductReviewState,
        isVerified: Bool,
        writtenAt: Instant
    ) {
        self.id = id
        self.member = member
        self.product = product
        self.stars = stars
        self.language = language
        self.state = state
        self.isVerified = isVerified
        self.writtenAt = writtenAt
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("acts")
        json.list(state.acts.map(\.rawValue)) { $1.string($0) }
        if let answer { json.member("answer", answer) }
        if let answeredAt { json.member("answeredAt", answeredAt) }
        json.member("id", id)
        json.key("isVerified")
        json.bool(isVerified)
        json.member("language", language)
        json.member("member", member.text)
        if let name { json.member("name", name) }
        if !photos.isEmpty {
            json.key("photos")
            json.list(photos) { $0.write(to: &$1) }
        }
        json.member("product", product)
        if let publishedAt { json.member("publishedAt", publishedAt) }
        if let reason { json.member("reason", reason.rawValue) }
        json.member("stars", Int64(stars))
        json.member("state", state.rawValue)
        if let text { json.member("text", text) }
        json.member("writtenAt", writtenAt)
        json.endObject()
    }
}

/// A photo beside a review.
///
/// | field | what it is |
/// |---|---|
/// | `address` | where it is |
/// | `height`, `width` | in pixels |
/// | `id`, `isLeftOut` | what it is called, and whether somebody has left it out; for staff |
package struct ReviewPhotoBody: WireBody {
    /// Where it is.
    package let address: String
    /// In pixels.
    package let width: Int
    /// In pixels.
    package let height: Int
    /// What it is called; for staff.
    package let id: Key?
    /// Whether somebody has left it out; for staff.
    package let isLeftOut: Bool?

    /// A photo; `id` and `isLeftOut` are for staff.
    package init(address: String, width: Int, height: Int, id: Key? = nil, isLeftOut: Bool? = nil) {
        self.address = address
        self.width = width
        self.height = height
        self.id = id
        self.isLeftOut = isLeftOut
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("address", address)
        json.member("height", Int64(height))
        if let id { json.member("id", id) }
        if let isLeftOut {
            json.key("isLeftOut")
            json.bool(isLeftOut)
        }
        json.member("width", Int64(width))
        json.endObject()
    }
}

/// The rating of a product.
///
/// | field | what it is |
/// |---|---|
/// | `change` | the mean of the last 90 days less that of before, its range at 95 %, and `direction`: `up`, `down`, `within noise` or `too few`; for staff |
/// | `count` | how many reviews are published |
/// | `distribution` | how often each number of stars was given, one star first |
/// | `isSmall` | fewer than 30 |
/// | `mean` | of all, as it was given |
/// | `product` | which |
/// | `returns` | of orders with it, the part that came back, before the last 90 days and within them; for staff |
/// | `signals` | what is worse of late beyond chance: `rating`, `returns`; for staff |
/// | `verified` | how many are by somebody who bought it |
/// | `weighted` | the mean of those who bought it, drawn to the brand's mean by how few they are |
package struct ProductRatingBody: WireBody {
    /// A difference with its range.
    package typealias Change = (value: Double, from: Double, to: Double, direction: String)

    /// Which.
    package let product: Key
    /// How often each number of stars was given.
    package let counts: [Int]
    /// How many bought it.
    package let verified: Int
    /// Of all.
    package let mean: Double?
    /// Drawn to the brand's.
    package let weighted: Double?
    /// What only staff are told.
    package var inside: Inside?

    /// What only staff are told.
    package struct Inside: Sendable {
        /// What is worse of late.
        package let signals: [String]
        /// The later mean less the earlier one.
        package let change: Change?
        /// Of orders with it, how many came back, before and lately, with the change of the part.
        package let returns: (before: (Int, of: Int), lately: (Int, of: Int), change: Change?)?

        /// What only staff are told.
        package init(
            signals: [String],
            change: Change?,
            returns: (before: (Int, of: Int), lately: (Int, of: Int), change: Change?)?
        ) {
            self.signals = signals
            self.change = change
            self.returns = returns
        }
    }

    /// The body of a rating.
    package init(product: Key, counts: [Int], verified: Int, mean: Double?, weighted: Double?) {
        self.product = product
        self.counts = counts
        self.verified = verified
        self.mean = mean
        self.weighted = weighted
    }

    package func write(to json: inout JSONWriter) {
        let count = counts.reduce(0, +)
        json.beginObject()
        if let change = inside?.change {
            json.key("change")
            write(change, to: &json)
        }
        json.member("count", Int64(count))
        json.key("distribution")
        json.list(counts) { $1.integer(Int64($0)) }
        json.key("isSmall")
        json.bool(count < 30)
        if let mean {
            json.key("mean")
            json.decimal(decimalText(mean, places: 2))
        }
        json.member("product", product)
        if let returns = inside?.returns {
            json.key("returns")
            json.beginObject()
            if let change = returns.change {
                json.key("change")
                write(change, to: &json)
            }
            for (key, part) in [("before" as StaticString, returns.before), ("lately", returns.lately)] {
                json.key(key)
                json.beginObject()
                json.member("orders", Int64(part.of))
                json.member("returned", Int64(part.0))
                json.endObject()
            }
            json.endObject()
        }
        if let inside {
            json.key("signals")
            json.list(inside.signals) { $1.string($0) }
        }
        json.member("verified", Int64(verified))
        if let weighted {
            json.key("weighted")
            json.decimal(decimalText(weighted, places: 2))
        }
        json.endObject()
    }

    private func write(_ change: Change, to json: inout JSONWriter) {
        json.beginObject()
        json.member("direction", change.direction)
        json.key("from")
        json.decimal(decimalText(change.from, places: 4))
        json.key("to")
        json.decimal(decimalText(change.to, places: 4))
        json.key("value")
        json.decimal(decimalText(change.value, places: 4))
        json.endObject()
    }
}

/// What everybody may read of a product; nothing in it leads to a member.
///
/// | field | what it is |
/// |---|---|
/// | `items` | what was published, the newest first: `id`, `stars`, `text`, `language`, `month`, `isVerified`, and `name`, `answer` and `photos` where there are some |
/// | `next` | the cursor of the next page; left out on the last |
/// | `product` | which |
/// | `rating` | its rating; left out where nothing is published |
/// | `structuredData` | the same for search engines, as schema.org has it |
/// | `thanks` | what members get for writing, whatever they say; left out where they get nothing |
package struct PublicReviewsBody: WireBody {
    /// One review.
    package struct Item: Sendable {
        /// Of these words.
        package let id: String
        /// From 1 to 5.
        package let stars: Int
        /// What she says.
        package let text: String
        /// In which language.
        package let language: Key
        /// Such as `2026-03`.
        package let month: String
        /// Whether she bought it.
        package let isVerified: Bool
        /// How she is named.
        package let name: String?
        /// What the brand answers.
        package let answer: String?
        /// The photos beside it.
        package let photos: [ReviewPhotoBody]

        /// One review.
        package init(
            id: String,
            stars: Int,
            text: String,
            language: Key,
            month: String,
            isVerified: Bool,
            name: String?,
            answer: String?,
            photos: [ReviewPhotoBody] = []
        ) {
            self.id = id
            self.stars = stars
            self.text = text
            self.language = language
            self.month = month
            self.isVerified = isVerified
            self.name = name
            self.answer = answer
            self.photos = photos
        }
    }

    /// Which.
    package let product: Key
    /// Its rating.
    package let rating: ProductRatingBody?
    /// What was published.
    package let items: [Item]
    /// Where the next page begins.
    package let next: Cursor?
    /// The same for search engines.
    package let structuredData: JSON
    /// What members get for writing.
    package let thanks: String?

    /// What everybody may read.
    package init(
        product: Key,
        rating: ProductRatingBody?,
        items: [Item],
        next: Cursor?,
        structuredData: JSON,
        thanks: String?
    ) {
        self.product = product
        self.rating = rating
        self.items = items
        self.next = next
        self.structuredData = structuredData
        self.thanks = thanks
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("items")
        json.list(items) { item, json in
            json.beginObject()
            if let answer = item.answer { json.member("answer", answer) }
            json.member("id", item.id)
            json.key("isVerified")
            json.bool(item.isVerified)
            json.member("language", item.language)
            json.member("month", item.month)
            if let name = item.name { json.member("name", name) }
            if !item.photos.isEmpty {
                json.key("photos")
                json.list(item.photos) { $0.write(to: &$1) }
            }
            json.member("stars", Int64(item.stars))
            json.member("text", item.text)
            json.endObject()
        }
        if let next { json.member("next", next.text) }
        json.member("product", product)
        if let rating {
            json.key("rating")
            rating.write(to: &json)
        }
        json.key("structuredData")
        json.value(structuredData)
        if let thanks { json.member("thanks", thanks) }
        json.endObject()
    }
}
