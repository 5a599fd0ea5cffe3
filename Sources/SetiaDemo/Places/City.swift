internal import SetiaCore

/// A city with stores of the brand.
struct City: Sendable {
    /// What people call it.
    let name: String
    /// Where it is.
    let country: Country
    /// Its IANA time zone.
    let timeZone: Key
    /// The same as a number: its clocks have not changed since 1990.
    let minutesEast: Int
    /// When it rains.
    let climate: Climate
    /// The first digits of its postcodes.
    let postcode: String

    /// All of them; others name them by their place here.
    static let all: [City] = [
        City("Kuala Lumpur", .malaysia, "Asia/Kuala_Lumpur", 480, .straits, "50"),
        City("Petaling Jaya", .malaysia, "Asia/Kuala_Lumpur", 480, .straits, "46"),
        City("George Town", .malaysia, "Asia/Kuala_Lumpur", 480, .penang, "10"),
        City("Johor Bahru", .malaysia, "Asia/Kuala_Lumpur", 480, .straits, "80"),
        City("Ipoh", .malaysia, "Asia/Kuala_Lumpur", 480, .straits, "30"),
        City("Kota Kinabalu", .malaysia, "Asia/Kuching", 480, .borneo, "88"),
        City("Jakarta", .indonesia, "Asia/Jakarta", 420, .java, "12"),
        City("Bandung", .indonesia, "Asia/Jakarta", 420, .java, "40"),
        City("Surabaya", .indonesia, "Asia/Jakarta", 420, .java, "60"),
        City("Yogyakarta", .indonesia, "Asia/Jakarta", 420, .java, "55"),
        City("Denpasar", .indonesia, "Asia/Makassar", 480, .java, "80"),
        City("Bangkok", .thailand, "Asia/Bangkok", 420, .siam, "10"),
        City("Chiang Mai", .thailand, "Asia/Bangkok", 420, .siam, "50"),
        City("Phuket", .thailand, "Asia/Bangkok", 420, .siam, "83"),
    ]

    /// The city whose machines break in the bad month.
    static let unlucky = 7

    private init(
        _ name: String,
        _ country: Country,
        _ timeZone: Key,
        _ minutesEast: Int,
        _ climate: Climate,
        _ postcode: String
    ) {
        self.name = name
        self.country = country
        self.timeZone = timeZone
        self.minutesEast = minutesEast
        self.climate = climate
        self.postcode = postcode
    }
}

/// A country of the brand, with what is paid there.
enum Country: Int, Sendable, CaseIterable {
    case malaysia, indonesia, thailand

    /// ISO 3166-1 alpha-2.
    var code: Key {
        switch self {
        case .malaysia: "MY"
        case .indonesia: "ID"
        case .thailand: "TH"
        }
    }

    /// What is paid there.
    var currency: Currency { Country.currencies[rawValue] }

    private static let currencies = ["MYR", "IDR", "THB"].map { code in
        guard let currency = try? Currency(code) else { fatalError("no currency: \(code)") }
        return currency
    }
}
