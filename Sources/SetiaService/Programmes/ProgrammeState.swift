package import SetiaCore

/// Where a published version is in its life (rule P-2).
package enum ProgrammeState: String, Sendable, Hashable, CaseIterable {
    /// It begins later.
    case scheduled
    /// It holds now.
    case published
    /// A later one has taken its place; what it decided stays, and so does what is late and belongs to its days.
    case superseded
    /// It was taken back before it began.
    case cancelled
}

extension [PublishedProgramme] {
    /// Those that were not taken back, in the order of their numbers, which is the order of their beginnings.
    package var standing: [PublishedProgramme] { filter { $0.cancelledAt == nil } }

    /// The version that holds at `now`; the first that stands before it begins, as in `ProgrammeBook`.
    package func current(at now: Instant) -> PublishedProgramme? {
        standing.last { $0.validFrom <= now } ?? standing.first
    }

    /// Where a version is in its life.
    package func state(of version: PublishedProgramme, at now: Instant) -> ProgrammeState {
        guard version.cancelledAt == nil else { return .cancelled }
        guard let current = current(at: now), version.number <= current.number else { return .scheduled }
        return version.number == current.number ? .published : .superseded
    }
}
