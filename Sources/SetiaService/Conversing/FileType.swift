internal import MailText

/// What a file is, by its bytes: what its sender says is believed where nothing shows.
package enum FileType {
    /// The media type that the first bytes show; none where they show none that is known here.
    ///
    /// - Parameter bytes: What is in it.
    /// - Returns: such as `image/png`.
    /// - SeeAlso: <https://mimesniff.spec.whatwg.org>, whose patterns these are.
    package static func shown(by bytes: [UInt8]) -> String? {
        func begins(_ text: String, at place: Int = 0) -> Bool { bytes.dropFirst(place).starts(with: text.utf8) }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if begins("GIF87a") || begins("GIF89a") { return "image/gif" }
        if begins("RIFF"), begins("WEBP", at: 8) { return "image/webp" }
        if begins("RIFF"), begins("WAVE", at: 8) { return "audio/wav" }
        if begins("%PDF-") { return "application/pdf" }
        if begins("OggS") { return "audio/ogg" }
        if begins("ID3") { return "audio/mpeg" }
        if begins("ftyp", at: 4) {
            if begins("M4A", at: 8) { return "audio/mp4" }
            if begins("heic", at: 8) || begins("mif1", at: 8) { return "image/heic" }
            return "video/mp4"
        }
        return nil
    }

    /// The type under which a file is kept.
    ///
    /// - Parameters:
    ///   - bytes: What is in it.
    ///   - said: What its sender says.
    /// - Returns: what the bytes show; else what was said, unless that would show in them.
    static func kept(_ bytes: [UInt8], said: String) -> String {
        if let shown = shown(by: bytes) {
            // Both are told apart by what is further inside.
            if shown == "video/mp4" || shown == "audio/ogg", said.hasPrefix("audio/") || said.hasPrefix("video/") {
                return said
            }
            return shown
        }
        return showing.contains(said) || !isType(said) ? usual : said
    }

    /// What a file's type is where nothing is known.
    static let usual = "application/octet-stream"

    /// Types that show in the first bytes.
    private static let showing: Set = [
        "image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/heic", "application/pdf", "audio/wav",
        "audio/ogg", "video/mp4", "audio/mp4",
    ]

    /// Whether a text is a media type without parameters, in small letters.
    static func isType(_ text: String) -> Bool {
        let halves = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return text.utf8.count <= 100 && halves.count == 2
            && halves.allSatisfy { half in
                !half.isEmpty
                    && half.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || "+-._".utf8.contains($0) }
            }
    }

    /// A name for a file: the given one made harmless, else what it is and its place, with an ending that fits.
    ///
    /// - Parameters:
    ///   - given: As its sender says it; anything.
    ///   - kind: What it is in a word, such as `image`.
    ///   - place: Among the files of its message, from 0.
    ///   - type: Its media type.
    /// - Returns: a name that names no folder.
    static func name(_ given: String?, kind: String, place: Int, type: String) -> String {
        let own = given.flatMap { cleanFileName($0) }
        let plain = kind.utf8.filter { (97...122).contains($0) }.prefix(20)
        let word = plain.isEmpty ? "file" : String(decoding: plain, as: UTF8.self)
        return ended(own ?? "\(word)-\(place + 1)", type)
    }

    /// A name with the ending of a type, where it has none.
    static func ended(_ name: String, _ type: String) -> String {
        guard !name.contains("."), let ending = endings[type] else { return name }
        return "\(name).\(ending)"
    }

    private static let endings = [
        "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic",
        "application/pdf": "pdf", "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/wav": "wav",
        "video/mp4": "mp4",
    ]
}
