/// What is left of a JPEG: its frame, tables and scans (ITU-T T.81, annex B), and which way up it is held.
///
/// Of the application segments Adobe's stays, which says how colours are meant.
func cleanedJPEG(_ bytes: [UInt8]) throws(PictureTrouble) -> Picture {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var size: (width: Int, height: Int)?
    var turn = 1
    var place = 2
    var hasScan = false
    while true {
        guard place < bytes.count else { throw .cutOff }
        guard bytes[place] == 0xFF else { throw .broken }
        while place < bytes.count, bytes[place] == 0xFF { place += 1 }
        guard place < bytes.count else { throw .cutOff }
        let marker = bytes[place]
        place += 1
        if marker == 0xD9 { break }
        guard marker >= 0xC0, !(0xD0...0xD8).contains(marker) else { throw .broken }
        guard place + 2 <= bytes.count else { throw .cutOff }
        let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
        guard length >= 2 else { throw .broken }
        let end = place + length
        guard end <= bytes.count else { throw .cutOff }
        switch marker {
        case 0xC4, 0xC8, 0xCC, 0xDB, 0xDC, 0xDD, 0xDA: break
        case 0xC0...0xCF:
            guard length >= 8, size == nil else { throw .broken }
            let height = Int(bytes[place + 3]) << 8 | Int(bytes[place + 4])
            size = (Int(bytes[place + 5]) << 8 | Int(bytes[place + 6]), height)
        case 0xEE where length == 14 && isWord("Adobe", in: bytes, at: place + 2): break
        case 0xE1:
            turn = exifTurn(bytes[(place + 2)..<end]) ?? turn
            place = end
            continue
        default:
            place = end
            continue
        }
        kept += [0xFF, marker]
        kept += bytes[place..<end]
        place = end
        guard marker == 0xDA else { continue }
        guard size != nil else { throw .broken }
        hasScan = true
        // The scan lasts up to a marker that neither stands for a byte nor restarts it.
        while true {
            guard place + 1 < bytes.count else { throw .cutOff }
            let next = bytes[place + 1]
            if bytes[place] == 0xFF, next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { break }
            kept.append(bytes[place])
            place += 1
        }
    }
    guard hasScan, let size else { throw .broken }
    let isOnItsSide = turn >= 5
    return Picture(
        .jpeg,
        width: isOnItsSide ? size.height : size.width,
        height: isOnItsSide ? size.width : size.height,
        [0xFF, 0xD8] + (turn == 1 ? [] : exif(turn: UInt8(turn))) + kept + [0xFF, 0xD9]
    )
}

/// Which way up a picture is held, 1 to 8, by the tag 0x0112 of an Exif segment; none where it does not say.
private func exifTurn(_ segment: ArraySlice<UInt8>) -> Int? {
    let bytes = Array(segment)
    guard bytes.count >= 14, isWord("Exif", in: bytes, at: 0), bytes[4] == 0, bytes[5] == 0 else { return nil }
    let isLittle = isWord("II", in: bytes, at: 6)
    guard isLittle || isWord("MM", in: bytes, at: 6) else { return nil }
    func number(_ place: Int, _ width: Int) -> Int? {
        guard place >= 6, place + width <= bytes.count else { return nil }
        let digits = bytes[place..<(place + width)]
        return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let first = number(10, 4), let count = number(6 + first, 2) else { return nil }
    for entry in 0..<count {
        let place = 6 + first + 2 + entry * 12
        guard let tag = number(place, 2) else { return nil }
        guard tag == 0x0112 else { continue }
        guard number(place + 2, 2) == 3, let turn = number(place + 8, 2), (1...8).contains(turn) else { return nil }
        return turn
    }
    return nil
}

/// An Exif segment that says which way up a picture is held, and nothing else.
private func exif(turn: UInt8) -> [UInt8] {
    [0xFF, 0xE1, 0x00, 0x22] + [0x45, 0x78, 0x69, 0x66, 0, 0] + [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]
        + [0, 1] + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0] + [0, 0, 0, 0]
}
