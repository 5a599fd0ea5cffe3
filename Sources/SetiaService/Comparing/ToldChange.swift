package import SetiaCore

/// A change of the programme, as a person reads it.
package struct ToldChange: Sendable, Hashable {
    /// What it is.
    package let change: ProgrammeChange
    /// What stood there; none where it came.
    package let before: String?
    /// What stands there now; none where it went.
    package let after: String?
    /// All of it in a line, such as "rule coffee: gives 5 points → 10 points".
    package let text: String
}

/// All that is another in `new` than in `old`, in the words of one language.
///
/// - Parameters:
///   - old: What it was.
///   - new: What it is to be.
///   - shops: Those with a name; conditions speak of them.
///   - language: What to write in.
/// - Returns: in the order of `changes(from:to:)`.
package func toldChanges(
    from old: Programme,
    to new: Programme,
    shops: [Shop],
    language: Language
) -> [ToldChange] {
    let words = language.changeWords
    let (was, is_) = (
        ProgrammeValues(programme: old, shops: shops, language: language),
        ProgrammeValues(programme: new, shops: shops, language: language)
    )
    return changes(from: old, to: new).map { change in
        var before = change.kind == .added ? nil : was.value(of: change.aspect, change.subject)
        var after = change.kind == .removed ? nil : is_.value(of: change.aspect, change.subject)
        if before == after, change.aspect == .condition {
            // Two texts that say the same in words: whoever reads on wants to see the texts.
            before = was.conditionText(of: change.subject)
            after = is_.conditionText(of: change.subject)
        }
        let subject = words.subject(change.subject)
        let text =
            switch change.kind {
            case .added: words.added(subject, after ?? "")
            case .removed: words.removed(subject, before ?? "")
            case .changed:
                if change.aspect == .order {
                    words.aspect(.order)
                } else {
                    "\(subject.isEmpty ? "" : subject + ": ")\(words.aspect(change.aspect)): "
                        + "\(before ?? words.nothing) → \(after ?? words.nothing)"
                }
            }
        return ToldChange(change: change, before: before, after: after, text: text)
    }
}
