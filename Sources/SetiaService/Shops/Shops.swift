package import SetiaCore

/// Why a shop is not taken.
package enum ShopRefusal: Error, Sendable, Hashable {
    /// This machine does not know the time zone.
    case unknownTimeZone(String)
    /// The programme does not take the currency.
    case unknownCurrency(String, taken: [String])
    /// `online` is what every event is that names no store.
    case online
}

extension SetiaService {
    /// Adds a shop, or changes the one that has its id.
    ///
    /// - Returns: whether it is new.
    package func putShop(_ shop: Shop) async throws -> Bool {
        guard shop.id != .online else { throw ShopRefusal.online }
        guard reader.zone(shop.timeZone) != nil else { throw ShopRefusal.unknownTimeZone(shop.timeZone.text) }
        let isNew = try await store.writing { ledger in
            if let programme = try self.configuration(ledger).book?.version(at: self.surroundings.now()).programme,
                programme.decimals(of: shop.currency) == nil
            {
                throw ShopRefusal.unknownCurrency(
                    shop.currency.code,
                    taken: programme.currencies.map(\.currency.code)
                )
            }
            let isNew = try !ledger.shops().contains { $0.id == shop.id }
            try ledger.put(shop)
            return isNew
        }
        changeSignal.tell([])
        return isNew
    }

    /// All shops, by id.
    package func shops() async throws -> [Shop] {
        try await store.reading { try $0.shops() }
    }
}
