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

    /// Something of `seldom`; where there is nothing, none of it is kept.
    private subscript<Part>(path: WritableKeyPath<Seldom, [Part]>) -> [Part] {
        @inline(__always) get { seldom.isEmpty ? [] : seldom[0][keyPath: path] }
        @inline(__always) set {
            if seldom.isEmpty, newValue.isEmpty { return }
            open()
            seldom[0][keyPath: path] = newValue
            tidy()
        }
        @inline(__always) _modify {
            open()
            defer { tidy() }
            yield &seldom[0][keyPath: path]
        }
    }

    private subscript<Part>(path: WritableKeyPath<Seldom, Part?>) -> Part? {
        @inline(__always) get { seldom.isEmpty ? nil : seldom[0][keyPath: path] }
        @inline(__always) set {
            if seldom.isEmpty, newValue == nil { return }
            open()
            seldom[0][keyPath: path] = newValue
            tidy()
        }
    }

    private mutating func open() {
        if seldom.isEmpty { seldom = [Seldom()] }
    }

    private mutating func tidy() {
        if seldom[0].isEmpty { seldom = [] }
    }

    /// Whose the account is now, where it was found to be another member's too (rule L-20); mostly nobody's.
    package var merged: Merged? {
        get { self[\.merged] }
        set { self[\.merged] = newValue }
    }
    /// The household that she belongs to (rule H-1); mostly none.
    package var household: Household? {
        get { self[\.household] }
        set { self[\.household] = newValue }
    }
    /// By whom she came, where she came by a code (rule F-3).
    package var referral: Referral? {
        get { self[\.referral] }
        set { self[\.referral] = newValue }
    }
    /// Points that count for tiers once they can be used, in the order in which they were earned.
    package var waiting: [WaitingCount] {
        get { self[\.waiting] }
        set { self[\.waiting] = newValue }
        _modify { yield &self[\.waiting] }
    }
    /// When ladders are to be looked at although no term ends.
    package var looks: [TierLook] {
        get { self[\.looks] }
        set { self[\.looks] = newValue }
        _modify { yield &self[\.looks] }
    }
    /// Holds that ended within the last week, in the order in which they did.
    package var endedHolds: [EndedHold] {
        get { self[\.endedHolds] }
        set { self[\.endedHolds] = newValue }
        _modify { yield &self[\.endedHolds] }
    }
    /// What she handed on and of which it is not known yet that it came.
    package var transfers: [Transfer] {
        get { self[\.transfers] }
        set { self[\.transfers] = newValue }
        _modify { yield &self[\.transfers] }
    }
    /// Accounts that were found to be hers too, in the order in which they came.
    package var mergedIn: [Merged] {
        get { self[\.mergedIn] }
        set { self[\.mergedIn] = newValue }
        _modify { yield &self[\.mergedIn] }
    }
    /// What she sent to another account and of which it is not known yet that it came.
    package var sharesUnderway: [ShareUnderway] {
        get { self[\.sharesUnderway] }
        set { self[\.sharesUnderway] = newValue }
        _modify { yield &self[\.sharesUnderway] }
    }
    /// How far she has come with achievements, in the order in which she began them.
    package var achievements: [AchievementProgress] {
        get { self[\.achievements] }
        set { self[\.achievements] = newValue }
        _modify { yield &self[\.achievements] }
    }
    /// What she agreed to, one a purpose and channel, in the order of the first word.
    package var consents: [ConsentHeld] {
        get { self[\.consents] }
        set { self[\.consents] = newValue }
        _modify { yield &self[\.consents] }
    }
    /// Rewards that she has, had a while ago or has set aside, in the order in which she asked (rule W-6).
    package var redemptions: [RewardRedemption] {
        get { self[\.redemptions] }
        set { self[\.redemptions] = newValue }
        _modify { yield &self[\.redemptions] }
    }
    /// What she set apart for what others of her household have, and of which it is not known yet that it was spent.
    package var shares: [Transfer] {
        get { self[\.shares] }
        set { self[\.shares] = newValue }
        _modify { yield &self[\.shares] }
    }
    /// Whom she brought, in the order in which she heard of them (rule F-7).
    package var friends: [Friend] {
        get { self[\.friends] }
        set { self[\.friends] = newValue }
        _modify { yield &self[\.friends] }
    }
    /// Lists that she stands on, or was taken off, in the order of the first word (rule C-3).
    package var lists: [Listing] {
        get { self[\.lists] }
        set { self[\.lists] = newValue }
        _modify { yield &self[\.lists] }
    }
    /// Campaigns of which she could have got something, in the order of the first time (rule C-8).
    package var exposures: [Exposure] {
        get { self[\.exposures] }
        set { self[\.exposures] = newValue }
        _modify { yield &self[\.exposures] }
    }
    /// Milestones that she reached, in the order in which she did (rule M-1).
    package var milestones: [MilestoneReached] {
        get { self[\.milestones] }
        set { self[\.milestones] = newValue }
        _modify { yield &self[\.milestones] }
    }
    /// Days of hers that come again each year.
    package var milestoneDays: [MilestoneDay] {
        get { self[\.milestoneDays] }
        set { self[\.milestoneDays] = newValue }
        _modify { yield &self[\.milestoneDays] }
    }
}
