/// The ids of messages in a header such as `References`, without their angle brackets, each once.
///
/// - Parameters:
///   - bytes: The header's value, unfolded.
///   - limit: How many at most; of more the first and the last are kept.
/// - Returns: In their order.
package func messageIDs(in bytes: MailBytes, limit: Int = 100) -> [String] {
    var found: [String] = []
    var start: Int?
    for index in bytes.indices {
        switch bytes[index] {
        case Byte.less: start = index + 1
        case Byte.greater:
            if let from = start, from < index, index - from <= 998 { found.append(bytes[from..<index].repaired) }
            start = nil
        case 0...32, 127: start = nil
        default: break
        }
    }
    if found.isEmpty {
        // Some programs leave out the brackets.
        let words = bytes.split { $0 <= 32 }
        found = words.filter { $0.contains(Byte.at) && $0.count <= 998 && !$0.contains(Byte.less) }.map(\.repaired)
    }
    var seen: Set<String> = []
    found = found.filter { seen.insert($0).inserted }
    guard found.count > limit else { return found }
    return Array(found.prefix(1) + found.suffix(limit - 1))
}
