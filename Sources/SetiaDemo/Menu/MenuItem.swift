package import SetiaCore

/// Something on the menu of the demo brand.
package struct MenuItem: Sendable {
    /// The brand's own number of it.
    package let sku: Key
    /// What it is.
    package let category: Category
    /// What members call it.
    package let names: Words
    /// What it cost on the first day, in sen, rupiah and satang.
    private let firstPrices: (Int64, Int64, Int64)
    /// How often it is asked for beside the others of its category.
    let weight: Double

    /// The item that a row of `Data/menu.tsv` states; none where it states none.
    init?(row: [String]) {
        guard row.count == 10, let category = Category(rawValue: row[1]), let sen = Int64(row[2]),
            let rupiah = Int64(row[3]), let satang = Int64(row[4]), let weight = Double(row[5])
        else { return nil }
        sku = Key(row[0])
        self.category = category
        self.weight = weight
        firstPrices = (sen, rupiah, satang)
        names = Words(
            zip(["en", "ms", "id", "th"], row[6...]).map { Words.Text(language: $0, text: $1) }
        )
    }

    /// What it costs after so many price rises, in minor units.
    ///
    /// A price is rounded up to what people pay with: 10 sen, 1,000 rupiah, 5 baht.
    func price(in country: Country, rises: Int) -> Int64 {
        let (first, step): (Int64, Int64) =
            switch country {
            case .malaysia: (firstPrices.0, 10)
            case .indonesia: (firstPrices.1, 1_000)
            case .thailand: (firstPrices.2, 500)
            }
        let percent: Int64 = [100, 106, 115][min(max(0, rises), 2)]
        let exact = first * percent
        return (exact + 100 * step - 1) / (100 * step) * step
    }
}
