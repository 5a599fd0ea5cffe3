import SetiaCore

extension ProgrammeReader {
    /// When somebody answers members, and how fast the brand promises to.
    mutating func readService(_ node: YAMLNode, _ tierSets: [TierSet]) -> ServicePromise {
        let known = ["hours", "holidays", "specialDays", "promise", "levels", "products", "teams"]
        guard let members = members(of: node, known: known) else { return ServicePromise() }
        let days = members["hours"].map { hours($0) } ?? [[ServicePromise.Stretch]](repeating: [.day], count: 7)
        var special = members["holidays"].map { holidays($0) } ?? []
        if let node = members["specialDays"] { special += specialDays(node) }
        let target = members["promise"].map { self.target($0) } ?? ServicePromise.Target()
        let levels = members["levels"].map { self.levels($0, tierSets) } ?? []
        let products = members["products"].map { self.products($0) } ?? []
        var teams: [Key] = []
        for element in members["teams"].flatMap({ list($0, of: "names of teams, such as [care, shop]") }) ?? [] {
            let team = name(element)
            if teams.contains(team) { complain(element, "the team '\(team)' stands twice") }
            teams.append(team)
        }
        if days.allSatisfy(\.isEmpty), target != ServicePromise.Target() {
            complain(node, "promises an answer, and nobody is ever there: say the hours")
        }
        return ServicePromise(
            days: days,
            specialDays: special,
            target: target,
            levels: levels,
            products: products,
            teams: teams
        )
    }

    /// `{weekdays: [09:00-18:00], saturday: [10:00-14:00]}`; a day that has a word of its own overrides a group.
    private mutating func hours(_ node: YAMLNode) -> [[ServicePromise.Stretch]] {
        var days = [[ServicePromise.Stretch]](repeating: [], count: 7)
        guard let members = members(of: node, known: dayGroups.map(\.name) + weekdays) else { return days }
        for group in dayGroups {
            guard let node = members[group.name] else { continue }
            let stretches = self.stretches(node)
            for day in group.days { days[day] = stretches }
        }
        for (place, name) in weekdays.enumerated() {
            if let node = members[name] { days[place] = stretches(node) }
        }
        return days
    }

    /// A list of stretches such as 09:00-13:00; an empty list is a day on which nobody is there.
    private mutating func stretches(_ node: YAMLNode) -> [ServicePromise.Stretch] {
        guard case .list(let elements) = node.content else {
            complain(node, "must be a list of stretches, such as [09:00-13:00, 14:00-18:00]; [] where nobody is there")
            return []
        }
        var stretches: [ServicePromise.Stretch] = []
        for element in elements.prefix(10) {
            guard let text = text(element) else { continue }
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { minute(String($0)) }
            guard ends.count == 2, let start = ends[0], let end = ends[1],
                let stretch = ServicePromise.Stretch(start: start, end: end)
            else {
                complain(element, "must be a stretch within a day, such as 09:00-18:00; 24:00 is its end")
                continue
            }
            stretches.append(stretch)
        }
        return stretches
    }

    /// `09:05` as minutes after midnight, up to `24:00`.
    func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let isPlain = parts.allSatisfy { $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }
        guard parts.count == 2, isPlain, let hour = Int(parts[0]), hour <= 24, let minute = Int(parts[1]), minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private mutating func holidays(_ node: YAMLNode) -> [ServicePromise.SpecialDay] {
        var days: [ServicePromise.SpecialDay] = []
        for element in list(node, of: "days, such as [2026-08-31]", atMost: 400) ?? [] {
            guard let text = text(element) else { continue }
            guard let day = Day(iso: text) else {
                complain(element, "must be a day such as 2026-08-31")
                continue
            }
            days.append(ServicePromise.SpecialDay(day))
        }
        return days
    }

    private mutating func specialDays(_ node: YAMLNode) -> [ServicePromise.SpecialDay] {
        var days: [ServicePromise.SpecialDay] = []
        for member in members(of: node, each: "a day with its hours, such as 2026-12-24: [09:00-12:00]") ?? [] {
            guard let day = Day(iso: member.key) else {
                complain(node, member, "must be a day such as 2026-12-24")
                continue
            }
            days.append(ServicePromise.SpecialDay(day, stretches(member.value)))
        }
        return days
    }

    private mutating func levels(_ node: YAMLNode, _ tierSets: [TierSet]) -> [ServicePromise.LevelTarget] {
        let there = tierSets.flatMap { $0.levels.map(\.key) }
        var levels: [ServicePromise.LevelTarget] = []
        for member in members(of: node, each: "a level with its promise, such as gold: {first: 30 minutes}") ?? [] {
            if !there.contains(Key(member.key)), !tierSets.isEmpty {
                complain(node, member, "there is no level '\(member.key)'")
            }
            levels.append(ServicePromise.LevelTarget(level: Key(member.key), target: target(member.value)))
        }
        return levels
    }

    private mutating func products(_ node: YAMLNode) -> [ServicePromise.ProductTarget] {
        (members(of: node, each: "a product or a category with its promise, such as machines: {first: 30 minutes}")
            ?? [])
            .map { ServicePromise.ProductTarget(product: Key($0.key), target: target($0.value)) }
    }

    /// `{first: 2 hours, next: 4 hours, resolved: 16 hours}`, in business time.
    private mutating func target(_ node: YAMLNode) -> ServicePromise.Target {
        guard let members = members(of: node, known: ["first", "next", "resolved"]) else {
            return ServicePromise.Target()
        }
        return ServicePromise.Target(
            first: members["first"].flatMap { businessTime($0) },
            next: members["next"].flatMap { businessTime($0) },
            resolved: members["resolved"].flatMap { businessTime($0) }
        )
    }

    /// `30 minutes`, `2 hours`, up to 30 days of 24 hours.
    private mutating func businessTime(_ node: YAMLNode) -> Int? {
        guard let text = text(node) else { return nil }
        let parts = text.split(separator: " ").map(String.init)
        let units: [String: Int64] = ["minute": 1, "minutes": 1, "hour": 60, "hours": 60]
        if parts.count == 2, let unit = units[parts[1]], let count = wholeNumber(parts[0], 1...43_200),
            count * unit <= 43_200
        {
            return Int(count * unit)
        }
        complain(node, "must be a time such as 30 minutes or 2 hours, up to 720 hours, in hours that somebody is there")
        return nil
    }
}

/// The days of the week as documents name them, from Monday on.
let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

private let dayGroups: [(name: String, days: ClosedRange<Int>)] = [
    ("everyDay", 0...6), ("weekdays", 0...4), ("weekend", 5...6),
]
