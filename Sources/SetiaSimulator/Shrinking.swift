/// The shortest list of steps that was found in which the same promise is still broken.
///
/// Halves, quarters and so on are left out while that keeps what was found, down to single steps.
///
/// - Parameters:
///   - steps: Those after which it was found.
///   - holds: Whether it is still found after some of them.
/// - Returns: steps none of which can be left out by itself.
package func shrunk(_ steps: [Step], while holds: ([Step]) async -> Bool) async -> [Step] {
    var kept = steps
    var size = max(1, kept.count / 2)
    while true {
        var place = 0
        var isShorter = false
        while place < kept.count {
            var fewer = kept
            fewer.removeSubrange(place..<min(place + size, kept.count))
            if !fewer.isEmpty, await holds(fewer) {
                kept = fewer
                isShorter = true
            } else {
                place += size
            }
        }
        if size > 1 {
            size /= 2
        } else if !isShorter {
            return kept
        }
    }
}
