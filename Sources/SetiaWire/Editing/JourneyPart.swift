/// A part of a journey's document for which there is a form.
package enum JourneyPart: Sendable, Hashable {
    /// What begins and ends it, and what it is called.
    case settings
    /// A step, by its name.
    case step(String)
    /// A step that is not there yet, behind another one; behind none is in front of all.
    case new(JourneyStepKind, after: String?)

    /// What a button says: `settings`, `step:hello`, `new:wait:hello`, `new:wait:`.
    package init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("settings", 1): self = .settings
        case ("step", 2): self = .step(parts[1])
        case ("new", 3):
            guard let kind = JourneyStepKind(rawValue: parts[1]) else { return nil }
            self = .new(kind, after: parts[2].isEmpty ? nil : parts[2])
        default: return nil
        }
    }

    /// As it is said on a button.
    package var text: String {
        switch self {
        case .settings: "settings"
        case .step(let name): "step:\(name)"
        case .new(let kind, let name): "new:\(kind.rawValue):\(name ?? "")"
        }
    }

    /// The part in which a problem can be mended; none where there is no form for it.
    package init?(of problem: ProgrammeProblem) {
        let root = problem.path.prefix { $0 != "." && $0 != "[" }
        switch root {
        case "journey", "trigger", "again", "goal", "exitOn", "holdOut": self = .settings
        case "steps":
            let name = problem.path.dropFirst("steps.".count).prefix { $0 != "." && $0 != "[" }
            guard !name.isEmpty else { return nil }
            self = .step(String(name))
        default: return nil
        }
    }
}
