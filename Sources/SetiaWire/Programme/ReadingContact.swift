import SetiaCore

extension ProgrammeReader {
    /// When the brand writes to members, and how often.
    mutating func readContact(_ node: YAMLNode) -> ContactPolicy {
        let usual = ContactPolicy()
        guard let members = members(of: node, known: ["quiet", "promotions", "spread", "digest"]) else { return usual }
        let quiet = members["quiet"].map { self.quiet($0) } ?? usual.quiet
        let limits = members["promotions"].flatMap { self.members(of: $0, known: ["day", "week"]) }
        let digest = members["digest"].map { self.digest($0) } ?? usual.digest
        if quiet.contains(where: { $0.contains(digest.minute) }) {
            complain(
                members["digest"] ?? node,
                "would go at a time at which nobody is written to: say another under at"
            )
        }
        return ContactPolicy(
            quiet: quiet,
            promotionsPerDay: limits?["day"].map { most($0) } ?? usual.promotionsPerDay,
            promotionsPerWeek: limits?["week"].map { most($0) } ?? usual.promotionsPerWeek,
            spreadMinutes: members["spread"].map { spread($0) } ?? usual.spreadMinutes,
            digest: digest
        )
    }

    /// `[21:00-08:00, 13:00-14:00]`; an empty list is never.
    private mutating func quiet(_ node: YAMLNode) -> [ContactPolicy.Quiet] {
        guard case .list(let elements) = node.content, elements.count <= 10 else {
            complain(node, "must be a list of at most 10 stretches, such as [21:00-08:00]; [] where it never is quiet")
            return []
        }
        var stretches: [ContactPolicy.Quiet] = []
        for element in elements {
            guard let text = text(element) else { continue }
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { minute(String($0)) }
            guard ends.count == 2, let from = ends[0], let to = ends[1], from < 1_440, to <= 1_440, from != to,
                (from, to) != (0, 1_440)
            else {
                complain(element, "must be a stretch of the day that leaves some of it, such as 21:00-08:00")
                continue
            }
            stretches.append(ContactPolicy.Quiet(from: from, to: to))
        }
        if (0..<1_440).allSatisfy({ minute in stretches.contains { $0.contains(minute) } }) {
            complain(node, "leaves no time of the day at which somebody may be written to")
        }
        return stretches
    }

    private mutating func most(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 1 }
        guard let number = wholeNumber(text, 1...100) else {
            complain(node, "must be a whole number from 1 to 100")
            return 1
        }
        return Int(number)
    }

    private mutating func spread(_ node: YAMLNode) -> Int {
        guard let text = text(node) else { return 0 }
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 2, ["minute", "minutes"].contains(parts[1]), let count = wholeNumber(parts[0], 0...240)
        else {
            complain(node, "must be 0 to 240 minutes, such as 45 minutes")
            return 0
        }
        return Int(count)
    }

    /// `{at: 09:00}`, or `{on: monday, at: 09:00}`.
    private mutating func digest(_ node: YAMLNode) -> ContactPolicy.Digest {
        let usual = ContactPolicy.Digest()
        guard let members = members(of: node, known: ["on", "at"]) else { return usual }
        var weekday: Int?
        if let node = members["on"], let text = text(node) {
            weekday = weekdays.firstIndex(of: text).map { $0 + 1 }
            if weekday == nil, text != "everyDay" { complain(node, "must be everyDay or a day such as monday") }
        }
        var time = usual.minute
        if let node = members["at"], let text = text(node) {
            if let read = minute(text), read < 1_440 {
                time = read
            } else {
                complain(node, "must be a time of the day such as 09:00")
            }
        }
        return ContactPolicy.Digest(weekday: weekday, minute: time)
    }
}
