import Foundation
import Testing

/// The two real shops that `make data` fetches.
enum RealShops {
    /// The file, or none where it was not fetched: then a test says that it was skipped, save in CI, where it fails.
    static func file(_ name: String) -> String? {
        let path = Program.root.appending(path: "data/\(name)").path
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    static func isAbsent(_ name: String) -> Bool {
        file(name) == nil && ProcessInfo.processInfo.environment["CI"] == nil
    }

    static let cdnow = """
        programme: cdnow
        engine: 1
        languages: [en]
        timeZone: UTC
        currencies: {USD: {decimals: 2}}
        wallets:
          points:
            name: points
            activation: 14 days
            expiry: {rolling: 12 months}
            rates: {USD: 1 per 1.00}
        tiers:
          status:
            metric: net spend
            window: calendar year
            levels: {bronze: 0 USD, silver: 200 USD, gold: 1000 USD}
        rules:
          - {id: base, on: order.paid, earn: {wallet: points, by: rate}}
        """

    static let grocer = cdnow.replacing("programme: cdnow", with: "programme: grocer")

    static let cdnowColumns = "orderId=purchase_id,customer=customer_id,time=time,quantity=quantity,amount=amount"
    static let basketColumns =
        "orderId=basket_id,customer=household_id,store=store_id,time=time,sku=product_id,quantity=quantity,amount=amount"
}
