internal import SetiaCore

extension SetiaService {
    /// Why a recorded event did what it did, by the version of the programme that decided it.
    ///
    /// - Parameters:
    ///   - id: Which event.
    ///   - language: What to write in; none is the member's own language, and where hers is not known the programme's.
    ///   - forStaff: Whether it is told, too, what members are not to know (rule C-9).
    /// - Returns: none where there is no such event.
    /// - Throws: the world's trouble.
    package func explanation(
        of id: EventID,
        in language: Language? = nil,
        forStaff: Bool = false
    ) async throws -> Explanation? {
        try await store.reading { archive in
            guard let stored = try archive.event(id) else { return nil }
            let configuration = try self.configuration(archive)
            let book = try configuration.published()
            let version = book.version(numbered: stored.decision.programmeVersion) ?? book.newest
            let shop = configuration.shops.first { $0.id == stored.event.store }
            let own = try archive.states([StateRequest(member: id.member)])[0]?.facts.language
            return explain(
                stored,
                by: version.programme,
                shops: configuration.shops,
                in: language ?? Language(preferring: own?.text, else: version.programme.languages),
                zone: version.zone,
                shopZone: shop.flatMap { self.reader.zone($0.timeZone) },
                forStaff: forStaff
            )
        }
    }
}
