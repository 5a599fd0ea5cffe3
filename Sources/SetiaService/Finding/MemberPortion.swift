package import SetiaCore

extension SetiaService {
    /// The next portion of all members whom `query` asks for, by id: for a file that is written as it is read.
    ///
    /// - Returns: at most 500 rows, perhaps none, and where the next portion begins; none at the end.
    package func memberPortion(
        _ query: MemberQuery,
        after: MemberID?
    ) async throws -> (rows: [MemberRow], next: MemberID?) {
        let now = surroundings.now()
        return try await store.reading { archive in
            try MemberFinder(self, archive, query, now: now).portion(after: after, limit: 500)
        }
    }
}
