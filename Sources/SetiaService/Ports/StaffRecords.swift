package import SetiaCore

/// An account of staff as it is kept.
package struct StaffAccount: Sendable, Hashable {
    /// Whose, and what she may.
    package var member: StaffMember
    /// What is kept of the password; none before the invitation is accepted.
    package var password: String?
    /// The secret of her authenticator app, sealed; none without a second factor.
    package var secondFactor: [UInt8]?
    /// One that waits for its first code, sealed.
    package var newSecondFactor: [UInt8]?
    /// The last step of 30 seconds whose code was taken: none is taken twice.
    package var lastStep: Int64
    /// What stands for the recovery codes that are left; 32 bytes each.
    package var recoveryCodes: [[UInt8]]

    /// An account.
    package init(
        member: StaffMember,
        password: String? = nil,
        secondFactor: [UInt8]? = nil,
        newSecondFactor: [UInt8]? = nil,
        lastStep: Int64 = 0,
        recoveryCodes: [[UInt8]] = []
    ) {
        self.member = member
        self.password = password
        self.secondFactor = secondFactor
        self.newSecondFactor = newSecondFactor
        self.lastStep = lastStep
        self.recoveryCodes = recoveryCodes
    }
}

/// A session of staff as it is kept.
package struct StaffSessionRecord: Sendable, Hashable {
    /// What stands for its secret.
    package let hash: [UInt8]
    /// Names it in lists.
    package let id: Identifier
    /// Whose.
    package let staff: StaffID
    /// When it began.
    package let startedAt: Instant
    /// When it was last used, to the minute.
    package var seenAt: Instant
    /// When she last showed her password.
    package var signedInAt: Instant
    /// Whether the second factor is still to come.
    package let isPending: Bool
    /// Where wrong codes and passwords of this session are counted: 32 bytes.
    package let triesKey: [UInt8]
    /// Wrong codes so far.
    package var wrongCodes: Int

    /// A session.
    package init(
        hash: [UInt8],
        id: Identifier,
        staff: StaffID,
        startedAt: Instant,
        seenAt: Instant,
        signedInAt: Instant,
        isPending: Bool,
        triesKey: [UInt8],
        wrongCodes: Int = 0
    ) {
        self.hash = hash
        self.id = id
        self.staff = staff
        self.startedAt = startedAt
        self.seenAt = seenAt
        self.signedInAt = signedInAt
        self.isPending = isPending
        self.triesKey = triesKey
        self.wrongCodes = wrongCodes
    }
}

/// A link that does one thing once.
package struct Ticket: Sendable, Hashable {
    /// What a link does.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Accepts an invitation.
        case invitation
        /// Sets a new password.
        case passwordReset = "password-reset"
        /// Signs in.
        case signIn = "sign-in"
    }

    /// What stands for its secret.
    package let hash: [UInt8]
    /// What it does.
    package let kind: Kind
    /// For whom.
    package let staff: StaffID
    /// Until when.
    package let expiresAt: Instant
    /// When it was used, if it was.
    package var usedAt: Instant?

    /// A link.
    package init(hash: [UInt8], kind: Kind, staff: StaffID, expiresAt: Instant, usedAt: Instant? = nil) {
        self.hash = hash
        self.kind = kind
        self.staff = staff
        self.expiresAt = expiresAt
        self.usedAt = usedAt
    }
}

/// How often something was tried of late.
package struct Tries: Sendable, Hashable {
    /// What stands for who tries what: 32 bytes.
    package let key: [UInt8]
    /// How often.
    package var count: Int
    /// The first of these.
    package var firstAt: Instant
    /// The last of these.
    package var lastAt: Instant

    /// Tries.
    package init(key: [UInt8], count: Int, firstAt: Instant, lastAt: Instant) {
        self.key = key
        self.count = count
        self.firstAt = firstAt
        self.lastAt = lastAt
    }
}

/// A request for a second person as it is kept: what people wrote is sealed with the member's key.
package struct StoredRequest: Sendable, Hashable {
    /// The request, without what people wrote.
    package var request: ApprovalRequest
    /// Why it was asked, sealed; none once the member is erased.
    package var reason: [UInt8]?
    /// What was said when it was decided, sealed.
    package var note: [UInt8]?

    /// A request.
    package init(request: ApprovalRequest, reason: [UInt8]?, note: [UInt8]? = nil) {
        self.request = request
        self.reason = reason
        self.note = note
    }
}

/// A code on its way, as it is kept.
package struct ConfirmationRecord: Sendable, Hashable {
    /// What stands for the secret under which it waits.
    package let hash: [UInt8]
    /// What stands for the code.
    package let code: [UInt8]
    /// Identity and payload, sealed; empty once it is over.
    package var sealed: [UInt8]
    /// Wrong codes so far.
    package var wrongCodes: Int
    /// Until when.
    package let expiresAt: Instant
    /// When it was used, if it was.
    package var usedAt: Instant?

    /// A code on its way.
    package init(
        hash: [UInt8],
        code: [UInt8],
        sealed: [UInt8],
        wrongCodes: Int = 0,
        expiresAt: Instant,
        usedAt: Instant? = nil
    ) {
        self.hash = hash
        self.code = code
        self.sealed = sealed
        self.wrongCodes = wrongCodes
        self.expiresAt = expiresAt
        self.usedAt = usedAt
    }
}

/// A session of a member as it is kept.
package struct MemberSessionRecord: Sendable, Hashable {
    /// What stands for its secret.
    package let hash: [UInt8]
    /// Whose.
    package let member: MemberID
    /// Until when.
    package let expiresAt: Instant

    /// A session.
    package init(hash: [UInt8], member: MemberID, expiresAt: Instant) {
        self.hash = hash
        self.member = member
        self.expiresAt = expiresAt
    }
}
