/// A line of a document that went or came.
package struct LineChange: Sendable, Hashable {
    /// Whether it came; else it went.
    package let isAdded: Bool
    /// From 1: in the new document where it came, in the old one where it went.
    package let line: Int
    /// What it says.
    package let text: String

    /// As people who compare texts know it: `+ text` or `- text`.
    package var marked: String { "\(isAdded ? "+" : "-") \(text)" }
}

/// The lines that differ between two documents, in the order of the text; what went stands before what came there.
///
/// - Complexity: O(*n* × *d*) in the number of lines and of those that differ.
package func lineChanges(from old: String, to new: String) -> [LineChange] {
    let (oldLines, newLines) = (lines(of: old), lines(of: new))
    let difference = newLines.difference(from: oldLines)
    let removed = Set(difference.removals.map(\.place))
    let added = Set(difference.insertions.map(\.place))
    var (before, after) = (0, 0)
    var changes: [LineChange] = []
    while before < oldLines.count || after < newLines.count {
        if removed.contains(before) {
            changes.append(LineChange(isAdded: false, line: before + 1, text: oldLines[before]))
            before += 1
        } else if added.contains(after) {
            changes.append(LineChange(isAdded: true, line: after + 1, text: newLines[after]))
            after += 1
        } else {
            before += 1
            after += 1
        }
    }
    return changes
}

/// The lines of a document; the end of the last line begins none.
private func lines(of document: String) -> [String] {
    var lines = document.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
}

extension CollectionDifference.Change {
    fileprivate var place: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
