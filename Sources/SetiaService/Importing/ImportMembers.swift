package import SetiaCore

/// A member who comes along from an older system.
package struct ArrivingMember: Sendable {
    /// Where she stands in the file.
    package let row: Int64
    /// Who she is, and since when she is a member.
    package let member: NewMember
    /// Her points there.
    package let balances: [OpeningBalance]
    /// Her level there.
    package let level: TierGrant?
    /// What she agreed to there.
    package let consents: [Consent]

    /// A member who comes along.
    package init(
        row: Int64,
        member: NewMember,
        balances: [OpeningBalance] = [],
        level: TierGrant? = nil,
        consents: [Consent] = []
    ) {
        self.row = row
        self.member = member
        self.balances = balances
        self.level = level
        self.consents = consents
    }
}

extension SetiaService {
    /// Takes in members from an older system together with how far their file has come, in one transaction.
    ///
    /// Each is enrolled as of her day, and her points, level and consents are opened as of now, all by events of source
    /// `setia/import` whose ids are made from her first identity: the same list again changes nothing. Who was erased
    /// does not come back.
    ///
    /// - Returns: the job after it, and the rows that were refused.
    package func importMembers(
        _ arriving: [ArrivingMember],
        refused unreadable: [RefusedRow],
        rows: Int64,
        offset: Int64,
        isLast: Bool,
        of job: ImportJob,
        buried: Set<IdentityHash>,
        describe: @escaping @Sendable (any Error) -> (field: String, reason: String)?
    ) async throws -> (job: ImportJob, refused: [RefusedRow]) {
        let now = surroundings.now()
        let takeIn = { @Sendable (members: [ArrivingMember], ledger: any Ledger) in
            var counts = ArrivalCounts()
            for (member, arrival) in zip(members, try self.arrive(members, buried: buried, now: now, in: ledger)) {
                switch arrival {
                case .new: counts.recorded += 1
                case .known: counts.replayed += 1
                case .refused(let error):
                    guard let (field, reason) = describe(error) else { throw error }
                    counts.refused.append(RefusedRow(row: member.row, field: field, reason: reason))
                }
            }
            return counts
        }
        let finish = { @Sendable (counts: ArrivalCounts, ledger: any Ledger) in
            var job = job
            let refused = (unreadable + counts.refused).sorted { $0.row < $1.row }
            job.recorded += counts.recorded
            job.replayed += counts.replayed
            job.offset = offset
            job.rows += rows
            job.refused += Int64(refused.count)
            job.isDone = isLast
            job.updatedAt = now
            try ledger.save(job)
            return (job, refused)
        }
        guard store.isDistributed else {
            return try await store.writing { ledger in try finish(try takeIn(arriving, ledger), ledger) }
        }
        // Each by herself; killed before the file's place is kept, the same rows change nothing again.
        var all = ArrivalCounts()
        for member in arriving { all += try await store.writing { try takeIn([member], $0) } }
        let counts = all
        return try await store.writing { try finish(counts, $0) }
    }

    /// What becomes of each; those who have nothing to do with each other are looked up and written together.
    private func arrive(
        _ arriving: [ArrivingMember],
        buried: Set<IdentityHash>,
        now: Instant,
        in ledger: any Ledger
    ) throws -> [Arrival] {
        var arrivals: [Arrival] = []
        while arrivals.count < arriving.count {
            // The same person twice in a list: the second time her first must have been written.
            var names: Set<String> = []
            let portion = arriving[arrivals.count...].prefix { member in
                guard let first = member.member.identities.first else { return true }
                return names.insert(hexadecimal(sealing.identityHash(first).bytes)).inserted
            }
            arrivals += try arriveOnce(Array(portion), buried: buried, now: now, in: ledger)
        }
        return arrivals
    }

    private func arriveOnce(
        _ arriving: [ArrivingMember],
        buried: Set<IdentityHash>,
        now: Instant,
        in ledger: any Ledger
    ) throws -> [Arrival] {
        let drafts = arriving.map { member in Result { try enrolment(of: member, buried: buried, now: now) } }
        let enrolments = drafts.compactMap { try? $0.get() }
        let claims = try ledger.claims(
            enrolments.map { ClaimKey(source: $0.event.source, kind: .event, key: $0.event.id) }
        )
        let open = zip(enrolments, claims).filter { $0.1 == nil }.map(\.0)
        var results = try enrol(open, in: ledger).makeIterator()
        var claim = claims.makeIterator()
        return drafts.map { draft in
            switch draft {
            case .failure(let error): return .refused(error)
            case .success:
                if let known = claim.next(), known != nil { return .known }
                switch results.next() {
                case .success: return .new
                case .failure(let error): return .refused(error)
                case nil: fault("fewer results than enrolments")
                }
            }
        }
    }

    /// - Throws: `MemberRefusal.noIdentity` or `ArrivalRefusal`.
    private func enrolment(of arriving: ArrivingMember, buried: Set<IdentityHash>, now: Instant) throws -> Enrolment {
        guard let first = arriving.member.identities.first else { throw MemberRefusal.noIdentity }
        guard !arriving.member.identities.map(sealing.identityHash).contains(where: buried.contains) else {
            throw ArrivalRefusal.erased
        }
        let name = hexadecimal(sealing.identityHash(first).bytes)
        var matters: [(id: Key, matter: Event.Matter)] = arriving.balances.enumerated().map { place, balance in
            (Key("balance-\(place)-\(name)"), .balanceOpened(balance))
        }
        if let level = arriving.level { matters.append((Key("level-\(name)"), .tierGranted(level))) }
        for (place, consent) in arriving.consents.enumerated() {
            matters.append((Key("consent-\(place)-\(name)"), .consentChanged(consent)))
        }
        return Enrolment(
            new: arriving.member,
            newID: MemberID(surroundings.newIdentifier()),
            event: ("setia/import", Key("enrolled-\(name)")),
            followedBy: matters,
            now: now
        )
    }
}

/// What became of somebody on an old list.
private enum Arrival {
    case new
    /// She came along before.
    case known
    case refused(any Error)
}

/// What became of those who arrived.
private struct ArrivalCounts: Sendable {
    var recorded: Int64 = 0
    var replayed: Int64 = 0
    var refused: [RefusedRow] = []

    static func += (left: inout ArrivalCounts, right: ArrivalCounts) {
        left.recorded += right.recorded
        left.replayed += right.replayed
        left.refused += right.refused
    }
}

/// Why somebody on an old list is not taken in.
package enum ArrivalRefusal: Error, Sendable, Hashable {
    /// She was erased, and stays so.
    case erased
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
