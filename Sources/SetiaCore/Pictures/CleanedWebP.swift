/// What is left of a WebP: its picture and how far it can be seen through (RFC 9649); not its colour profile, Exif and XMP.
func cleanedWebP(_ bytes: [UInt8]) throws(PictureTrouble) -> Picture {
    guard let told = littleEndian(bytes, 4, 4), told >= 4 else { throw .broken }
    let end = 8 + told
    guard end <= bytes.count else { throw .cutOff }
    var chunks: [UInt8] = []
    chunks.reserveCapacity(told)
    var canvas: (width: Int, height: Int)?
    var size: (width: Int, height: Int)?
    var place = 12
    while place < end {
        guard place + 8 <= end, let length = littleEndian(bytes, place + 4, 4) else { throw .broken }
        let next = place + 8 + length + length % 2
        // Some leave out the byte that makes the last chunk even.
        guard place + 8 + length <= end else { throw .cutOff }
        let content = Array(bytes[(place + 8)..<(place + 8 + length)])
        var kept = content
        if isWord("VP8X", in: bytes, at: place) {
            guard canvas == nil, size == nil, length == 10, let width = littleEndian(content, 4, 3),
                let height = littleEndian(content, 7, 3)
            else { throw .broken }
            guard content[0] & 0x02 == 0 else { throw .moves }
            canvas = (width + 1, height + 1)
            kept[0] &= 0x10
        } else if isWord("VP8 ", in: bytes, at: place) || isWord("VP8L", in: bytes, at: place) {
            guard size == nil else { throw .broken }
            size = try isWord("VP8 ", in: bytes, at: place) ? sizeOfLossy(content) : sizeOfLossless(content)
        } else if isWord("ANMF", in: bytes, at: place) {
            throw .moves
        } else if !isWord("ALPH", in: bytes, at: place) {
            place = next
            continue
        }
        chunks += bytes[place..<(place + 8)]
        chunks += kept
        if length % 2 == 1 { chunks.append(0) }
        place = next
    }
    guard let size else { throw .broken }
    if let canvas, canvas != size { throw .broken }
    let total = chunks.count + 4
    let head = Array(bytes[0..<4]) + (0..<4).map { UInt8(truncatingIfNeeded: total >> ($0 * 8)) } + Array(bytes[8..<12])
    return Picture(.webp, width: size.width, height: size.height, head + chunks)
}

/// The size that a frame of VP8 has (RFC 6386, section 9.1).
private func sizeOfLossy(_ content: [UInt8]) throws(PictureTrouble) -> (width: Int, height: Int) {
    guard content.count >= 10 else { throw .cutOff }
    guard content[0] & 1 == 0, content[3] == 0x9D, content[4] == 0x01, content[5] == 0x2A,
        let width = littleEndian(content, 6, 2), let height = littleEndian(content, 8, 2)
    else { throw .broken }
    return (width & 0x3FFF, height & 0x3FFF)
}

/// The size that a lossless picture has: two numbers of 14 bits behind its first byte.
private func sizeOfLossless(_ content: [UInt8]) throws(PictureTrouble) -> (width: Int, height: Int) {
    guard content.count >= 5, let bits = littleEndian(content, 1, 4) else { throw .cutOff }
    guard content[0] == 0x2F else { throw .broken }
    return ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
}

/// The number in so many bytes, the lowest first.
private func littleEndian(_ bytes: [UInt8], _ place: Int, _ width: Int) -> Int? {
    guard place + width <= bytes.count else { return nil }
    return bytes[place..<(place + width)].reversed().reduce(0) { $0 << 8 | Int($1) }
}
