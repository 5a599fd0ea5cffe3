/// The word of `words` that `text` was probably meant to be: at most two letters away, and less than half of it.
func nearest(to text: String, _ words: [String]) -> String? {
    let wanted = Array(text.lowercased().utf8)
    guard wanted.count <= 64 else { return nil }
    let distances = words.map { (word: $0, distance: distance(wanted, Array($0.lowercased().utf8))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }),
        best.distance <= 2, best.distance * 2 < wanted.count
    else { return nil }
    return best.word
}

/// How many letters must be added, taken away, changed or swapped with their neighbour to make one of the other.
private func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...other.count)
    for (row, letter) in one.enumerated() {
        var line = [row + 1]
        for (column, otherLetter) in other.enumerated() {
            var cheapest = min(last[column] + (letter == otherLetter ? 0 : 1), last[column + 1] + 1, line[column] + 1)
            if row > 0, column > 0, letter == other[column - 1], one[row - 1] == otherLetter {
                cheapest = min(cheapest, before[column - 1] + 1)
            }
            line.append(cheapest)
        }
        (before, last) = (last, line)
    }
    return last[other.count]
}
