/// A picture that everybody may be shown: of a kind that browsers know, whole, and nothing in it but the picture (rule U-10).
///
/// What a camera writes beside it is gone: where and when it was taken, by which device, thumbnails, comments, colour
/// profiles, and whatever stood behind its end. Which way up it is held stays.
package struct Picture: Sendable, Hashable {
    /// What kind it is, by its bytes.
    package let kind: Kind
    /// How wide it is shown, in pixels.
    package let width: Int
    /// How tall it is shown, in pixels.
    package let height: Int
    /// The picture, ready to be shown.
    package let bytes: [UInt8]

    /// What kinds there are.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case jpeg, png, webp
    }

    /// The longest side that is taken, in pixels.
    package static let longestSide = 16_384
    /// The most pixels that are taken: what a picture of a few bytes may unfold to.
    package static let mostPixels = 50_000_000

    /// What is left of a picture as somebody sent it.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - most: How many bytes it may have.
    /// - Throws: `PictureTrouble`: why it is not taken.
    /// - Complexity: O(*n*) in the number of bytes; nothing is unfolded.
    package init(cleaning bytes: [UInt8], atMost most: Int) throws(PictureTrouble) {
        guard bytes.count <= most else { throw .tooLarge(most) }
        let clean: Picture
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            clean = try cleanedJPEG(bytes)
        } else if bytes.starts(with: pngSignature) {
            clean = try cleanedPNG(bytes)
        } else if bytes.count >= 12, isWord("RIFF", in: bytes, at: 0), isWord("WEBP", in: bytes, at: 8) {
            clean = try cleanedWebP(bytes)
        } else {
            throw .notAPicture
        }
        guard clean.width > 0, clean.height > 0 else { throw .broken }
        guard clean.width <= Picture.longestSide, clean.height <= Picture.longestSide,
            clean.width * clean.height <= Picture.mostPixels
        else { throw .tooManyPixels }
        self = clean
    }

    init(_ kind: Kind, width: Int, height: Int, _ bytes: [UInt8]) {
        self.kind = kind
        self.width = width
        self.height = height
        self.bytes = bytes
    }
}

/// Why a file is not taken as a picture.
package enum PictureTrouble: Error, Sendable, Hashable {
    /// It is none of the kinds, whatever its name says.
    case notAPicture
    /// It ends before it is whole.
    case cutOff
    /// It contradicts itself.
    case broken
    /// It moves.
    case moves
    /// It has more bytes; how many it may have.
    case tooLarge(Int)
    /// It has more pixels than are taken.
    case tooManyPixels
}

/// Whether a word of ASCII stands at a place; the place must have room for it.
func isWord(_ word: StaticString, in bytes: [UInt8], at place: Int) -> Bool {
    word.withUTF8Buffer { bytes[place..<min(bytes.count, place + $0.count)].elementsEqual($0) }
}
