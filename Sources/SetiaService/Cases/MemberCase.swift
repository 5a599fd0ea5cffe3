package import SetiaCare
package import SetiaCore

/// Something that a member comes with, and what is done about it (rule J-1).
package struct MemberCase: Sendable, Hashable {
    /// Whose, and which.
    package let id: CaseID
    /// What it is.
    package let kind: CaseKind
    /// How it came.
    package let source: CaseSource
    /// When it came.
    package let openedAt: Instant
    /// When what is to be done next is due.
    package var dueAt: Instant
    /// How far it is.
    package var state: CaseState
    /// Who of the staff has it; none is nobody.
    package var owner: StaffID?
    /// Why it went wrong; none while that is not named.
    package var cause: CaseCause?
    /// The number of its last step, from 1.
    package var lastStep: Int64
    /// When she was last answered; none while she was not, or since it was opened again.
    package var answeredAt: Instant?
    /// When she said that it is good again; none while she has not.
    package var confirmedAt: Instant?
    /// When it was closed; none while it is open.
    package var closedAt: Instant?
    /// How often it was opened again.
    package var reopened: Int
    /// How easy it was, 1 to 7, in her words of a week later; none while she was not asked or has not answered.
    package var followUp: Int?
    /// What was given for it.
    package var given: Points
    /// By which day something is promised that is not done yet; none is nothing.
    package var promise: Day?
    /// When she was asked by message whether it was made good; none is not, or not since she was last answered.
    package var askedAt: Instant?

    /// A case that comes.
    package init(id: CaseID, kind: CaseKind, source: CaseSource, openedAt: Instant, dueAt: Instant, owner: StaffID?) {
        self.id = id
        self.kind = kind
        self.source = source
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.owner = owner
        state = .received
        lastStep = 0
        reopened = 0
        given = .zero
    }

    /// Whether it is not over.
    package var isOpen: Bool { state != .closed }

    /// Whether what is to be done next is late.
    package func isLate(at now: Instant) -> Bool { isOpen && dueAt < now }

    /// Whether she is asked now how easy it was (rule J-7).
    package func asksFollowUp(at now: Instant) -> Bool {
        guard kind.isTrouble, followUp == nil, let answeredAt else { return false }
        let from = answeredAt.adding(days: CaseTerms.followUpDays)
        return now >= from && now < from.adding(days: CaseTerms.followUpOpenDays)
    }

    /// Whether what was promised is not done though its day is over.
    package func isPromiseBroken(on day: Day) -> Bool { isOpen && promise.map { $0 < day } ?? false }

    /// Ends it as its member is erased.
    package mutating func endWithMember(at now: Instant) {
        guard isOpen else { return }
        state = .closed
        closedAt = now
        promise = nil
    }
}

/// Which case of which member.
package typealias CaseID = OwnedID<MemberCase>

/// How a case came.
package enum CaseSource: String, Sendable, Hashable, CaseIterable {
    /// By an unhappy answer to a survey.
    case survey
    /// She wrote it in her pages.
    case portal
    /// Somebody on the staff wrote it down.
    case staff
    /// Another program told it.
    case api
    /// A step of a journey.
    case journey
    /// Nobody had thanked or asked her for as long as the programme says.
    case care
}

/// One thing that was done about a case, or said.
package struct CaseStep: Sendable, Hashable {
    /// Of which case.
    package let caseID: CaseID
    /// Its place in it, from 1.
    package let number: Int64
    /// When.
    package let at: Instant
    /// What.
    package let what: What
    /// How far the case was after it.
    package let state: CaseState
    /// Who.
    package let author: Message.Author
    /// What was said, sealed with the member's key; none where nothing was, or she is erased.
    package let sealed: [UInt8]?

    /// What kinds of steps there are.
    package enum What: String, Sendable, Hashable, CaseIterable {
        /// It came, in her own words.
        case opened
        /// It went on.
        case moved
        /// It was opened again.
        case reopened
        /// A note among staff.
        case note
        /// It was given to somebody.
        case assigned
        /// Points were given, or asked for.
        case points
        /// She said how easy it was.
        case followUp
        /// She said that it was made good, of a case that had gone on meanwhile.
        case good
        /// Something was promised, by a day.
        case promised
        /// What was promised is done.
        case kept

        /// Whether she sees it.
        package var isForMember: Bool {
            switch self {
            case .opened, .moved, .reopened, .followUp, .good, .promised, .kept: true
            case .note, .assigned, .points: false
            }
        }
    }

    /// A step.
    package init(
        caseID: CaseID,
        number: Int64,
        at: Instant,
        what: What,
        state: CaseState,
        author: Message.Author,
        sealed: [UInt8]?
    ) {
        self.caseID = caseID
        self.number = number
        self.at = at
        self.what = what
        self.state = state
        self.author = author
        self.sealed = sealed
    }
}

/// Points that somebody on the staff gives for a case (rule J-6).
package struct Compensation: Sendable, Hashable {
    /// Of the form, and of what comes of it: adjustment or request.
    package let id: Identifier
    /// For which case.
    package let caseID: CaseID
    /// Who gives.
    package let staff: StaffID
    /// Out of whose budget of which month, such as `2026-03`.
    package let month: Key
    /// Of which wallet.
    package let wallet: Key
    /// How many; more than none.
    package let points: Points
    /// When.
    package let at: Instant
    /// What became of it.
    package var state: State

    /// What became of it.
    package enum State: String, Sendable, Hashable, CaseIterable {
        /// A second person must agree.
        case waiting
        /// She has them.
        case given
        /// The second person said no, or it was taken back.
        case declined
    }

    /// Points for a case.
    package init(
        id: Identifier,
        caseID: CaseID,
        staff: StaffID,
        month: Key,
        wallet: Key,
        points: Points,
        at: Instant,
        state: State
    ) {
        self.id = id
        self.caseID = caseID
        self.staff = staff
        self.month = month
        self.wallet = wallet
        self.points = points
        self.at = at
        self.state = state
    }
}

/// A part of the list of cases.
package enum CaseFilter: String, Sendable, Hashable, CaseIterable {
    /// Not over.
    case open
    /// Not over, and of who asks.
    case mine
    /// Not over, and of nobody.
    case unassigned
    /// Not over, and late.
    case late
    /// Over.
    case closed
}

/// A place in the list of cases.
package struct CaseCursor: Sendable, Hashable {
    /// When the last case seen is due.
    package let dueAt: Instant
    /// Its id.
    package let identifier: Identifier

    /// A place.
    package init(dueAt: Instant, _ identifier: Identifier) {
        self.dueAt = dueAt
        self.identifier = identifier
    }

    /// The place of a case.
    package init(_ one: MemberCase) { self.init(dueAt: one.dueAt, one.id.identifier) }

    /// The place that `text` writes, or none.
    package init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let due = Int64(parts[0]), let id = Identifier(text: String(parts[1])) else {
            return nil
        }
        self.init(dueAt: Instant(milliseconds: due), id)
    }

    /// Opaque to others.
    package var text: String { "\(dueAt.milliseconds)-\(identifier.text)" }
}

/// Why something cannot be done with a case.
package enum CaseRefusal: Error, Sendable, Hashable {
    /// There is no such case, or it is another member's.
    case unknownCase
    /// There is no such member, or she was erased.
    case unknownMember
    /// There is no such person to give it to.
    case unknownOwner
    /// It does not go there from where it is; where it goes.
    case wrongMove(from: CaseState, to: CaseState, allowed: [CaseState])
    /// It was not answered yet: there is nothing to open again.
    case notAnswered
    /// This step says something.
    case textMissing
    /// More is said than may be; the most characters.
    case tooLong(Int)
    /// What was learned names a cause.
    case causeMissing
    /// Points that are given are more than none.
    case wrongPoints
    /// More than is left of her budget of the month; what is left.
    case budgetSpent(left: Points)
    /// She is not asked now, or the answer is none of the scale.
    case noFollowUp
    /// So many cases of one member within a day are enough.
    case tooMany
    /// What is promised is promised by a day from today on, within a year.
    case wrongPromise
    /// Nothing is promised that is not done.
    case nothingPromised
    /// What is promised comes before the end.
    case promiseOpen
}
