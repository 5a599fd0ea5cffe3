internal import SetiaCore

/// Where it rains when: the chance of a wet day, January to December.
enum Climate: Sendable {
    /// Kuala Lumpur, Petaling Jaya, Johor Bahru, Ipoh: wettest between the monsoons.
    case straits
    /// Penang: wettest in autumn.
    case penang
    /// Borneo's north-west.
    case borneo
    /// Java and Bali: wet from November to March.
    case java
    /// Thailand: wet from May to October.
    case siam

    private var wetDays: [Double] {
        switch self {
        case .straits: [0.30, 0.30, 0.40, 0.50, 0.42, 0.28, 0.28, 0.32, 0.38, 0.52, 0.58, 0.45]
        case .penang: [0.18, 0.18, 0.30, 0.42, 0.42, 0.32, 0.36, 0.44, 0.52, 0.56, 0.40, 0.24]
        case .borneo: [0.36, 0.26, 0.26, 0.30, 0.42, 0.44, 0.42, 0.44, 0.48, 0.52, 0.50, 0.44]
        case .java: [0.58, 0.56, 0.48, 0.36, 0.24, 0.16, 0.10, 0.08, 0.14, 0.28, 0.44, 0.54]
        case .siam: [0.04, 0.06, 0.10, 0.18, 0.46, 0.48, 0.50, 0.54, 0.60, 0.48, 0.16, 0.05]
        }
    }

    /// Whether it rains hard in a city on a day; the same for everybody there.
    func isWet(city: Int, day: Day, seed: UInt64) -> Bool {
        dice(seed, 0x7261_696E, city, Int(day.number)) < wetDays[day.month - 1]
    }
}
