/// The fields of a rule: on what, when, what it gives, how often, and what members are told.
enum RuleFields {
    private static let order = ["id", "on", "when", "earn", "multiply", "cap", "onCap", "why"]
    private static let effectFields = ["gives", "wallet", "points", "factor"]
    private static let capFields = ["times", "times-per", "most", "most-per"]

    /// What a form for a new rule begins with.
    static func beginning(_ outline: ProgrammeOutline) -> [String: String] {
        var values = WordFields.values(nil, "why", outline)
        values.merge(WrittenCondition("").values) { one, _ in one }
        values.merge([
            "id": "", "on": "order.paid", "gives": "fixed", "wallet": outline.wallets.first ?? "", "points": "",
            "factor": "", "times": "", "times-per": "day", "most": "", "most-per": "month", "amount-currency": "",
        ]) { one, _ in one }
        return values
    }

    static func values(_ tree: YAMLTree, _ outline: ProgrammeOutline) -> [String: String] {
        var values = WordFields.values(tree["why"], "why", outline)
        values["id"] = tree["id"]?.text ?? ""
        values["on"] = tree["on"]?.text ?? ""
        values.merge(WrittenCondition(tree["when"]?.text ?? "").values) { one, _ in one }
        values.merge(effect(tree)) { one, _ in one }
        values.merge(caps(tree["cap"])) { one, _ in one }
        return values
    }

    private static func effect(_ tree: YAMLTree) -> [String: String] {
        var values = ["gives": "", "wallet": "", "points": "", "factor": ""]
        if let earn = tree["earn"] {
            values["gives"] = earn["fixed"] == nil ? "rate" : "fixed"
            values["wallet"] = earn["wallet"]?.text ?? ""
            values["points"] = earn["fixed"]?.text ?? ""
        } else if let multiply = tree["multiply"] {
            values["gives"] = "multiply"
            values["wallet"] = multiply["wallet"]?.text ?? ""
            values["factor"] = multiply["by"]?.text ?? multiply.text ?? ""
        }
        return values
    }

    /// `times: 1`, `times-per: day`; `caps` says `kept` where there are others than one of each kind.
    private static func caps(_ tree: YAMLTree?) -> [String: String] {
        var values = ["times": "", "times-per": "day", "most": "", "most-per": "month"]
        let texts = tree.map { $0.text.map { [$0] } ?? $0.elements.map { $0.text ?? "" } } ?? []
        for text in texts {
            let parts = text.split(separator: " ").map(String.init)
            let isPoints = parts.count == 4 && ["point", "points"].contains(parts[1])
            let field = isPoints ? "most" : "times"
            guard parts.count == (isPoints ? 4 : 3), parts[parts.count - 2] == "per", values[field] == "" else {
                return ["times": "", "times-per": "day", "most": "", "most-per": "month", "caps": "kept"]
            }
            values[field] = parts[0]
            values["\(field)-per"] = parts[parts.count - 1]
        }
        return values
    }

    static func write(
        _ typed: [String: String],
        _ form: PartForm,
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let path = form.part.path
        for name in ["id", "on"] where form.isChanged(typed, [name]) {
            try edit.set(path + [.key(name)], to: .text(typed[name] ?? ""), order: order)
        }
        if form.isChanged(typed, WrittenCondition.fields) {
            let text = WrittenCondition(typed).text
            if text.isEmpty {
                try edit.remove(path + [.key("when")])
            } else {
                try edit.set(path + [.key("when")], to: .text(text), order: order)
            }
        }
        if form.isChanged(typed, effectFields) { try writeEffect(typed, form, &edit) }
        if form.isChanged(typed, capFields) {
            if let caps = caps(typed) {
                try edit.set(path + [.key("cap")], to: caps, order: order)
            } else {
                try edit.remove(path + [.key("cap")])
                try edit.remove(path + [.key("onCap")])
            }
        }
        if form.isChanged(typed, WordFields.names("why", form.outline)) {
            if let words = WordFields.tree(typed, "why", form.outline) {
                try edit.set(path + [.key("why")], to: words, order: order)
            } else {
                try edit.remove(path + [.key("why")])
            }
        }
    }

    private static func writeEffect(
        _ typed: [String: String],
        _ form: PartForm,
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let path = form.part.path
        let effect = effect(typed)
        let other = effect.key == "earn" ? "multiply" : "earn"
        let isSameKind = typed["gives"] == form.values["gives"]
        if isSameKind, !effect.value.members.isEmpty, !(edit.tree[path + [.key(effect.key)]]?.members.isEmpty ?? true) {
            for member in effect.value.members {
                try edit.set(path + [.key(effect.key), .key(member.key)], to: member.value)
            }
        } else {
            try edit.set(path + [.key(effect.key)], to: effect.value, order: order)
        }
        try edit.remove(path + [.key(other)])
    }

    private static func effect(_ typed: [String: String]) -> YAMLTree.Member {
        let wallet = typed["wallet"] ?? ""
        switch typed["gives"] {
        case "multiply":
            let factor = YAMLTree.text(typed["factor"] ?? "")
            return YAMLTree.Member(
                "multiply",
                wallet.isEmpty ? factor : .members(("by", factor), ("wallet", .text(wallet)))
            )
        case "rate": return YAMLTree.Member("earn", .members(("wallet", .text(wallet)), ("by", .text("rate"))))
        default:
            let points = YAMLTree.text(typed["points"] ?? "")
            return YAMLTree.Member("earn", .members(("wallet", .text(wallet)), ("fixed", points)))
        }
    }

    private static func caps(_ typed: [String: String]) -> YAMLTree? {
        var caps: [YAMLTree] = []
        if let times = typed["times"], !times.isEmpty { caps.append(.text("\(times) per \(typed["times-per"] ?? "")")) }
        if let most = typed["most"], !most.isEmpty {
            caps.append(.text("\(most) \(most == "1" ? "point" : "points") per \(typed["most-per"] ?? "")"))
        }
        return caps.count > 1 ? .list(caps) : caps.first
    }

    /// A whole new rule.
    static func tree(of typed: [String: String], _ outline: ProgrammeOutline) -> YAMLTree {
        var members = ["id", "on"].map { YAMLTree.Member($0, .text(typed[$0] ?? "")) }
        let when = WrittenCondition(typed).text
        if !when.isEmpty { members.append(YAMLTree.Member("when", .text(when))) }
        members.append(effect(typed))
        if let caps = caps(typed) { members.append(YAMLTree.Member("cap", caps)) }
        if let why = WordFields.tree(typed, "why", outline) { members.append(YAMLTree.Member("why", why)) }
        return .map(members)
    }

    static func field(
        _ name: String,
        _ reason: String,
        _ typed: [String: String],
        _ outline: ProgrammeOutline
    ) -> String {
        if let field = WordFields.field(name, "why", outline) { return field }
        switch name {
        case "id", "on": return name
        case "": return reason.contains("stands twice") || reason.contains("'id'") ? "id" : ""
        case "when": return WrittenCondition(typed).field(of: reason)
        case "earn.fixed": return "points"
        case "earn.by": return "gives"
        case "earn", "earn.wallet", "multiply.wallet": return "wallet"
        case "multiply": return typed["gives"] == "multiply" ? "factor" : "gives"
        case "multiply.by": return "factor"
        case "cap[1]": return "most"
        case "cap", "cap[0]": return (typed["times"] ?? "").isEmpty ? "most" : "times"
        default: return ""
        }
    }
}
