/// The fields of what begins and ends a journey, and of what it is called.
enum JourneySettingsFields {
    private static let order = ["journey", "trigger", "again", "goal", "exitOn", "holdOut", "steps"]
    private static let triggers = ["event", "when", "segment", "phase", "rhythm"]
    private static let exits = ["goal", "complaint", "consent"]

    static func values(_ tree: YAMLTree) -> [String: String] {
        let trigger = tree["trigger"]
        let kind = triggers.first { trigger?[$0] != nil } ?? "event"
        let again = tree["again"]?.text ?? ""
        let days = again.split(separator: " ").map(String.init)
        let isDays = days.count == 2 && ["day", "days"].contains(days[1])
        var values = [
            "name": tree["journey"]?.text ?? "", "trigger": kind, "where": trigger?["where"]?.text ?? "",
            "again": isDays ? "days" : again, "days": isDays ? days[0] : "", "goal": tree["goal"]?["event"]?.text ?? "",
            "goal-where": tree["goal"]?["where"]?.text ?? "", "holdOut": tree["holdOut"]?.text ?? "",
        ]
        for kind in triggers where kind != "rhythm" { values["trigger-\(kind)"] = trigger?[kind]?.text ?? "" }
        let listed = tree["exitOn"]?.elements.compactMap(\.text)
        for exit in exits { values["exit-\(exit)"] = listed?.contains(exit) ?? true ? "yes" : "no" }
        return values
    }

    static func write(
        _ typed: [String: String],
        _ form: JourneyForm,
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        func value(_ name: String) -> String { typed[name] ?? "" }
        if form.isChanged(typed, ["name"]) {
            try edit.set([.key("journey")], to: .text(value("name")), order: order)
        }
        try writeTrigger(typed, form, &edit)
        if form.isChanged(typed, ["again", "days"]) {
            let again = value("again")
            let days = value("days")
            let text = again == "days" ? "\(days) day\(days == "1" ? "" : "s")" : again
            if text.isEmpty {
                try edit.remove([.key("again")])
            } else {
                try edit.set([.key("again")], to: .text(text), order: order)
            }
        }
        if form.isChanged(typed, ["goal", "goal-where"]) {
            let pattern = pattern(value("goal"), value("goal-where"))
            if value("goal").isEmpty {
                try edit.remove([.key("goal")])
            } else {
                try set(pattern, at: [.key("goal")], &edit)
            }
        }
        if form.isChanged(typed, exits.map { "exit-\($0)" }) {
            let chosen = exits.filter { value("exit-\($0)") != "no" }
            if chosen == exits {
                try edit.remove([.key("exitOn")])
            } else {
                try edit.set([.key("exitOn")], to: .list(chosen.map { .text($0) }), order: order)
            }
        }
        if form.isChanged(typed, ["holdOut"]) {
            if value("holdOut").isEmpty {
                try edit.remove([.key("holdOut")])
            } else {
                try edit.set([.key("holdOut")], to: .text(value("holdOut")), order: order)
            }
        }
    }

    private static func writeTrigger(
        _ typed: [String: String],
        _ form: JourneyForm,
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let kind = typed["trigger"] ?? ""
        // What belongs to another beginning is not asked for.
        let fields = ["trigger", "trigger-\(kind)"] + (kind == "event" ? ["where"] : [])
        guard form.isChanged(typed, fields) else { return }
        let text = typed["trigger-\(kind)"] ?? ""
        switch kind {
        case "event": try set(pattern(text, typed["where"] ?? ""), at: [.key("trigger")], &edit)
        case "rhythm": try edit.set([.key("trigger")], to: .members(("rhythm", .text("true"))), order: order)
        default: try set(.members((kind, .text(text))), at: [.key("trigger")], &edit)
        }
    }

    private static func pattern(_ event: String, _ condition: String) -> YAMLTree {
        let event = YAMLTree.Member("event", .text(event))
        return .map(condition.isEmpty ? [event] : [event, YAMLTree.Member("where", .text(condition))])
    }

    /// Puts a map where a path leads; member by member where it has the same keys, so that the rest of it stays.
    private static func set(
        _ map: YAMLTree,
        at path: [DocumentStep],
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let old = (edit.tree[path]?.members ?? []).map(\.key)
        guard !old.isEmpty, map.members.first?.key == old.first, old.count < 3 else {
            try edit.set(path, to: map, order: order)
            return
        }
        for key in old where map[key] == nil { try edit.remove(path + [.key(key)]) }
        for member in map.members {
            try edit.set(path + [.key(member.key)], to: member.value, order: ["event", "where"])
        }
    }

    /// The field of a problem; an empty text where it is none of them.
    static func field(_ path: String) -> String {
        switch path {
        case "journey": "name"
        case "trigger": "trigger"
        case "trigger.where": "where"
        case "again": "days"
        case "goal", "goal.event": "goal"
        case "goal.where": "goal-where"
        case "holdOut": "holdOut"
        case _ where path.hasPrefix("trigger."): "trigger-\(path.dropFirst("trigger.".count))"
        case _ where path.hasPrefix("exitOn"): "exit-goal"
        default: ""
        }
    }
}
