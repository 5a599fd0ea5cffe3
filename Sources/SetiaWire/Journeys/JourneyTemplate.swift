package import SetiaCore

/// A journey to begin with, in four languages.
package enum JourneyTemplate: String, Sendable, Hashable, CaseIterable {
    case welcome
    case postPurchase = "post-purchase"
    case birthday, anniversary
    case tierWarning = "tier-warning"
    case pointsExpiring = "points-expiring"
    case replenishment
    case winBack = "win-back"
    case recovery, advocate

    /// The document, ready to be kept or changed.
    ///
    /// - Parameter wallet: From which points are given, where some are.
    /// - Returns: YAML with comments; a valid journey where the programme speaks no other languages than English, Malay,
    ///   Indonesian and Thai and has the wallet.
    package func document(wallet: Key = "points") -> String {
        String(decoding: bytes, as: UTF8.self).replacing("$WALLET", with: wallet.text)
    }

    private var bytes: [UInt8] {
        switch self {
        case .welcome: PackageResources.welcome_yaml
        case .postPurchase: PackageResources.post_purchase_yaml
        case .birthday: PackageResources.birthday_yaml
        case .anniversary: PackageResources.anniversary_yaml
        case .tierWarning: PackageResources.tier_warning_yaml
        case .pointsExpiring: PackageResources.points_expiring_yaml
        case .replenishment: PackageResources.replenishment_yaml
        case .winBack: PackageResources.win_back_yaml
        case .recovery: PackageResources.recovery_yaml
        case .advocate: PackageResources.advocate_yaml
        }
    }
}
