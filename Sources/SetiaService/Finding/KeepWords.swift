internal import JSONText
package import SetiaCore

extension SetiaService {
    /// By which words somebody is found of whom this is known.
    func words(of person: JSONObject, _ identities: [Identity]) -> [WordHash] {
        var words = personName(of: person).map { FindingWord.words(ofName: $0) } ?? []
        for identity in identities where identity.kind == .phone {
            words.insert(FindingWord.word(ofPhone: identity.value))
        }
        return words.map(sealing.wordHash).sorted()
    }

    /// Sets by which words a member is found to what is kept of her now; after each change of her name or identities.
    ///
    /// Whoever was erased is found by none.
    package func keepWords(of member: MemberID, in ledger: any Ledger) throws {
        guard let key = try ledger.keys(of: [member])[0], let sealed = try ledger.person(member) else {
            try ledger.setWords([], of: member)
            return
        }
        let person = try open(sealed.document, of: member, with: key)
        try ledger.setWords(words(of: person, try open(sealed.identities, of: member, with: key)), of: member)
    }

    /// Fills in the words of members from before there was a search, a portion a transaction; goes on where it stopped.
    ///
    /// - Parameter onProgress: Is told how many are done so far.
    /// - Returns: how many were done now; 0 where nothing was left to do.
    /// - Throws: the world's trouble, or that the task was cancelled; what was done before stays done.
    package func fillSearch(onProgress: @Sendable (Int) -> Void = { _ in }) async throws -> Int {
        var done = 0
        while !(try await store.reading { try $0.searchProgress().isDone }) {
            try Task.checkCancellation()
            done += try await store.writing { ledger in
                var progress = try ledger.searchProgress()
                let members = try ledger.members(after: progress.after, limit: 500)
                for member in members {
                    do {
                        try self.keepWords(of: member, in: ledger)
                    } catch SealingFailure.unreadable {
                        // Its key is gone, as in a backup that is too old: nobody can be found by what nobody can read.
                        continue
                    }
                }
                progress.after = members.last ?? progress.after
                progress.isDone = members.count < 500
                try ledger.save(progress)
                return members.count
            }
            onProgress(done)
        }
        return done
    }
}
