/// The fields of a reward, a promotion, a segment or a campaign: each stands for one value of the document, and what has no
/// field stays as it is.
struct NamedFields {
    let kind: ProgrammePart.Kind
    let outline: ProgrammeOutline

    init(_ kind: ProgrammePart.Kind, _ outline: ProgrammeOutline) {
        (self.kind, self.outline) = (kind, outline)
    }

    /// A field that stands for a single value.
    private struct Single {
        let name: String
        let path: [String]

        init(_ name: String, _ path: String...) {
            self.name = name
            self.path = path.isEmpty ? [name] : path
        }
    }

    /// Texts for members, in a field for each language; the first one must be there.
    private var words: [String] { kind == .reward ? ["name", "text"] : ["name"] }

    /// Amounts, in a field for each currency.
    private var amounts: [String] {
        switch kind {
        case .reward: ["worth"]
        case .promotion: ["off", "minimum"]
        case .segment: []
        case .campaign: ["discountBudget"]
        }
    }

    private var singles: [Single] {
        let times = [Single("from", "schedule", "from"), Single("until", "schedule", "until")]
        switch kind {
        case .reward:
            return [
                Single("kind"), Single("points", "price", outline.wallets.first ?? "points"), Single("stock"),
                Single("limit"), Single("validity"), Single("percent"), Single("promotion"), Single("picture"),
                Single("deliver"),
                Single("condition", "when"), Single("campaign"), Single("early-segment", "early", "segment"),
                Single("early-from", "early", "from"),
            ] + outline.ladders.map { Single("level-\($0.key)", "level", $0.key) } + times
        case .promotion:
            return [
                Single("percent", "off"), Single("of"), Single("shipping", "freeShipping"), Single("code"),
                Single("condition", "when"), Single("lines"), Single("limit", "perMember"), Single("uses"),
                Single("campaign"),
            ] + times
        case .segment: return [Single("condition", "when"), Single("list"), Single("rfm")]
        case .campaign:
            return [Single("audience"), Single("purpose"), Single("holdOut"), Single("budget")] + times
        }
    }

    private var order: [String] {
        switch kind {
        case .reward:
            [
                "kind", "name", "text", "price", "stock", "limit", "worth", "percent", "promotion", "level", "when",
                "schedule", "early", "validity", "campaign", "picture", "deliver",
            ]
        case .promotion:
            [
                "name", "off", "of", "freeShipping", "lines", "minimum", "when", "schedule", "code", "perMember",
                "uses",
                "campaign",
            ]
        case .segment: ["name", "when", "list", "rfm"]
        case .campaign: ["name", "audience", "purpose", "holdOut", "schedule", "budget", "discountBudget"]
        }
    }

    // MARK: - What stands there

    /// What a form for a new one begins with.
    var beginning: [String: String] {
        var values = self.values(.map([]))
        values["key"] = ""
        if kind == .reward { values.merge(["kind": "free-product"]) { $1 } }
        if kind == .campaign { values.merge(["audience": "everyone", "purpose": "offer", "holdOut": "5%"]) { $1 } }
        return values
    }

    func values(_ tree: YAMLTree) -> [String: String] {
        var values: [String: String] = [:]
        for name in words { values.merge(WordFields.values(tree[name], name, outline)) { $1 } }
        for single in singles { values[single.name] = tree[steps(single.path)]?.text ?? "" }
        for name in amounts {
            let all = tree[name]?["amount"] ?? tree[name]
            for currency in outline.currencies { values["\(name)-\(currency)"] = all?[currency]?.text ?? "" }
        }
        // Of several prices, and of points with money, there is no form.
        let price = tree["price"]
        if kind == .reward, !(price?.elements.isEmpty ?? true) || (price?.members.count ?? 0) > 1 {
            values["prices"] = "kept"
        }
        return values
    }

    // MARK: - What is typed

    func write(_ typed: [String: String], _ form: PartForm, _ edit: inout DocumentEdit) throws(UneditableDocument) {
        let path = form.part.path
        for name in words where form.isChanged(typed, WordFields.names(name, outline)) {
            if let words = WordFields.tree(typed, name, outline) ?? (name == "name" ? .text("") : nil) {
                try edit.set(path + [.key(name)], to: words, order: order)
            } else {
                try edit.remove(path + [.key(name)])
            }
        }
        // What goes away first, so that one value can stand in the place of several.
        for name in amounts where form.isChanged(typed, fields(ofAmounts: name)) {
            try write(amounts: name, typed, path, &edit)
        }
        for single in singles where form.isChanged(typed, [single.name]) {
            try write(single, typed[single.name] ?? "", path, &edit)
        }
    }

    private func write(
        amounts name: String,
        _ typed: [String: String],
        _ path: [DocumentStep],
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let place = path + [.key(name)]
        let inner = edit.tree[place]?["amount"] == nil ? place : place + [.key("amount")]
        let members = outline.currencies.compactMap { currency -> YAMLTree.Member? in
            let text = typed["\(name)-\(currency)"] ?? ""
            return text.isEmpty ? nil : YAMLTree.Member(currency, .text(text))
        }
        if members.isEmpty {
            if !(edit.tree[place]?.members.isEmpty ?? true) { try edit.remove(place) }
        } else if edit.tree[inner]?.members.isEmpty ?? true {
            try edit.set(inner, to: .map(members), order: order)
        } else {
            for currency in outline.currencies {
                let text = typed["\(name)-\(currency)"] ?? ""
                let one = inner + [.key(currency)]
                if !text.isEmpty {
                    try edit.set(one, to: .text(text))
                } else if edit.tree[one] != nil {
                    try edit.remove(one)
                }
            }
        }
    }

    private func write(
        _ single: Single,
        _ text: String,
        _ path: [DocumentStep],
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let place = path + steps(single.path)
        let above = Array(place.dropLast())
        if text.isEmpty {
            // Several values may stand in its place by now.
            guard edit.tree[place]?.text != nil else { return }
            // The last of several takes them with it.
            let isLast = single.path.count > 1 && (edit.tree[above]?.members.count ?? 0) <= 1
            let gone = isLast ? above : place
            if edit.tree[gone] != nil { try edit.remove(gone) }
        } else if single.path.count > 1, edit.tree[above]?.members.isEmpty ?? true {
            let value = YAMLTree.map([YAMLTree.Member(single.path[1], .text(text))])
            try edit.set(above, to: value, order: order)
        } else {
            try edit.set(place, to: .text(text), order: single.path.count > 1 ? single.path : order)
        }
    }

    /// A whole new one, under the key that was typed.
    func add(_ typed: [String: String], _ edit: inout DocumentEdit) throws(UneditableDocument) {
        let key = typed["key"] ?? ""
        let root: [DocumentStep] = [.key(kind.root)]
        // One that is there already is never written over.
        guard edit.tree[root + [.key(key)]] == nil else { throw UneditableDocument(path: root + [.key(key)]) }
        if edit.tree[root]?.members.isEmpty ?? true {
            try edit.set(root, to: .map([YAMLTree.Member(key, tree(of: typed))]))
        } else {
            try edit.set(root + [.key(key)], to: tree(of: typed))
        }
    }

    private func tree(of typed: [String: String]) -> YAMLTree {
        var members: [YAMLTree.Member] = []
        for name in words {
            if let words = WordFields.tree(typed, name, outline) { members.append(YAMLTree.Member(name, words)) }
        }
        for name in amounts {
            let amounts = outline.currencies.compactMap { currency -> YAMLTree.Member? in
                let text = typed["\(name)-\(currency)"] ?? ""
                return text.isEmpty ? nil : YAMLTree.Member(currency, .text(text))
            }
            if !amounts.isEmpty { members.append(YAMLTree.Member(name, .map(amounts))) }
        }
        for single in singles {
            guard let text = typed[single.name], !text.isEmpty,
                !members.contains(where: { $0.key == single.path[0] && single.path.count == 1 })
            else { continue }
            guard single.path.count > 1 else {
                members.append(YAMLTree.Member(single.path[0], .text(text)))
                continue
            }
            let inner = YAMLTree.Member(single.path[1], .text(text))
            if let place = members.firstIndex(where: { $0.key == single.path[0] }) {
                members[place].value = .map(members[place].value.members + [inner])
            } else {
                members.append(YAMLTree.Member(single.path[0], .map([inner])))
            }
        }
        // A reward costs something, or says that it does not.
        if kind == .reward, !members.contains(where: { $0.key == "price" }) {
            members.append(YAMLTree.Member("price", .text("free")))
        }
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        return .map(members.sorted { (places[$0.key] ?? 99) < (places[$1.key] ?? 99) })
    }

    // MARK: - What is wrong

    /// The field of a problem at `name`, such as `schedule.from`; an empty text where it is none of them.
    func field(_ name: String, _ reason: String) -> String {
        for word in words { if let field = WordFields.field(name, word, outline) { return field } }
        for amount in amounts where name == amount || name.hasPrefix("\(amount).") {
            let currency = String(name.split(separator: ".").last ?? "")
            if outline.currencies.contains(currency) { return "\(amount)-\(currency)" }
            if amount != "off" { return "\(amount)-\(outline.currencies.first ?? "")" }
        }
        for single in singles where single.path.joined(separator: ".") == name { return single.name }
        for single in singles where single.path[0] == name.split(separator: ".").first.map(String.init) {
            return single.name
        }
        if name.isEmpty, reason.contains("name") || reason.contains("key") { return "key" }
        return ""
    }

    private func fields(ofAmounts name: String) -> [String] { outline.currencies.map { "\(name)-\($0)" } }

    private func steps(_ path: [String]) -> [DocumentStep] { path.map { .key($0) } }
}
