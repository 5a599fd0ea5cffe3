/// That a member could have got something of a campaign for the first time, and whether she was held out of it
/// (rule C-8).
package struct Exposure: Sendable, Hashable {
    /// Which campaign.
    package let campaign: Key
    /// Whether she was held out.
    package let isHeldOut: Bool
    /// When it was.
    package let at: Instant

    /// A first time.
    package init(campaign: Key, isHeldOut: Bool, at: Instant) {
        self.campaign = campaign
        self.isHeldOut = isHeldOut
        self.at = at
    }
}

/// Whether a member stands on a list, and since when.
package struct Listing: Sendable, Hashable {
    /// Which list.
    package let segment: Key
    /// Whether she stands on it; else she was taken off.
    package let isIn: Bool
    /// Since when.
    package let since: Instant

    /// A word on a list.
    package init(segment: Key, isIn: Bool, since: Instant) {
        self.segment = segment
        self.isIn = isIn
        self.since = since
    }
}

/// Somebody was written on a list, or taken off it (rule C-3).
package struct SegmentChange: Sendable, Hashable {
    /// Which list.
    package let segment: Key
    /// Whether she stands on it from now on.
    package let isIn: Bool

    /// A change of a list.
    package init(segment: Key, isIn: Bool) {
        self.segment = segment
        self.isIn = isIn
    }
}

/// What a decision tells of segments and campaigns.
package struct AudienceStep: Sendable, Hashable {
    /// What there is to tell.
    package let kind: Kind
    /// Of which campaign; none where it is about no campaign.
    package let campaign: Key?
    /// Of which segment; none where it is about none.
    package let segment: Key?
    /// The rule that gave something, or nothing, for it; none where none did.
    package let rule: Key?

    /// What there is to tell.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A rule gave since she belongs to a segment.
        case belongs
        /// A rule gave nothing since its campaign is for others.
        case notInAudience = "not-in-audience"
        /// A rule gave nothing since she is held out of its campaign.
        case heldOut = "held-out"
        /// For the first time she could have got something of a campaign, and has part in it.
        case takesPart = "takes-part"
        /// For the first time she could have got something of a campaign, and is held out of it.
        case keptOut = "kept-out"
        /// She stands on a list from now on.
        case listed
        /// She was taken off a list.
        case unlisted
    }

    /// What there is to tell.
    package init(_ kind: Kind, campaign: Key? = nil, segment: Key? = nil, rule: Key? = nil) {
        self.kind = kind
        self.campaign = campaign
        self.segment = segment
        self.rule = rule
    }

    /// Whether only staff are told: who knows that she is held out is no measure any more (rule C-9).
    package var isForStaff: Bool {
        switch kind {
        case .belongs, .notInAudience: false
        case .heldOut, .takesPart, .keptOut, .listed, .unlisted: true
        }
    }

    /// Whether it is the first time of a campaign.
    package var isExposure: Bool { kind == .takesPart || kind == .keptOut }
}

extension Reason {
    /// Whether only staff are told.
    package var isForStaff: Bool {
        if case .audience(let step) = self { step.isForStaff } else { false }
    }
}
