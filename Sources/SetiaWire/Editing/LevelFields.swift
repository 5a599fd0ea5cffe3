/// The fields of a level: what it asks for, and its name.
enum LevelFields {
    static func values(_ tree: YAMLTree, _ outline: ProgrammeOutline) -> [String: String] {
        var values = WordFields.values(tree["name"], "name", outline)
        let parts = (tree["from"]?.text ?? tree.text ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        values["threshold"] = parts.first ?? ""
        values["currency"] = parts.count > 1 ? parts[1] : ""
        return values
    }

    static func write(
        _ typed: [String: String],
        _ form: PartForm,
        _ edit: inout DocumentEdit
    ) throws(UneditableDocument) {
        let path = form.part.path
        let parts = [typed["threshold"] ?? "", typed["currency"] ?? ""].filter { !$0.isEmpty }
        let threshold = YAMLTree.text(parts.joined(separator: " "))
        let isMap = !(form.tree?.members.isEmpty ?? true)
        if form.isChanged(typed, ["threshold", "currency"]) {
            try edit.set(isMap ? path + [.key("from")] : path, to: threshold, order: ["from", "name"])
        }
        guard form.isChanged(typed, WordFields.names("name", form.outline)) else { return }
        let words = WordFields.tree(typed, "name", form.outline)
        switch (words, isMap) {
        case (let words?, true): try edit.set(path + [.key("name")], to: words, order: ["from", "name"])
        case (let words?, false): try edit.set(path, to: .members(("from", threshold), ("name", words)))
        case (nil, true): try edit.remove(path + [.key("name")])
        case (nil, false): break
        }
    }

    static func field(_ name: String, _ outline: ProgrammeOutline) -> String {
        if let field = WordFields.field(name, "name", outline) { return field }
        return name.isEmpty || name == "from" ? "threshold" : ""
    }
}
