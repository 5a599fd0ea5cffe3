internal import SetiaCore

/// A store of the demo brand.
struct DemoStore: Sendable {
    /// Its id, such as `kl-bangsar`.
    let id: StoreID
    /// Where in the city.
    let neighbourhood: String
    /// Its city's place in `City.all`.
    let city: Int
    /// What is around it.
    let kind: Neighbourhood
    /// How busy it is beside the others of its country.
    let weight: Double
    /// How far into the three years it opened: 0 to 1.
    let opens: Double

    /// What its till calls itself.
    var till: Key { Key("till/\(id.text)") }

    /// As the database knows it.
    var shop: Shop {
        let city = City.all[city]
        return Shop(
            id: id,
            name: "Kopi Setia \(neighbourhood)",
            country: city.country.code,
            timeZone: city.timeZone,
            currency: city.country.currency
        )
    }

    private init(
        _ id: String,
        _ neighbourhood: String,
        _ city: Int,
        _ kind: Neighbourhood,
        _ weight: Double,
        _ opens: Double
    ) {
        guard let id = try? StoreID(id) else { fatalError("no store: \(id)") }
        self.id = id
        self.neighbourhood = neighbourhood
        self.city = city
        self.kind = kind
        self.weight = weight
        self.opens = opens
    }

    /// All forty; others name them by their place here.
    static let all: [DemoStore] = [
        DemoStore("kl-bangsar", "Bangsar", 0, .residential, 1.5, 0),
        DemoStore("kl-klcc", "KLCC", 0, .office, 1.6, 0),
        DemoStore("kl-bukit-bintang", "Bukit Bintang", 0, .mall, 1.3, 0),
        DemoStore("kl-sentral", "KL Sentral", 0, .station, 1.4, 0),
        DemoStore("kl-mont-kiara", "Mont Kiara", 0, .residential, 1.0, 0),
        DemoStore("kl-ttdi", "Taman Tun Dr Ismail", 0, .residential, 0.9, 0.08),
        DemoStore("kl-cheras", "Cheras", 0, .mall, 0.9, 0.25),
        DemoStore("kl-chinatown", "Petaling Street", 0, .leisure, 0.8, 0.35),
        DemoStore("kl-bangsar-south", "Bangsar South", 0, .office, 1.0, 0.5),
        DemoStore("pj-ss2", "SS2", 1, .residential, 1.0, 0),
        DemoStore("pj-damansara-utama", "Damansara Utama", 1, .leisure, 0.9, 0),
        DemoStore("pj-sunway", "Bandar Sunway", 1, .campus, 1.1, 0.15),
        DemoStore("pg-beach-street", "Beach Street", 2, .office, 1.0, 0),
        DemoStore("pg-gurney", "Gurney", 2, .mall, 0.9, 0.12),
        DemoStore("pg-bayan-lepas", "Bayan Lepas", 2, .office, 0.8, 0.55),
        DemoStore("jb-city", "Johor Bahru City", 3, .station, 1.0, 0),
        DemoStore("jb-bukit-indah", "Bukit Indah", 3, .mall, 0.7, 0.4),
        DemoStore("ipoh-old-town", "Ipoh Old Town", 4, .leisure, 0.8, 0.2),
        DemoStore("kk-waterfront", "Kota Kinabalu Waterfront", 5, .leisure, 0.7, 0.45),
        DemoStore("jkt-menteng", "Menteng", 6, .residential, 1.3, 0),
        DemoStore("jkt-scbd", "SCBD", 6, .office, 1.6, 0),
        DemoStore("jkt-kuningan", "Kuningan", 6, .office, 1.2, 0),
        DemoStore("jkt-kemang", "Kemang", 6, .leisure, 1.0, 0),
        DemoStore("jkt-kelapa-gading", "Kelapa Gading", 6, .mall, 1.0, 0.18),
        DemoStore("jkt-gambir", "Stasiun Gambir", 6, .station, 0.9, 0.42),
        DemoStore("bdg-dago", "Dago", 7, .campus, 1.3, 0),
        DemoStore("bdg-braga", "Braga", 7, .leisure, 1.1, 0),
        DemoStore("bdg-riau", "Jalan Riau", 7, .mall, 1.0, 0.1),
        DemoStore("sby-gubeng", "Gubeng", 8, .station, 1.0, 0),
        DemoStore("sby-darmo", "Darmo", 8, .residential, 0.9, 0.3),
        DemoStore("yog-malioboro", "Malioboro", 9, .leisure, 0.9, 0.22),
        DemoStore("dps-sanur", "Sanur", 10, .leisure, 0.8, 0.38),
        DemoStore("bkk-silom", "Silom", 11, .office, 1.4, 0),
        DemoStore("bkk-ari", "Ari", 11, .residential, 1.2, 0),
        DemoStore("bkk-siam", "Siam", 11, .mall, 1.2, 0.05),
        DemoStore("bkk-thonglor", "Thong Lo", 11, .leisure, 1.0, 0.28),
        DemoStore("bkk-bang-sue", "Bang Sue", 11, .station, 0.8, 0.6),
        DemoStore("cnx-nimman", "Nimman", 12, .campus, 1.1, 0.1),
        DemoStore("cnx-old-city", "Chiang Mai Old City", 12, .leisure, 0.8, 0.48),
        DemoStore("hkt-old-town", "Phuket Old Town", 13, .leisure, 0.8, 0.33),
    ]
}

/// What is around a store, which says when it is busy.
enum Neighbourhood: Sendable {
    /// Full on weekday mornings and at lunch, empty on Sundays.
    case office
    /// Quiet mornings, families on weekends.
    case residential
    /// Afternoons and weekends.
    case mall
    /// Early, every day.
    case station
    /// Late, and while there are lectures.
    case campus
    /// Weekends, evenings, visitors.
    case leisure
}
