/// A place or shop that events name: the `store` of the glossary.
///
/// Called `Shop` in code, since `Store` is where things are kept.
package struct Shop: Sendable, Hashable {
    /// The shop's own key, such as `bangsar`.
    package let id: StoreID
    /// What people call it.
    package let name: String
    /// ISO 3166-1 alpha-2.
    package let country: Key
    /// An IANA time zone, such as `Asia/Jakarta`.
    package let timeZone: Key
    /// What it charges in.
    package let currency: Currency

    /// A shop as it was registered.
    package init(id: StoreID, name: String, country: Key, timeZone: Key, currency: Currency) {
        self.id = id
        self.name = name
        self.country = country
        self.timeZone = timeZone
        self.currency = currency
    }
}
