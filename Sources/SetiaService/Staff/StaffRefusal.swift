package import SetiaCore

/// Why something that staff asked for is not done; nothing was changed then.
///
/// What could tell a stranger whether an account is there says the same whether it is or not.
package enum StaffRefusal: Error, Sendable, Hashable {
    /// Address and password do not belong together: the same for an unknown address, a wrong password, an account that
    /// is disabled or not yet accepted.
    case wrongCredentials
    /// Too many wrong tries from where this one came; later again.
    case tooManyTries(until: Instant)
    /// A code is not right, or was used; how many tries are left before the sign-in ends.
    case wrongCode(triesLeft: Int)
    /// A link or code that nobody was given, or that was replaced by a later one.
    case linkUnknown
    /// A link or code that came too late.
    case linkExpired(at: Instant)
    /// A link or code that was used.
    case linkUsed(at: Instant)
    /// The session has ended.
    case notSignedIn
    /// What this touches asks for the password again first.
    case signInAgain
    /// The role, or its stores, does not allow it.
    case mayNot(Permission)
    /// A field is not as it must be.
    case invalid(StaffField, FieldProblem)
    /// She accepted her invitation before, or was disabled.
    case alreadyJoined
    /// Nobody on the staff has this id or address.
    case unknownStaff
    /// Somebody changed it meanwhile: as it is now.
    case changedMeanwhile(StaffMember)
    /// The brand would have nobody left who may everything.
    case lastOwner
    /// Nobody changes her own role, stores or status.
    case ownRole
    /// Nobody gives points to an account of her own, or changes it (rule A-7).
    case ownAccount
    /// A second factor is there already.
    case secondFactorThere
    /// There is no second factor, or none that waits to be confirmed.
    case noSecondFactor
    /// No request has this id.
    case unknownRequest
    /// It was decided or withdrawn: as it is now.
    case requestClosed(ApprovalRequest)
    /// Nobody approves what she asked for herself.
    case ownRequest
    /// Only she who asked for it withdraws it.
    case notYourRequest
    /// The form was sent before, with other content; the first stands.
    case formChanged
    /// No member has this id.
    case unknownMember
}

/// A field of a form of staff.
package enum StaffField: String, Sendable, Hashable, CaseIterable {
    case name, email, role, stores, language, password, points, wallet, reason, note
}

/// What is wrong with a field.
package enum FieldProblem: Sendable, Hashable {
    /// Nothing is in it.
    case empty
    /// Fewer characters than it must have.
    case tooShort(least: Int)
    /// More characters than it may have.
    case tooLong(most: Int)
    /// Not of its form, or with characters that must not be in it.
    case malformed
    /// Another account has it.
    case taken
    /// A password that many have, or that follows a pattern everybody tries.
    case common
    /// A password made of her own name, her address or the brand's name.
    case personal
    /// Not her password.
    case wrong
    /// The brand has no such store.
    case unknownStore(StoreID)
    /// The programme has no such wallet.
    case unknownWallet(Key)
    /// Points that are none, or beyond what can be kept.
    case outOfRange
}
