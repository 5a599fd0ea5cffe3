/// The fields of a wallet: its name, when points can be used and when they lapse, and what money gives.
enum WalletFields {
    static func values(_ tree: YAMLTree, _ outline: ProgrammeOutline) -> [String: String] {
        var values = WordFields.values(tree["name"], "name", outline)
        values["activation"] = tree["activation"]?.text.map(days) ?? ""
        let rolling = tree["expiry"]?["rolling"]?.text?.split(separator: " ").map(String.init) ?? []
        values["expiry"] = rolling.first ?? ""
        values["expiry-unit"] = tree["expiry"]?.text ?? (rolling.count == 2 ? unit(rolling[1]) : "")
        values["rounding"] = tree["expiry"]?["roundedUpTo"]?.text ?? ""
        for currency in outline.currencies {
            let rate = tree["rates"]?[currency]?.text ?? ""
            let parts = rate.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            let isRate = parts.count == 3 && parts[1] == "per"
            values["points-\(currency)"] = isRate ? parts[0] : rate == "none" ? "" : rate
            values["per-\(currency)"] = isRate ? parts[2] : ""
        }
        return values
    }

    static func write(
        _ typed: [String: String],
        _ form: PartForm,
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let path = form.part.path
        let order = ["name", "activation", "expiry", "rates"]
        if form.isChanged(typed, WordFields.names("name", form.outline)) {
            let words = WordFields.tree(typed, "name", form.outline) ?? .text("")
            try edit.set(path + [.key("name")], to: words, order: order)
        }
        if form.isChanged(typed, ["activation"]) {
            let count = typed["activation"] ?? ""
            let text = count == "0" ? "immediate" : count.isEmpty ? "" : "\(count) \(count == "1" ? "day" : "days")"
            try edit.set(path + [.key("activation")], to: .text(text), order: order)
        }
        if form.isChanged(typed, ["expiry", "expiry-unit", "rounding"]), let unit = typed["expiry-unit"], !unit.isEmpty
        {
            try edit.set(path + [.key("expiry")], to: expiry(typed, unit), order: order)
        }
        for currency in form.outline.currencies
        where form.isChanged(typed, ["points-\(currency)", "per-\(currency)"]) {
            let (points, per) = (typed["points-\(currency)"] ?? "", typed["per-\(currency)"] ?? "")
            let rate = points.isEmpty && per.isEmpty ? "none" : "\(points) per \(per)"
            let rates = path + [.key("rates")]
            if edit.tree[rates] == nil {
                try edit.set(rates, to: .members((currency, .text(rate))), order: order)
            } else {
                try edit.set(rates + [.key(currency)], to: .text(rate))
            }
        }
    }

    private static func expiry(_ typed: [String: String], _ unit: String) -> YAMLTree {
        guard unit != "none" else { return .text("none") }
        let count = typed["expiry"] ?? ""
        let period = YAMLTree.Member("rolling", .text("\(count) \(count == "1" ? String(unit.dropLast()) : unit)"))
        let rounding = typed["rounding"] ?? ""
        return .map(rounding.isEmpty ? [period] : [period, YAMLTree.Member("roundedUpTo", .text(rounding))])
    }

    /// `14 days` is 14, `immediate` is 0; what is written otherwise stays as it is.
    private static func days(_ text: String) -> String {
        let parts = text.split(separator: " ")
        if text == "immediate" { return "0" }
        return parts.count == 2 && ["day", "days"].contains(parts[1]) ? String(parts[0]) : text
    }

    /// In the plural.
    private static func unit(_ word: String) -> String { word.hasSuffix("s") ? word : "\(word)s" }

    static func field(_ name: String, _ outline: ProgrammeOutline) -> String {
        if let field = WordFields.field(name, "name", outline) { return field }
        switch name {
        case "activation": return "activation"
        case "expiry", "expiry.rolling": return "expiry"
        case "expiry.roundedUpTo": return "rounding"
        case _ where name.hasPrefix("rates."):
            let currency = String(name.dropFirst("rates.".count))
            return outline.currencies.contains(currency) ? "points-\(currency)" : ""
        default: return ""
        }
    }
}
