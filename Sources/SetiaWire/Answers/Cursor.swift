/// Where a page of a list ends, as a text that means nothing to its reader.
///
/// It carries which list it is of, so that a cursor of one list is not taken for a place in another. It is not signed:
/// whoever forges one reaches nothing but another page of a list that they may read anyway.
package struct Cursor: Sendable, Hashable {
    /// Which list, such as `entries`.
    package let kind: String
    /// The place in that list; what it is, the list knows.
    package let position: String

    /// A cursor; a kind with a colon is a fault.
    package init(kind: String, position: String) {
        precondition(!kind.utf8.contains(UInt8(ascii: ":")), "the kind of a cursor has no colon")
        self.kind = kind
        self.position = position
    }

    /// The cursor of this list that `text` is.
    ///
    /// - Throws: for what is no cursor, and for one of another list.
    package init(text: String, kind: String) throws(Malformed) {
        guard text.utf8.count <= 512, let bytes = Base64URL.decoded(text),
            let plain = String(validating: bytes, as: UTF8.self),
            let colon = plain.utf8.firstIndex(of: UInt8(ascii: ":")), plain[..<colon] == kind
        else { throw Malformed(field: "cursor", reason: "must be one that this list gave") }
        self.init(kind: kind, position: String(plain[plain.utf8.index(after: colon)...]))
    }

    /// What goes out, in the letters of base64url.
    package var text: String {
        Base64URL.encoded(Array("\(kind):\(position)".utf8))
    }
}
