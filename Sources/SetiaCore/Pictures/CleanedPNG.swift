/// What every PNG begins with.
let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

/// What is left of a PNG: the chunks that are the picture and its plain colours (W3C PNG, third edition); of one that
/// moves, its still.
func cleanedPNG(_ bytes: [UInt8]) throws(PictureTrouble) -> Picture {
    var kept = pngSignature
    kept.reserveCapacity(bytes.count)
    var size: (width: Int, height: Int)?
    var hasData = false
    var place = pngSignature.count
    let checksum = ChunkChecksum()
    while true {
        guard place + 12 <= bytes.count else { throw .cutOff }
        guard let length = bigEndian(bytes, place), length <= 0x7FFF_FFFF else { throw .broken }
        let end = place + 12 + length
        guard end <= bytes.count else { throw .cutOff }
        guard checksum.of(bytes[(place + 4)..<(end - 4)]) == bigEndian(bytes, end - 4).map({ UInt32($0) }) else {
            throw .broken
        }
        func isChunk(_ name: StaticString) -> Bool { isWord(name, in: bytes, at: place + 4) }
        guard size != nil || isChunk("IHDR") else { throw .broken }
        if isChunk("IHDR") {
            guard size == nil, length == 13, let width = bigEndian(bytes, place + 8),
                let height = bigEndian(bytes, place + 12)
            else { throw .broken }
            size = (width, height)
        } else if isChunk("IDAT") {
            hasData = true
        } else if isChunk("IEND") {
            guard length == 0 else { throw .broken }
            kept += bytes[place..<end]
            break
        } else if !keptChunks.contains(where: isChunk) {
            // A capital letter says that nobody may leave it out.
            guard bytes[place + 4] & 0x20 != 0 else { throw .broken }
            place = end
            continue
        } else if !isChunk("PLTE"), !isChunk("tRNS"), length > 32 {
            // None of the others is longer.
            throw .broken
        }
        kept += bytes[place..<end]
        place = end
    }
    guard hasData, let size else { throw .broken }
    return Picture(.png, width: size.width, height: size.height, kept)
}

/// What stays beside the picture itself: its colours, and what of it can be seen through.
private let keptChunks: [StaticString] = ["PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT"]

/// The number in four bytes, the highest first.
private func bigEndian(_ bytes: [UInt8], _ place: Int) -> Int? {
    guard place + 4 <= bytes.count else { return nil }
    return bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
}

/// The checksum of a chunk: CRC-32, as PNG has it.
private struct ChunkChecksum {
    private let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8) }
        return value ^ 0xFFFF_FFFF
    }
}
