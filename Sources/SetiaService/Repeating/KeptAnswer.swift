package import SetiaCore

/// An answer that is given again where the same request comes again.
package struct KeptAnswer: Sendable, Hashable {
    /// The HTTP status.
    package let status: Int
    /// The media type of the body.
    package let type: String
    /// The address of what was made, where something was.
    package let location: String?
    /// The body, to the byte.
    package let body: [UInt8]
    /// The person of whom the body tells; none where it names nobody.
    package let owner: MemberID?

    /// An answer.
    package init(status: Int, type: String, location: String? = nil, body: [UInt8], owner: MemberID? = nil) {
        self.status = status
        self.type = type
        self.location = location
        self.body = body
        self.owner = owner
    }
}

extension KeptAnswer {
    /// Type, location and body as one piece: a line each for the first two, then the body.
    var document: [UInt8] {
        Array("\(type)\n\(location ?? "")\n".utf8) + body
    }

    /// The answer of a status and a document; none where it is not one that we wrote.
    init?(status: Int, document: [UInt8], owner: MemberID?) {
        let newline = UInt8(ascii: "\n")
        guard let first = document.firstIndex(of: newline),
            let second = document[(first + 1)...].firstIndex(of: newline)
        else { return nil }
        let location = String(decoding: document[(first + 1)..<second], as: UTF8.self)
        self.init(
            status: status,
            type: String(decoding: document[..<first], as: UTF8.self),
            location: location.isEmpty ? nil : location,
            body: Array(document[(second + 1)...]),
            owner: owner
        )
    }
}
