/// The name a brand gave to a place or a shop, such as `kl-bangsar`.
package struct StoreID: Sendable, Hashable {
    package let key: Key

    /// A store's name of 1 to 64 bytes: small letters a to z, digits, hyphen, underscore and full stop.
    ///
    /// - Throws: `MalformedKey`, for the first thing that is wrong.
    package init(_ text: String) throws(MalformedKey) {
        let count = text.utf8.count
        guard count > 0 else { throw .empty }
        guard count <= 64 else { throw .tooLong(bytes: count, most: 64) }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9", "-", "_", ".": continue
            default: throw .characterNotAllowed(scalar)
            }
        }
        key = Key(text)
    }

    private init(known key: Key) {
        self.key = key
    }

    /// Where an event happened that names no place.
    package static let online = StoreID(known: "online")

    package var text: String { key.text }
}

/// Why a text is no key of its kind.
package enum MalformedKey: Error, Sendable, Hashable {
    case empty
    case tooLong(bytes: Int, most: Int)
    case characterNotAllowed(Unicode.Scalar)
}

extension StoreID: Comparable {
    package static func < (left: StoreID, right: StoreID) -> Bool { left.key < right.key }
}

extension StoreID: CustomStringConvertible {
    package var description: String { text }
}
