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
    /// - Parameters:
    ///   - wallet: From which points are given, where some are.
    ///   - survey: Which survey is asked, where one is; none asks for an answer to the mail instead.
    /// - Returns: YAML with comments; a valid journey where the programme speaks no other languages than English, Malay,
    ///   Indonesian and Thai and has the wallet and the survey.
    package func document(wallet: Key = "points", survey: Key? = nil) -> String {
        var text = String(decoding: bytes, as: UTF8.self).replacing("$WALLET", with: wallet.text)
        if let survey {
            text = text.replacing("$SURVEY", with: survey.text)
        } else {
            text = text.replacing("    survey:\n      ask: $SURVEY\n", with: "    message:\n")
        }
        return text
    }

    /// The survey of a programme that is asked after a purchase: one that is asked after a delivery, an order or the first
    /// one, else one for satisfaction; none where there is none.
    package static func survey(in programme: Programme) -> Key? {
        let surveys = programme.surveys
        let after: [SurveyTrigger] = [.event(.orderDelivered), .event(.orderPaid), .firstOrder]
        for trigger in after {
            if let survey = surveys.first(where: { $0.after == trigger }) { return survey.key }
        }
        return surveys.first { $0.kind == .csat }?.key
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
