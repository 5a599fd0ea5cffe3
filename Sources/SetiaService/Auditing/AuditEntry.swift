package import SetiaCore

/// One line of the log: who did what, to whom, when.
///
/// It is written once, never changed and never removed.
package struct AuditEntry: Sendable, Hashable {
    /// Its own.
    package let id: Identifier
    /// When.
    package let at: Instant
    /// Who.
    package let actor: AuditActor
    /// What.
    package let action: AuditAction
    /// To which member, if to one.
    package let member: MemberID?
    /// To what else: an id of staff, a key, a store, a version.
    package let subject: String?
    /// What more there is to know; nothing personal of a member.
    package let details: [String: String]

    /// A line of the log.
    package init(
        id: Identifier,
        at: Instant,
        actor: AuditActor,
        action: AuditAction,
        member: MemberID? = nil,
        subject: String? = nil,
        details: [String: String] = [:]
    ) {
        self.id = id
        self.at = at
        self.actor = actor
        self.action = action
        self.member = member
        self.subject = subject
        self.details = details
    }

    /// The place behind which the next page begins.
    package var cursor: AuditCursor { AuditCursor(at: at, id: id) }
}

/// What the log knows to have been done.
package enum AuditAction: String, Sendable, Hashable, CaseIterable {
    case memberRead, memberListExported, memberCreated, memberChanged, memberErased
    case reviewApplied, reviewDismissed
    case referralAccepted, referralRefused
    case membersMerged, mergeUndone
    case accountStopped, accountResumed, addressChanged
    case pointsAdjusted, adjustmentRequested, requestApproved, requestDeclined, requestWithdrawn
    case staffInvited, invitationAccepted, staffChanged, staffDisabled
    case signedIn, signInFailed, signedOut, sessionsEnded, signInLinkMade
    case passwordChanged, passwordResetRequested, secondFactorAdded, secondFactorRemoved
    case programmePublished, programmeCancelled, programmeRolledBack, tiersReviewed, draftSaved, draftRemoved,
        storeChanged,
        keyCreated, keyRevoked
    case tillPurchase, tillRedemption
    case codesOrdered, codesExported, codesStopped, codeStopped
    case stockLoaded, codesLoaded, redemptionChanged, rewardPictureChanged
    case supplierSaved, supplierRemoved
    case listChanged, surpriseDrawn
    case webhookAdded, webhookChanged, webhookRemoved, webhookSecretRotated, webhookReplayed
    case channelSaved, channelSwitched, channelTested, channelRemoved
    case messageWritten, conversationChanged, cannedAnswerChanged
    case broadcastWritten, broadcastChanged, broadcastTested
    case journeyWritten, journeyChanged
    case caseChanged
    case gatheringChanged
    case productReviewChanged
    case surveyTagged
    case improvementChanged
    case contentChanged
    case voiceChanged
}

/// Which lines of the log are wanted; what is none leaves all.
package struct AuditFilter: Sendable, Hashable {
    /// About this member.
    package var member: MemberID?
    /// By this person of the staff.
    package var staff: StaffID?
    /// Of this kind.
    package var action: AuditAction?

    /// A filter.
    package init(member: MemberID? = nil, staff: StaffID? = nil, action: AuditAction? = nil) {
        self.member = member
        self.staff = staff
        self.action = action
    }
}

/// A place in the log.
package struct AuditCursor: Sendable, Hashable {
    /// The moment of the last line seen.
    package let at: Instant
    /// Its id.
    package let id: Identifier

    /// A place.
    package init(at: Instant, id: Identifier) {
        self.at = at
        self.id = id
    }

    /// The place that `text` writes, or none.
    package init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = Identifier(text: String(parts[1])) else {
            return nil
        }
        self.init(at: Instant(milliseconds: milliseconds), id: id)
    }

    /// Opaque to others.
    package var text: String { "\(at.milliseconds)-\(id.text)" }
}
