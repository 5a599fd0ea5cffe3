// What is done to the steps of a journey as a whole: the other steps go on leading where they led.

extension DocumentEdit {
    /// Gives a step another name; whoever leads to it leads to the new name.
    ///
    /// - Throws: `UneditableDocument` where that cannot be done in place.
    package mutating func renameStep(_ name: String, to new: String) throws(UneditableDocument) {
        for step in JourneyOutline(tree).steps {
            for lead in step.leads where lead.to == name && !lead.isByOrder {
                try direct(lead, of: step, to: new)
            }
        }
        try rename(name, to: new, in: [.key("steps")])
    }

    /// Takes a step away; whoever led to it leads to another one from then on.
    ///
    /// - Parameters:
    ///   - name: Which.
    ///   - other: Where those lead that led to it; none is the end.
    /// - Throws: `UneditableDocument` where it is the only step, or that cannot be done in place.
    package mutating func removeStep(_ name: String, leadingTo other: String?) throws(UneditableDocument) {
        let outline = JourneyOutline(tree)
        guard let place = outline.steps.firstIndex(where: { $0.name == name }) else { return }
        let following = place + 1 < outline.steps.count ? outline.steps[place + 1].name : nil
        for step in outline.steps where step.name != name {
            for lead in step.leads where lead.to == name {
                if lead.isByOrder {
                    // The order says the same once the step is gone; too late leads where in time does.
                    guard other != following, lead.way != .late else { continue }
                    try set(
                        [.key("steps"), .key(step.name), .key("next")],
                        to: .text(other ?? "end"),
                        order: [step.kind?.rawValue ?? "", "next"]
                    )
                } else {
                    try direct(lead, of: step, to: other ?? "end")
                }
            }
        }
        try removeWhole(name, of: [.key("steps")])
    }

    /// Has a way that is written out lead to another step.
    private mutating func direct(
        _ lead: JourneyOutline.Lead,
        of step: JourneyOutline.Step,
        to name: String
    ) throws(UneditableDocument) {
        let path = [.key("steps"), .key(step.name)] + lead.path
        guard case .share(let share) = lead.way, case .key(let old) = path.last else {
            try set(path, to: .text(name))
            return
        }
        let split = Array(path.dropLast())
        guard let there = tree[split + [.key(name)]]?.text else {
            try rename(old, to: name, in: split)
            return
        }
        // Both parts lead to the same step now, and are one.
        guard let sum = sum(share, there) else { throw UneditableDocument(path: path) }
        try set(split + [.key(name)], to: .text(sum))
        try remove(path)
    }

    /// Two shares as one.
    private func sum(_ one: String, _ other: String) -> String? {
        guard one.last == "%", other.last == "%", let one = hundredths(one.dropLast()),
            let other = hundredths(other.dropLast())
        else { return nil }
        let (whole, part) = ((one + other) / 100, (one + other) % 100)
        return part == 0 ? "\(whole)%" : "\(whole).\(part < 10 ? "0" : "")\(part)%"
    }

    private func hundredths(_ text: Substring) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = Int(parts[0]), (0...100).contains(whole), parts.count < 3 else { return nil }
        guard parts.count == 2 else { return whole * 100 }
        guard parts[1].utf8.count <= 2, let part = Int(parts[1]) else { return nil }
        return whole * 100 + (parts[1].utf8.count == 1 ? part * 10 : part)
    }
}
