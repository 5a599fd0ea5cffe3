internal import MailText

/// A file that somebody sends in a chat: a picture or a PDF by its bytes, whatever it is called (rule O-21).
package struct ChatUpload: Sendable, Hashable {
    /// Its name; no path.
    package let name: String
    /// What its bytes show that it is.
    package let type: String
    /// What is in it.
    package let bytes: [UInt8]

    /// Why a file is not taken.
    package enum Problem: Error, Sendable, Hashable {
        /// It has nothing in it.
        case empty
        /// It is larger than is kept.
        case tooLarge
        /// It is neither a picture nor a PDF.
        case otherType
    }

    /// What may be sent.
    package static let types = [
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/heic", "application/pdf",
    ]

    /// A file.
    ///
    /// - Parameters:
    ///   - name: As the browser says it; anything.
    ///   - bytes: What is in it.
    /// - Throws: why it is not taken.
    package init(name: String?, bytes: [UInt8]) throws(Problem) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= SetiaService.largestFile else { throw .tooLarge }
        guard let type = FileType.shown(by: bytes), ChatUpload.types.contains(type) else { throw .otherType }
        self.name = FileType.name(name, kind: type.hasPrefix("image/") ? "image" : "file", place: 0, type: type)
        self.type = type
        self.bytes = bytes
    }

    /// What stands in the place of words.
    package var words: String { type.hasPrefix("image/") ? "[image]" : "[file]" }
}
