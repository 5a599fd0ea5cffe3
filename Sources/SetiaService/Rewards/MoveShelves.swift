package import SetiaCore

/// What lies on a reward's shelf, or was given from it as a code, on its way to another database (rule W-16).
package struct MovedShelf: Sendable, Hashable {
    /// Which reward.
    package let reward: Key
    /// What lies there.
    package let content: Content

    /// What lies on a shelf, or was given from it.
    package enum Content: Sendable, Hashable {
        /// So many pieces that nobody has; above 0.
        case pieces(Int64)
        /// Codes that nobody has, in clear: whoever reads one can use it.
        case codes([String])
        /// Codes that members have.
        case given([GivenCode])
    }

    /// What lies on a shelf.
    package init(reward: Key, content: Content) {
        self.reward = reward
        self.content = content
    }
}

/// A partner's code that a member has.
package struct GivenCode: Sendable, Hashable {
    /// Who, in a way that another database knows too.
    package let identity: Identity
    /// Her redemption.
    package let redemption: Key
    /// Which of its codes, from 0.
    package let place: Int64
    /// The code in clear.
    package let code: String

    /// A code that a member has.
    package init(identity: Identity, redemption: Key, place: Int64, code: String) {
        self.identity = identity
        self.redemption = redemption
        self.place = place
        self.code = code
    }
}

extension SetiaService {
    /// How many codes one piece of an export holds.
    package static let codesAPiece = 1_000

    /// What is unsold of all rewards of the programme that holds now, and the codes that members have, in pieces, handed
    /// over one after the other.
    ///
    /// What else members have or have set aside is no part of it: it comes along with their events. That codes left in
    /// clear is noted, with how many.
    ///
    /// - Parameters:
    ///   - actor: Who asks.
    ///   - take: Gets each piece.
    /// - Throws: the world's trouble, and what `take` throws.
    package func exportShelves(by actor: AuditActor, _ take: (MovedShelf) throws -> Void) async throws {
        for shelved in try await catalogue() {
            let reward = shelved.reward.key
            switch shelved.reward.stock {
            case .unlimited: continue
            case .counted:
                guard let left = shelved.left, left > 0 else { continue }
                try take(MovedShelf(reward: reward, content: .pieces(left)))
            case .codes:
                // Those that somebody has first, so that who takes them in gives nobody another one.
                let given = try await exportGiven(of: reward, take)
                let free = try await exportFree(of: reward, take)
                guard given + free > 0 else { continue }
                try await note(.codesExported, by: actor, subject: reward.text, details: ["count": "\(given + free)"])
            }
        }
    }

    private func exportFree(of reward: Key, _ take: (MovedShelf) throws -> Void) async throws -> Int {
        var (last, count): (FreeCode?, Int) = (nil, 0)
        while true {
            let after = last
            let page = try await store.reading {
                try $0.freeCodes(of: reward, after: after, limit: Self.codesAPiece)
            }
            guard !page.isEmpty else { return count }
            try take(MovedShelf(reward: reward, content: .codes(try page.map { try inClear($0.code) })))
            (last, count) = (page.last, count + page.count)
        }
    }

    private func exportGiven(of reward: Key, _ take: (MovedShelf) throws -> Void) async throws -> Int {
        var (last, count): ([UInt8], Int) = ([], 0)
        while true {
            let after = last
            let page = try await store.reading {
                try $0.givenCodes(of: reward, after: after, limit: Self.codesAPiece)
            }
            guard let end = page.last else { return count }
            var given: [GivenCode] = []
            for (code, holder) in page {
                // Who was erased, or has no name that another database knows, takes no code along.
                guard let identity = try await lastingIdentity(of: holder.member) else { continue }
                given.append(
                    GivenCode(
                        identity: identity,
                        redemption: holder.redemption,
                        place: holder.place,
                        code: try inClear(code)
                    )
                )
            }
            if !given.isEmpty { try take(MovedShelf(reward: reward, content: .given(given))) }
            (last, count) = (end.code.hash, count + given.count)
        }
    }

    private func inClear(_ code: SealedCode) throws -> String {
        String(decoding: try sealing.open(code.sealed, use: .rewardCode), as: UTF8.self)
    }

    /// How a member is known in a way that another database knows too; none where she has no such name.
    func lastingIdentity(of member: MemberID) async throws -> Identity? {
        let identities = try await self.member(member)?.identities ?? []
        let kinds: [IdentityKind] = [.customer, .card, .email, .phone]
        return kinds.lazy.compactMap { kind in identities.first { $0.kind == kind } }.first
    }

    /// Puts what an export holds on the shelf here: codes that are not there yet, codes of members who are known here by
    /// the same identity and redemption, and pieces once an export (rule W-16).
    ///
    /// - Parameters:
    ///   - shelf: What it holds of a reward.
    ///   - export: Which export it is, so that its pieces are taken once however often it is read.
    ///   - actor: Who takes it in.
    /// - Returns: how many came in.
    /// - Throws: `StockRefusal`, and the world's trouble.
    package func importShelf(_ shelf: MovedShelf, of export: Key, by actor: AuditActor) async throws -> Int64 {
        switch shelf.content {
        case .codes(let codes): return try await loadCodes(codes, of: shelf.reward, by: actor).added
        case .given(let codes): return try await importGiven(codes, of: shelf.reward)
        case .pieces(let amount):
            let mark = Key("imported:\(export)/\(shelf.reward)")
            guard try await store.reading({ try $0.counters([mark])[0] }) == nil else { return 0 }
            _ = try await loadStock(of: shelf.reward, by: amount, reason: "export \(export)", by: actor, mark: mark)
            return amount
        }
    }

    private func importGiven(_ codes: [GivenCode], of reward: Key) async throws -> Int64 {
        var count: Int64 = 0
        let now = surroundings.now()
        for one in codes {
            let bytes = Array(one.code.utf8)
            guard let member = try await member(with: one.identity) else { continue }
            let code = SealedCode(
                hash: sealing.keyedHash(Array("\(reward)\u{1f}".utf8) + bytes, for: .rewardCode),
                sealed: try sealing.seal(bytes, use: .rewardCode)
            )
            let holder = CodeHolder(member: member, redemption: one.redemption, place: one.place)
            let isNew = try await store.writing { ledger in
                // Only to who has it here: its history came along before.
                guard let row = try ledger.redemption(one.redemption, of: member), row.reward == reward,
                    one.place < row.captured
                else { return false }
                return try ledger.add(code, of: reward, givenTo: holder, at: now)
            }
            if isNew { count += 1 }
        }
        return count
    }
}
