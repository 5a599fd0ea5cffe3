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
    /// In the order of their numbers, which is the order of their beginnings.
    package let versions: [ProgrammeVersion]

    /// A book; `versions` in rising order of number and `validFrom`, and at least one.
    package init?(_ versions: [ProgrammeVersion]) {
        guard !versions.isEmpty else { return nil }
        // An order is decided by the version of its time, so its return never needs one that was not published before.
        self.versions = versions.indices.map { place in
            var version = versions[place]
            version.earlier = Array(versions[..<place])
            return version
        }
    }

    /// The version that held at `instant`; the first for anything earlier (rule P-1).
    package func version(at instant: Instant) -> ProgrammeVersion {
        versions.last { $0.validFrom <= instant } ?? versions[0]
    }

    /// The version of this number, or none.
    package func version(numbered number: Int) -> ProgrammeVersion? {
        versions.first { $0.number == number }
    }

    /// The newest version.
    package var newest: ProgrammeVersion {
        versions[versions.count - 1]
    }
}
