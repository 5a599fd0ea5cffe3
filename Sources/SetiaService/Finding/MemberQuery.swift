package import SetiaCore

/// Which members are wanted; nothing said is all of them, guests left out.
package struct MemberQuery: Sendable, Hashable {
    /// What somebody typed: words of a name, an e-mail address, a telephone number or its last four digits, a card.
    ///
    /// Empty asks for nobody in particular.
    package var text: String
    /// Where they stand with the brand.
    package var status: MemberStatus?
    /// The level that speaks for them, by the newest programme.
    package var tier: Key?
    /// ISO 3166-1 alpha-2.
    package var country: Key?
    /// Such as `th`.
    package var language: Key?
    /// Those with an event at one of these; none is everywhere, an empty list nowhere.
    ///
    /// What is told of their activity is then their activity there.
    package var stores: [StoreID]?
    /// The first day of joining, in the programme's zone.
    package var joinedFrom: Day?
    /// The last day of joining, in the programme's zone; inclusive.
    package var joinedTo: Day?

    /// A query.
    package init(
        text: String = "",
        status: MemberStatus? = nil,
        tier: Key? = nil,
        country: Key? = nil,
        language: Key? = nil,
        stores: [StoreID]? = nil,
        joinedFrom: Day? = nil,
        joinedTo: Day? = nil
    ) {
        self.text = text
        self.status = status
        self.tier = tier
        self.country = country
        self.language = language
        self.stores = stores
        self.joinedFrom = joinedFrom
        self.joinedTo = joinedTo
    }
}
