internal import JSONText
internal import SetiaCare
package import SetiaCore

/// A case as it stands in the list.
package struct CaseRow: Sendable {
    /// The case.
    package let one: MemberCase
    /// How she is called; none where that is not known.
    package let name: String?
    /// What she said when it came; none where she said nothing, or is erased.
    package let words: String?
}

/// A page of the list of cases.
package struct CasePage: Sendable {
    /// Those of the page.
    package let rows: [CaseRow]
    /// Where the next one begins; none on the last.
    package let next: CaseCursor?
}

/// A case with all that was done and said.
package struct OpenedCase: Sendable {
    /// The case.
    package let one: MemberCase
    /// How she is called; none where that is not known.
    package let name: String?
    /// What was done, the oldest first, with what was said.
    package let steps: [(step: CaseStep, text: String?)]
    /// Points for it, the newest first.
    package let compensations: [Compensation]
    /// How often something was given to her within the last year, over all cases.
    package let givenWithinYear: Int
}

extension SetiaService {
    /// A page of the list of cases, what is due first on top.
    ///
    /// - Parameters:
    ///   - filter: Which part.
    ///   - staff: Who asks, for what is hers.
    ///   - after: Where the page before ended.
    ///   - limit: At most so many.
    /// - Returns: the page, and where the next one begins.
    /// - Throws: the world's trouble.
    package func cases(
        _ filter: CaseFilter,
        of staff: StaffID? = nil,
        after: CaseCursor? = nil,
        limit: Int
    ) async throws -> CasePage {
        let now = surroundings.now()
        return try await store.reading { archive in
            let found = try archive.memberCases(filter, of: staff, at: now, after: after, limit: limit + 1)
            let rows = try found.prefix(limit).map { one in
                let opened = try self.opened(one, archive, upTo: 1)
                return CaseRow(one: one, name: opened.name, words: opened.steps.first?.text)
            }
            return CasePage(rows: rows, next: found.count > limit ? rows.last.map { CaseCursor($0.one) } : nil)
        }
    }

    /// A member's cases, the newest first; an erased one has those that there were, without a word.
    package func cases(of member: MemberID, limit: Int = 100) async throws -> [OpenedCase] {
        try await store.reading { archive in
            try archive.memberCases(of: member, limit: limit).map { try self.opened($0, archive) }
        }
    }

    /// One case, or none.
    package func openedCase(_ id: CaseID) async throws -> OpenedCase? {
        try await store.reading { archive in try archive.memberCase(id).map { try self.opened($0, archive) } }
    }

    private func opened(_ one: MemberCase, _ archive: any Archive, upTo most: Int = .max) throws -> OpenedCase {
        let member = one.id.member
        let key = try archive.keys(of: [member])[0]
        let person = try open(try archive.person(member)?.document, of: member, with: key)
        let steps = try archive.caseSteps(of: one.id).prefix(most).map { step -> (step: CaseStep, text: String?) in
            guard let key, let sealed = step.sealed else { return (step, nil) }
            let bytes = try self.sealing.open(sealed, of: member, use: .caseWords, with: key)
            return (step, String(decoding: bytes, as: UTF8.self))
        }
        let all = most == .max ? try archive.compensations(of: member) : []
        let yearAgo = surroundings.now().adding(days: -365)
        return OpenedCase(
            one: one,
            name: person["name"]?.string,
            steps: steps,
            compensations: all.filter { $0.caseID == one.id },
            givenWithinYear: all.count { $0.state == .given && $0.at > yearAgo }
        )
    }

    /// A member's cases for herself, without what staff noted.
    func ownCases(of member: MemberID) async throws -> [JSON] {
        try await cases(of: member, limit: 10_000).map { opened in
            .object([
                "kind": .string(opened.one.kind.rawValue), "openedAt": .string(opened.one.openedAt.rfc3339),
                "state": .string(opened.one.state.rawValue),
                "steps": .array(
                    opened.steps.filter { $0.step.what.isForMember }.map { step, text in
                        .object([
                            "at": .string(step.at.rfc3339), "state": .string(step.state.rawValue),
                            "text": .string(text ?? ""), "what": .string(step.what.rawValue),
                        ])
                    }
                ),
            ])
        }
    }
}
