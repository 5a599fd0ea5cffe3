extension MemberState {
    /// What few members have, kept apart so that a state is copied without it: a decision copies a state several times, and
    /// each list in it would count.
    struct Seldom: Sendable, Hashable {
        var merged: Merged?
        var household: Household?
        var referral: Referral?
        var waiting: [WaitingCount] = []
        var looks: [TierLook] = []
        var endedHolds: [EndedHold] = []
        var transfers: [Transfer] = []
        var mergedIn: [Merged] = []
        var sharesUnderway: [ShareUnderway] = []
        var achievements: [AchievementProgress] = []
        var consents: [ConsentHeld] = []
        var redemptions: [RewardRedemption] = []
        var shares: [Transfer] = []
        var friends: [Friend] = []
        var lists: [Listing] = []
        var exposures: [Exposure] = []
        var milestones: [MilestoneReached] = []
        var milestoneDays: [MilestoneDay] = []

        var isEmpty: Bool {
            merged == nil && household == nil && referral == nil
                && waiting.isEmpty && looks.isEmpty && endedHolds.isEmpty && transfers.isEmpty
                && mergedIn.isEmpty && sharesUnderway.isEmpty && achievements.isEmpty && consents.isEmpty
                && redemptions.isEmpty && shares.isEmpty && friends.isEmpty && lists.isEmpty
                && exposures.isEmpty && milestones.isEmpty && milestoneDays.isEmpty
        }
    }

    private mutating func open() {
        if seldom.isEmpty { seldom = [Seldom()] }
    }

    /// Where there is nothing, nothing is kept.
    private mutating func tidy() {
        if seldom[0].isEmpty { seldom = [] }
    }

    private mutating func put(_ isNothing: Bool, _ write: (inout Seldom) -> Void) {
        if seldom.isEmpty, isNothing { return }
        open()
        write(&seldom[0])
        tidy()
    }

    /// Whose the account is now, where it was found to be another member's too (rule L-20); mostly nobody's.
    package var merged: Merged? {
        get { seldom.isEmpty ? nil : seldom[0].merged }
        set { put(newValue == nil) { $0.merged = newValue } }
    }
    /// The household that she belongs to (rule H-1); mostly none.
    package var household: Household? {
        get { seldom.isEmpty ? nil : seldom[0].household }
        set { put(newValue == nil) { $0.household = newValue } }
    }
    /// By whom she came, where she came by a code (rule F-3).
    package var referral: Referral? {
        get { seldom.isEmpty ? nil : seldom[0].referral }
        set { put(newValue == nil) { $0.referral = newValue } }
    }
    /// Points that count for tiers once they can be used, in the order in which they were earned.
    package var waiting: [WaitingCount] {
        get { seldom.isEmpty ? [] : seldom[0].waiting }
        set { put(newValue.isEmpty) { $0.waiting = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].waiting
        }
    }
    /// When ladders are to be looked at although no term ends.
    package var looks: [TierLook] {
        get { seldom.isEmpty ? [] : seldom[0].looks }
        set { put(newValue.isEmpty) { $0.looks = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].looks
        }
    }
    /// Holds that ended within the last week, in the order in which they did.
    package var endedHolds: [EndedHold] {
        get { seldom.isEmpty ? [] : seldom[0].endedHolds }
        set { put(newValue.isEmpty) { $0.endedHolds = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].endedHolds
        }
    }
    /// What she handed on and of which it is not known yet that it came.
    package var transfers: [Transfer] {
        get { seldom.isEmpty ? [] : seldom[0].transfers }
        set { put(newValue.isEmpty) { $0.transfers = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].transfers
        }
    }
    /// Accounts that were found to be hers too, in the order in which they came.
    package var mergedIn: [Merged] {
        get { seldom.isEmpty ? [] : seldom[0].mergedIn }
        set { put(newValue.isEmpty) { $0.mergedIn = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].mergedIn
        }
    }
    /// What she sent to another account and of which it is not known yet that it came.
    package var sharesUnderway: [ShareUnderway] {
        get { seldom.isEmpty ? [] : seldom[0].sharesUnderway }
        set { put(newValue.isEmpty) { $0.sharesUnderway = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].sharesUnderway
        }
    }
    /// How far she has come with achievements, in the order in which she began them.
    package var achievements: [AchievementProgress] {
        get { seldom.isEmpty ? [] : seldom[0].achievements }
        set { put(newValue.isEmpty) { $0.achievements = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].achievements
        }
    }
    /// What she agreed to, one a purpose and channel, in the order of the first word.
    package var consents: [ConsentHeld] {
        get { seldom.isEmpty ? [] : seldom[0].consents }
        set { put(newValue.isEmpty) { $0.consents = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].consents
        }
    }
    /// Rewards that she has, had a while ago or has set aside, in the order in which she asked (rule W-6).
    package var redemptions: [RewardRedemption] {
        get { seldom.isEmpty ? [] : seldom[0].redemptions }
        set { put(newValue.isEmpty) { $0.redemptions = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].redemptions
        }
    }
    /// What she set apart for what others of her household have, and of which it is not known yet that it was spent.
    package var shares: [Transfer] {
        get { seldom.isEmpty ? [] : seldom[0].shares }
        set { put(newValue.isEmpty) { $0.shares = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].shares
        }
    }
    /// Whom she brought, in the order in which she heard of them (rule F-7).
    package var friends: [Friend] {
        get { seldom.isEmpty ? [] : seldom[0].friends }
        set { put(newValue.isEmpty) { $0.friends = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].friends
        }
    }
    /// Lists that she stands on, or was taken off, in the order of the first word (rule C-3).
    package var lists: [Listing] {
        get { seldom.isEmpty ? [] : seldom[0].lists }
        set { put(newValue.isEmpty) { $0.lists = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].lists
        }
    }
    /// Campaigns of which she could have got something, in the order of the first time (rule C-8).
    package var exposures: [Exposure] {
        get { seldom.isEmpty ? [] : seldom[0].exposures }
        set { put(newValue.isEmpty) { $0.exposures = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].exposures
        }
    }
    /// Milestones that she reached, in the order in which she did (rule M-1).
    package var milestones: [MilestoneReached] {
        get { seldom.isEmpty ? [] : seldom[0].milestones }
        set { put(newValue.isEmpty) { $0.milestones = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].milestones
        }
    }
    /// Days of hers that come again each year.
    package var milestoneDays: [MilestoneDay] {
        get { seldom.isEmpty ? [] : seldom[0].milestoneDays }
        set { put(newValue.isEmpty) { $0.milestoneDays = newValue } }
        _modify {
            open()
            defer { tidy() }
            yield &seldom[0].milestoneDays
        }
    }
}
