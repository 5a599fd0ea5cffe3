package import SetiaCore

extension Reason {
    /// The reason's kind, as interfaces name it.
    package var code: String {
        switch self {
        case .earnedByRate: "earned-by-rate"
        case .earnedFixed: "earned-fixed"
        case .multiplied: "multiplied"
        case .capped: "capped"
        case .balanceFull: "balance-full"
        case .conditionNotMet: "condition-not-met"
        case .noRateForCurrency: "no-rate-for-currency"
        case .guestEarnsNothing: "guest-earns-nothing"
        case .pendingUntil: "pending-until"
        case .expiresAt: "expires-at"
        case .lapsed: "lapsed"
        case .cancelled: "cancelled"
        case .keptAlive: "kept-alive"
        case .waitsFor: "waits-for"
        case .activated: "activated"
        case .held: "held"
        case .released: "released"
        case .transferred: "transferred"
        case .received: "received"
        case .transferTaken: "transfer-taken"
        case .transferReturned: "transfer-returned"
        case .holdExpired: "hold-expired"
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
        case .late: "late"
        case .joined: "joined"
        }
    }
}
