package import SetiaCore

/// Which document of the programme is meant.
package enum ProgrammeReference: Sendable, Hashable {
    /// The version of this number.
    case version(Int)
    /// The version that holds now.
    case current
    /// The draft of this name.
    case draft(Key)

    /// What `text` names: a number, `current`, or `draft:` and a name.
    package init?(text: String) {
        if text == "current" {
            self = .current
        } else if let number = Int(text), number > 0, String(number) == text {
            self = .version(number)
        } else if text.hasPrefix("draft:"), text.utf8.count > 6 {
            self = .draft(Key(String(text.dropFirst(6))))
        } else {
            return nil
        }
    }

    /// As it is written.
    package var text: String {
        switch self {
        case .version(let number): "\(number)"
        case .current: "current"
        case .draft(let name): "draft:\(name)"
        }
    }
}

/// Two documents of the programme, and what is another in the second.
package struct ProgrammeComparison: Sendable {
    /// One of the two.
    package struct Side: Sendable, Hashable {
        /// Which it is: never `current`, but the version that it was.
        package let reference: ProgrammeReference
        /// The document, to the byte.
        package let document: String
    }

    /// What it was.
    package let from: Side
    /// What it is, or is to be.
    package let to: Side
    /// In words.
    package let changes: [ToldChange]
}

extension SetiaService {
    /// Says in words what is another in one document of the programme than in the other.
    ///
    /// - Throws: `ProgrammeRefusal` or `DraftRefusal` where one of them is not there; the problems of a draft that has
    ///   some, as the reader states them; `Unready` without a programme.
    package func compareProgrammes(
        from: ProgrammeReference,
        to: ProgrammeReference,
        language: Language
    ) async throws -> ProgrammeComparison {
        let now = surroundings.now()
        let (one, other, shops) = try await store.reading { archive in
            (try self.side(from, archive, now), try self.side(to, archive, now), try archive.shops())
        }
        let changes = toldChanges(
            from: try reader.parsePublished(one.document),
            to: try reader.parsePublished(other.document),
            shops: shops,
            language: language
        )
        return ProgrammeComparison(from: one, to: other, changes: changes)
    }

    /// A document of the programme, and which it is.
    ///
    /// - Throws: as `compareProgrammes`.
    package func document(_ reference: ProgrammeReference) async throws -> ProgrammeComparison.Side {
        let now = surroundings.now()
        return try await store.reading { try self.side(reference, $0, now) }
    }

    private func side(
        _ reference: ProgrammeReference,
        _ archive: any Archive,
        _ now: Instant
    ) throws -> ProgrammeComparison.Side {
        switch reference {
        case .draft(let name):
            guard let draft = try archive.draft(name) else { throw DraftRefusal.unknown(name) }
            return ProgrammeComparison.Side(reference: reference, document: draft.document)
        case .current, .version:
            let versions = try archive.programmes()
            guard let current = versions.current(at: now) else { throw Unready.noProgramme }
            var wanted: PublishedProgramme? = current
            if case .version(let number) = reference { wanted = versions.first { $0.number == number } }
            guard let wanted else {
                guard case .version(let number) = reference else { throw Unready.noProgramme }
                throw ProgrammeRefusal.unknownVersion(number, newest: versions.last?.number ?? 0)
            }
            return ProgrammeComparison.Side(reference: .version(wanted.number), document: wanted.document)
        }
    }
}
