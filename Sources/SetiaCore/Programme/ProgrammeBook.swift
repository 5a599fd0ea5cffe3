/// One published version of the programme, ready to decide with.
package struct ProgrammeVersion: Sendable {
    /// The number, from 1 up.
    package let number: Int
    /// From when it holds; the first version also holds for everything before it.
    package let validFrom: Instant
    /// What it says.
    package var programme: Programme { _read { yield box[0] } }
    /// The programme's own days.
    package let zone: any LocalTime
    /// One programme: a version is handed on with every decision, and an array is one reference where a programme is many.
    private let box: [Programme]

    /// A version.
    package init(number: Int, validFrom: Instant, programme: Programme, zone: any LocalTime) {
        self.number = number
        self.validFrom = validFrom
        self.box = [programme]
        self.zone = zone
        self.earlier = []
    }

    /// The versions before it, for what was decided under them.
    fileprivate var earlier: [ProgrammeVersion]

    /// The programme of this number, where it is this one or one before it.
    func programme(numbered number: Int) -> Programme? {
        if number == self.number { return programme }
        return earlier.first { $0.number == number }?.programme
    }
}

/// All published versions: what held when, and what holds now.
package struct ProgrammeBook: Sendable {
    /// Those that hold, held or shall hold, in the order of their numbers, which is the order of their beginnings.
    package let versions: [ProgrammeVersion]
    /// Those that were taken back before they began; nothing is decided by them.
    ///
    /// An event that says it happens within the next minutes may have been, before they were taken back: it stays
    /// explained and proved by its version's number.
    private let cancelled: [ProgrammeVersion]

    /// A book; `versions` in rising order of number and `validFrom`, and at least one.
    package init?(_ versions: [ProgrammeVersion], cancelled: [ProgrammeVersion] = []) {
        guard !versions.isEmpty else { return nil }
        // An order is decided by the version of its time, so its return never needs one that was not published before.
        self.versions = versions.indices.map { place in
            var version = versions[place]
            version.earlier = Array(versions[..<place]) + cancelled
            return version
        }
        self.cancelled = cancelled
    }

    /// The version that held at `instant`; the first for anything earlier (rule P-1).
    package func version(at instant: Instant) -> ProgrammeVersion {
        versions.last { $0.validFrom <= instant } ?? versions[0]
    }

    /// The version of this number, taken back or not, or none.
    package func version(numbered number: Int) -> ProgrammeVersion? {
        versions.first { $0.number == number } ?? cancelled.first { $0.number == number }
    }

    /// The newest version, which may begin later: what holds now is `version(at:)`.
    package var newest: ProgrammeVersion {
        versions[versions.count - 1]
    }
}
