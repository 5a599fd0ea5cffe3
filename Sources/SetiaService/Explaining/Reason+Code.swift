package import SetiaCore

extension Reason {
    /// The reason's kind, as interfaces name it.
    package var code: String {
        switch self {
        case .earnedByRate: "earned-by-rate"
        case .earnedFixed: "earned-fixed"
        case .earnedPer: "earned-per"
        case .multiplied: "multiplied"
        case .capped: "capped"
        case .cappedByCampaign: "capped-by-campaign"
        case .balanceFull: "balance-full"
        case .conditionNotMet: "condition-not-met"
        case .notScheduled: "not-scheduled"
        case .notCombined: "not-combined"
        case .progressed: "progressed"
        case .noRateForCurrency: "no-rate-for-currency"
        case .guestEarnsNothing: "guest-earns-nothing"
        case .pendingUntil: "pending-until"
        case .expiresAt: "expires-at"
        case .lapsed: "lapsed"
        case .debtPaid: "debt-paid"
        case .spent: "spent"
        case .returnedInPart: "returned-in-part"
        case .givenBack: "given-back"
        case .clawedBack: "clawed-back"
        case .opened: "opened"
        case .adjusted: "adjusted"
        case .countedForTier: "counted-for-tier"
        case .notCountedForTier: "not-counted-for-tier"
        case .levelReached: "level-reached"
        case .levelKept: "level-kept"
        case .levelLost: "level-lost"
        case .countedTowards: "counted-towards-tier"
        case .levelInGrace: "level-in-grace"
        case .levelEnding: "level-ending"
        case .late: "late"
        case .corrected: "corrected"
        case .joined: "joined"
        }
    }
}
