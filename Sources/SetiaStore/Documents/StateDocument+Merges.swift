internal import JSONText
internal import SetiaCore
internal import SetiaService

extension StateDocument {
    /// Writes whose the account is now, which came to it, and what is on its way to another.
    static func writeMerges(of state: MemberState, to json: inout JSONWriter) {
        if let merged = state.merged {
            json.key("merged")
            json.beginArray()
            write(merged, to: &json)
            json.endArray()
        }
        if !state.mergedIn.isEmpty {
            json.key("mergedIn")
            json.beginArray()
            for merged in state.mergedIn { write(merged, to: &json) }
            json.endArray()
        }
        if !state.sharesUnderway.isEmpty {
            json.key("shares")
            json.beginArray()
            for share in state.sharesUnderway {
                json.integer(share.number)
                json.element(share.at)
            }
            json.endArray()
        }
    }

    /// Reads it.
    static func readMerges(_ document: JSON, into state: inout MemberState) throws(MalformedDocument) {
        if let merged = document["merged"] {
            var fields = try Fields(merged, in: "merged")
            state.merged = try self.merged(&fields)
        }
        if let all = document["mergedIn"] {
            var fields = try Fields(all, in: "mergedIn")
            while !fields.isAtEnd { state.mergedIn.append(try merged(&fields)) }
        }
        if let shares = document["shares"] {
            var fields = try Fields(shares, in: "shares")
            while !fields.isAtEnd {
                let number = try fields.number()
                state.sharesUnderway.append(ShareUnderway(number: number, at: try fields.instant()))
            }
        }
    }

    private static func write(_ merged: Merged, to json: inout JSONWriter) {
        json.element(merged.id)
        json.string(merged.other.text)
        json.element(merged.at)
        json.string(merged.status.rawValue)
    }

    private static func merged(_ fields: inout Fields) throws(MalformedDocument) -> Merged {
        let id = try fields.key()
        guard let other = MemberID(text: try fields.text()) else { throw fields.malformed }
        let at = try fields.instant()
        guard let status = MemberStatus(rawValue: try fields.text()) else { throw fields.malformed }
        return Merged(id: id, other: other, at: at, status: status)
    }
}
